"""The nearest vectors, found by Chroma: a cache of the catalog's embeddings that can be thrown away at any moment.

Knows no text and computes no embedding. The only file that imports chromadb, and only once vectors are asked for.
The cache is trusted while it is recorded as whole and as a mirror of the catalog's generation; else it is built anew.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast
from urllib.parse import urlsplit
from urllib.request import urlopen

import numpy as np

from index.embedding.embedder import Vectors
from index.errors import LibraryError
from index.storing.catalog import Catalog
from index.storing.generations import Generations

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings
    from httpx import Client as HttpSession

_BATCH = 500
_PAGE = 10_000
_TIMEOUT_S = 30.0
_WRITING = "being written"


class VectorCache:
    """The vectors of one catalog in Chroma, under `folder` or on the server at `url`; safe for threads."""

    def __init__(self, catalog: Catalog, folder: Path, url: str | None = None) -> None:
        self._catalog = catalog
        self._place = str(folder) if url is None else url
        self._home: _Home = _Folder(folder) if url is None else _Server(url, catalog.library)
        self._lock = threading.RLock()
        self._collection: Collection | None = None
        # Everything that changes the catalog from here on is done by this process: the library is locked.
        self._generation = catalog.generation
        self._held: set[int] = set()
        self._listed = False

    def nearest(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """Numbers and cosine similarities of the `k` chunks nearest to `vector`, shape (dim,), best first.

        Raises LibraryError if Chroma fails twice, the second time on a cache built anew.
        """
        if self._catalog.embedder is None:
            return []
        with self._lock:
            try:
                return self._query(vector, k)
            except LibraryError:
                raise
            except Exception:  # Whatever an expendable cache raises, the truth is elsewhere: build it anew.
                self.discard()
            try:
                return self._query(vector, k)
            except Exception as error:
                raise self._failed(error) from error

    def align(self) -> None:
        """Make the cache mirror the catalog now, so that no search has to. Raises LibraryError where it cannot."""
        with self._lock:
            try:
                self._mirror()
            except Exception as error:
                self.discard()
                raise self._failed(error) from error

    def discard(self) -> None:
        """Trust nothing that Chroma holds; the next use builds it anew."""
        with self._lock:
            self._release()
            self._generation = ""

    def close(self) -> None:
        """Let go of Chroma; the cache stays for the next time."""
        with self._lock:
            self._release()

    def _query(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        found = self._mirror().query(
            query_embeddings=np.asarray([vector], dtype=np.float32), n_results=k, include=["distances"]
        )
        # Chroma speaks of cosine distance; we speak of similarity everywhere else.
        distances = (found["distances"] or [[]])[0]
        return [(int(number), 1.0 - distance) for number, distance in zip(found["ids"][0], distances, strict=True)]

    def _mirror(self) -> "Collection":
        """The collection, as of the catalog's present generation."""
        if self._collection is None:
            self._collection = self._home.open(self._generation)
        if self._collection is None:
            self._fill(self._home.begin(), held=set())
        elif self._generation != self._catalog.generation:
            held = self._list(self._collection)
            self._home.soil()
            self._fill(self._collection, held=held)
        if self._collection is None:
            raise RuntimeError("the vectors just written are not there")
        return self._collection

    def _fill(self, collection: "Collection", held: set[int]) -> None:
        """Write what the catalog has more than `held`, delete what it has less, record the generation."""
        generation, numbers = self._catalog.held()
        for batch in _batches(sorted(held.difference(numbers))):
            collection.delete(ids=[str(number) for number in batch])
        held &= set(numbers)
        for batch in _batches([number for number in numbers if number not in held]):
            present = self._catalog.vectors(batch)
            if present.numbers:
                collection.upsert(
                    ids=[str(number) for number in present.numbers],
                    embeddings=present.rows,
                    metadatas=[{"article": article_id} for article_id in present.article_ids],
                )
            held.update(present.numbers)
        if collection.count() != len(held):
            raise RuntimeError(f"{collection.count()} vectors where {len(held)} were written")
        self._collection, self._held, self._listed = None, held, True
        self._home.settle(generation, len(held))
        self._generation = generation
        self._collection = self._home.open(generation)

    def _list(self, collection: "Collection") -> set[int]:
        if not self._listed:
            # One `get` of everything fails past some 32,000 rows.
            pages = range(0, collection.count(), _PAGE)
            found = (collection.get(include=[], limit=_PAGE, offset=page)["ids"] for page in pages)
            self._held, self._listed = {int(number) for ids in found for number in ids}, True
        return self._held

    def _release(self) -> None:
        self._collection, self._held, self._listed = None, set(), False
        with suppress(Exception):  # A client that broke may not even close.
            self._home.close()

    def _failed(self, error: Exception) -> LibraryError:
        if isinstance(error, LibraryError):
            return error
        what = " ".join(str(error).split())[:200]
        return LibraryError(
            f"{self._place}: the vectors cannot be searched ({what}); "
            "check free space and permissions, or that the Chroma server runs. The articles are safe"
        )


class _Home(Protocol):
    """Where a collection lives, and how it is known to be whole."""

    def open(self, generation: str) -> "Collection | None":
        """The collection if it is a whole mirror of `generation`, else None."""

    def begin(self) -> "Collection":
        """An empty collection in place of what there was."""

    def soil(self) -> None:
        """Say that the collection is about to be written."""

    def settle(self, generation: str, count: int) -> None:
        """Say that it is a whole mirror of `generation` again; it must be opened anew."""

    def close(self) -> None:
        """Let go of it."""


class _Folder:
    """Chroma inside this process; a damaged file can crash it, so wholeness is recorded outside of Chroma."""

    def __init__(self, root: Path) -> None:
        self._generations = Generations(root)
        self._client: Client | None = None
        self._folder: Path = root

    def open(self, generation: str) -> "Collection | None":
        whole = self._generations.current()
        if whole is None or whole.generation != generation:
            return None
        self._generations.opening()
        collection = self._connect(self._generations.root / whole.folder).get_collection(
            "chunks", embedding_function=None
        )
        if _runs_code(collection) or collection.count() != whole.count:
            return None
        if whole.count:
            # The first search loads the graph: damaged files show here.
            first = collection.get(include=["embeddings"], limit=1)["embeddings"]
            collection.query(query_embeddings=first, n_results=1, include=[])
        self._generations.opened()
        return collection

    def begin(self) -> "Collection":
        return _create(self._connect(self._generations.begin()), "chunks")

    def soil(self) -> None:
        self._generations.soil()

    def settle(self, generation: str, count: int) -> None:
        self.close()
        self._generations.settle(self._folder, generation=generation, count=count)

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _connect(self, folder: Path) -> "Client":
        import chromadb

        self.close()
        # Two spellings of one folder are two clients to Chroma, and lose vectors.
        self._folder = folder.resolve()
        self._client = cast("Client", chromadb.PersistentClient(str(self._folder), settings=_settings()))
        return self._client


class _Server:
    """A Chroma server, which looks after its own files; the generation stands in the collection's metadata."""

    def __init__(self, url: str, library: str) -> None:
        self._url, self._name = url, f"twosource-{library}"
        self._client: Client | None = None

    def open(self, generation: str) -> "Collection | None":
        from chromadb.errors import NotFoundError

        try:
            collection = self._connect().get_collection(self._name, embedding_function=None)
        except NotFoundError:
            return None
        if _runs_code(collection):
            raise LibraryError(
                f"{self._url}: collection {self._name!r} asks to run an embedding function of its own and is not "
                "used; delete it on the server"
            )
        told = collection.metadata or {}
        whole = told.get("generation") == generation and told.get("count") == collection.count()
        return collection if whole else None

    def begin(self) -> "Collection":
        from chromadb.errors import NotFoundError

        with suppress(NotFoundError):
            self._connect().delete_collection(self._name)
        return _create(self._connect(), self._name)

    def soil(self) -> None:
        self._record(_WRITING, 0)

    def settle(self, generation: str, count: int) -> None:
        self._record(generation, count)

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            session = _session(client)
            client.close()
            # Chroma leaves its connections open.
            session.close()

    def _record(self, generation: str, count: int) -> None:
        collection = self._connect().get_collection(self._name, embedding_function=None)
        collection.modify(metadata={"generation": generation, "count": count})

    def _connect(self) -> "Client":
        if self._client is None:
            import chromadb

            address = urlsplit(self._url)
            if address.scheme not in ("http", "https") or not address.hostname:
                raise LibraryError(f"{self._url!r}: no address of a Chroma server; write http://host:8000")
            secure = address.scheme == "https"
            port = address.port or (443 if secure else 8000)
            # Chroma waits for ever for a server that does not answer: ask first, then bound every later wait.
            with urlopen(f"{address.scheme}://{address.hostname}:{port}/api/v2/heartbeat", timeout=_TIMEOUT_S):
                pass
            client = chromadb.HttpClient(address.hostname, port, ssl=secure, settings=_settings())
            self._client = cast("Client", client)
            _session(self._client).timeout = _TIMEOUT_S
        return self._client


def _session(client: "Client") -> "HttpSession":
    return cast("HttpSession", client._server._session)  # type: ignore[attr-defined]


def _settings() -> "Settings":
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _create(client: "Client", name: str) -> "Collection":
    # PERF: an ef_search of 200 finds 99.7 of 100 nearest among 500,000, the default of 100 98.7, for a millisecond.
    return client.create_collection(
        name,
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
        metadata={"generation": _WRITING, "count": 0},
    )


def _runs_code(collection: "Collection") -> bool:
    """Whether Chroma would build an embedding function that the stored collection names: it may load any code."""
    model = collection.get_model()
    return any(
        kind not in (None, "legacy", "unknown")
        for told in (model.configuration_json, model.serialized_schema)
        for kind in _functions(told)
    )


def _functions(told: object) -> Iterator[object]:
    """The kind of every embedding function in a stored configuration, however deep."""
    if isinstance(told, dict):
        for key, value in told.items():
            if key == "embedding_function":
                yield value.get("type", "unnamed") if isinstance(value, dict) else value
            yield from _functions(value)
    elif isinstance(told, list):
        for value in told:
            yield from _functions(value)


def _batches(numbers: list[int]) -> Iterable[list[int]]:
    return (numbers[at : at + _BATCH] for at in range(0, len(numbers), _BATCH))
