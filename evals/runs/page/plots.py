"""The four plots of a report, as inline SVG: scores by kind, reliability, risk against coverage, time.

Geometry only: colours are classes of the page's style sheet, so that light and dark follow the reader.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

import numpy as np

from evals.benchmarks import statistics
from evals.benchmarks.statistics import Numbers
from evals.case import Outcome, Report

WIDTH, HEIGHT = 420, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 26, 36
_BINS = 10


class Plot(NamedTuple):
    """A plot with what a reader needs to read it."""

    title: str
    """What it shows."""
    caption: str
    """How to read it, and the figure behind it."""
    svg: str
    """Markup; all text in it is escaped."""


def plots(report: Report) -> tuple[Plot, ...]:
    """The plots of a report, those left out that have nothing to show."""
    made = (_by_kind(report), _reliability(report), _risk(report), _times(report))
    return tuple(plot for plot in made if plot is not None)


def _by_kind(report: Report) -> Plot | None:
    means = [mean for mean in report.means if mean.scorer == "right"]
    if not means:
        return None
    row, label = 24, 118
    height = row * len(means) + _BOTTOM
    parts = [_axis_x(label, WIDTH - _RIGHT, height - _BOTTOM, percent=True, name="right")]
    span = WIDTH - _RIGHT - label
    for place, mean in enumerate(means):
        values = _values(outcome for outcome in report.outcomes if mean.kind in ("all", outcome.case.kind))
        within = statistics.interval_of_mean(values)
        middle = row * place + row / 2
        parts += [
            _text(label - 8, middle + 4, mean.kind.replace("_", " "), anchor="end"),
            f'<rect class="bar" x="{label}" y="{middle - 7}" width="{span * mean.mean:.1f}" height="14"/>',
            _line(label + span * within.low, middle, label + span * within.high, middle, "whisker"),
        ]
    return Plot(
        "Right, by kind of case",
        "Bars: share right. Lines: 95 % bootstrap interval over the cases.",
        _svg(parts, height, "Share of right cases for every kind"),
    )


def _reliability(report: Report) -> Plot | None:
    """Confidence against whether the articles answer; cases where both are right are left out."""
    held = [(outcome.confidence, outcome.case.refuse is False) for outcome in _told(report)]
    if not held:
        return None
    confidence, answerable = (np.array(column, dtype=np.float64) for column in zip(*held, strict=True))
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    parts = [_frame("confidence", "answerable"), _line(_x(0), _y(0), _x(1), _y(1), "ideal")]
    gap = 0.0
    points: list[tuple[float, float]] = []
    for one in np.unique(bins):
        inside = bins == one
        at, share, count = confidence[inside].mean(), answerable[inside].mean(), int(inside.sum())
        gap += count / bins.size * abs(at - share)
        points.append((_x(at), _y(share)))
        parts.append(
            f'<circle class="dot" cx="{_x(at):.1f}" cy="{_y(share):.1f}" r="{3 + 9 * (count / bins.size) ** 0.5:.1f}">'
            f"<title>{count} cases: confidence {at:.2f}, {share:.0%} answerable</title></circle>"
        )
    parts.insert(2, _path(points, "curve"))
    area = statistics.auroc(confidence, answerable)
    caption = f"Dots: cases of like confidence, larger where there are more. Mean gap to the diagonal {gap:.2f}"
    caption += "." if np.isnan(area) else f"; AUROC {area:.2f}."
    return Plot("Is the confidence right?", caption, _svg(parts, HEIGHT, "Confidence against share answerable"))


def _risk(report: Report) -> Plot | None:
    outcomes = sorted(_told(report), key=lambda outcome: -outcome.confidence)
    if not outcomes:
        return None
    wrong = 1 - _values(outcomes)
    count = np.arange(1, wrong.size + 1)
    risk, coverage = np.cumsum(wrong) / count, count / wrong.size
    points = [(_x(at), _y(share)) for at, share in zip(coverage, risk, strict=True)]
    return Plot(
        "Risk against coverage",
        f"Share wrong among the surest cases, from the surest alone to all. Mean {risk.mean():.2f}; lower is better.",
        _svg([_frame("coverage", "wrong"), _path(points, "curve")], HEIGHT, "Share wrong against coverage"),
    )


def _times(report: Report) -> Plot | None:
    times = np.sort([outcome.elapsed_ms for outcome in report.outcomes if outcome.error is None])
    if not times.size:
        return None
    median, late = (float(np.percentile(times, share)) for share in (50, 95))
    # The first answer loads the models; drawn to scale it would press all others to the left edge.
    longest = max(1.0, min(float(times[-1]), 2 * late))
    shares = np.arange(1, times.size + 1) / times.size
    points = [(_x(min(1.0, at / longest)), _y(share)) for at, share in zip(times, shares, strict=True)]
    marks = [_line(_x(at / longest), _y(0), _x(at / longest), _y(1), "ideal") for at in (median, late)]
    return Plot(
        "Time of an answer",
        f"Share of answers done within a time. Median {median:.0f} ms, 95 % within {late:.0f} ms (dashed); "
        f"slowest {times[-1]:.0f} ms"
        + (f", beyond the axis, which ends at {longest:.0f}." if times[-1] > longest else "."),
        _svg(
            [_frame("milliseconds", "done", most=longest), *marks, _path(points, "curve")],
            HEIGHT,
            "Share of answers done by time",
        ),
    )


def _told(report: Report) -> list[Outcome]:
    """The cases with an answer, where answering and refusing are not both right."""
    return [outcome for outcome in report.outcomes if outcome.error is None and outcome.case.refuse is not None]


def _values(outcomes: Iterable[Outcome]) -> Numbers:
    return np.array([float(outcome.right) for outcome in outcomes], dtype=np.float64)


def _x(share: float) -> float:
    return _LEFT + share * (WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM)


def _frame(across: str, up: str, *, most: float | None = None) -> str:
    """Both axes; `most` is the right end where it is no share."""
    parts = [_axis_x(_LEFT, WIDTH - _RIGHT, HEIGHT - _BOTTOM, percent=most is None, name=across, most=most or 1.0)]
    for share in (0, 0.25, 0.5, 0.75, 1):
        parts += [
            _line(_LEFT, _y(share), WIDTH - _RIGHT, _y(share), "grid"),
            _text(_LEFT - 6, _y(share) + 4, f"{share:.0%}", anchor="end"),
        ]
    return "".join([*parts, _text(_LEFT - 6, _TOP - 13, up, anchor="end" if len(up) < 6 else "middle", kind="name")])


def _axis_x(left: float, right: float, base: float, *, percent: bool, name: str, most: float = 1.0) -> str:
    parts = [_line(left, base, right, base, "axis")]
    for share in (0, 0.25, 0.5, 0.75, 1):
        at = left + share * (right - left)
        told = f"{share:.0%}" if percent else f"{share * most:.0f}"
        parts.append(_text(at, base + 15, told, anchor="end" if share == 1 else "middle" if share else "start"))
    return "".join([*parts, _text((left + right) / 2, base + 30, name, anchor="middle", kind="name")])


def _path(points: Sequence[tuple[float, float]], kind: str) -> str:
    told = " L".join(f"{across:.1f} {up:.1f}" for across, up in points)
    return f'<path class="{kind}" d="M{told}"/>'


def _line(left: float, top: float, right: float, bottom: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{left:.1f}" y1="{top:.1f}" x2="{right:.1f}" y2="{bottom:.1f}"/>'


def _text(across: float, up: float, told: str, *, anchor: str = "start", kind: str = "tick") -> str:
    return f'<text class="{kind}" x="{across:.1f}" y="{up:.1f}" text-anchor="{anchor}">{escape(told)}</text>'


def _svg(parts: Sequence[str], height: float, label: str) -> str:
    inside = "".join(parts)
    return f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(label)}">{inside}</svg>'
