"""A question and a sentence read together: whether the one answers the other.

Knows nothing of rankings. The model is the embedding model with the adapter beside this file; how the adapter was
trained, and on what, stands in `evals/ADAPTER.md`.
"""

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Literal, Protocol

from assistant.recent import Recent
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
        self._reads = Recent[tuple[str, str], Read](self._read, limit=_MOST_KEPT)

    def read(self, first: str, seconds: Sequence[str]) -> list[Read]:
        """`first` with each of `seconds`, in order."""
        return self._reads.of([(first, second) for second in seconds])

    def _read(self, pairs: Sequence[tuple[str, str]]) -> Sequence[Read]:
        """Pairs that share their first text."""
        return self._pairs.read(pairs[0][0], [second for _, second in pairs])


def close_reader(cache: Path, *, precision: Literal["float32", "int8"]) -> CloseReader:
    """The reader with the adapter that ships with the product; `cache` is a folder for its graph."""
    adapter = resources.files("assistant.close_reading").joinpath("adapter.npz")
    with resources.as_file(adapter) as path:
        return CloseReader(CrossEncoder(cache, path, precision=precision))


def answers(read: Read) -> float:
    """Logit that the second text, a sentence, answers the first, a question."""
    return float(read.scores[_ANSWERS])
