"""Measures: from the numbers of all items to one figure.

A measure sees columns, never a set. What an item lacks is nan in its column.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from evals.benchmarks import statistics
from evals.benchmarks.records import Figure, Record
from evals.benchmarks.statistics import Numbers, Places

Columns = Mapping[str, Numbers]
"""Name of a number to its value for every item, nan where it does not apply."""


class Measure(NamedTuple):
    """How one figure of a set is computed."""

    name: str
    """In words, as the table shows it."""
    needs: tuple[str, ...]
    """Columns it reads; items that lack one of them are left out."""
    of: Callable[[Columns], float]
    """The figure; the columns hold no nan."""
    unit: str = ""
    """Empty for shares of 1."""
    floor: float | Callable[[Columns], float] | None = None
    """What a plain method gets, published or from the same items."""
    published: str = ""
    """What others report."""
    is_mean: bool = False
    """It is the plain mean of its one column."""
    is_verdict: bool = False
    """It compares what was said of each item, its first column, with what is, its second."""
    lower_is_better: bool = False
    """Lower values are better."""


def average(
    column: str,
    name: str,
    *,
    unit: str = "",
    floor: float | None = None,
    published: str = "",
    lower_is_better: bool = False,
) -> Measure:
    """The mean of a column."""
    mean = Measure(name, (column,), lambda of: float(of[column].mean()), unit, floor, published, is_mean=True)
    return mean._replace(lower_is_better=lower_is_better)


def area(score: str, label: str, name: str, *, floor: float | None = None, published: str = "") -> Measure:
    """AUROC of a score for a label."""
    return Measure(name, (score, label), lambda of: statistics.auroc(of[score], of[label]), "", floor, published)


def classified(
    kind: Callable[[Numbers, Numbers], float],
    said: str,
    label: str,
    name: str,
    *,
    floor: float | Callable[[Columns], float] | None = None,
    published: str = "",
) -> Measure:
    """A figure of what was said against what is: F1, recall, balanced accuracy ..."""
    return Measure(name, (said, label), lambda of: kind(of[said], of[label]), "", floor, published, is_verdict=True)


def answered_best(right: str, confidence: str, share: float) -> Measure:
    """Share right among the `share` of items that the product is surest of."""
    name = f"right among the surest {share:.0%}"
    return Measure(name, (right, confidence), lambda of: statistics.at_coverage(of[right], of[confidence], share))


def risk_area(right: str, confidence: str) -> Measure:
    """Area under the risk-coverage curve (El-Yaniv & Wiener 2010): mean share wrong over all coverages."""
    area = Measure("area under risk-coverage", (right, confidence), partial(_risk, right, confidence))
    return area._replace(lower_is_better=True)


def share_of_commonest(column: str) -> Callable[[Columns], float]:
    """Floor: always the commonest label."""

    def share(of: Columns) -> float:
        _, counts = np.unique(of[column], return_counts=True)
        return float(counts.max() / counts.sum())

    return share


def applies(measure: Measure, record: Record) -> bool:
    """Whether the item has all that the measure needs."""
    return record.finding is not None and all(name in record.finding.values for name in measure.needs)


def columns(measure: Measure, records: Sequence[Record]) -> dict[str, Numbers]:
    """What the measure needs, by column; it must apply to every record."""
    rows = [record.finding.values for record in records if record.finding is not None]
    return {name: np.array([row[name] for row in rows], dtype=np.float64) for name in measure.needs}


def figure(measure: Measure, records: Sequence[Record]) -> Figure:
    """A measure over the items it applies to, with its interval over their groups."""
    held = [record for record in records if applies(measure, record)]
    of = columns(measure, held)
    if not held:
        return Figure(measure=measure.name, value=None, low=None, high=None, n=0, unit=measure.unit)

    def resampled(places: Places) -> float:
        return measure.of({name: column[places] for name, column in of.items()})

    within = statistics.interval([record.group for record in held], resampled)
    error = statistics.standard_error(of[measure.needs[0]]) if measure.is_mean else float("nan")
    return Figure(
        measure=measure.name,
        value=_told(measure.of(of)),
        standard_error=_told(error),
        low=_told(within.low),
        high=_told(within.high),
        n=len(held),
        unit=measure.unit,
        floor=_told(measure.floor(of)) if callable(measure.floor) else measure.floor,
        published=measure.published,
        lower_is_better=measure.lower_is_better,
    )


def _risk(right: str, confidence: str, of: Columns) -> float:
    wrong = 1 - of[right][np.argsort(-of[confidence], kind="stable")]
    return float((np.cumsum(wrong) / np.arange(1, wrong.size + 1)).mean()) if wrong.size else float("nan")


def _told(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
