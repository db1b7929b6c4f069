"""Gold cases asked of an assistant of their own, with a bar to watch; kept in a run folder where one is named.

Opens what a run needs and closes it. Judges nothing.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from assistant import Answer, Assistant, Settings, open_assistant
from evals.case import Case, Outcome, Report
from evals.checking import check, edited
from evals.errors import GoldError
from evals.plain import plain_methods
from evals.running import run
from evals.runs.folder import RunFolder
from evals.runs.recording import answer_record, run_record
from evals.runs.records import CaseRecord


class Asked(NamedTuple):
    """What is asked, and how."""

    cases: Sequence[Case]
    """The questions."""
    gold: Traversable
    """Where they were read from."""
    articles: Path | None = None
    """Folder that is asked. None: the sample articles."""
    home: Path | None = None
    """Where the library is kept. None: it is thrown away."""
    folder: RunFolder | None = None
    """Where the run is kept. None: nowhere."""
    jobs: int = 1
    """Questions asked at once."""


def ask_all(asked: Asked) -> Report:
    """The report of asking all cases. Raises GoldError where gold and articles differ, RunError."""
    with progress() as bar:
        task = bar.add_task("Reading articles", total=None)
        with opened(asked.articles, asked.home) as desk:
            held = desk.articles()
            misfits = check(asked.cases, held)
            if misfits:
                raise GoldError("\n".join(misfits))
            for line in edited(asked.cases, held):
                bar.console.print(Text(line), soft_wrap=True)
            bar.update(task, description="Asking", total=len(asked.cases))
            return _kept(asked, desk, bar, task) if asked.folder else _run(asked, desk, bar, task)


@contextmanager
def opened(articles: Path | None, home: Path | None) -> Iterator[Assistant]:
    """An assistant of its own over a folder, else over the samples; `home` None: its library is thrown away."""
    with (
        _folder(articles) as folder,
        _home(home) as library,
        open_assistant(folder, settings=Settings.checked(home=library)) as desk,
    ):
        yield desk


def ask_plainly(asked: Asked) -> dict[str, Report]:
    """What plain methods make of the cases, by their names."""
    with opened(asked.articles, asked.home) as desk:
        return {name: run(asked.cases, ask) for name, ask in plain_methods(desk).items()}


def _run(asked: Asked, desk: Assistant, bar: Progress, task: TaskID) -> Report:
    return run(asked.cases, desk.ask, verify=desk.verify, done=lambda _: bar.advance(task), jobs=asked.jobs)


def _kept(asked: Asked, desk: Assistant, bar: Progress, task: TaskID) -> Report:
    """The report of a run that is written down, and gone on with where it stopped."""
    from evals.runs.page.rendering import render

    folder = asked.folder
    assert folder is not None  # the caller looked
    made = run_record(desk.settings, gold=asked.gold, articles=desk.articles())
    known = {name: one.outcome for name, one in folder.begin(made).items()}

    def keep(outcome: Outcome, answer: Answer | None) -> None:
        folder.keep(CaseRecord(outcome=outcome, answer=answer_record(answer) if answer else None))

    report = run(
        asked.cases,
        desk.ask,
        verify=desk.verify,
        done=lambda _: bar.advance(task),
        kept=keep,
        known=known,
        jobs=asked.jobs,
    )
    folder.finish(report, render(report, folder.cases(), made))
    return report


@contextmanager
def _folder(articles: Path | None) -> Iterator[Path]:
    """The folder that is asked: the given one, or the sample articles wherever they are installed."""
    if articles:
        yield articles
        return
    with as_file(files("seeds")) as folder:
        yield folder


@contextmanager
def _home(home: Path | None) -> Iterator[Path]:
    """Where the library of this run lives."""
    if home:
        yield home
        return
    with tempfile.TemporaryDirectory(prefix="twosource-eval-") as scratch:
        yield Path(scratch)


def progress() -> Progress:
    """A bar on standard error, shown only to a person."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
