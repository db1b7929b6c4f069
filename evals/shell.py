"""The command `twosource eval`: gold in, a table and an exit code out.

Opens its own assistant on its own library; the user's is never touched. Scores nothing itself.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from assistant import Settings, SettingsError
from assistant.writing import OpenAIChat
from evals.asking import Asked, Told, ask_all
from evals.baseline import (
    Baseline,
    Comparison,
    bundled_baseline,
    compare,
    faults,
    read_baseline,
    write_baseline,
)
from evals.benchmarks.retrieval.shell import run_retrieval
from evals.benchmarks.shell import run_bench
from evals.case import KINDS, Case, Report
from evals.errors import BaselineError, GoldError
from evals.gold_shell import run_check, run_new
from evals.judge.judge import Judge
from evals.reading import bundled_gold, read_cases
from evals.reporting import beside, changes, failures, judged, tables, write_json
from evals.runs.folder import PAGE
from evals.runs.shell import run_compare


def _known(kinds: list[str] | None) -> list[str] | None:
    """The kinds as given. Raises BadParameter (exit code 2) for one that no case can have."""
    strays = sorted(set(kinds or ()) - set(KINDS))
    if strays:
        raise typer.BadParameter(f"no kind {', '.join(strays)}; there are {', '.join(KINDS)}")
    return kinds


def run_eval(
    context: typer.Context,
    gold: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Gold cases, JSON lines.  [default: the bundled ones]")
    ] = None,
    articles: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="What is asked.  [default: the sample articles]")
    ] = None,
    json_path: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the whole report there.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Accepted state.  [default: the bundled gold's own]")
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Make this run the accepted state.")] = False,
    fail_under: Annotated[float, typer.Option(min=0, max=1, help="Fail below this share of right cases.")] = 0.0,
    max_regression: Annotated[
        float, typer.Option(min=0, max=1, help="Let a mean drop this far below the accepted state.")
    ] = 0.0,
    kind: Annotated[
        list[str] | None, typer.Option(help="Only cases of this kind; may be repeated.", callback=_known)
    ] = None,
    home: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Keep the library of this run.  [default: thrown away]"),
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Keep every answer and a report to read there; goes on where it stopped."),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Questions asked at once.")] = 1,
    plain: Annotated[
        bool,
        typer.Option("--plain", help="Ask BM25, plain vectors and llama-index's CitationQueryEngine, too."),
    ] = False,
    judge: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="Have a model at TWOSOURCE_BASE_URL score the answers beside the scorers."),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show every case, not only the failed ones.")] = False,
) -> None:
    """Ask the gold questions and score the answers.

    Prints a table of scores and every failed case. Leaves with 1 where the share of right cases is below
    --fail-under or a mean fell against the baseline, and says in one line what fell; with 2 where the gold
    cannot be used. Settings are those of your environment; your own library is not touched. A judge moves no score and
    no gate; how far it agrees with the scorers is told (Cohen's kappa).
    """
    if context.invoked_subcommand:
        return
    bundled = gold is None and articles is None
    state = baseline or (bundled_baseline() if bundled else None)
    if accept and (state is None or kind):
        raise BaselineError("--accept needs all cases and a file: leave --kind out and name one with --baseline")
    cases = _chosen(read_cases(gold or bundled_gold()), kind)
    accepted = _accepted(state, named=baseline is not None, accept=accept)

    source = gold or bundled_gold()
    asked = Asked(
        cases,
        source,
        articles=articles,
        home=home,
        folder=run,
        jobs=jobs,
        plain=plain,
        judge=_judge_of(judge) if judge else None,
    )
    report, others = _told(asked)
    console = _console()
    console.print(failures(report, verbose=verbose), tables(report))
    if others:
        console.print(beside({"twosource": report, **others}))
    if report.judge:
        console.print(judged(report.judge))
    if run:
        console.print(f"report: {run / PAGE}", soft_wrap=True)
    if json_path:
        write_json(report, json_path)
    if accept and state:
        write_baseline(report, state)
    comparison = compare(report, accepted, max_regression=max_regression) if accepted else None
    _judge(report, comparison, fail_under)


app = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})
app.callback(invoke_without_command=True)(run_eval)
app.command("bench")(run_bench)
app.command("retrieval")(run_retrieval)
app.command("compare")(run_compare)
app.command("new")(run_new)
app.command("check")(run_check)


def _chosen(cases: Sequence[Case], kinds: Sequence[str] | None) -> list[Case]:
    chosen = [case for case in cases if not kinds or case.kind in kinds]
    if not chosen:
        raise GoldError(f"no case is of the kind {' or '.join(kinds or ())}; leave --kind out to run all")
    return chosen


def _told(asked: Asked) -> Told:
    """What the run found; one that is stopped says how it goes on and leaves with 130."""
    try:
        return ask_all(asked)
    except KeyboardInterrupt:
        on = "the same command goes on from there" if asked.folder else "name a folder with --run to go on next time"
        Console(stderr=True, highlight=False, soft_wrap=True).print(Text(f"stopped; {on}"))
        raise typer.Exit(130) from None


def _judge_of(model: str) -> Judge:
    """The judge at the endpoint of the settings. Raises SettingsError where there is none."""
    settings = Settings.checked()
    if settings.base_url is None:
        raise SettingsError(
            f"--judge {model} needs an endpoint: set TWOSOURCE_BASE_URL, for instance to http://127.0.0.1:11434/v1"
        )
    return Judge(OpenAIChat(model, settings.base_url, api_key=settings.api_key, deadline_s=settings.deadline_s))


def _accepted(state: Path | None, *, named: bool, accept: bool) -> Baseline | None:
    """The accepted state to hold the run against; None where there is none yet, or a new one is being accepted."""
    if state is None or accept or not (named or state.exists()):
        return None
    return read_baseline(state)


def _judge(report: Report, comparison: Comparison | None, fail_under: float) -> None:
    """Say what changed, and leave with 1 and one line where the gate falls."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    if comparison:
        console.print(changes(comparison))
    fallen = faults(report, comparison, fail_under=fail_under)
    if fallen:
        console.print(Text(f"The gate fell: {' | '.join(fallen)}", style="red"))
        raise typer.Exit(1)


def _console() -> Console:
    """Standard output; wide enough for the tables where nobody's window says how wide it is."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=110)
