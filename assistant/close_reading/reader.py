"""A question and a sentence read together: whether the one answers the other.

Knows nothing of rankings. The model is the embedding model with the adapter beside this file; how the adapter was
trained, and on what, stands in `evals/ADAPTER.md`.
"""

from collections import OrderedDict
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from threading import Lock
from typing import Literal, Protocol

from index import CrossEncoder, Read

_ANSWERS = 0
"""The adapter's score that is used; its second, whether evidence supports a claim, is too weak (evals/ADAPTER.md)."""
_MOST_KEPT = 4_000


class PairReader(Protocol):
    """What reads pairs: `CrossEncoder`."""

    def read(self, first: str, seconds: Sequence[str]) -> Sequence[Read]:
        """`first` with each of `seconds`, in order."""


class CloseReader:
    """Reads pairs, those seen lately from memory; safe to share between threads."""

    def __init__(self, pairs: PairReader) -> None:
        self._pairs = pairs
        self._held: OrderedDict[tuple[str, str], Read] = OrderedDict()
        self._lock = Lock()

    def read(self, first: str, seconds: Sequence[str]) -> list[Read]:
        """`first` with each of `seconds`, in order."""
        with self._lock:
            known = {one: self._held[first, one] for one in seconds if (first, one) in self._held}
        new = [one for one in dict.fromkeys(seconds) if one not in known]
        if new:
            known.update(zip(new, self._pairs.read(first, new), strict=True))
        with self._lock:
            for one in seconds:
                self._held[first, one] = known[one]
                self._held.move_to_end((first, one))
            while len(self._held) > _MOST_KEPT:
                self._held.popitem(last=False)
        return [known[one] for one in seconds]


def close_reader(cache: Path, *, precision: Literal["float32", "int8"]) -> CloseReader:
    """The reader with the adapter that ships with the product; `cache` is a folder for its graph."""
    adapter = resources.files("assistant.close_reading").joinpath("adapter.npz")
    with resources.as_file(adapter) as path:
        return CloseReader(CrossEncoder(cache, path, precision=precision))


def answers(read: Read) -> float:
    """Logit that the second text, a sentence, answers the first, a question."""
    return float(read.scores[_ANSWERS])
