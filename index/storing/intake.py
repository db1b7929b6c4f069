"""Takes files and articles into the catalog: what is new or changed is read, split, embedded and stored.

Knows no SQL and no search. One bad file never stops the others; an article is stored whole or not at all.
"""

import hashlib
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from index.article import Article, Change, Chunk, Failure
from index.embedding.embedder import Embedder, Vectors
from index.errors import ArticleError, EmbedderError, LibraryError, WeightsError
from index.reading import Beside, Found, Manifests, holds_many, shown
from index.storing.catalog import Catalog
from index.storing.catalog.records import FileRecord

Progress = Callable[[Path, int, int], None]
"""Called with a file, how many are done and how many there are; what it reports is on disk."""
Stop = Callable[[], bool]
"""Asked before each file; True ends the batch with what is done."""

Read = Callable[[Path, Beside, Mapping[str, str]], Iterable[Found | Failure]]
"""The articles of a file, beside which manifests may lie; those that are known by their digest are not made anew."""
Split = Callable[[Article], Sequence[Chunk]]
"""The chunks of an article."""

_GROUP = 64
"""Chunks that are embedded together: enough to sort by length, few enough to lose little to a kill.

Twice as many are unstored at most: one group is read while another is embedded.
"""
_FRESH_NS = 2_000_000_000
"""A file changed less than this before it was read may change again within one tick of the coarsest clock (FAT)."""
_MOST_FLAWS = 1_000
"""Articles of one file whose failure is told one by one."""


class _Holder(NamedTuple):
    """A file that is being read, or none for an article that is handed in as text."""

    file: FileRecord | None = None
    """As it will be recorded. None: handed in as text."""
    many: bool = False
    """Whether it may hold other articles too."""
    before: AbstractSet[str] = frozenset()
    """Ids of the articles that it held before."""
    keys: AbstractSet[str] = frozenset()
    """Their keys."""

    def replaces(self, article: Article) -> bool:
        """Whether an article that is new in this file is a new version of one that it held."""
        return article.id not in self.before and (article.key in self.keys if self.many else bool(self.before))


class _Waiting(NamedTuple):
    """An article that waits for its vectors."""

    article: Article
    """As read."""
    chunks: tuple[Chunk, ...]
    """At least one."""
    holder: _Holder
    """What holds it."""


class _Embedding(NamedTuple):
    """Articles whose vectors are being made while the next ones are read."""

    waiting: Sequence[_Waiting]
    """The articles."""
    vectors: Future[Vectors]
    """One row for each of their chunks, in order."""


class Intake:
    """One batch on its way into the catalog; articles are read while those before them are embedded."""

    def __init__(self, catalog: Catalog, embedder: Embedder, *, read: Read, split: Split) -> None:
        self._catalog, self._embedder = catalog, embedder
        self._read, self._split = read, split
        self._manifests = Manifests(())
        self._leaving: AbstractSet[Path] = frozenset()
        self._waiting: list[_Waiting] = []
        self._embedding: _Embedding | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="embedding")
        self._touched: list[FileRecord] = []
        self._added: list[str] = []
        self._replaced: list[str] = []
        self._unchanged: list[str] = []
        self._removed: list[str] = []
        self._failed: list[Failure] = []
        self._left = 0
        self._stop: Stop = lambda: False
        self._tell: Callable[[Path], None] = lambda path: None

    def take_files(
        self,
        paths: Sequence[Path],
        *,
        source: Literal["sync", "add"],
        roots: Sequence[Path] = (),
        leaving: AbstractSet[Path] = frozenset(),
        progress: Progress | None = None,
        stop: Stop = lambda: False,
    ) -> Change:
        """What became of the files at absolute `paths`; `leaving` are known files that hold nothing any more.

        `stop` ends the batch early: what was read by then is stored, the rest is counted in `Change.left`.
        Manifests are read in the folders of the files, up to `roots`.
        Raises EmbedderError, WeightsError and LibraryError; what was stored before stays.
        """
        if progress is not None:
            done = iter(range(1, len(paths) + 1))
            self._tell = lambda path: progress(path, next(done), len(paths))
        self._leaving, self._manifests, self._stop = leaving, Manifests(roots), stop
        known, held = self._catalog.files.all(), self._catalog.files.held_by()
        origins = self._catalog.articles.paths() if leaving else {}
        for at, path in enumerate(paths):
            if stop():
                self._left += len(paths) - at
                break
            before = held.get(path, {})
            # What an article was read from may leave; then it is read anew from a file that stays.
            stays = not any(origins.get(article_id) in leaving for article_id in before)
            with self._skipping(path):
                self._take_file(path, record=known.get(path), before=before, stays=stays, source=source)
        self._failed += self._manifests.failed
        return self._finish()

    def take_articles(self, articles: Sequence[Article]) -> Change:
        """What became of articles that are handed in as text. Raises as `take_files`."""
        for article in articles:
            with self._skipping(article.path or Path(article.key)):
                self._take(article, _Holder())
        return self._finish()

    def close(self) -> None:
        """End the embedder's thread, once it is done with what it is at."""
        self._thread.shutdown()

    @contextmanager
    def _skipping(self, path: Path) -> Iterator[None]:
        """Whatever is wrong with one item of a batch is recorded; what is wrong with the library is raised."""
        try:
            yield
        except (EmbedderError, LibraryError, WeightsError):
            raise
        except Exception as error:  # One item of a batch.
            self._fail(path, error)

    def _take_file(
        self,
        path: Path,
        *,
        record: FileRecord | None,
        before: dict[str, str],
        stays: bool,
        source: Literal["sync", "add"],
    ) -> None:
        seen, beside, many = path.stat(), self._manifests.beside(path), holds_many(path)
        told = beside.digest(whole=many)
        same = record if record is not None and stays and record.beside == told else None
        if same and (same.size, same.mtime_ns) == (seen.st_size, seen.st_mtime_ns):
            self._keep(same, before, source=source)
            return
        sha256 = ""
        if stat.S_ISREG(seen.st_mode):  # A pipe would keep us waiting; `read` refuses it.
            with path.open("rb") as opened:
                sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
        fresh = time.time_ns() - seen.st_mtime_ns < _FRESH_NS
        file = FileRecord(
            path=path,
            size=seen.st_size,
            mtime_ns=-1 if fresh else seen.st_mtime_ns,
            sha256=sha256,
            source=record.source if record and record.source == "add" else source,
            beside=told,
            flaws=same.flaws if same else (),
        )
        if same and same.sha256 == sha256:
            self._keep(file, before, source=source, known=same)
        elif many:
            known = self._catalog.files.digests(path) if stays else {}
            self._take_many(file, before, self._read(path, beside, known))
        else:
            for found in self._read(path, beside, {}):
                # The only article of a file fails with the file.
                if isinstance(found, Found) and found.article:
                    self._take(found.article, _Holder(file=file, before=before.keys()))

    def _keep(self, file: FileRecord, before: dict[str, str], *, source: str, known: FileRecord | None = None) -> None:
        """Note a file whose bytes did not change."""
        if known not in (None, file) or (source == "add" and file.source == "sync"):
            self._touched.append(file.model_copy(update={"source": "add"} if source == "add" else {}))
        self._unchanged.extend(before)
        self._failed.extend(Failure(path=file.path, reason=flaw) for flaw in file.flaws)
        self._tell(file.path)

    def _take_many(self, file: FileRecord, before: dict[str, str], found: Iterable[Found | Failure]) -> None:
        """Store a file's articles as they are read, and let those go that it holds no more."""
        # Until its last article is stored it counts as unread: what breaks off here is taken up again.
        pending = file.model_copy(update={"sha256": "", "mtime_ns": -1})
        holder = _Holder(file=pending, many=True, before=before.keys(), keys=frozenset(before.values()))
        digests, keys, flaws = dict[str, str](), set[str](), list[str]()
        for one in found:
            if self._stop():
                self._flush()
                self._left = 1
                return
            if isinstance(one, Failure):
                flaws.append(one.reason)
            elif one.article_id not in digests:
                try:
                    keys.add(self._take_one(one, holder) or before[one.article_id])
                except ArticleError as error:
                    flaws.append(str(error))
                    continue
                digests[one.article_id] = one.digest
        self._flush()
        if len(flaws) > _MOST_FLAWS:
            left_out = len(flaws) - _MOST_FLAWS
            more = f"{shown(file.path)}: {left_out:,} more articles in it were skipped; repair those above first"
            flaws = [*flaws[:_MOST_FLAWS], more]
        left = self._catalog.settle(file.model_copy(update={"flaws": tuple(flaws)}), digests)
        self._removed.extend(article_id for article_id in left if before.get(article_id) not in keys)
        self._failed.extend(Failure(path=file.path, reason=flaw) for flaw in flaws)
        self._tell(file.path)

    def _take_one(self, found: Found, holder: _Holder) -> str | None:
        """Store one of a file's articles; its key, or None where nothing in it changed."""
        if found.article is None:
            self._unchanged.append(found.article_id)
            return None
        self._take(found.article, holder)
        return found.article.key

    def _take(self, article: Article, holder: _Holder) -> None:
        """Store an article, or let it wait for its vectors."""
        if any(one.article.id == article.id for one in self._unstored()):
            self._flush()
        stored = self._catalog.articles.get(article.id)
        if stored is not None and not self._supersedes(article, stored):
            if not (holder.many and article.id in holder.before):
                self._catalog.link(article.id, holder.file, alone=not holder.many)
            self._done(article, holder, was_there=True)
            return
        article.model_dump_json()  # Half a surrogate pair cannot be stored: better to fail before the embedding.
        chunks = tuple(self._split(article))
        if not chunks:
            where = holder.file.path if holder.file else article.key
            raise ArticleError(f"{shown(where)}: no text to search; delete it or add a body")
        if stored is not None and self._catalog.chunks.of(article.id) == list(chunks):
            self._renew(article, stored, chunks, holder)
            return
        self._waiting.append(_Waiting(article, chunks, holder))
        if sum(len(waiting.chunks) for waiting in self._waiting) >= _GROUP:
            self._embed_waiting()

    def _supersedes(self, article: Article, stored: Article) -> bool:
        """Whether a new reading replaces the stored one; from another file it is the same article once more."""
        return stored != article and (stored.path == article.path or stored.path in self._leaving)

    def _renew(self, article: Article, stored: Article, chunks: Sequence[Chunk], holder: _Holder) -> None:
        """Store a new reading of an article whose chunks, and so whose vectors, are as they were."""
        alone = not holder.many
        if (article.text, article.title, article.publisher) == (stored.text, stored.title, stored.publisher):
            self._catalog.amend(article, holder.file, alone=alone)
        else:
            vectors = self._catalog.chunks.vectors_of([article.id]).rows
            self._catalog.store(article, chunks, vectors, holder.file, alone=alone)
        self._done(article, holder, was_there=True)

    def _unstored(self) -> Sequence[_Waiting]:
        return [*(self._embedding.waiting if self._embedding else ()), *self._waiting]

    def _flush(self) -> None:
        """Store all that waits."""
        self._embed_waiting()
        self._store_embedded()

    def _embed_waiting(self) -> None:
        """Store the articles that are embedded by now, and have the vectors made of those that wait."""
        self._store_embedded()
        waiting, self._waiting = self._waiting, []
        if waiting:
            texts = [chunk.text for one in waiting for chunk in one.chunks]
            self._embedding = _Embedding(waiting, self._thread.submit(embed, self._embedder, texts))

    def _store_embedded(self) -> None:
        """Store the articles whose vectors are being made, as soon as they are."""
        embedding, self._embedding = self._embedding, None
        if embedding is None:
            return
        try:
            vectors = embedding.vectors.result()
        except (EmbedderError, LibraryError, WeightsError):
            raise
        except Exception as error:  # One item of a batch, but which?
            self._store_singly(embedding.waiting, error)
            return
        self._store(embedding.waiting, vectors)

    def _store_singly(self, waiting: Sequence[_Waiting], error: Exception) -> None:
        """Store those of several articles that do not break the embedder."""
        if len(waiting) == 1:
            file = waiting[0].holder.file
            self._fail(file.path if file else Path(waiting[0].article.key), error)
            return
        later, self._waiting = self._waiting, []
        for one in waiting:
            self._waiting = [one]
            self._flush()
        self._waiting = later

    def _store(self, waiting: Sequence[_Waiting], vectors: Vectors) -> None:
        self._catalog.bind(self._embedder.name, self._embedder.dim)
        there = [self._catalog.articles.get(one.article.id) is not None for one in waiting]
        start = 0
        with self._catalog.together():
            for one in waiting:
                end = start + len(one.chunks)
                self._catalog.store(
                    one.article, one.chunks, vectors[start:end], one.holder.file, alone=not one.holder.many
                )
                start = end
        for one, was_there in zip(waiting, there, strict=True):
            self._done(one.article, one.holder, was_there=was_there)

    def _done(self, article: Article, holder: _Holder, *, was_there: bool) -> None:
        replaced = holder.replaces(article)
        change = self._replaced if replaced else self._unchanged if was_there else self._added
        change.append(article.id)
        if holder.file is not None and not holder.many:
            self._tell(holder.file.path)

    def _fail(self, path: Path, error: Exception) -> None:
        reason, name = str(error), shown(path)
        if isinstance(error, OSError):
            reason = f"{name}: cannot be read ({error.strerror or error}); check that it is there and yours to read"
        elif not isinstance(error, ArticleError):
            reason = f"{name}: cannot become an article ({type(error).__name__}: {error}); repair or delete it"
        self._failed.append(Failure(path=path, reason=" ".join(reason.split())))
        self._tell(path)

    def _finish(self) -> Change:
        self._flush()
        self._catalog.touch(self._touched)
        return Change(
            added=tuple(self._added),
            replaced=tuple(self._replaced),
            unchanged=tuple(self._unchanged),
            removed=tuple(self._removed),
            failed=tuple(self._failed),
            left=self._left,
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
