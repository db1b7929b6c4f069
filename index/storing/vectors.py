"""The nearest vectors: a cache of the catalog's embeddings in Chroma that can be thrown away at any moment.

Knows no text and computes no embedding. The cache is trusted while it is recorded as whole and as a mirror of the
catalog's generation; else it is built anew from the catalog.
"""

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedding.embedder import Vectors
from index.errors import LibraryError
from index.storing.catalog import Catalog
from index.storing.chroma import Folder, Home, Server

if TYPE_CHECKING:
    from index.storing.chroma.client import Collection

Tell = Callable[[str], None]
"""Called with a line that the user should read."""

_BATCH = 500
_PAGE = 10_000
FEW = 5_000
"""Vectors that are written anew in some three seconds."""


def unheard(line: str) -> None:
    """Nobody listens."""


class VectorCache:
    """The vectors of one catalog in Chroma, under `folder` or on the server at `url`; safe for threads."""

    def __init__(self, catalog: Catalog, folder: Path, url: str | None = None, *, tell: Tell = unheard) -> None:
        self._catalog, self._tell = catalog, tell
        self._place = str(folder) if url is None else url
        self._home: Home = Folder(folder) if url is None else Server(url, catalog.library)
        self._lock = threading.RLock()
        self._collection: Collection | None = None
        # Everything that changes the catalog from here on is done by this process: the library is locked.
        self._generation = catalog.generation
        self._held: set[int] = set()
        self._listed = False
        self._purging = threading.Lock()

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

    @property
    def costly(self) -> bool:
        """Whether Chroma is still to be loaded and opened, which takes longer than to compare few vectors."""
        return self._collection is None and isinstance(self._home, Folder)

    def align(self, *, outdated: bool = False) -> None:
        """Make the cache mirror the catalog now, so that no search has to. Raises LibraryError where it cannot.

        `outdated`: something left, and its bytes are to be purged.
        """
        with self._lock:
            try:
                if outdated:
                    self._home.outdate()
                self._mirror()
            except Exception as error:
                self.discard()
                raise self._failed(error) from error

    def forget(self) -> None:
        """Leave no vector of what was removed in Chroma's files. Raises LibraryError where it cannot.

        Chroma takes a vector out of its answers, not out of its files: up to `FEW` vectors the next search builds
        the cache anew; a larger one is aligned, and `stale` until it is purged.
        """
        with self._lock:
            if len(self._catalog.chunks.held()[1]) > FEW:
                self.align(outdated=True)
            else:
                self.delete()

    def delete(self) -> None:
        """Delete the cache; the next use builds it anew. Raises LibraryError where it cannot."""
        with self._lock:
            self.discard()
            try:
                self._home.forget()
            except Exception as error:
                raise self._failed(error) from error

    @property
    def stale(self) -> bool:
        """Whether bytes of vectors that left may still stand in Chroma's files."""
        return self._home.stale

    def purge(self, stop: Callable[[], bool] = lambda: False) -> bool:
        """Take the bytes of vectors that left out of Chroma's files, if there are any; searches go on meanwhile.

        Another cache is filled beside the one in use and takes its place. Once `stop` says True it is given up, and
        the answer is False; so it is if more left meanwhile. Raises LibraryError where it cannot be done.
        """
        with self._purging:
            if not self.stale:
                return True
            try:
                return self._purge(stop)
            except Exception as error:
                raise self._failed(error) from error

    def _purge(self, stop: Callable[[], bool]) -> bool:
        draft, numbers = self._home.draft(), self._catalog.chunks.held()[1]
        try:
            for batch in _batches(numbers):
                if stop():
                    draft.drop()
                    return False
                self._write(draft.collection, batch)
        except BaseException:
            draft.drop()
            raise
        with self._lock:
            if set(numbers).difference(self._catalog.chunks.held()[1]):
                draft.drop()
                return False
            self._release()
            self._fill(self._home.adopt(draft), held=set(numbers))
        return True

    def strays(self) -> int:
        """How many vectors Chroma lists more or less than the catalog does. Raises LibraryError where it cannot."""
        with self._lock:
            try:
                collection, self._listed = self._mirror(), False
                return len(self._list(collection).symmetric_difference(self._catalog.chunks.held()[1]))
            except Exception as error:
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
            self._build()
        elif self._generation != self._catalog.generation:
            held = self._list(self._collection)
            self._home.soil()
            self._fill(self._collection, held=held)
        if self._collection is None:
            raise RuntimeError("the vectors just written are not there")
        return self._collection

    def _build(self) -> None:
        """Write a cache of everything; of one that takes the place of a broken one the user hears."""
        broken, started = self._home.some, time.monotonic()
        self._fill(self._home.begin(), held=set())
        if broken:
            self._tell(
                f"the search index was not whole and was rebuilt from the articles ({len(self._held):,} passages, "
                f"{time.monotonic() - started:.0f} s); nothing is lost"
            )

    def _fill(self, collection: "Collection", held: set[int]) -> None:
        """Write what the catalog has more than `held`, delete what it has less, record the generation."""
        generation, numbers = self._catalog.chunks.held()
        for batch in _batches(sorted(held.difference(numbers))):
            collection.delete(ids=[str(number) for number in batch])
        held &= set(numbers)
        for batch in _batches([number for number in numbers if number not in held]):
            held.update(self._write(collection, batch))
        if collection.count() != len(held):
            raise RuntimeError(f"{collection.count()} vectors where {len(held)} were written")
        self._collection, self._held, self._listed = None, held, True
        self._home.settle(generation, len(held))
        self._generation = generation
        self._collection = self._home.open(generation)

    def _write(self, collection: "Collection", numbers: list[int]) -> list[int]:
        """Write the vectors of those of the numbered chunks that are still here; their numbers."""
        present = self._catalog.chunks.vectors(numbers)
        if present.numbers:
            collection.upsert(
                ids=[str(number) for number in present.numbers],
                embeddings=present.rows,
                metadatas=[{"article": article_id} for article_id in present.article_ids],
            )
        return present.numbers

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


def _batches(numbers: list[int]) -> Iterable[list[int]]:
    return (numbers[at : at + _BATCH] for at in range(0, len(numbers), _BATCH))
