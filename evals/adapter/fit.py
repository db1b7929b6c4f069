"""Fits how much a close reading counts beside words and vectors: the weights in `ranking.py` and `judging.py`.

`make weights BENCH=folder LIBRARIES=folder`; needs the extra `adapter`. Learns from what the adapter never saw, prints
what it found and changes no file.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.quoting.weighing.features import Features, Outward
from assistant.quoting.weighing.judging import Judgement
from evals.adapter.examples import Example, examples

SIGNS = Judgement(1, 1, 1, 1, 1, -1, 1, -1, -1, 1, 1)
"""Which way each part of a judgement may count."""
HELPS = Features(Outward(1, 1, 1, 1, 1, 1, -1, 1, -1), 1, 1, 1, 1, 1, -1, 1)
"""The same of a sentence's features."""
COUNTS = {"gold": 3.0}
"""How much a set counts; the others 1."""
FOLDS, PENALTY = 6, 1.0
Array = NDArray[np.float64]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--home", type=Path, required=True, help="folder of their libraries, as eval bench filled them")
    given = parser.parse_args()
    found = list(examples(given.bench, given.home))
    print(f"{len(found)} questions: {dict(Counter(one.set for one in found))}")  # noqa: T201
    print("\n".join([*ranking_told(found), *judging_told(found)]))  # noqa: T201


def ranking_told(found: Sequence[Example]) -> Iterator[str]:
    """How often the best sentence is right, over folds, and the weights of all."""
    asked = [one for one in found if one.answerable and any(sentence.right for sentence in one.sentences)]
    folds = folded(len(asked))
    hits: dict[str, list[bool]] = defaultdict(list)
    alone: dict[str, list[bool]] = defaultdict(list)
    for fold in range(FOLDS):
        weights, _ = fit_ranking([one for one, at in zip(asked, folds, strict=True) if at != fold])
        for one in (one for one, at in zip(asked, folds, strict=True) if at == fold):
            rows = _sentence_rows([one])
            hits[one.set].append(one.sentences[int(np.argmax(rows @ weights))].right)
            alone[one.set].append(one.sentences[int(np.argmax(rows[:, 0]))].right)
    for name, right in hits.items():
        both = f"{np.mean(right):.3f}  by the reading alone {np.mean(alone[name]):.3f}"
        yield f"first right, {name:8s} n={len(right):3d}  {both}"
    weights, bias = fit_ranking(asked)
    yield f"READ_WEIGHT {weights[0]:.2f} READ_BIAS {bias:.2f}"
    yield f"READ_FEATURES {_named((*Outward._fields, *Features._fields[1:]), weights[1:])}"


def fit_ranking(asked: Sequence[Example]) -> tuple[Array, float]:
    """Weight of the reading and of each feature, and the bias: which sentences answer."""
    rows = _sentence_rows(asked)
    right = np.array([sentence.right for one in asked for sentence in one.sentences])
    sets = [one.set for one in asked for _ in one.sentences]
    return logistic_fit(rows, right, sets, np.array([1, *HELPS.row]))


def judging_told(found: Sequence[Example]) -> Iterator[str]:
    """How well confidence tells answerable questions, over folds, and the weights of all."""
    folds = np.array(folded(len(found)))
    rows = np.array([one.judged for one in found])
    answerable = np.array([one.answerable for one in found])
    sets = np.array([one.set for one in found])
    scores = np.zeros(len(found))
    for fold in range(FOLDS):
        rest = folds != fold
        weights, bias = logistic_fit(rows[rest], answerable[rest], list(sets[rest]), np.array(SIGNS))
        scores[~rest] = rows[~rest] @ weights + bias
    for name in dict.fromkeys(sets):
        here = sets == name
        yes, no = scores[here & answerable], scores[here & ~answerable]
        if len(yes) and len(no):
            area = np.mean((yes[:, None] > no[None]) + 0.5 * (yes[:, None] == no[None]))
            yield (
                f"AUROC {name:8s} n={len(yes)}+{len(no)}  {area:.3f}  refused though answerable {np.mean(yes < 0):.2f}"
                f"  answered though not {np.mean(no >= 0):.2f}"
            )
    weights, bias = logistic_fit(rows, answerable, list(sets), np.array(SIGNS))
    yield f"JUDGEMENT_BIAS {bias:.2f}"
    yield f"JUDGEMENT_WEIGHTS {_named(Judgement._fields, weights)}"


def logistic_fit(rows: Array, right: NDArray[np.bool_], sets: Sequence[str], signs: Array) -> tuple[Array, float]:
    """Weights, shape (columns,), each of its sign or none, and the bias; every set and both labels weigh alike."""
    count, yes = Counter(sets), Counter(name for name, one in zip(sets, right, strict=True) if one)
    counts = np.array(
        [
            COUNTS.get(name, 1.0) * np.sqrt(count[name]) / (2 * max(1, yes[name] if one else count[name] - yes[name]))
            for name, one in zip(sets, right, strict=True)
        ]
    )
    counts /= counts.sum()
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    scaled = (rows - mean) / spread

    def loss(point: Array) -> float:
        scores = point[0] + scaled @ (signs * point[1:])
        wrong = np.logaddexp(0, np.where(right, -scores, scores))
        return float((counts * wrong).sum() + PENALTY * (point[1:] ** 2).sum() / len(rows))

    start = np.zeros(1 + rows.shape[1])
    bounds = [(None, None), *[(0, None)] * rows.shape[1]]
    point = minimize(loss, start, method="L-BFGS-B", bounds=bounds).x
    weights = signs * point[1:] / spread
    return weights, float(point[0] - mean @ weights)


def folded(count: int) -> list[int]:
    """Which fold each example belongs to, the same every time."""
    return [int(fold) for fold in np.random.default_rng(0).integers(0, FOLDS, count)]


def _sentence_rows(asked: Sequence[Example]) -> Array:
    return np.array([[sentence.read, *sentence.features.row] for one in asked for sentence in one.sentences])


def _named(names: Sequence[str], weights: Array) -> str:
    return ", ".join(f"{name}={weight:.2f}" for name, weight in zip(names, weights, strict=True))


if __name__ == "__main__":
    main()
