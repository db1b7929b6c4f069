"""What a close reading says of a sentence and its quotes: whether they say it.

The reader learnt to read claims (`evals/ADAPTER.md`). Decides nothing: a number or a name that does not fit is no
matter of likelihood, and stays with the locks.
"""

import re
from collections.abc import Sequence

from assistant.close_reading.reader import CloseReader, answers
from assistant.verification.said import Said

MOST, MOST_QUOTED = 32, 90
"""Words of a sentence and of its quotes that are read whole: what is longer is cut."""
_LEANS = re.compile(r"(?:he|she|it|they|this|that|these|those|his|her|its|their|there)\b", re.I)
"""How a sentence begins that is understood only behind another."""


class Reading:
    """A close reader that is asked about sentences. Safe to share between threads."""

    def __init__(self, reader: CloseReader) -> None:
        self._reader = reader

    @staticmethod
    def fits(sentence: str, quotes: Sequence[Said]) -> bool:
        """Whether a sentence can be read beside its quotes: it is short enough, and leans on no sentence before it."""
        words, told = len(sentence.split()), sum(len(quote.text.split()) for quote in quotes)
        return words <= MOST and told <= MOST_QUOTED and not _LEANS.match(sentence)

    def says(self, sentence: str, quotes: Sequence[Said]) -> float:
        """Logit that the quotes, read together, say the sentence; `quotes` must not be empty."""
        whole = " ".join(quote.text for quote in quotes)
        return answers(self._reader.read(sentence, [whole], [quotes[0].before])[0])
