"""What a benchmark set is: a file of rows, how one row is examined, and how all are measured.

Knows no set in particular.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, NamedTuple, Protocol, TypeVar

from assistant.answer import Answer, Turn
from evals.benchmarks.loading import Row, read_corpus, read_rows
from evals.benchmarks.measures import Measure
from evals.benchmarks.passages import Passage
from evals.benchmarks.records import Finding


class Item(Row):
    """A row that can be examined."""

    @property
    def name(self) -> str:
        """Unique in its set."""
        raise NotImplementedError

    @property
    def group(self) -> str:
        """What the bootstrap resamples; the item itself unless items share something."""
        return self.name

    @property
    def asked(self) -> str:
        """What is asked, for a reader."""
        raise NotImplementedError

    @property
    def left_out(self) -> bool:
        """It is in the file and, by the benchmark's own rule, not asked."""
        return False

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The texts that only this item is asked of."""
        return ()


class Question(Item):
    """A row that asks a question under an id of its own."""

    id: str
    question: str

    @property
    def name(self) -> str:
        return self.id

    @property
    def asked(self) -> str:
        return self.question


class Found(NamedTuple):
    """A passage of an article that a search found."""

    key: str
    """Of the `Passage` that the article was made of."""
    text: str
    """The words found."""


class Ask(Protocol):
    """The product, asked."""

    def search(self, question: str, *, depth: int) -> Sequence[Found]:
        """The `depth` best passages of the whole library, best first."""

    def __call__(
        self,
        question: str,
        *,
        of: Sequence[Passage] | None = None,
        history: Sequence[Turn] = (),
        on: date | None = None,
    ) -> Answer:
        """The answer from the passages alone, None: from the whole library; `on`: the day of the question."""


I = TypeVar("I", bound=Item)  # noqa: E741


@dataclass(frozen=True)
class AnswerSet(Generic[I]):
    """One set of a benchmark folder."""

    name: str
    """`b_qa/rtqa`."""
    file: str
    """Its file below the benchmark folder."""
    about: str
    """What it tries, in one line."""
    grouped_by: str
    """What the bootstrap resamples, in words."""
    item: type[I]
    """Its rows."""
    examine: Callable[[I, Ask], Finding]
    """What the product makes of one row."""
    measures: tuple[Measure, ...]
    """The headline first."""
    corpus: str | None = None
    """Folder, below the benchmark folder, of the articles that every row is asked of. None: each row has its own."""
    shelf: str | None = None
    """Library that it shares with sets of the same passages. None: its own."""
    evidence: int | None = None
    """`Settings.evidence` for this set. None: as it is set."""
    also: tuple[str, ...] = ()
    """Further files that decide what is asked."""
    source: str = ""
    """What `rows` reads. Empty: `file`."""
    rows: Callable[[Path], tuple[I, ...]] | None = None
    """How the rows are read. None: they are JSON lines."""
    articles: Callable[[Path], tuple[Passage, ...]] = read_corpus
    """How the corpus is read."""

    def read(self, bench: Path) -> tuple[I, ...]:
        """Every row. Raises BenchError."""
        if self.rows:
            return self.rows(bench / (self.source or self.file))
        return read_rows(bench / self.file, self.item)

    def files(self, bench: Path) -> list[Path]:
        """What decides what is asked; absolute names stay what they are."""
        return [bench / name for name in (self.file, *self.also)]

    def asked_of(self, bench: Path) -> tuple[I, ...]:
        """Every row that is asked, each once. Raises BenchError."""
        return tuple({row.name: row for row in self.read(bench) if not row.left_out}.values())

    @property
    def library(self) -> str:
        """Name of the folder that keeps its library; sets of one corpus share it."""
        return self.shelf or (Path(self.corpus).name if self.corpus else self.name.replace("/", "-"))
