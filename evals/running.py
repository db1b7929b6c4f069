"""A run: every case asked once, scored, and summed up in a report.

Is handed what it asks; knows nothing of assistants, files or terminals.
"""

import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from math import sqrt
from time import perf_counter
from typing import Literal, NamedTuple, Protocol

from assistant import Filters
from assistant.answer import Answer, Turn, Verdict
from evals.case import Case, CaseKind, Mean, Outcome, Report
from evals.drafts import checked_draft
from evals.scoring import SCORERS, score
from evals.scoring.shown import place


class Ask(Protocol):
    """A question and the conversation before it in, an answer out."""

    def __call__(self, question: str, history: Sequence[Turn], /, *, filters: Filters = ...) -> Answer:
        """`filters` are given only where a case is asked as of a day."""


class Verify(Protocol):
    """A draft in, a verdict per sentence out."""

    def __call__(self, draft: str, /, *, filters: Filters = ...) -> Sequence[Verdict]:
        """`filters` as in `Ask`."""


Kept = Callable[[Outcome, Answer | None], None]
"""Called with each new outcome and its answer; None where asking raised."""


def run(
    cases: Sequence[Case],
    ask: Ask,
    *,
    done: Callable[[Outcome], None] | None = None,
    kept: Kept | None = None,
    known: Mapping[str, Outcome] | None = None,
    verify: Verify | None = None,
    jobs: int = 1,
) -> Report:
    """What `ask` makes of the cases; `done` hears of each outcome in the order of the cases.

    A case that raises counts as wrong and ends nothing. `known` holds outcomes by case id that need no asking;
    they count only where the case is still the same. `kept` hears of the new ones. `verify` checks the drafts; without
    it they count as wrong. With several `jobs`, so many questions are asked at once.
    """
    outcomes: list[Outcome] = []
    desk = _Desk(ask, verify)
    for outcome in _outcomes(cases, desk, kept=kept, known=known or {}, jobs=jobs):
        outcomes.append(outcome)
        if done is not None:
            done(outcome)
    return summed_up(outcomes)


def summed_up(outcomes: Sequence[Outcome]) -> Report:
    """Outcomes as a report."""
    times = [outcome.elapsed_ms for outcome in outcomes if outcome.error is None]
    return Report(
        fingerprint=_each_once(outcome.fingerprint for outcome in outcomes),
        engine=_each_once(outcome.engine for outcome in outcomes),
        means=tuple(_means(outcomes)),
        outcomes=tuple(outcomes),
        median_elapsed_ms=statistics.median(times) if times else 0,
    )


def _outcomes(
    cases: Sequence[Case], desk: "_Desk", *, kept: Kept | None, known: Mapping[str, Outcome], jobs: int
) -> Iterator[Outcome]:
    """An outcome per case, in order."""

    def asked(case: Case) -> tuple[Outcome, Answer | None, bool]:
        held = known.get(case.id)
        return (held, None, False) if held is not None and held.case == case else (*_outcome(case, desk), True)

    with ThreadPoolExecutor(jobs) as pool:
        for outcome, answer, new in pool.map(asked, cases) if jobs > 1 else map(asked, cases):
            if new and kept is not None:
                kept(outcome, answer)
            yield outcome


class _Desk(NamedTuple):
    """What is asked."""

    ask: Ask
    verify: Verify | None

    def answer(self, case: Case) -> Answer:
        """The answer to a case, as of its day where it has one."""
        filters = Filters(until=case.as_of, asked_on=case.as_of or case.asked_on)
        day = {} if filters == Filters() else {"filters": filters}
        if case.kind != "draft":
            return self.ask(case.question, case.history, **day)
        if self.verify is None:
            raise LookupError("nothing here checks drafts; hand in `verify`")
        started = perf_counter()
        answer = checked_draft(case.question, self.verify(case.question, **day))
        return answer.model_copy(update={"elapsed_ms": round(1000 * (perf_counter() - started))})


def _outcome(case: Case, desk: _Desk) -> tuple[Outcome, Answer | None]:
    """One case asked and scored; no answer where asking raised."""
    started = perf_counter()
    try:
        answer = desk.answer(case)
    except Exception as error:
        # The batch goes on; an answer that says nothing gives every scorer that applies its worst value.
        elapsed_ms = round(1000 * (perf_counter() - started))
        silent = Answer(question=case.question, query=case.question, text="", engine="quotes")
        told = f"{type(error).__name__}: {error}"
        return _recorded(case, silent, elapsed_ms=elapsed_ms, error=told), None
    return _recorded(case, answer, elapsed_ms=answer.elapsed_ms), answer


def _recorded(case: Case, answer: Answer, *, elapsed_ms: int, error: str | None = None) -> Outcome:
    engine = f"{answer.engine} ({answer.model})" if answer.model else answer.engine
    return Outcome(
        case=case,
        text=answer.text,
        refused=answer.refused,
        cited=tuple(dict.fromkeys(place(citation) for citation in answer.citations)),
        scores=score(case, answer),
        error=error,
        elapsed_ms=elapsed_ms,
        confidence=answer.confidence,
        engine=engine if error is None else "",
        fingerprint=answer.fingerprint,
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
