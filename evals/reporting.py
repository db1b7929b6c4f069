"""A report for people: a table, the failed cases, what changed against the baseline; and for machines as JSON.

Shows what it is given; knows nothing of how it came about.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from evals.baseline import Comparison
from evals.case import Mean, Outcome, Report
from evals.errors import ReportError
from evals.files import write_atomically
from evals.judge.records import JudgeReport

_SHOWN_CHARS = 400


def tables(report: Report) -> RenderableType:
    """Mean, standard error (both in percent) and n per scorer and kind: scorers of many kinds, then those of one."""
    kinds = list(dict.fromkeys(mean.kind for mean in report.means))
    spread = {mean.scorer: len(_of(report, mean.scorer)) for mean in report.means}
    wide = [scorer for scorer, count in spread.items() if count > 2]
    narrow = [scorer for scorer, count in spread.items() if count <= 2]
    parts = [_wide(report, wide, kinds)] if wide else []
    parts += [_narrow(report, narrow)] if narrow else []
    return Group(*parts, _about(report))


def beside(reports: Mapping[str, Report]) -> RenderableType:
    """Methods side by side: every score that the first one has, in percent, and how many words an answer takes."""
    shown = Table(Column("score", no_wrap=True), box=SIMPLE_HEAD, pad_edge=False)
    for name in reports:
        shown.add_column(name, justify="right", max_width=22)
    for scorer in (mean.scorer for mean in next(iter(reports.values())).means if mean.kind == "all"):
        means = [report.mean(scorer) for report in reports.values()]
        cells = ["–" if mean is None else f"{100 * mean.mean:.0f}" for mean in means]
        shown.add_row(scorer.replace("_", " "), *cells, style="bold" if scorer == "right" else "")
    shown.add_row("words of an answer", *(f"{report.median_words:.0f}" for report in reports.values()))
    return shown


def judged(judge: JudgeReport) -> RenderableType:
    """What a judge found: its mean, its agreement with every scorer, and the cases that it did not score."""
    mean = "no mean" if judge.mean is None else f"mean {100 * judge.mean:.0f} %"
    heading = f"judge {judge.model}: {mean}, {judge.n} scored, {len(judge.unscored)} unscored"
    shown = Table(Column("agrees with", no_wrap=True), box=SIMPLE_HEAD, pad_edge=False)
    for column in ("n", "agreed %", "kappa", "95 % interval"):
        shown.add_column(column, justify="right", no_wrap=True)
    for one in judge.agreements:
        within = "–" if one.low is None or one.high is None else f"{one.low:.2f} – {one.high:.2f}"
        kappa = "–" if one.kappa is None else f"{one.kappa:.2f}"
        shown.add_row(one.scorer.replace("_", " "), str(one.n), f"{100 * one.agreed:.0f}", kappa, within)
    lost = (Text(f"unscored {one.case}: {_clipped(one.explanation)}", style="yellow") for one in judge.unscored)
    return Group(Text(heading), shown, *lost)


def failures(report: Report, *, verbose: bool = False) -> RenderableType:
    """Every failed case with its question, what was answered, and why that is wrong; `verbose` shows all cases."""
    outcomes = report.outcomes if verbose else report.failed
    return Group(*(line for outcome in outcomes for line in _lines(outcome, verbose=verbose)))


def changes(comparison: Comparison) -> RenderableType:
    """What a run lost and gained against the baseline, a line each; nothing where nothing changed."""
    told = {
        "was right, now wrong": (comparison.lost, "red"),
        "was wrong, now right": (comparison.gained, "green"),
        "not in the baseline": (comparison.unknown, "dim"),
    }
    return Group(*(Text(f"{what}: {', '.join(cases)}", style=style) for what, (cases, style) in told.items() if cases))


def write_json(report: Report, path: Path) -> None:
    """The whole report as JSON, written whole or not at all. Raises ReportError."""
    try:
        write_atomically(path, report.model_dump_json(indent=1) + "\n")
    except OSError as error:
        raise ReportError(f"{path}: {error.strerror}; name a writable file with --json") from error


def _of(report: Report, scorer: str) -> list[Mean]:
    return [mean for mean in report.means if mean.scorer == scorer]


def _wide(report: Report, scorers: Sequence[str], kinds: Sequence[str]) -> Table:
    """A kind a row, a scorer a column; a cell is "73 ±5 (93)": percent, error, its n where not that of its row."""
    shown = Table(Column("kind", no_wrap=True), Column("n", justify="right"), box=SIMPLE_HEAD, pad_edge=False)
    for scorer in scorers:
        shown.add_column(scorer.replace("_", " "), justify="right", min_width=5)
    for kind in kinds:
        asked = sum(kind in ("all", outcome.case.kind) for outcome in report.outcomes)
        cells = [_cell(report.mean(scorer, kind), asked) for scorer in scorers]
        shown.add_row(kind.replace("_", " "), str(asked), *cells, style="bold" if kind == "all" else "")
    return shown


def _narrow(report: Report, scorers: Sequence[str]) -> Table:
    """A scorer a row, for those that apply to one kind."""
    shown = Table("scorer", "kind", Column("% ± error", justify="right"), Column("n", justify="right"))
    shown.box, shown.pad_edge = SIMPLE_HEAD, False
    for scorer in scorers:
        mean = _of(report, scorer)[-1]
        shown.add_row(scorer.replace("_", " "), mean.kind.replace("_", " "), _cell(mean, mean.n), str(mean.n))
    return shown


def _about(report: Report) -> str:
    return (
        f"{len(report.outcomes)} cases, {len(report.failed)} failed; engine {report.engine or 'none'}, "
        f"settings {report.fingerprint or 'unknown'}, median answer {report.median_elapsed_ms:.0f} ms"
    )


def _cell(mean: Mean | None, asked: int) -> str:
    if mean is None:
        return ""
    error = "" if mean.standard_error is None else f" ±{100 * mean.standard_error:.0f}"
    return f"{100 * mean.mean:.0f}{error}" + (f" ({mean.n})" if mean.n != asked else "")


def _lines(outcome: Outcome, *, verbose: bool) -> Iterator[RenderableType]:
    """A case: a heading line, then what was asked and answered. Texts go in as text, never as markup."""
    mark, style = ("right", "green") if outcome.right else ("wrong", "red")
    yield Text.assemble((f"{mark} ", style), (outcome.case.id, "bold"), f"  {_clipped(outcome.case.question)}")
    yield _indented("answer", _clipped(outcome.error or outcome.text) or "(nothing)")
    if outcome.cited:
        yield _indented("cites", ", ".join(outcome.cited))
    for score in outcome.scores:
        below = score.value is not None and score.value < 1
        if (score.scorer == "right" and below) or (verbose and score.value is not None):
            yield _indented(score.scorer.replace("_", " "), f"{score.value:g}, {score.explanation}")
    yield _indented("gold", outcome.case.why)


def _indented(name: str, told: str) -> Padding:
    return Padding(Text.assemble((f"{name}: ", "dim"), told), (0, 0, 0, 4))


def _clipped(text: str) -> str:
    """The text on one line, control characters made visible, cut where it gets long; the JSON holds all of it."""
    line = "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))
    return line if len(line) <= _SHOWN_CHARS else f"{line[: _SHOWN_CHARS - 1]}…"
