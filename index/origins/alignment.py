"""How much of one text stands in another, and where.

Compares words in their order; knows nothing of what is stored.
"""

from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np

from index.origins.prints import RUN, runs
from index.origins.words import Numbers, Words


class Found(NamedTuple):
    """Where a stretch stands in another text."""

    start: int
    """First character there."""
    end: int
    """One past the last."""
    share: float
    """Words that both have in the same order, of the longer of the two: 1.0 is word for word."""


def coverage(one: Words, other: Words) -> tuple[float, float]:
    """Share of the words of `one` that stand in `other` in runs of `RUN` or more, and the same the other way round.

    Paragraphs in another order change little, a changed word costs itself and at most its neighbours.
    """
    ours, theirs = runs(one.codes), runs(other.codes)
    return _covered(np.isin(ours, theirs), len(one.codes)), _covered(np.isin(theirs, ours), len(other.codes))


def find(asked: Words, other: Words) -> Found | None:
    """The place in `other` that is most like `asked`; None where no run of words is common."""
    places = _common(asked.codes, other.codes)
    if not len(places):
        return None
    size = len(asked.codes)
    slack = max(RUN, size // 2)
    # Each common run says where the whole would start; the place is where most of them agree.
    first = np.searchsorted(places, places - slack, side="left")
    best = int(np.argmax(np.arange(len(places)) - first))
    low, high = max(0, int(places[first[best]]) - slack), int(places[best]) + size + slack
    return _matched(asked.codes, Words(*(column[low:high] for column in other)))


def _covered(common: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]", words: int) -> float:
    if not words or not common.any():
        return 0.0
    width = words - len(common) + 1
    held = np.zeros(words, dtype=bool)
    for offset in range(width):
        held[offset : offset + len(common)] |= common
    return float(held.mean())


def _common(asked: Numbers, other: Numbers) -> Numbers:
    """Where `asked` would start in `other`, for every run that both have, ascending."""
    if len(asked) < RUN:
        return asked[:0]
    ours, theirs = runs(asked), runs(other)
    order = np.argsort(ours, kind="stable")
    at = np.minimum(np.searchsorted(ours, theirs, sorter=order), len(ours) - 1)
    hits = np.flatnonzero(ours[order[at]] == theirs)
    return np.sort(hits - order[at[hits]])


def _matched(asked: Numbers, near: Words) -> Found | None:
    matcher = SequenceMatcher(None, asked.tolist(), near.codes.tolist(), autojunk=False)
    blocks = [(block.b, block.b + block.size) for block in matcher.get_matching_blocks() if block.size]
    # A word that stands alone, further off than it is long, is there by chance.
    while len(blocks) > 1 and blocks[0][1] - blocks[0][0] < blocks[1][0] - blocks[0][1]:
        blocks.pop(0)
    while len(blocks) > 1 and blocks[-1][1] - blocks[-1][0] < blocks[-1][0] - blocks[-2][1]:
        blocks.pop()
    if not blocks:
        return None
    first, last = blocks[0][0], blocks[-1][1]
    common = sum(end - start for start, end in blocks)
    return Found(int(near.starts[first]), int(near.ends[last - 1]), common / max(len(asked), last - first))
