"""Takes files and articles into the catalog: what is new or changed is read, split, embedded and stored.

Knows no SQL and no search. One bad file never stops the others, and one article is one transaction.
"""

import hashlib
import stat
import time
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Literal

import numpy as np

from index.article import Article, Change, Chunk, Failure, Frozen
from index.embedding.embedder import Embedder, Vectors
from index.errors import ArticleError, EmbedderError, LibraryError, WeightsError
from index.storing.catalog import Catalog
from index.storing.records import FileRecord

Progress = Callable[[Path, int, int], None]
"""Called with a file, how many are done and how many there are; what it reports is on disk."""

_GROUP = 64
"""Chunks that are embedded together: enough to sort by length, few enough to lose little to a kill."""
_FRESH_NS = 2_000_000_000
"""A file changed less than this before it was read may change again within one tick of the coarsest clock (FAT)."""


class _Waiting(Frozen):
    """An article that waits for its vectors."""

    article: Article
    """As read."""
    chunks: tuple[Chunk, ...]
    """At least one."""
    file: FileRecord | None
    """None: handed in as text."""
    held: str | None
    """The article that the file held before. None: the file is new."""


class Intake:
    """One batch on its way into the catalog."""

    def __init__(
        self,
        catalog: Catalog,
        embedder: Embedder,
        *,
        read: Callable[[Path], Article],
        split: Callable[[Article], Sequence[Chunk]],
    ) -> None:
        self._catalog, self._embedder = catalog, embedder
        self._read, self._split = read, split
        self._leaving: AbstractSet[Path] = frozenset()
        self._waiting: list[_Waiting] = []
        self._touched: list[FileRecord] = []
        self._added: list[str] = []
        self._replaced: list[str] = []
        self._unchanged: list[str] = []
        self._failed: list[Failure] = []
        self._tell: Callable[[Path], None] = lambda path: None

    def take_files(
        self,
        paths: Sequence[Path],
        *,
        source: Literal["sync", "add"],
        leaving: AbstractSet[Path] = frozenset(),
        progress: Progress | None = None,
    ) -> Change:
        """What became of the files at absolute `paths`; `leaving` are known files that hold nothing any more.

        Raises EmbedderError, WeightsError and LibraryError; what was stored before stays.
        """
        if progress is not None:
            done = iter(range(1, len(paths) + 1))
            self._tell = lambda path: progress(path, next(done), len(paths))
        self._leaving = leaving
        known, origins = self._catalog.files(), self._catalog.origins()
        for path in paths:
            record = known.get(path)
            # What an article was read from may leave; then it is read anew from a file that stays.
            stays = record is not None and origins.get(record.article_id) not in leaving
            try:
                self._take_file(path, record=record, stays=stays, source=source)
            except (EmbedderError, LibraryError, WeightsError):
                raise
            except Exception as error:  # One item of a batch.
                self._fail(path, error)
        return self._finish()

    def take_articles(self, articles: Sequence[Article]) -> Change:
        """What became of articles that are handed in as text. Raises as `take_files`."""
        for article in articles:
            try:
                self._take(article, file=None, held=None)
            except (EmbedderError, LibraryError, WeightsError):
                raise
            except Exception as error:  # One item of a batch.
                self._fail(article.path or Path(article.key), error)
        return self._finish()

    def _take_file(self, path: Path, *, record: FileRecord | None, stays: bool, source: Literal["sync", "add"]) -> None:
        seen = path.stat()
        if record and stays and (record.size, record.mtime_ns) == (seen.st_size, seen.st_mtime_ns):
            self._keep(record, source=source)
            return
        sha256 = ""
        if stat.S_ISREG(seen.st_mode):  # A pipe would keep us waiting; `read` refuses it.
            with path.open("rb") as opened:
                sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
        fresh = time.time_ns() - seen.st_mtime_ns < _FRESH_NS
        file = FileRecord(
            path=path,
            article_id=record.article_id if record else "",
            size=seen.st_size,
            mtime_ns=-1 if fresh else seen.st_mtime_ns,
            sha256=sha256,
            source=record.source if record and record.source == "add" else source,
        )
        if record and stays and record.sha256 == sha256:
            self._keep(file, source=source, known=record)
            return
        article = self._read(path)
        self._take(article, file=file.model_copy(update={"article_id": article.id}), held=file.article_id or None)

    def _keep(self, file: FileRecord, *, source: str, known: FileRecord | None = None) -> None:
        """Note a file whose bytes did not change."""
        if known not in (None, file) or (source == "add" and file.source == "sync"):
            self._touched.append(file.model_copy(update={"source": "add"} if source == "add" else {}))
        self._unchanged.append(file.article_id)
        self._tell(file.path)

    def _take(self, article: Article, *, file: FileRecord | None, held: str | None) -> None:
        """Store an article, or let it wait for its vectors."""
        if any(waiting.article.id == article.id for waiting in self._waiting):
            self._flush()
        stored, other = self._catalog.article(article.id), held if held != article.id else None
        if stored is not None and not self._supersedes(article, stored):
            self._catalog.link(article, file)
            self._done(article, file, other, was_there=True)
            return
        article.model_dump_json()  # Half a surrogate pair cannot be stored: better to fail before the embedding.
        chunks = tuple(self._split(article))
        if not chunks:
            raise ArticleError(f"{file.path if file else article.key}: no text to search; delete it or add a body")
        if stored is not None and self._catalog.chunks(article.id) == list(chunks):
            self._catalog.store(article, chunks, self._catalog.vectors_of([article.id]).rows, file)
            self._done(article, file, other, was_there=True)
            return
        self._waiting.append(_Waiting(article=article, chunks=chunks, file=file, held=held))
        if sum(len(waiting.chunks) for waiting in self._waiting) >= _GROUP:
            self._flush()

    def _supersedes(self, article: Article, stored: Article) -> bool:
        """Whether a new reading replaces the stored one; from another file it is the same article once more."""
        return stored != article and (stored.path == article.path or stored.path in self._leaving)

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        vectors = embed(self._embedder, [chunk.text for one in waiting for chunk in one.chunks])
        self._catalog.bind(self._embedder.name, self._embedder.dim)
        start = 0
        for one in waiting:
            end = start + len(one.chunks)
            was_there = self._catalog.article(one.article.id) is not None
            self._catalog.store(one.article, one.chunks, vectors[start:end], one.file)
            self._done(one.article, one.file, one.held, was_there=was_there)
            start = end

    def _done(self, article: Article, file: FileRecord | None, held: str | None, *, was_there: bool) -> None:
        change = self._replaced if held else self._unchanged if was_there else self._added
        change.append(article.id)
        if file is not None:
            self._tell(file.path)

    def _fail(self, path: Path, error: Exception) -> None:
        reason = str(error)
        if isinstance(error, OSError):
            reason = f"{path}: cannot be read ({error.strerror or error}); check that it is there and yours to read"
        elif not isinstance(error, ArticleError):
            reason = f"{path}: cannot become an article ({type(error).__name__}: {error}); repair or delete it"
        self._failed.append(Failure(path=path, reason=" ".join(reason.split())))
        self._tell(path)

    def _finish(self) -> Change:
        self._flush()
        self._catalog.touch(self._touched)
        return Change(
            added=tuple(self._added),
            replaced=tuple(self._replaced),
            unchanged=tuple(self._unchanged),
            failed=tuple(self._failed),
        )


def embed(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    """One unit vector per text. Raises EmbedderError if `embedder` gives anything else."""
    return checked(embedder, texts, embedder.embed(texts))


def checked(embedder: Embedder, texts: Sequence[str], given: Vectors) -> Vectors:
    """What `embedder` gave for the texts. Raises EmbedderError if that is not one unit vector per text."""
    vectors = np.asarray(given, dtype=np.float32)
    if vectors.shape != (len(texts), embedder.dim):
        raise EmbedderError(
            f"embedder {embedder.name!r} gave vectors of shape {vectors.shape} for {len(texts)} texts; "
            f"it must give ({len(texts)}, {embedder.dim})"
        )
    lengths = np.linalg.norm(vectors, axis=1)
    if not np.allclose(lengths, 1.0, atol=1e-3):
        raise EmbedderError(f"embedder {embedder.name!r} gave vectors that are not of unit length; normalise them")
    return vectors
