"""Every set of the benchmark folder, in its order."""

from typing import Any

from evals.benchmarks.answer_set import AnswerSet
from evals.benchmarks.sets.answers import clapnq, rtqa, trecqa
from evals.benchmarks.sets.conflict import averitec, emergent, fnc1, pairs, ramdocs, rgb_fact
from evals.benchmarks.sets.follow_ups import canard, mtrag
from evals.benchmarks.sets.planted import bipia, poisonedrag
from evals.benchmarks.sets.silence import mtragun, squad2, timeshift
from evals.benchmarks.sets.support import faithbench, fever_symmetric, quotesum, summedits, wice

SETS: tuple[AnswerSet[Any], ...] = (
    rtqa.SET,
    clapnq.SET,
    trecqa.SET,
    timeshift.SET,
    squad2.SET,
    mtragun.SET,
    pairs.RGB,
    pairs.RAMDOCS,
    ramdocs.SET,
    rgb_fact.SET,
    emergent.SET,
    averitec.SET,
    fnc1.SET,
    summedits.SET,
    wice.CLAIMS,
    wice.WORDS,
    fever_symmetric.SET,
    faithbench.SET,
    quotesum.SET,
    mtrag.SET,
    canard.SET,
    bipia.SET,
    poisonedrag.SET,
)
"""All of them."""

__all__ = ["SETS"]
