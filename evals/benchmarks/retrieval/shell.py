"""The command `twosource eval retrieval`: the retrieval sets of a benchmark folder in, an ablation table out.

Computes nothing itself.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from assistant import Article, Settings, open_assistant
from assistant.answer import Frozen
from evals.benchmarks.options import Bench, Home, Sets, kept_in, write_page
from evals.benchmarks.retrieval.ablation import ARMS, MEASURES, Arm, ablate
from evals.benchmarks.retrieval.sets import RETRIEVAL_SETS, Question, RetrievalSet
from evals.errors import BenchError
from evals.files import write_atomically
from evals.fingerprint import fingerprint
from evals.opening import progress


def run_retrieval(
    bench: Bench,
    sets: Sets = None,
    sample: Annotated[
        int | None, typer.Option(min=2, metavar="N", help="The first N questions of a set.  [default: all]")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the page there as Markdown.")] = None,
    home: Home = None,
) -> None:
    """Measure retrieval, and what each part of the ranking brings.

    Libraries and figures stay in --home: a corpus is embedded once, and no set is asked twice by the same settings
    and code. Settings are those of your environment; TWOSOURCE_PRECISION=int8 halves the time.
    """
    wanted = [one for one in RETRIEVAL_SETS if not sets or one.short in sets or one.name in sets]
    if not wanted or (sets and len(wanted) < len(sets)):
        raise BenchError(f"no such set; there are {', '.join(one.short for one in RETRIEVAL_SETS)}")
    kept = kept_in(home)
    measured = [_measured(one, bench, kept / "retrieval" / one.short, sample) for one in wanted]
    page = "\n".join([_HEAD.format(precision=Settings.checked().precision), *measured])
    typer.echo(page)
    if out:
        write_page(out, (out, page))


def _measured(one: RetrievalSet, bench: Path, home: Path, sample: int | None) -> str:
    """The section of a set, from figures that are kept or made now."""
    held = one.read_questions(bench / one.name)
    questions = held[:sample]
    settings = Settings.checked(home=home)
    kept = home.parent / f"{one.short}-{len(questions)}-{fingerprint(settings, [Path(__file__).parent])}.json"
    if kept.exists():
        report = _Measured.model_validate_json(kept.read_bytes())
    else:
        home.mkdir(parents=True, exist_ok=True)
        report = _ask(one, questions, one.read_articles(bench / one.name), settings)
        write_atomically(kept, report.model_dump_json(indent=1) + "\n")
    return _section(one, report, of=len(held))


class _Measured(Frozen):
    """What one set gave."""

    arms: tuple[Arm, ...]
    """In the order of `ARMS`."""
    articles: int
    """In the library."""
    questions: int
    """Asked of it."""


def _ask(
    one: RetrievalSet, questions: Sequence[Question], articles: Sequence[Article], settings: Settings
) -> _Measured:
    with progress() as bar, open_assistant(settings=settings) as desk:
        task = bar.add_task(f"{one.short}: reading articles", total=None)
        held = {article.key for article in desk.articles()}
        new = [article for article in articles if article.key not in held]
        for at in range(0, len(new), _BATCH):
            desk.add_articles(new[at : at + _BATCH])
            bar.update(task, completed=at, total=len(new))
        bar.update(task, description=one.short, completed=0, total=len(ARMS) * len(questions))
        arms = ablate(desk, questions, done=lambda done, total: bar.update(task, completed=done, total=total))
        return _Measured(arms=tuple(arms), articles=desk.count(), questions=len(questions))


def _section(one: RetrievalSet, told: _Measured, *, of: int) -> str:
    rows = [
        [arm.name, *(_figure(arm, measure) for measure in MEASURES), "" if arm.p is None else f"{arm.p:.3f}"]
        for arm in told.arms
    ]
    return "\n".join(
        [
            f"## {one.name}",
            "",
            f"{told.articles:,} articles, the first {told.questions} of {of} questions; {one.about}. "
            f"BM25 over whole articles: {one.floor}.",
            "",
            _line(["ranking", *MEASURES, "p (MRR)"]),
            _line(["---", *["---:"] * (len(MEASURES) + 1)]),
            *(_line(row) for row in rows),
            "",
        ]
    )


def _figure(arm: Arm, measure: str) -> str:
    low, high = arm.intervals[measure]
    return f"{_share(arm.values[measure])} ({_share(low)}-{_share(high)})"


def _share(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


_BATCH = 100
_HEAD = """\
# Retrieval

Made by `twosource eval retrieval --bench DIR --out evals/RETRIEVAL.md`; do not edit. Development \
halves; embedder all-MiniLM-L6-v2, {precision}. An article stands at the rank of its best passage. In brackets: \
95 % bootstrap over questions. p: paired bootstrap of MRR@10 against words alone.

Each row adds one part to the one before, but for the first two, which stand alone. *lead*: the start of an article \
counts a little more. *publishers*: so do articles of a publisher that the question names. *everything*: and articles \
of the days that it names; "this week" and "on Monday" count from the day of the question where the set gives it.
"""
