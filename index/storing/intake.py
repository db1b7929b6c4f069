"""Takes files and articles into the catalog: what is new or changed is read, split and handed on to be stored.

Knows no SQL and no search. One bad file never stops the others.
"""

import hashlib
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from index.article import Article, Change, Chunk, Failure
from index.embedding.embedder import Embedder
from index.errors import ArticleError, EmbedderError, LibraryError, NotFoundError, WeightsError
from index.reading import Beside, Found, Manifests, holds_many, readable_files, shown
from index.storing.catalog import Catalog, FileRecord
from index.storing.pipeline import Pipeline
from index.storing.tally import Holder, Tally

Progress = Callable[[Path, int, int], None]
"""Called with a file, how many are done and how many there are; what it reports is on disk."""
Stop = Callable[[], bool]
"""Asked before each file; True ends the batch with what is done."""

Read = Callable[[Path, Beside, Mapping[str, str]], Iterable[Found | Failure]]
"""The articles of a file, beside which manifests may lie; those that are known by their digest are not made anew."""
Split = Callable[[Article], Sequence[Chunk]]
"""The chunks of an article."""

_FRESH_NS = 2_000_000_000
"""A file changed less than this before it was read may change again within one tick of the coarsest clock (FAT)."""
_MOST_FLAWS = 1_000
"""Articles of one file whose failure is told one by one."""


class Intake:
    """One batch on its way into the catalog; articles are read while those before them are embedded."""

    def __init__(self, catalog: Catalog, embedder: Embedder, *, read: Read, split: Split) -> None:
        self._catalog = catalog
        self._read, self._split = read, split
        self._manifests = Manifests(())
        self._leaving: AbstractSet[Path] = frozenset()
        self._tally = Tally()
        self._pipeline = Pipeline(catalog, embedder, self._tally)
        self._touched: list[FileRecord] = []
        self._stop: Stop = lambda: False

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
            self._tally.tell = lambda path: progress(path, next(done), len(paths))
        self._leaving, self._manifests, self._stop = leaving, Manifests(roots), stop
        known, held = self._catalog.files.all(), self._catalog.files.held_by()
        origins = self._catalog.articles.paths() if leaving else {}
        for at, path in enumerate(paths):
            if stop():
                self._tally.left += len(paths) - at
                break
            before = held.get(path, {})
            # What an article was read from may leave; then it is read anew from a file that stays.
            stays = not any(origins.get(article_id) in leaving for article_id in before)
            with self._skipping(path):
                self._take_file(path, record=known.get(path), before=before, stays=stays, source=source)
        self._pipeline.flush()
        self._tally.failed += self._manifests.failed
        if not self._tally.left:
            self._tally.failed += self._manifests.strays(self._keys_in)
        return self._finish()

    def take_articles(self, articles: Sequence[Article]) -> Change:
        """What became of articles that are handed in as text. Raises as `take_files`."""
        for article in articles:
            with self._skipping(article.path or Path(article.key)):
                self._take(article, Holder())
        return self._finish()

    def close(self) -> None:
        """End the embedder's thread, once it is done with what it is at."""
        self._pipeline.close()

    @contextmanager
    def _skipping(self, path: Path) -> Iterator[None]:
        """Whatever is wrong with one item of a batch is recorded; what is wrong with the library is raised."""
        try:
            yield
        except (EmbedderError, LibraryError, WeightsError):
            raise
        except Exception as error:  # One item of a batch.
            self._tally.fail(path, error)

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
                    self._take(found.article, Holder(file=file, before=before.keys()))

    def _keys_in(self, folder: Path) -> AbstractSet[str] | None:
        """The keys of the articles in a folder's files of many. None: one of these files was never read."""
        try:
            many = {path for path in readable_files(folder) if holds_many(path)}
        except (ArticleError, NotFoundError):
            return None
        if not many:
            return frozenset()
        known, held = self._catalog.files.all(), self._catalog.files.held_by()
        # A file without a digest was read in part.
        if not all(path in known and known[path].sha256 for path in many):
            return None
        return {key for path in many for key in held.get(path, {}).values()}

    def _keep(self, file: FileRecord, before: dict[str, str], *, source: str, known: FileRecord | None = None) -> None:
        """Note a file whose bytes did not change."""
        if known not in (None, file) or (source == "add" and file.source == "sync"):
            self._touched.append(file.model_copy(update={"source": "add"} if source == "add" else {}))
        self._tally.unchanged.extend(before)
        self._tally.failed.extend(Failure(path=file.path, reason=flaw) for flaw in file.flaws)
        self._tally.tell(file.path)

    def _take_many(self, file: FileRecord, before: dict[str, str], found: Iterable[Found | Failure]) -> None:
        """Store a file's articles as they are read, and let those go that it holds no more."""
        # Until its last article is stored it counts as unread: what breaks off here is taken up again.
        pending = file.model_copy(update={"sha256": "", "mtime_ns": -1})
        holder = Holder(file=pending, many=True, before=before.keys(), keys=frozenset(before.values()))
        digests, keys, flaws = dict[str, str](), set[str](), list[str]()
        for one in found:
            if self._stop():
                self._pipeline.flush()
                self._tally.left = 1
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
        self._pipeline.flush()
        if len(flaws) > _MOST_FLAWS:
            left_out = len(flaws) - _MOST_FLAWS
            more = f"{shown(file.path)}: {left_out:,} more articles in it were skipped; repair those above first"
            flaws = [*flaws[:_MOST_FLAWS], more]
        left = self._catalog.settle(file.model_copy(update={"flaws": tuple(flaws)}), digests)
        self._tally.removed.extend(article_id for article_id in left if before.get(article_id) not in keys)
        self._tally.failed.extend(Failure(path=file.path, reason=flaw) for flaw in flaws)
        self._tally.tell(file.path)

    def _take_one(self, found: Found, holder: Holder) -> str | None:
        """Store one of a file's articles; its key, or None where nothing in it changed."""
        if found.article is None:
            self._tally.unchanged.append(found.article_id)
            return None
        self._take(found.article, holder)
        return found.article.key

    def _take(self, article: Article, holder: Holder) -> None:
        """Store an article, or let it wait for its vectors."""
        if self._pipeline.holds(article.id):
            self._pipeline.flush()
        stored = self._catalog.articles.get(article.id)
        if stored is not None and not self._supersedes(article, stored):
            if not (holder.many and article.id in holder.before):
                self._catalog.link(article.id, holder.file, alone=not holder.many)
            self._tally.done(article, holder, was_there=True)
            return
        article.model_dump_json()  # Half a surrogate pair cannot be stored: better to fail before the embedding.
        chunks = tuple(self._split(article))
        if not chunks:
            where = holder.file.path if holder.file else article.key
            raise ArticleError(f"{shown(where)}: no text to search; delete it or add a body")
        if stored is not None and self._catalog.chunks.of(article.id) == list(chunks):
            self._renew(article, stored, chunks, holder)
            return
        self._pipeline.put(article, chunks, holder)

    def _supersedes(self, article: Article, stored: Article) -> bool:
        """Whether a new reading replaces the stored one; from another file it is the same article once more."""
        return stored != article and (stored.path == article.path or stored.path in self._leaving)

    def _renew(self, article: Article, stored: Article, chunks: Sequence[Chunk], holder: Holder) -> None:
        """Store a new reading of an article whose chunks, and so whose vectors, are as they were."""
        alone = not holder.many
        if (article.text, article.title, article.publisher) == (stored.text, stored.title, stored.publisher):
            self._catalog.amend(article, holder.file, alone=alone)
        else:
            vectors = self._catalog.chunks.vectors_of([article.id]).rows
            self._catalog.store(article, chunks, vectors, holder.file, alone=alone)
        self._tally.done(article, holder, was_there=True)

    def _finish(self) -> Change:
        self._pipeline.flush()
        self._catalog.touch(self._touched)
        return self._tally.change()
