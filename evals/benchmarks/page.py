"""Reports of benchmark sets for people: a table for a terminal and a page in Markdown.

Shows what it is given; computes nothing.
"""

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table

from evals.benchmarks.records import BenchReport, Figure, SetReport

COLUMNS = ("set", "measure", "n", "value", "95 % interval", "floor", "published")
"""Of both tables."""


def table(report: BenchReport) -> RenderableType:
    """Every figure a row, sets parted by a line."""
    shown = Table(*COLUMNS, box=SIMPLE_HEAD, pad_edge=False)
    for column in shown.columns[2:6]:
        column.justify, column.no_wrap = "right", True
    for one in report.sets:
        for place, row in enumerate(_rows(one)):
            shown.add_row(*row, style="bold" if place == 0 else "", end_section=place == len(one.figures) - 1)
    return shown


def markdown(report: BenchReport) -> str:
    """The page: how to read it, the table, and what each set is."""
    rows = [_line(row) for one in report.sets for row in _rows(one)]
    about = [
        _line((one.name, one.about, _asked(one), one.grouped_by, _time(one), one.fingerprint)) for one in report.sets
    ]
    return "\n".join(
        [
            "# Benchmarks",
            "",
            f"Made by `twosource eval bench --out FILE`; do not edit. Version {report.version}, "
            f"engine {report.engine}.",
            "",
            _HOW_TO_READ,
            "",
            _line(COLUMNS),
            _line(("---", "---", "---:", "---:", "---:", "---:", "---")),
            *rows,
            "",
            "## The sets",
            "",
            _line(("set", "tries", "items asked", "bootstrap by", "time", "settings and code")),
            _line(("---", "---", "---:", "---", "---:", "---")),
            *about,
            "",
        ]
    )


_HOW_TO_READ = """\
Shares are of 1, BLEU is in points of 100; ↓ marks what is better lower. The interval is a 95 % bootstrap that \
resamples groups (the last table says which), not items. A floor is what a plain method gets on the same half: word \
overlap, BM25, the commonest label. Published figures come from the papers and are on their own halves unless the row \
says "same"; they are no contest won or lost. The data is not part of this project: `--bench` names the folder that \
holds it."""


def _rows(one: SetReport) -> list[tuple[str, ...]]:
    """The figures of a set as cells; its name stands beside the first."""
    return [
        (
            one.name if place == 0 else "",
            f"{figure.measure} ↓" if figure.lower_is_better else figure.measure,
            str(figure.n),
            told(figure.value, figure.unit),
            _interval(figure),
            told(figure.floor, figure.unit),
            figure.published,
        )
        for place, figure in enumerate(one.figures)
    ]


def told(value: float | None, unit: str = "") -> str:
    """A number as the tables show it; a dash where there is none.

    >>> told(0.28751), told(41.27, "points"), told(None)
    ('.288', '41.3', '–')
    """
    if value is None:
        return "–"
    return f"{value:.1f}" if unit else f"{value:.3f}".replace("0.", ".", 1)


def _interval(figure: Figure) -> str:
    if figure.low is None:
        return "–"
    return f"{told(figure.low, figure.unit)} – {told(figure.high, figure.unit)}"


def _asked(one: SetReport) -> str:
    failed = f", {one.failed} failed" if one.failed else ""
    return f"{one.n} of {one.of}{failed}"


def _time(one: SetReport) -> str:
    return f"{one.seconds:.0f} s, median {one.median_ms:.0f} ms"


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
