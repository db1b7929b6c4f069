"""What both sets on follow-ups have in common: our rewrite beside a person's."""

from collections.abc import Sequence

import numpy as np

from evals.benchmarks.measures import Columns, Measure, average
from evals.benchmarks.records import Finding
from evals.benchmarks.wording import content_stems
from evals.errors import BenchError

_ORDERS = range(1, 5)
_COUNTS = (*(f"hits_{order}" for order in _ORDERS), *(f"runs_{order}" for order in _ORDERS), "ours", "theirs")


def rewrite_finding(question: str, rewrite: str, ours: str) -> Finding:
    """Of the content that a person's rewrite adds to the question the share that ours holds; and the counts of BLEU."""
    added = content_stems(rewrite) - content_stems(question)
    values = bleu_counts(ours, rewrite)
    if added:
        values["new_content"] = len(added & content_stems(ours)) / len(added)
    if _same(question, rewrite):
        values["left_alone"] = float(_same(question, ours))
    else:
        values["changed"] = float(not _same(question, ours))
    return Finding(values=values, expected=rewrite, shown=ours)


def rewrite_measures(*, recall_floor: float, bleu_floor: float, published: str = "") -> tuple[Measure, ...]:
    """Recall of new content first, BLEU as precision. The floors are of the question with what stands before it."""
    return (
        average("new_content", "new content recalled", floor=recall_floor),
        Measure("BLEU", _COUNTS, bleu, floor=bleu_floor, published=published, unit="points"),
        average("left_alone", "left alone where it stands alone"),
        average("changed", "changed where it does not"),
    )


def bleu_counts(ours: str, theirs: str) -> dict[str, float]:
    """What corpus BLEU sums over segments, by sacreBLEU (Post 2018), lower case. Raises BenchError without it."""
    try:
        from sacrebleu.metrics.bleu import BLEU
    except ModuleNotFoundError as error:
        raise BenchError("BLEU needs sacrebleu: install twosource with its extra, twosource[bench]") from error
    told = BLEU(lowercase=True).corpus_score([ours], [[theirs]])
    numbers: Sequence[float] = (*told.counts, *told.totals, told.sys_len, told.ref_len)
    return dict(zip(_COUNTS, map(float, numbers), strict=True))


def bleu(of: Columns) -> float:
    """Corpus BLEU of the summed counts, in points of 100, smoothed as sacreBLEU does."""
    from sacrebleu.metrics.bleu import BLEU

    summed = {name: int(np.sum(of[name])) for name in _COUNTS}
    hits, runs = ([summed[f"{kind}_{order}"] for order in _ORDERS] for kind in ("hits", "runs"))
    told = BLEU.compute_bleu(hits, runs, summed["ours"], summed["theirs"], smooth_method="exp")
    return float(told.score)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
