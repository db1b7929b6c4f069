"""The data of a benchmark run: what one item gave, and the figures of a set.

Pure data. Knows nothing of how an item was asked or a figure computed.
"""

from pydantic import Field

from assistant.answer import Frozen


class Finding(Frozen):
    """What was found out about one item."""

    values: dict[str, float]
    """Numbers by name; a name that is absent does not apply to this item."""
    expected: str
    """What a right answer is, for a reader."""
    shown: str
    """What the product said, for a reader."""


class Record(Frozen):
    """A finding with the item it belongs to."""

    id: str
    """Of the item, unique in its set."""
    group: str
    """What the bootstrap resamples: the question, the week, the source document."""
    asked: str
    """What was asked, for a reader."""
    finding: Finding | None
    """None: asking raised."""
    error: str | None = None
    """What asking raised. None: nothing."""
    elapsed_ms: int = Field(ge=0)
    """From question to finding."""


class Figure(Frozen):
    """One measure of one set, with its interval."""

    measure: str
    """Name of the measure, in words."""
    value: float | None
    """None: it could not be computed, because a class is missing, say."""
    standard_error: float | None = None
    """Of a plain mean. None: the measure is no mean."""
    low: float | None
    """Lower end of the 95 % interval, resampling groups."""
    high: float | None
    """Upper end."""
    n: int = Field(ge=0)
    """Items the measure applies to."""
    unit: str = ""
    """Empty for shares of 1."""
    floor: float | None = None
    """What a plain method gets. None: not measured."""
    published: str = ""
    """What others report, in words."""
    lower_is_better: bool = False
    """Lower values are better."""


class SetReport(Frozen):
    """The figures of one set."""

    name: str
    """`b_qa/rtqa`."""
    about: str
    """What the set tries, in one line."""
    grouped_by: str
    """What the bootstrap resamples, in words."""
    n: int
    """Items asked."""
    of: int
    """Items that could be asked; more than `n` in a sample."""
    groups: int
    """Groups among the items asked."""
    failed: int
    """Items whose asking raised; they are left out of the figures."""
    seconds: float
    """Sum of the time of the items."""
    median_ms: float
    """Median time of an item."""
    figures: tuple[Figure, ...]
    """The headline first."""
    fingerprint: str = ""
    """Of the settings and the code it was measured with."""


class BenchReport(Frozen):
    """A run over sets."""

    version: str
    """Of the product."""
    engine: str
    """Who wrote the answers."""
    sets: tuple[SetReport, ...]
    """In the order of the benchmark folder."""
