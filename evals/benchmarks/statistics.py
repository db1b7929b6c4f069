"""Figures with their uncertainty: means, ranks, classes, and the bootstrap over groups.

Numbers only; knows nothing of questions or answers. All of it is deterministic: the bootstrap is seeded.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
"""Shape (n,)."""
Places = NDArray[np.intp]
"""Positions of items, shape (n,)."""

RESAMPLES = 1_000
"""Samples of a bootstrap; the ends of its interval then move by about a twentieth of its width."""
SEED = 20_250_523


class Interval(NamedTuple):
    """A percentile interval."""

    low: float
    """2.5th percentile."""
    high: float
    """97.5th percentile."""


def mean(values: Numbers) -> float:
    """Mean of the values that are not nan; nan where there are none."""
    held = values[~np.isnan(values)]
    return float(held.mean()) if held.size else float("nan")


def standard_error(values: Numbers) -> float:
    """Sample standard deviation over the root of n, nan left out; nan for fewer than two values."""
    held = values[~np.isnan(values)]
    return float(held.std(ddof=1) / np.sqrt(held.size)) if held.size > 1 else float("nan")


def auroc(scores: Numbers, labels: Numbers) -> float:
    """Chance that a positive scores above a negative, ties counting half; nan where one class is missing.

    >>> auroc(np.array([0.1, 0.4, 0.35, 0.8]), np.array([0.0, 0.0, 1.0, 1.0]))
    0.75
    """
    positive = labels == 1
    up, down = int(positive.sum()), int((~positive).sum())
    if not up or not down:
        return float("nan")
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return float((ranks[positive].sum() - up * (up + 1) / 2) / (up * down))


def balanced_accuracy(said: Numbers, labels: Numbers) -> float:
    """Mean of the shares of positives and of negatives that are called what they are; nan where a class is missing."""
    return (recall(said, labels) + recall(1 - said, 1 - labels)) / 2


def precision(said: Numbers, labels: Numbers) -> float:
    """Share of what is called positive that is; nan where nothing is called positive."""
    return _share(labels[said == 1] == 1)


def recall(said: Numbers, labels: Numbers) -> float:
    """Share of the positives that are called so; nan where there are none."""
    return _share(said[labels == 1] == 1)


def f1(said: Numbers, labels: Numbers) -> float:
    """Harmonic mean of precision and recall; 0 where nothing is called positive rightly."""
    hits = float(((said == 1) & (labels == 1)).sum())
    either = float((said == 1).sum() + (labels == 1).sum())
    return 2 * hits / either if either else float("nan")


def macro_f1(said: Numbers, labels: Numbers) -> float:
    """Mean of the F1 of every class that occurs among the labels."""
    each = [f1((said == one) * 1.0, (labels == one) * 1.0) for one in np.unique(labels)]
    return float(np.mean(each)) if each else float("nan")


def kappa(first: Numbers, second: Numbers) -> float:
    """Cohen's kappa (1960) of two raters over the same items; nan where chance alone would agree on every one.

    >>> kappa(np.array([1.0, 1.0, 0.0, 0.0]), np.array([1.0, 0.0, 0.0, 0.0]))
    0.5
    """
    classes = np.unique(np.concatenate([first, second]))
    chance = float(sum((first == one).mean() * (second == one).mean() for one in classes))
    agreed = float((first == second).mean())
    return (agreed - chance) / (1 - chance) if chance < 1 else float("nan")


def at_coverage(right: Numbers, confidence: Numbers, share: float) -> float:
    """Mean of `right` over the `share` of items with the highest confidence; ties at the edge count in part."""
    if not right.size:
        return float("nan")
    wanted = max(1.0, share * right.size)
    edge = np.sort(confidence)[::-1][int(np.ceil(wanted)) - 1]
    above, level = confidence > edge, confidence == edge
    return float((right[above].sum() + (wanted - above.sum()) * right[level].mean()) / wanted)


def interval(
    groups: Sequence[str], figure: Callable[[Places], float], *, resamples: int = RESAMPLES, seed: int = SEED
) -> Interval:
    """The 95 % bootstrap interval of `figure`, resampling groups with all their items; nan where it cannot be told.

    `figure` is called with the positions of the items of a sample (Field & Welsh 2007, the cluster bootstrap).
    """
    values = np.array([figure(places) for places in _samples(groups, resamples, seed)])
    held = values[~np.isnan(values)]
    if not held.size:
        return Interval(float("nan"), float("nan"))
    low, high = np.percentile(held, [2.5, 97.5])
    return Interval(float(low), float(high))


def interval_of_mean(values: Numbers) -> Interval:
    """The 95 % bootstrap interval of the mean of independent items."""
    return interval([str(place) for place in range(values.size)], lambda places: float(values[places].mean()))


def paired_p(
    groups: Sequence[str],
    difference: Callable[[Places], float],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> float:
    """Two-sided p of a difference between two runs over the same items: how often the bootstrap crosses zero.

    `difference` is called with the positions of the items of a sample. Never below 2 / (resamples + 1).
    """
    values = np.array([difference(places) for places in _samples(groups, resamples, seed)])
    held = values[~np.isnan(values)]
    below, above = int((held <= 0).sum()), int((held >= 0).sum())
    return min(1.0, 2 * (min(below, above) + 1) / float(held.size + 1))


def _samples(groups: Sequence[str], resamples: int, seed: int) -> Sequence[Places]:
    """Positions of the items of `resamples` samples of groups, drawn with replacement."""
    _, place = np.unique(np.array(groups), return_inverse=True)
    order = np.argsort(place, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(place))[:-1])
    draw = np.random.default_rng(seed)
    return [
        np.concatenate([members[one] for one in draw.integers(len(members), size=len(members))])
        for _ in range(resamples)
    ]


def _share(held: NDArray[np.bool_]) -> float:
    return float(held.mean()) if held.size else float("nan")
