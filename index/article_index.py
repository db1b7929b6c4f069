"""A library of articles: add, remove, sync, search.

Knows no question-answering and no settings. What is done here survives the end of the process, however it ends.
"""

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from datetime import date as Date
from functools import partial
from pathlib import Path
from typing import Self

from index.article import Article, Change, Chunk, Failure, Filters, Retrieval
from index.embedding.embedder import Embedder
from index.embedding.proving import embed
from index.errors import ArticleError, EmbedderError, LibraryError, NotFoundError
from index.origins import Copy, Origins, OriginTable, Repeat
from index.querying import DaysTold, days_told, publishers_named
from index.reading import Parser, listed, read_new
from index.retriever import EVERYTHING, WEIGHTS, Weights, check_k
from index.searching import Search
from index.splitting import split
from index.storing import (
    Catalog,
    Checkup,
    Counted,
    Intake,
    LibraryLock,
    Progress,
    Stop,
    Tell,
    VectorCache,
    check,
    record_founding,
    require_found,
    uncounted,
    unheard,
)
from index.storing.founding import CATALOG


def never() -> bool:
    """Do not stop."""
    return False


class ArticleIndex:
    """An open library; threads may use it together, another process may not."""

    def __init__(
        self,
        catalog: Catalog,
        vectors: VectorCache,
        lock: LibraryLock,
        embedder: Embedder,
        *,
        parser: Parser | None = None,
    ) -> None:
        self._catalog, self._vectors, self._lock = catalog, vectors, lock
        self._embedder, self._parser = embedder, parser
        self._search = Search(catalog, vectors, embedder)
        self._origins = Origins(OriginTable(catalog.database), catalog.articles.get)
        self._origins_as_of = ""
        self._changing = threading.RLock()

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        embedder: Embedder,
        chroma_url: str | None = None,
        parser: Parser | None = None,
        tell: Tell = unheard,
        upgrading: Counted = uncounted,
    ) -> Self:
        """The library in the folder `home`, made where it is missing; neither model nor vectors are loaded yet.

        `parser` reads hostile formats, and is the caller's to close. None: each batch has one of its own.
        `tell` is called with a line where something had to be repaired, now or later; `upgrading` with how many
        articles of a library of an earlier version are done, and how many there are.
        Raises LibraryBusyError, LibraryError or LibraryDamagedError; each says what to do.
        """
        # Two spellings of one folder must be one library.
        home = Path(os.path.realpath(home))
        lock = LibraryLock.acquire(home)
        with ExitStack() as opened:
            opened.callback(lock.close)
            require_found(home)
            catalog = Catalog.open(home / CATALOG, upgrading=upgrading)
            opened.callback(catalog.close)
            record_founding(home)
            vectors = VectorCache(catalog, home / "chroma", chroma_url, tell=tell)
            index = cls(catalog, vectors, lock, embedder, parser=parser)
            opened.pop_all()
        return index

    def close(self) -> None:
        """Let go of the library; closing twice does nothing."""
        with self._changing:
            self._vectors.close()
            self._catalog.close()
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()

    # Changes

    def add(self, paths: Sequence[Path], *, progress: Progress | None = None, stop: Stop = never) -> Change:
        """Store the articles in these files and folders; they stay until removed.

        `stop` is asked before each file; once it says True, the batch ends with what is done.
        Raises NotFoundError, before anything is stored, if a path does not exist.
        """
        files: dict[Path, None] = {}
        roots: list[Path] = []
        refused: list[Failure] = []
        passed_over = Counter[str]()
        for path in paths:
            try:
                given = Path(os.path.realpath(path))
                holds = listed(given)
                files.update(dict.fromkeys(holds.files))
                refused += holds.refused
                passed_over.update(holds.passed_over)
                roots.append(given if given.is_dir() else given.parent)
            except ArticleError as error:
                refused.append(Failure(path=path, reason=str(error)))
        with self._changing, self._intake() as intake:
            change = intake.take_files(list(files), source="add", roots=roots, progress=progress, stop=stop)
            told = {"failed": (*refused, *change.failed), "passed_over": dict(passed_over)}
            return self._settled(change.model_copy(update=told))

    def add_articles(self, articles: Sequence[Article]) -> Change:
        """Store articles that are handed in as text; they stay until removed."""
        with self._changing, self._intake() as intake:
            return self._settled(intake.take_articles(articles))

    def sync(
        self, folder: Path, *, empties: bool = True, progress: Progress | None = None, stop: Stop = never
    ) -> Change:
        """Make the library equal `folder`, but for articles that were added otherwise: those stay.

        `stop` is as in `add`; nothing is removed by a sync that was stopped. A file whose new version cannot be read
        keeps its old one. Raises NotFoundError if there is no such folder; unless it `empties`, also where all files of
        an earlier sync would leave because the folder holds none: a share that is not mounted looks like that.
        """
        root = Path(os.path.realpath(folder))
        if not root.is_dir():
            raise NotFoundError(f"{folder}: no such folder; give a folder that holds articles")
        with self._changing, self._intake() as intake:
            files, refused, passed_over = listed(root)
            leaving = self._catalog.files.synced().difference(files)
            if leaving and not files and not empties:
                raise NotFoundError(
                    f"{folder}: no file there that can be read, so nothing was dropped; is it mounted? To drop what "
                    "came from it, say `twosource sync --empty`"
                )
            change = intake.take_files(
                files, source="sync", roots=[root], leaving=leaving, progress=progress, stop=stop
            )
            # Last, so that a file with a new name finds its articles still here.
            gone = () if change.left else sorted(leaving)
            left = [article_id for path in gone for article_id in self._catalog.drop_file(path)]
            told = {
                "removed": (*change.removed, *left),
                "failed": (*refused, *change.failed),
                "passed_over": dict(passed_over),
            }
            return self._settled(change.model_copy(update=told))

    def remove(self, article_id: str) -> Article:
        """Take an article out, so that nothing of it is left on disk, and give it back.

        Raises NotFoundError if it is not here.
        """
        with self._changing:
            article = self._catalog.remove(article_id)
            if article is None:
                raise _unknown(article_id)
            with suppress(LibraryError):
                self._vectors.forget()
            self._align_origins()
            self._catalog.scrub()
            return article

    def reembed(self, *, progress: Callable[[int, int], None] | None = None) -> None:
        """Split and embed every article anew with this embedder; all of it or, if it breaks off, nothing.

        `progress` is called with how many articles are done and how many there are.
        """
        with self._changing:
            articles = self._catalog.articles.all()
            with self._catalog.together():
                self._catalog.bind(self._embedder.name, self._embedder.dim)
                for done, article in enumerate(articles, start=1):
                    chunks = self._split(article)
                    vectors = embed(self._embedder, [chunk.text for chunk in chunks])
                    self._catalog.rechunk(article, chunks, vectors)
                    if progress is not None:
                        progress(done, len(articles))
            self._vectors.delete()
            self._vectors.align()

    # Whether it is whole

    def check(self) -> Checkup:
        """What a look at everything found; words and vectors that do not fit the articles are built anew.

        Raises LibraryDamagedError where the articles cannot even be read.
        """
        with self._changing:
            return check(self._catalog, self._vectors)

    @property
    def stale(self) -> bool:
        """Whether bytes of the vectors of what left may still stand in Chroma's files; see `purge`."""
        return self._vectors.stale

    def purge(self, stop: Stop = never) -> bool:
        """Take those bytes out; searches and changes go on meanwhile. False: given up, for `stop` said so or more left.

        Only libraries of more than some thousand chunks need it: the cache of a smaller one is simply made anew.
        """
        return self._vectors.purge(stop)

    # What is here

    @property
    def stamp(self) -> str:
        """12 hexadecimal digits that change when the set of articles changes; equal libraries have equal stamps."""
        return self._catalog.articles.stamp()

    def count(self, filters: Filters = EVERYTHING) -> int:
        """Number of articles that `filters` lets through."""
        within = self._catalog.articles.matching(filters)
        return self._catalog.articles.count() if within is None else len(within)

    def undated(self, filters: Filters) -> int:
        """Number of articles that `filters` leaves out because it asks for a day and they state none."""
        return self._catalog.articles.undated(filters)

    def articles(self) -> list[Article]:
        """Every article, in the order they came."""
        return self._catalog.articles.all()

    def article(self, article_id: str) -> Article:
        """The article. Raises NotFoundError if it is not here."""
        article = self._catalog.articles.get(article_id)
        if article is None:
            raise _unknown(article_id)
        return article

    def chunks(self, article_id: str) -> list[Chunk]:
        """The article's chunks, in reading order. Raises NotFoundError if it is not here."""
        return self._catalog.chunks.of(self.article(article_id).id)

    # What articles have in common

    def copies(self, article_id: str) -> tuple[Copy, ...]:
        """The articles that have most of their text in common with this one, the most alike first.

        The same text from another outlet is one; both stay, and share their origin. Raises NotFoundError.
        """
        self._catch_up()
        return self._origins.copies(self.article(article_id).id)

    def repeats(self, article_id: str, start: int, end: int) -> tuple[Repeat, ...]:
        """Where the sentence `text[start:end]` of an article stands in other articles, word for word or nearly.

        Else where a quotation in it does, of six words or more. At most one place for an article, the most alike
        first; of what stands in very many articles, some of the oldest. Raises NotFoundError.
        """
        self._catch_up()
        return self._origins.repeats(self.article(article_id), start, end)

    def origins(self, article_ids: Sequence[str] | None = None) -> list[tuple[str, ...]]:
        """These articles, all where None, by origin: those that go back to one text are in one group.

        Each id is in exactly one group. In their order; of all articles, in the order they came.
        """
        self._catch_up()
        return self._origins.groups(self._catalog.articles.ids() if article_ids is None else article_ids)

    def publishers(self, article_ids: Sequence[str]) -> dict[str, str | None]:
        """The outlet of each of these articles that is still here; None where it states none."""
        return {one: imprint.publisher for one, imprint in self._catalog.articles.imprints(article_ids).items()}

    def outlets(self) -> int:
        """Number of outlets of the library; all articles that state none count as one."""
        return self._catalog.articles.shelf().outlets

    def publishers_named(self, text: str) -> frozenset[str]:
        """Those of the library's publishers that `text` names, as their articles spell them."""
        return publishers_named(text, self._catalog.articles.shelf().publishers)

    def days_told(self, text: str, asked_on: Date | None) -> tuple[DaysTold, ...]:
        """The days that `text` names, "this week" seen from `asked_on` (None: it names none)."""
        return days_told(text, newest=self._catalog.articles.shelf().newest, asked_on=asked_on)

    def _catch_up(self) -> None:
        """Look at articles that came before origins were kept, unless a change is on its way, which will."""
        if self._origins_as_of != self._catalog.generation and self._changing.acquire(blocking=False):
            try:
                self._align_origins()
            finally:
                self._changing.release()

    def _align_origins(self) -> None:
        generation = self._catalog.generation
        self._origins.align()
        self._origins_as_of = generation

    # Search

    def search(
        self, query: str, *, k: int = 50, filters: Filters = EVERYTHING, weights: Weights = WEIGHTS
    ) -> Retrieval:
        """The `k` chunks that fit best in meaning and words together, best first; at most 1000.

        Each hit has its true cosine, however low: whether it answers is for the caller to say; but a chunk that has
        no word of the query and is no nearer than unrelated texts are is no hit. An empty query finds nothing.
        Raises ValueError unless 1 <= k <= 1000, EmbedderError if another embedder built the library.
        """
        check_k(k)
        # Half a surrogate pair, which a broken paste leaves, has no encoding.
        text = query.encode("utf-8", "replace").decode()
        if not text.strip() or self._catalog.embedder is None:
            return Retrieval(query=query, hits=())
        self._require_same_embedder()
        hits = self._search.hits(text, k=k, filters=filters, weights=weights)
        return Retrieval(query=query, hits=hits, undated=self._catalog.articles.undated(filters))

    # Parts

    @contextmanager
    def _intake(self) -> Iterator[Intake]:
        """A batch, with a process of its own to read hostile formats in."""
        self._require_same_embedder()
        with nullcontext(self._parser) if self._parser else Parser() as parser:
            read = partial(read_new, parse=parser.drafts)
            with closing(Intake(self._catalog, self._embedder, read=read, split=self._split)) as intake:
                yield intake

    def _split(self, article: Article) -> list[Chunk]:
        return split(article, count_tokens=self._embedder.count_tokens)

    def _settled(self, change: Change) -> Change:
        if change.added or change.replaced or change.removed:
            # The articles are stored; if Chroma fails now, the next search builds its cache anew or says why not.
            with suppress(LibraryError):
                self._vectors.align(outdated=bool(change.replaced or change.removed))
            self._align_origins()
        if change.replaced or change.removed:
            self._catalog.scrub()
        return change

    def _require_same_embedder(self) -> None:
        stored, ours = self._catalog.embedder, (self._embedder.name, self._embedder.dim)
        if stored not in (None, ours):
            raise EmbedderError(
                f"the library was built with embedder {stored[0]!r} ({stored[1]} numbers a vector), this one is "
                f"{ours[0]!r} ({ours[1]}); choose {stored[0]!r} again (TWOSOURCE_PRECISION chooses between int8 and "
                "float32), or rebuild the library with `twosource rebuild`, in Python with Assistant.rebuild()"
            )


def _unknown(article_id: str) -> NotFoundError:
    return NotFoundError(f"{article_id!r}: no such article; `twosource articles --json` gives every id, of 24 digits")
