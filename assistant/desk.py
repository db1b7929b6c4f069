"""The assistant: one library and one way to ask it. What users of the Python API hold in their hands.

Knows nothing of how a setting becomes a collaborator (`open_assistant` does), nor of screens.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from assistant.answer import Answer, Engine, Turn, Verdict
from assistant.answering import Answering
from assistant.settings import Settings
from index import (
    Article,
    ArticleIndex,
    Backup,
    Change,
    Checkup,
    Copy,
    Filters,
    HybridRetriever,
    NotFoundError,
    Repeat,
    Retrieval,
    Weights,
    back_up,
)

if TYPE_CHECKING:
    from llama_index.core.base.base_query_engine import BaseQueryEngine
    from llama_index.core.base.base_retriever import BaseRetriever

Progress = Callable[[Path, int, int], None]
"""Called after each file with its path, the number done and the total."""
Stop = Callable[[], bool]
"""Asked before each file; True ends the batch."""
_ALL = Filters()
_NAMED = 5
"""Ids told of a name that several articles have."""


def never() -> bool:
    """Do not stop."""
    return False


class Assistant:
    """Answers questions from a library of articles. Safe to share between threads; close it when done."""

    def __init__(
        self,
        *,
        index: ArticleIndex,
        retriever: HybridRetriever,
        answering: Answering,
        settings: Settings,
        opened: Change,
        model: str | None = None,
    ) -> None:
        self._index = index
        self._retriever = retriever
        self._answering = answering
        self.settings = settings
        """What it was opened with."""
        self.opened = opened
        """What the sync at opening did; empty where no folder was given."""
        self.model = model
        """Name of the language model that writes the answers. None: they are made of quotes."""

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters = _ALL,
        engine: Engine | None = None,
    ) -> Answer:
        """The answer to `question`; `history` is the conversation before it, oldest turn first.

        A refusal is an answer with `refused`. A model that fails is told in `notice`; the quotes engine
        answers then. `engine="quotes"` asks no model this once. Raises QuestionError for a question that is empty,
        too long or no text, TypeError for a history or filters of another type.
        """
        answer = None
        for answer in self.stream(question, history, filters=filters, engine=engine):  # noqa: B007
            pass
        assert answer is not None  # the stream of a checked question is never empty
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters = _ALL,
        engine: Engine | None = None,
    ) -> Iterator[Answer]:
        """Growing answers, the last one complete and equal to what `ask` gives; closing it early stops the model."""
        if not isinstance(filters, Filters):
            raise TypeError(f"filters must be Filters, not {type(filters).__name__!r}")
        answers = self._answering.stream(question, _turns(history), filters, engine=engine)
        undated = self._index.undated(filters)
        return _noted(answers, undated) if undated else answers

    def verify(self, draft: str, *, filters: Filters = _ALL) -> tuple[Verdict, ...]:
        """What the articles say of each sentence of a draft, in order: supported, contradicted or not found.

        Asks no model. Empty for a draft without a sentence.
        """
        return self._answering.verify(draft, filters)

    def retrieve(
        self, query: str, k: int = 10, *, filters: Filters = _ALL, weights: Weights | None = None
    ) -> Retrieval:
        """The `k` best passages for `query`, best first; fewer if the library is smaller.

        `weights` say what each part of a score counts. None: what was best on public sets.
        """
        return self._retriever.retrieve(query, k=k, filters=filters, weights=weights or Weights())

    def add(
        self, paths: Path | str | Sequence[Path | str], *, progress: Progress | None = None, stop: Stop = never
    ) -> Change:
        """Read files or folders into the library; a file that changed replaces its article.

        `stop` is asked before each file; once it says True, the batch ends with what is done (see `Change.left`).
        A file that cannot be read is in `Change.failed` with its reason; the others are stored all the same.
        Raises NotFoundError for a path that does not exist, before anything is stored.
        """
        given = [paths] if isinstance(paths, Path | str) else list(paths)
        return self._index.add([Path(path) for path in given], progress=progress, stop=stop)

    def sync(
        self, folder: Path | str, *, empties: bool = True, progress: Progress | None = None, stop: Stop = never
    ) -> Change:
        """Make the library equal a folder, but for what was added otherwise: that stays.

        `stop` is as in `add`. Raises NotFoundError if there is no such folder, and unless it `empties` also where
        everything would leave because the folder holds no file that can be read.
        """
        return self._index.sync(Path(folder), empties=empties, progress=progress, stop=stop)

    def add_articles(self, articles: Sequence[Article]) -> Change:
        """Store articles that are handed in as text; they stay until removed."""
        return self._index.add_articles(articles)

    def remove(self, article_id: str) -> Article:
        """Take an article out of the library, and give it back. Raises NotFoundError for an unknown id."""
        return self._index.remove(article_id)

    def copies(self, article_id: str) -> tuple[Copy, ...]:
        """The articles that share most of their text with this one. Raises NotFoundError for an unknown id."""
        return self._index.copies(article_id)

    def repeats(self, article_id: str, start: int, end: int) -> tuple[Repeat, ...]:
        """Where the sentence `text[start:end]` of an article, or a quotation in it, stands in others; as the index."""
        return self._index.repeats(article_id, start, end)

    def origins(self, article_ids: Sequence[str] | None = None) -> list[tuple[str, ...]]:
        """Ids of these articles, or of all, by the text that they go back to."""
        return self._index.origins(article_ids)

    def articles(self) -> list[Article]:
        """Every article of the library, in the order of their keys."""
        return sorted(self._index.articles(), key=lambda article: (article.key, article.id))

    def count(self, filters: Filters = _ALL) -> int:
        """Number of articles that `filters` lets through."""
        return self._index.count(filters)

    @property
    def stamp(self) -> str:
        """12 hexadecimal digits that change whenever the set of articles changes."""
        return self._index.stamp

    def article(self, article_id: str) -> Article:
        """One article. Raises NotFoundError for an unknown id."""
        return self._index.article(article_id)

    def find(self, names: Sequence[str]) -> list[str]:
        """Ids of the articles that `names` mean, each once: an id, the start of one (6 digits or more), a key, a file.

        Raises NotFoundError for a name that means no article, or several.
        """
        return meant(names, self._index.articles())

    def as_query_engine(self) -> "BaseQueryEngine":
        """A llama-index query engine over this assistant."""
        from assistant.adapters import as_query_engine

        return as_query_engine(self)

    def as_retriever(self, k: int = 10) -> "BaseRetriever":
        """A llama-index retriever over this assistant's library."""
        from assistant.adapters import as_retriever

        return as_retriever(self, k)

    def rebuild(self, *, progress: Callable[[int, int], None] | None = None) -> None:
        """Split and embed every article anew, with the embedder this was opened with; all of it or nothing.

        `progress` is called with how many articles are done and how many there are.
        """
        self._index.reembed(progress=progress)

    def check(self) -> Checkup:
        """Look whether the library is whole; what can be built anew from its articles is, and told.

        Raises LibraryDamagedError where the articles cannot even be read.
        """
        return self._index.check()

    def backup(self, file: Path | str) -> Backup:
        """Write the whole library, with the conversations of the window, into one file; nobody has to wait meanwhile.

        `restore` brings it back. Raises LibraryError where the file cannot be written.
        """
        return back_up(self.settings.home, Path(file))

    @property
    def stale(self) -> bool:
        """Whether bytes of the vectors of what left may still stand in Chroma's files, though no search sees them."""
        return self._index.stale

    def purge(self, *, stop: Stop = never) -> bool:
        """Take those bytes out, while questions are answered. False: given up, for `stop` said so or more left."""
        return self._index.purge(stop)

    def close(self) -> None:
        """Release the library for other processes; closing twice is harmless."""
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _turns(history: Sequence[Turn] | None) -> tuple[Turn, ...]:
    """The turns of a conversation; none for None. Raises TypeError for anything but a sequence of Turn."""
    if history is None:
        return ()
    if not isinstance(history, Sequence) or isinstance(history, str | bytes):
        raise TypeError(f"history must be a list of Turn, not {type(history).__name__!r}")
    strange = [type(turn).__name__ for turn in history if not isinstance(turn, Turn)]
    if strange:
        raise TypeError(f"history must be a list of Turn, but holds {strange[0]!r}")
    return tuple(history)


def _noted(answers: Iterator[Answer], undated: int) -> Iterator[Answer]:
    """The answers, each with a notice of what a filter by days left out unseen."""
    articles = "1 article states no date and was" if undated == 1 else f"{undated:,} articles state no date and were"
    for answer in answers:
        notice = " ".join(filter(None, (answer.notice, f"{articles} left out.")))
        yield answer.model_copy(update={"notice": notice})


def meant(names: Sequence[str], held: Sequence[Article]) -> list[str]:
    """Ids of those of the articles that `names` mean, each once; see `Assistant.find`."""
    return list(dict.fromkeys(_meant(name, held) for name in names))


def _meant(name: str, held: Sequence[Article]) -> str:
    meant = [article.id for article in held if _means(name, article)]
    if not meant:
        raise NotFoundError(f"{name!r}: no article has this id or file name (see `twosource articles`)")
    if len(meant) > 1:
        named = ", ".join(meant[:_NAMED]) + (f" and {len(meant) - _NAMED:,} more" if len(meant) > _NAMED else "")
        raise NotFoundError(f"{name!r}: {len(meant):,} articles have this name; use the id of one: {named}")
    return meant[0]


def _means(name: str, article: Article) -> bool:
    if name in (article.id, article.key) or (len(name) >= 6 and article.id.startswith(name.lower())):
        return True
    return article.path is not None and (name == article.path.name or os.path.realpath(name) == str(article.path))
