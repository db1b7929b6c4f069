"""A judge's scores summed up, and held against the coded ones.

Numbers only; asks nobody.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from evals.benchmarks import statistics
from evals.case import Outcome
from evals.judge.judge import RIGHT
from evals.judge.records import Agreement, Judgement, JudgeReport
from evals.scoring import SCORERS


def judge_report(model: str, outcomes: Sequence[Outcome], judgements: Sequence[Judgement]) -> JudgeReport:
    """What a judge found in the outcomes of a run."""
    values = {one.case: one.value for one in judgements if one.value is not None}
    held = np.array(list(values.values()), dtype=np.float64)
    agreements = (_agreement(scorer, outcomes, values) for scorer in SCORERS)
    return JudgeReport(
        model=model,
        mean=float(held.mean()) if held.size else None,
        standard_error=_number(statistics.standard_error(held)),
        n=held.size,
        judgements=tuple(judgements),
        agreements=tuple(one for one in agreements if one.n),
    )


def _agreement(scorer: str, outcomes: Sequence[Outcome], values: Mapping[str, float]) -> Agreement:
    """With one coded scorer, over the cases that both scored."""
    both = [
        (float(values[outcome.case.id] >= RIGHT), float(coded == 1))
        for outcome in outcomes
        if outcome.case.id in values and (coded := outcome.value(scorer)) is not None
    ]
    if not both:
        return Agreement(scorer=scorer, n=0, agreed=0, kappa=None, low=None, high=None)
    said, coded_right = np.array(both).T
    groups = [str(place) for place in range(len(both))]
    within = statistics.interval(groups, lambda places: statistics.kappa(said[places], coded_right[places]))
    return Agreement(
        scorer=scorer,
        n=len(both),
        agreed=float((said == coded_right).mean()),
        kappa=_number(statistics.kappa(said, coded_right)),
        low=_number(within.low),
        high=_number(within.high),
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
