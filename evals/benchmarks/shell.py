"""The command `twosource eval bench`: a folder of benchmark files in, a table out.

Computes nothing itself.
"""

from pathlib import Path
from typing import Annotated

import platformdirs
import typer
from pydantic import ValidationError
from rich.console import Console

from assistant import Settings
from evals.benchmarks.page import markdown, table
from evals.benchmarks.records import BenchReport, SetReport
from evals.benchmarks.suite import Plan, chosen, require_files, run_suite, summed_up
from evals.errors import ReportError
from evals.files import write_atomically
from evals.opening import progress


def run_bench(
    bench: Annotated[Path, typer.Option(metavar="DIR", help="The benchmark files.", show_default=False)],
    sets: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this set; may be repeated.  [default: all]")
    ] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="At most so many items of a set.  [default: all]")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes; sets that share a library share one.")] = 1,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the table there as Markdown, and JSON beside it.")
    ] = None,
    home: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Keeps libraries and records.  [default: your cache directory]"),
    ] = None,
) -> None:
    """Measure public benchmarks.

    Prints one table: n, value, 95 % interval, what a plain method gets and what others published. Libraries and
    records stay in --home: a run that was interrupted goes on where it stopped, and nothing is indexed or asked
    twice by the same settings and code. Settings are those of your environment; TWOSOURCE_PRECISION=int8 halves
    the time. Sets that --out holds already and that are not measured now stay in it as they are. Leaves with 1 where
    items failed.

    \b
      twosource eval bench --bench benchmarks/ --sample 100
      twosource eval bench --bench benchmarks/ --sets rtqa --sets squad2
    """  # noqa: D301 - a backspace keeps typer from joining the lines
    wanted = chosen(sets or ())
    require_files(wanted, bench)
    kept = home or platformdirs.user_cache_path("twosource") / "bench"
    plan = Plan(bench=bench, home=kept, settings=Settings.checked(home=kept), sample=sample)
    with progress() as bar:
        task = bar.add_task("Starting", total=None)
        reports = list(
            run_suite(
                wanted,
                plan,
                jobs=jobs,
                moved=lambda what, done, total: bar.update(task, description=what, completed=done, total=total),
            )
        )
    report = summed_up(reports, plan.settings)
    console = Console(highlight=False)
    (console if console.is_terminal else Console(highlight=False, width=150)).print(table(report))
    if out:
        _write(summed_up([*_written(out), *reports], plan.settings), out)
    failed = sum(one.failed for one in report.sets)
    if failed:
        Console(stderr=True, highlight=False).print(f"{failed} items failed; see {kept / 'records'}")
        raise typer.Exit(1)


def _written(out: Path) -> tuple[SetReport, ...]:
    """The sets that stand beside `out` from earlier runs."""
    beside = out.with_suffix(".json")
    if not beside.exists():
        return ()
    try:
        return BenchReport.model_validate_json(beside.read_bytes()).sets
    except ValidationError as error:
        raise ReportError(f"{beside}: no report of benchmarks; name another file with --out") from error


def _write(report: BenchReport, out: Path) -> None:
    try:
        write_atomically(out, markdown(report))
        write_atomically(out.with_suffix(".json"), report.model_dump_json(indent=1) + "\n")
    except OSError as error:
        raise ReportError(f"{out}: {error.strerror}; name a writable file with --out") from error
