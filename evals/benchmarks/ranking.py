"""How good a ranking of articles is against what people judged relevant.

Numbers only. Knows no question and no library.
"""

from collections.abc import Mapping, Sequence
from math import log2

MEASURES = (*("MRR@10", "Hit@1", "Hit@4", "Hit@10", "Recall@4", "Recall@10", "Recall@100", "nDCG@10", "MAP@100"),)
"""Names of the measures of `ranked`."""
_CUT, _DEEP = 10, 100


def ranked(ranking: Sequence[str], grades: Mapping[str, int]) -> dict[str, float]:
    """The measures of one ranking, by name; `grades` holds the relevant ones, at least one, each above 0.

    nDCG takes the grade as gain and 1 / log2(rank + 1) as discount, as trec_eval does.

    >>> told = ranked(["a", "b", "c"], {"b": 1, "z": 1})
    >>> [round(told[name], 3) for name in ("MRR@10", "Hit@1", "Recall@10", "nDCG@10", "MAP@100")]
    [0.5, 0.0, 0.5, 0.387, 0.25]
    """
    found = [place for place, key in enumerate(ranking[:_DEEP]) if key in grades]
    first = found[0] if found else _DEEP
    gain = sum(grades[ranking[place]] / log2(place + 2) for place in found if place < _CUT)
    ideal = sum(grade / log2(place + 2) for place, grade in enumerate(sorted(grades.values(), reverse=True)[:_CUT]))
    precision = sum(count / (place + 1) for count, place in enumerate(found, start=1))
    told = {
        "MRR@10": 1 / (first + 1) if first < _CUT else 0.0,
        "nDCG@10": gain / ideal,
        "MAP@100": precision / len(grades),
    }
    told |= {f"Hit@{depth}": float(first < depth) for depth in (1, 4, _CUT)}
    told |= {f"Recall@{depth}": sum(place < depth for place in found) / len(grades) for depth in (4, _CUT, _DEEP)}
    return {name: told[name] for name in MEASURES}
