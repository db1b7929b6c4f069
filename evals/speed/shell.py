"""The command `twosource bench`: texts in, tables out.

Computes nothing itself.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import platformdirs
import typer
from rich.console import Console

from evals.errors import ReportError
from evals.files import write_atomically
from evals.opening import progress
from evals.speed.measuring import Plan, measure
from evals.speed.page import PLOT, markdown, tables
from evals.speed.plot import draw
from evals.speed.records import SpeedReport
from evals.speed.sources import sources


def run_speed(
    articles: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="A folder of texts, or JSON lines (.jsonl, .gz).  [default: made up]"),
    ] = None,
    count: Annotated[int | None, typer.Option(min=10, metavar="N", help="Texts taken in.  [default: 400]")] = None,
    rounds: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Turns that the sides take.  [default: 5]")
    ] = None,
    sizes: Annotated[
        list[int] | None,
        typer.Option(
            min=1, metavar="N", help="Chunks of a library to search; may be repeated.  [default: 5, 5000 to 200000]"
        ),
    ] = None,
    stack_sizes: Annotated[
        list[int] | None,
        typer.Option(min=1, metavar="N", help="The same for the stack.  [default: 5000, 30000]"),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="A small run, of some two minutes.")] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the page there; JSON and a plot beside it.")
    ] = None,
    home: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Keeps the filled libraries.  [default: your cache directory]"),
    ] = None,
    stack_python: Annotated[
        str | None, typer.Option(metavar="PATH", help="A Python that has the usual stack.  [default: this one]")
    ] = None,
) -> None:
    """Measure speed and memory beside the usual llama-index stack.

    The stack comes with the extra `bench`; without it, its rows are left out. Filling a library of 200,000 chunks
    takes a quarter of an hour and 3 GB, once: it stays in --home, which belongs to one set of texts.

    \b
      twosource bench --quick
      twosource bench --articles corpus.jsonl.gz --count 500 --out SPEED.md
    """  # noqa: D301 - a backspace keeps typer from joining the lines
    small = quick
    texts = tuple(sources(articles, count or (40 if small else 400)))
    plan = Plan(
        texts=texts,
        about=f"{len(texts):,} {'texts of ' + articles.name if articles else 'made-up texts'}",
        rounds=rounds or (2 if small else 5),
        sizes=_ascending(sizes, (5, 500) if small else (5, 5_000, 30_000, 50_000, 200_000)),
        stack_sizes=_ascending(stack_sizes, (500,) if small else (5_000, 30_000)),
        queries=60 if small else 200,
        home=home or platformdirs.user_cache_path("twosource") / "speed",
        stack_python=stack_python,
    )
    with progress() as bar:
        task = bar.add_task("Starting", total=None)
        report = measure(
            plan, lambda what, done, total: bar.update(task, description=what, completed=done, total=total)
        )
    console = Console(highlight=False)
    (console if console.is_terminal else Console(highlight=False, width=130)).print(tables(report))
    if out:
        _write(report, out)


def _ascending(given: Sequence[int] | None, default: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(set(given))) if given else default


def _write(report: SpeedReport, out: Path) -> None:
    try:
        try:
            draw(report, out.parent / PLOT)
            drawn = True
        except ImportError:
            drawn = False
        write_atomically(out, markdown(report, plot=drawn))
        write_atomically(out.parent / "speed.json", report.model_dump_json(indent=1) + "\n")
    except OSError as error:
        raise ReportError(f"{out}: {error.strerror}; name a writable file with --out") from error
