"""A question and a sentence read together: whether the one answers the other.

Knows nothing of rankings. The model is the embedding model with one of the adapters beside this file; how they were
trained, and on what, stands in `evals/ADAPTER.md`.
"""

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Literal, Protocol

from assistant.recent import Recent
from index import CrossEncoder, Read

_MOST_KEPT = 4_000
Reads = Literal["questions", "claims", "answers"]
"""What there is a reader of: which sentence answers, which quotes prove, which two answers contradict each other."""


class PairReader(Protocol):
    """What reads pairs: `CrossEncoder`."""

    def read(self, first: str, seconds: Sequence[str], beside: Sequence[str] | None = None) -> Sequence[Read]:
        """`first` with each of `seconds`, in order; `beside` helps to understand each."""


class CloseReader:
    """Reads pairs, those seen lately from memory; safe to share between threads."""

    def __init__(self, pairs: PairReader) -> None:
        self._pairs = pairs
        self._reads = Recent[tuple[str, str, str], Read](self._read, limit=_MOST_KEPT)

    def read(self, first: str, seconds: Sequence[str], beside: Sequence[str] | None = None) -> list[Read]:
        """`first` with each of `seconds`, in order; `beside` helps to understand each."""
        return self._reads.of([(first, *both) for both in zip(seconds, beside or [""] * len(seconds), strict=True)])

    def _read(self, pairs: Sequence[tuple[str, str, str]]) -> Sequence[Read]:
        """Pairs that share their first text."""
        firsts, seconds, beside = zip(*pairs, strict=True)
        return self._pairs.read(firsts[0], seconds, beside)


def close_reader(cache: Path, *, precision: Literal["float32", "int8"], of: Reads = "questions") -> CloseReader:
    """A reader with the adapter that ships with it; `cache` is a folder for its graph."""
    adapter = resources.files("assistant.close_reading").joinpath(f"{of}.npz")
    with resources.as_file(adapter) as path:
        return CloseReader(CrossEncoder(cache, path, precision=precision))


def answers(read: Read) -> float:
    """Logit that the second text, a sentence, answers the first, a question."""
    return read.score


def leading(title: str, previous: str) -> str:
    """What stands before a sentence, as it is read with it; `previous` is the sentence before, empty for the first.

    >>> leading("Ferry sinks", "Ines Prado opened the gates."), leading("Ferry sinks", "")
    ('Ferry sinks Ines Prado opened the gates.', 'Ferry sinks')
    """
    return f"{title} {previous}".strip()
