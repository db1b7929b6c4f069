"""The command `twosource eval bench`: a folder of benchmark files in, a table out.

Computes nothing itself.
"""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from assistant import Settings
from evals.benchmarks.brought.formats import Brought, brought_set
from evals.benchmarks.options import BENCH, Home, Sets, kept_in, write_page
from evals.benchmarks.page import markdown, table
from evals.benchmarks.records import BenchReport, SetReport
from evals.benchmarks.suite import Plan, chosen, require_files, run_suite, summed_up
from evals.errors import ReportError
from evals.opening import progress

_Beir = Annotated[list[Path] | None, typer.Option(metavar="DIR", help="A BEIR folder of your own.")]
_MultiHop = Annotated[list[Path] | None, typer.Option(metavar="DIR", help="corpus.json and MultiHopRAG.json.")]
_Rgb = Annotated[list[Path] | None, typer.Option(metavar="FILE", help="A file of RGB: en.json, en_int.json, ...")]
_Squad = Annotated[list[Path] | None, typer.Option(metavar="FILE", help="SQuAD 2 as published: dev-v2.0.json.")]


def run_bench(
    bench: Annotated[Path | None, BENCH] = None,
    sets: Sets = None,
    beir: _Beir = None,
    multihop: _MultiHop = None,
    rgb: _Rgb = None,
    squad: _Squad = None,
    sample: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="At most so many items of a set.  [default: all]")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes; sets that share a library share one.")] = 1,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the table there as Markdown, and JSON beside it.")
    ] = None,
    home: Home = None,
) -> None:
    """Measure public benchmarks.

    Prints one table: n, value, 95 % interval, what a plain method gets and what others published. Libraries and
    records stay in --home: a run that was interrupted goes on where it stopped, and nothing is indexed or asked
    twice by the same settings and code. Settings are those of your environment; TWOSOURCE_PRECISION=int8 halves
    the time. Sets that you bring are scored as their authors do; --bench and --sets then add others. Sets that --out
    holds already and that are not measured now stay in it as they are. Leaves with 1 where items failed.

    \b
      twosource eval bench --bench benchmarks/ --sample 100
      twosource eval bench --bench benchmarks/ --sets rtqa --sets squad2
      twosource eval bench --beir scifact/ --squad dev-v2.0.json --sample 100
    """  # noqa: D301 - a backspace keeps typer from joining the lines
    brought = tuple(
        Brought(form, path)
        for form, paths in (("beir", beir), ("multihop", multihop), ("rgb", rgb), ("squad", squad))
        for path in paths or ()
    )
    if bench is None and (sets or not brought):
        raise typer.BadParameter("name a folder of benchmark files with --bench, or a set of your own")
    wanted = chosen(sets or ()) if bench else []
    require_files(wanted, bench or Path())
    for one in brought:
        brought_set(one)
    kept = kept_in(home)
    plan = Plan(bench=bench or Path(), home=kept, settings=Settings.checked(home=kept), sample=sample, brought=brought)
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
        whole = summed_up([*_written(out), *reports], plan.settings)
        write_page(out, (out, markdown(whole)), (out.with_suffix(".json"), whole.model_dump_json(indent=1) + "\n"))
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
