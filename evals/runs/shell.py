"""The command `twosource eval compare`: two runs in, what changed out.

Computes nothing itself.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from evals.benchmarks.page import told
from evals.errors import RunError
from evals.files import write_atomically
from evals.runs.comparing import Difference, Flip, RunComparison, compare_runs

_SHOWN_CHARS = 600


def run_compare(
    before: Annotated[Path, typer.Argument(metavar="A", help="A run folder; or a folder of benchmark records.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The other one, of the same cases.")],
    json_path: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the whole comparison there.")
    ] = None,
    flips: Annotated[int, typer.Option(min=0, help="Flipped cases shown each way.")] = 10,
) -> None:
    """Hold two runs against each other.

    Prints every score of both with the 95 % interval of their difference and its p (paired bootstrap over the cases
    or their groups), then the cases that flipped, both answers side by side.

    \b
      twosource eval --run before/
      twosource eval --run after/
      twosource eval compare before/ after/
    """  # noqa: D301 - a backspace keeps typer from joining the lines
    comparison = compare_runs(before, after)
    console = Console(highlight=False)
    shown = console if console.is_terminal else Console(highlight=False, width=140)
    shown.print(scores(comparison.differences))
    for what, flipped, style in (
        ("was right, now wrong", comparison.lost, "red"),
        ("was wrong, now right", comparison.gained, "green"),
    ):
        shown.print(Text(f"{what}: {len(flipped)}", style=style), *_flips(flipped[:flips]))
    if comparison.unmatched:
        shown.print(Text(f"{comparison.unmatched} items stand in one run only, or changed: left out", style="dim"))
    if json_path:
        _write(comparison, json_path)


def scores(differences: Sequence[Difference]) -> RenderableType:
    """Every figure of both runs; what is more than noise is coloured."""
    shown = Table(Column("score", overflow="fold"), box=SIMPLE_HEAD, pad_edge=False)
    for column in ("n", "before", "after", "change", "95 % interval", "p"):
        shown.add_column(column, justify="right", no_wrap=True)
    for one in differences:
        unit = "points" if max(abs(one.before), abs(one.after)) > 1 else ""
        change = one.after - one.before
        shown.add_row(
            one.name.replace("_", " ") if ":" not in one.name else one.name,
            str(one.n),
            told(one.before, unit),
            told(one.after, unit),
            f"{'+' if change > 0 else ''}{told(change, unit)}",
            f"{told(one.low, unit)} – {told(one.high, unit)}",
            f"{one.p:.3f}",
            style="dim" if one.is_noise else "bold",
        )
    return shown


def _flips(flipped: Sequence[Flip]) -> Iterator[RenderableType]:
    """Both answers of a case side by side. Texts go in as text, never as markup."""
    for one in flipped:
        sides = Table("before", "after", box=SIMPLE_HEAD, expand=True, pad_edge=False)
        sides.add_row(Text(_clipped(one.before) or "(nothing)"), Text(_clipped(one.after) or "(nothing)"))
        heading = Text.assemble((one.id, "bold"), f"  {_clipped(one.asked)}")
        yield Padding(Group(heading, Text(f"expected: {_clipped(one.expected)}", style="dim"), sides), (0, 0, 0, 2))


def _clipped(text: str) -> str:
    """The text on one line, control characters made visible, cut where it gets long; the JSON holds all of it."""
    line = "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))
    return line if len(line) <= _SHOWN_CHARS else f"{line[: _SHOWN_CHARS - 1]}…"


def _write(comparison: RunComparison, path: Path) -> None:
    try:
        write_atomically(path, comparison.model_dump_json(indent=1) + "\n")
    except OSError as error:
        raise RunError(f"{path}: {error.strerror}; name a writable file with --json") from error
