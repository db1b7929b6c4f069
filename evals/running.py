"""A run: every case asked once, scored, and summed up in a report.

Is handed what it asks; knows nothing of assistants, files or terminals.
"""

import statistics
from collections.abc import Callable, Iterable, Sequence
from math import sqrt
from time import perf_counter
from typing import Literal

from assistant.answer import Answer, Turn
from evals.case import Case, CaseKind, Mean, Outcome, Report
from evals.scoring import SCORERS, score
from evals.scoring.shown import place

Ask = Callable[[str, Sequence[Turn]], Answer]
"""A question and the conversation before it in, an answer out."""


def run(cases: Sequence[Case], ask: Ask, *, done: Callable[[Outcome], None] | None = None) -> Report:
    """What `ask` makes of the cases, asked in order; `done` hears of each outcome as it comes.

    A case that raises counts as wrong and ends nothing.
    """
    outcomes: list[Outcome] = []
    prints: list[str] = []
    engines: list[str] = []
    for case in cases:
        outcome, answer = _outcome(case, ask)
        outcomes.append(outcome)
        if answer is not None:
            prints.append(answer.fingerprint)
            engines.append(f"{answer.engine} ({answer.model})" if answer.model else answer.engine)
        if done is not None:
            done(outcome)
    times = [outcome.elapsed_ms for outcome in outcomes if outcome.error is None]
    return Report(
        fingerprint=_each_once(prints),
        engine=_each_once(engines),
        means=tuple(_means(outcomes)),
        outcomes=tuple(outcomes),
        median_elapsed_ms=statistics.median(times) if times else 0,
    )


def _outcome(case: Case, ask: Ask) -> tuple[Outcome, Answer | None]:
    """One case asked and scored; no answer where asking raised."""
    started = perf_counter()
    try:
        answer = ask(case.question, case.history)
    except Exception as error:
        # The batch goes on; an answer that says nothing gives every scorer that applies its worst value.
        elapsed_ms = round(1000 * (perf_counter() - started))
        silent = Answer(question=case.question, query=case.question, text="", engine="quotes")
        told = f"{type(error).__name__}: {error}"
        return _recorded(case, silent, elapsed_ms=elapsed_ms, error=told), None
    return _recorded(case, answer, elapsed_ms=answer.elapsed_ms), answer


def _recorded(case: Case, answer: Answer, *, elapsed_ms: int, error: str | None = None) -> Outcome:
    return Outcome(
        case=case,
        text=answer.text,
        refused=answer.refused,
        cited=tuple(dict.fromkeys(place(citation) for citation in answer.citations)),
        scores=score(case, answer),
        error=error,
        elapsed_ms=elapsed_ms,
    )


def _means(outcomes: Sequence[Outcome]) -> Iterable[Mean]:
    """Per scorer, over all cases and then kind by kind, where it applies at all."""
    kinds: list[CaseKind] = list(dict.fromkeys(outcome.case.kind for outcome in outcomes))
    for scorer in SCORERS:
        everything = [(outcome.case.kind, outcome.value(scorer)) for outcome in outcomes]
        given = [(kind, value) for kind, value in everything if value is not None]
        if given:
            yield _mean([value for _, value in given], scorer=scorer, kind="all")
        for kind in kinds:
            values = [value for of, value in given if of == kind]
            if values:
                yield _mean(values, scorer=scorer, kind=kind)


def _mean(values: Sequence[float], *, scorer: str, kind: CaseKind | Literal["all"]) -> Mean:
    """The mean of at least one value, with its standard error."""
    error = statistics.stdev(values) / sqrt(len(values)) if len(values) > 1 else None
    mean = statistics.fmean(values)
    return Mean(scorer=scorer, kind=kind, mean=mean, standard_error=error, n=len(values))


def _each_once(told: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(filter(None, told)))
