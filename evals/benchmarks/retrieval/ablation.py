"""One library asked under several weightings: what each part of the ranking brings.

Knows no files of a benchmark and prints nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import perf_counter

import numpy as np

from assistant import Assistant, Filters, Weights
from assistant.answer import Frozen
from evals.benchmarks.ranking import ranked
from evals.benchmarks.retrieval.sets import Question
from evals.benchmarks.statistics import Interval, Numbers, Places, interval, paired_p

_WORDS = Weights(meaning=0, words=1, lead=0, publishers=0, days=0, room=0)
_BOTH = Weights(lead=0, publishers=0, days=0)
ARMS: Mapping[str, Weights] = {
    "words alone (BM25)": _WORDS,
    "vectors alone": Weights(meaning=1, words=0, lead=0, publishers=0, days=0, room=0),
    "both": _BOTH,
    "both, lead": _BOTH.model_copy(update={"lead": Weights().lead}),
    "both, lead, publishers": Weights(days=0),
    "everything": Weights(),
}
"""What is compared, from plain to whole; the first is what the others are tested against."""
MEASURES = ("MRR@10", "Hit@1", "Hit@4", "Hit@10", "Recall@10", "nDCG@10")
"""Of each arm, out of those of a ranking."""
_PASSAGES = 50


class Arm(Frozen):
    """What one weighting gets."""

    name: str
    """Of `ARMS`."""
    values: dict[str, float]
    """Mean of each measure."""
    intervals: dict[str, Interval]
    """95 % of each."""
    p: float | None
    """That MRR@10 differs from the first arm's by chance. None: this is the first arm."""
    median_ms: float
    """Of one retrieval, warm."""


def ablate(
    desk: Assistant, questions: Sequence[Question], *, done: Callable[[int, int], None] = lambda done, total: None
) -> list[Arm]:
    """Every arm's figures over the same questions; articles are ranked by their best passage."""
    key = {article.id: article.key for article in desk.articles()}
    columns: dict[str, dict[str, Numbers]] = {}
    arms: list[Arm] = []
    for place, (name, weights) in enumerate(ARMS.items()):
        scores: list[tuple[float, ...]] = []
        times: list[float] = []
        for question in questions:
            started = perf_counter()
            hits = desk.retrieve(
                question.text, _PASSAGES, filters=Filters(asked_on=question.asked_on), weights=weights
            ).hits
            times.append(1000 * (perf_counter() - started))
            ranking = list(dict.fromkeys(key[hit.chunk.article_id] for hit in hits))
            told = ranked(ranking, dict.fromkeys(question.relevant, 1))
            scores.append(tuple(told[measure] for measure in MEASURES))
            done(place * len(questions) + len(scores), len(ARMS) * len(questions))
        columns[name] = {
            measure: np.array(column) for measure, column in zip(MEASURES, zip(*scores, strict=True), strict=True)
        }
        arms.append(_arm(name, columns, [question.name for question in questions], median(times)))
    return arms


def _arm(name: str, columns: Mapping[str, Mapping[str, Numbers]], groups: Sequence[str], median_ms: float) -> Arm:
    ours, plain = columns[name], columns[next(iter(columns))]
    gain = ours["MRR@10"] - plain["MRR@10"]
    return Arm(
        name=name,
        values={measure: float(column.mean()) for measure, column in ours.items()},
        intervals={measure: interval(groups, _mean_of(column)) for measure, column in ours.items()},
        p=None if len(columns) == 1 else paired_p(groups, _mean_of(gain)),
        median_ms=median_ms,
    )


def _mean_of(column: Numbers) -> Callable[[Places], float]:
    return lambda places: float(column[places].mean())
