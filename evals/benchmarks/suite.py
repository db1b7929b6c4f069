"""Several sets in one run, one after the other or library by library in processes of their own.

Knows no table and no terminal.
"""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from assistant import Settings
from evals.benchmarks.answer_set import AnswerSet
from evals.benchmarks.brought.formats import MEASURES, Brought, brought_set
from evals.benchmarks.loading import corpus_file
from evals.benchmarks.records import BenchReport, SetReport
from evals.benchmarks.running import Moved, run_set
from evals.benchmarks.sets import SETS
from evals.errors import BenchError


class Plan(NamedTuple):
    """What to run and where."""

    bench: Path
    """Folder of the benchmark files."""
    home: Path
    """Folder that keeps libraries and records."""
    settings: Settings
    """How the product is set up."""
    sample: int | None
    """Items of a set at most. None: all."""
    brought: tuple[Brought, ...] = ()
    """Sets that the user brings, asked after the others."""


def chosen(names: Sequence[str]) -> list[AnswerSet[Any]]:
    """The sets of these names, in the order of the folder; the last part of a name will do. None named: all.

    Raises BenchError for a name that no set has.
    """
    names = [part for name in names for part in name.split(",") if part]
    strays = [name for name in names if not any(_means(name, one) for one in SETS)]
    if strays:
        raise BenchError(f"no set {', '.join(strays)}; there are {', '.join(one.name for one in SETS)}")
    return [one for one in SETS if not names or any(_means(name, one) for name in names)]


def require_files(sets: Sequence[AnswerSet[Any]], bench: Path) -> None:
    """Raise BenchError, one line, that names every file that is missing; better now than after an hour."""
    wanted = [path for one in sets for path in one.files(bench)] + [
        corpus_file(bench / one.corpus) for one in sets if one.corpus
    ]
    lacking = list(dict.fromkeys(str(path.relative_to(bench)) for path in wanted if not path.is_file()))
    if lacking:
        others = f" and {len(lacking) - 3} more" if len(lacking) > 3 else ""
        raise BenchError(
            f"{bench}: no {', '.join(lacking[:3])}{others}; name the folder that holds the files with --bench,"
            " or sets that are there with --sets"
        )


def run_suite(
    sets: Sequence[AnswerSet[Any]], plan: Plan, *, jobs: int = 1, moved: Moved | None = None
) -> Iterator[SetReport]:
    """The report of every set, and of those that are brought, as it is done.

    With several jobs, sets of different libraries run side by side.
    """
    queues: dict[str, list[str | Brought]] = {}
    for one in sets:
        queues.setdefault(one.library, []).append(one.name)
    for given in plan.brought:
        queues.setdefault(brought_set(given).library, []).append(given)
    if jobs == 1:
        for names in queues.values():
            yield from _run_named(names, plan, moved)
        return
    # Started anew rather than forked: the libraries' threads do not survive a fork.
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting = [pool.submit(_run_all, names, plan) for names in queues.values()]
        for place, done in enumerate(as_completed(waiting), start=1):
            yield from done.result()
            if moved:
                moved("libraries", place, len(waiting))


def summed_up(reports: Sequence[SetReport], settings: Settings) -> BenchReport:
    """The reports in the order of the folder, with what they were made by; of two on one set the later counts."""
    order = {one.name: place for place, one in enumerate(SETS)}
    latest = {
        report.name: report for report in reports if report.name in order or report.name.split("/")[0] in MEASURES
    }
    return BenchReport(
        version=version("twosource"),
        engine=f"model ({settings.model})" if settings.model else "quotes",
        sets=tuple(sorted(latest.values(), key=lambda report: order.get(report.name, len(order)))),
    )


def _means(name: str, one: AnswerSet[Any]) -> bool:
    return name in (one.name, one.name.split("/")[1])


def _run_all(names: Sequence[str | Brought], plan: Plan) -> list[SetReport]:
    return list(_run_named(names, plan, None))


def _run_named(names: Sequence[str | Brought], plan: Plan, moved: Moved | None) -> Iterator[SetReport]:
    """Sets of one library; named, for a set itself goes into no other process."""
    for name in names:
        (one,) = chosen([name]) if isinstance(name, str) else [brought_set(name)]
        yield run_set(one, plan.bench, home=plan.home, settings=plan.settings, sample=plan.sample, moved=moved)[0]
