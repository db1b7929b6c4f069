"""What the figures are held against, and whether they reach it.

Measures nothing.
"""

from collections.abc import Iterator
from typing import NamedTuple

from evals.speed.records import Arm, Search, SpeedReport


class Mark(NamedTuple):
    """One figure with its mark."""

    name: str
    """What it is."""
    wanted: str
    """The mark, in words."""
    value: str
    """The figure, in words."""
    reached: bool
    """Whether it is as wanted."""


def marks(report: SpeedReport) -> list[Mark]:
    """Every mark that the run has a figure for."""
    return [*_ingest(report), *_search(report), *_rest(report)]


def ingest_ratio(report: SpeedReport, arm: Arm) -> float | None:
    """Times as many articles a second as the stack. None: nothing to stand beside."""
    rates = {one.arm: one.articles_per_s for one in report.ingest}
    return rates[arm] / rates["llama-index"] if "llama-index" in rates and arm in rates else None


def cpu_ratio(report: SpeedReport, arm: Arm) -> float | None:
    """Times as many articles for the same processor time as the stack. None: nothing to stand beside."""
    rates = {one.arm: one.articles / one.cpu_s for one in report.ingest}
    return rates[arm] / rates["llama-index"] if "llama-index" in rates and arm in rates else None


def _ingest(report: SpeedReport) -> Iterator[Mark]:
    for arm in (one.arm for one in report.ingest if one.arm != "llama-index"):
        ratio = ingest_ratio(report, arm)
        if ratio is not None:
            yield Mark(f"ingest, {arm}", "3 times llama-index's", f"{ratio:.1f} times", ratio >= 3)


def _search(report: SpeedReport) -> Iterator[Mark]:
    for one in report.search:
        within = _within(one)
        if one.arm != "llama-index" and within:
            name = f"retrieval at {one.chunks:,} chunks"
            ratio = one.p95_ms / one.median_ms
            yield Mark(name, f"median under {within} ms", f"{one.median_ms:.0f} ms", one.median_ms < within)
            yield Mark(name, "p95 under 3 times the median", f"{ratio:.1f} times", ratio < 3)
    for one in report.search:
        if one.arm != "llama-index" and one.chunks > _LARGE:
            yield Mark(
                f"memory at {one.chunks:,} chunks", "peak under 1,200 MB", f"{one.peak_mb:,.0f} MB", one.peak_mb < 1_200
            )


def _within(one: Search) -> int | None:
    """Milliseconds for a library of this size. None: no mark is set."""
    return next((ms for size, ms in _WITHIN if abs(one.chunks - size) < 0.02 * size), None)


def _rest(report: SpeedReport) -> Iterator[Mark]:
    for cold in report.cold:
        yield Mark(
            f"cold `twosource ask` at {cold.chunks:,} chunks",
            "under 2.5 times `import chromadb`",
            f"{cold.ratio:.1f} times ({cold.ask_s:.2f} s)",
            cold.ratio < 2.5,
        )
    for one in report.resync:
        yield Mark(
            f"sync of {one.changed} in {one.articles:,} articles, {one.arm}",
            "within 3 % of a full ingest",
            f"{one.share:.1%}",
            one.share <= 0.03,
        )


_WITHIN = ((30_000, 25), (200_000, 60))
_LARGE = 150_000
