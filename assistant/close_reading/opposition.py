"""Two sentences that answer one question, read against each other: whether both can be true.

Knows nothing of values, evidence or which of them is right. The reader is that of answers (`evals/ADAPTER.md`).
"""

from collections.abc import Sequence

from assistant.close_reading.reader import CloseReader, answers

DENIES = "denies: "
"""Stands before a sentence where what is asked is whether another says that it is not so."""


class Opposition:
    """A close reader that is asked about pairs of answers. Safe to share between threads."""

    def __init__(self, reader: CloseReader) -> None:
        self._reader = reader

    def against(self, question: str, first: str, others: Sequence[str]) -> list[float]:
        """Logit, for each of `others`, that it and `first` cannot both be true; the mean of both ways to read them."""
        ahead = self._reader.read(DENIES + first, others, [question] * len(others))
        back = [self._reader.read(DENIES + one, [first], [question])[0] for one in others]
        return [(answers(one) + answers(other)) / 2 for one, other in zip(ahead, back, strict=True)]
