"""A collection in Chroma, inside this process or on a server, and whether it is whole.

The only file that imports chromadb, and only once a collection is asked for. Knows no catalog.
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast
from urllib.parse import urlsplit
from urllib.request import urlopen

from index.errors import LibraryError
from index.storing.database import is_whole
from index.storing.generations import Generation, Generations

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection as Collection
    from chromadb.config import Settings
    from httpx import Client as HttpSession

_TIMEOUT_S = 30.0
_WRITING = "being written"
# News repeats itself, and near copies crowd each other out of the graph: of 2,000 vectors in groups of 20 near copies,
# Chroma's defaults (16, 100, 100) find 84 to 92 of the 100 nearest, at worst 40; these find all, in little more time.
_GRAPH: "CreateHNSWConfiguration" = {"space": "cosine", "max_neighbors": 64, "ef_construction": 400, "ef_search": 400}


class Home(Protocol):
    """Where a collection lives, and how it is known to be whole."""

    @property
    def some(self) -> bool:
        """Whether anything is there, whole or not."""

    @property
    def stale(self) -> bool:
        """Whether bytes of vectors that left stand in files of ours."""

    def outdate(self) -> None:
        """Say that they do."""

    def open(self, generation: str) -> "Collection | None":
        """The collection if it is a whole mirror of `generation`, else None."""

    def begin(self) -> "Collection":
        """An empty collection in place of what there was."""

    def soil(self) -> None:
        """Say that the collection is about to be written."""

    def settle(self, generation: str, count: int) -> None:
        """Say that it is a whole mirror of `generation` again; it must be opened anew."""

    def draft(self) -> "Draft":
        """An empty collection beside it."""

    def adopt(self, draft: "Draft") -> "Collection":
        """The draft in place of what there was; it is not settled yet."""

    def forget(self) -> None:
        """Delete it."""

    def close(self) -> None:
        """Let go of it."""


class Draft(NamedTuple):
    """A collection that is being made beside the one in use."""

    folder: Path
    """Its own."""
    client: "Client"
    """Its own, to be closed before the folder is adopted or deleted."""
    collection: "Collection"
    """To be filled."""

    def drop(self) -> None:
        """Let go of it and of its folder."""
        self.client.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Folder:
    """Chroma inside this process; a damaged file can crash it, so wholeness is recorded outside of Chroma."""

    def __init__(self, root: Path) -> None:
        self._generations = Generations(root)
        self._client: Client | None = None
        self._folder: Path = root
        self._intact = ""

    @property
    def some(self) -> bool:
        return self._generations.some

    @property
    def stale(self) -> bool:
        return self._generations.stale

    def outdate(self) -> None:
        self._generations.stale = True

    def open(self, generation: str) -> "Collection | None":
        whole = self._generations.current()
        if whole is None or whole.generation != generation or not self._seems_intact(whole):
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
        self._intact = self._folder.name

    def draft(self) -> Draft:
        folder = self._generations.draft().resolve()
        client = _client(folder)
        return Draft(folder, client, _create(client, "chunks"))

    def adopt(self, draft: Draft) -> "Collection":
        draft.client.close()
        self.close()
        collection = self._connect(self._generations.adopt(draft.folder)).get_collection(
            "chunks", embedding_function=None
        )
        self._generations.stale = False
        return collection

    def forget(self) -> None:
        self.close()
        self._generations.forget()

    def _seems_intact(self, whole: Generation) -> bool:
        """Looked at once for each cache that an earlier process settled: ours are as we left them."""
        if whole.folder != self._intact:
            if not is_whole(self._generations.root / whole.folder / "chroma.sqlite3"):
                return False
            if not self._generations.intact(whole):
                return False
        self._intact = whole.folder
        return True

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _connect(self, folder: Path) -> "Client":
        self.close()
        # Two spellings of one folder are two clients to Chroma, and lose vectors.
        self._folder = folder.resolve()
        self._client = _client(self._folder)
        return self._client


class Server:
    """A Chroma server, which looks after its own files; the generation stands in the collection's metadata."""

    def __init__(self, url: str, library: str) -> None:
        self._url, self._name = url, f"twosource-{library}"
        self._client: Client | None = None

    @property
    def some(self) -> bool:
        return self._name in {collection.name for collection in self._connect().list_collections()}

    @property
    def stale(self) -> bool:
        return False  # Its files are the server's.

    def outdate(self) -> None:
        """Nothing that could be done from here."""

    def draft(self) -> Draft:
        raise LibraryError(f"{self._url}: what a Chroma server keeps of deleted vectors is purged there")

    def adopt(self, draft: Draft) -> "Collection":
        raise LibraryError(f"{self._url}: what a Chroma server keeps of deleted vectors is purged there")

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

    def forget(self) -> None:
        from chromadb.errors import NotFoundError

        with suppress(NotFoundError):
            self._connect().delete_collection(self._name)

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            sessions = _sessions(client)
            client.close()
            # Chroma leaves its connections open.
            for session in sessions:
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
            for session in _sessions(self._client):
                session.timeout = _TIMEOUT_S
        return self._client


def _client(folder: Path) -> "Client":
    import chromadb

    return cast("Client", chromadb.PersistentClient(str(folder), settings=_settings()))


def _sessions(client: "Client") -> "list[HttpSession]":
    """The connections of a client and of the one it administers with; Chroma offers no way to them."""
    session = attrgetter("_server._session")
    return [cast("HttpSession", session(one)) for one in (client, client._admin_client)]


def _settings() -> "Settings":
    from chromadb.config import Settings

    # Without this, a file `.env` in whatever folder the user stands in could name classes for Chroma to load.
    return Settings(_env_file=None, anonymized_telemetry=False)


def _create(client: "Client", name: str) -> "Collection":
    return client.create_collection(
        name,
        embedding_function=None,
        configuration={"hnsw": _GRAPH},
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
