"""Sentences of many texts, and those of other texts that share most words with a question.

Knows nothing of answers: to whom a question is put whose event is not told there, all of them are wrong.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from assistant.words import terms

MOST = 12
"""Sentences that a question is given."""
_COMMON = 0.2
"""Share of the sentences from which on a word tells nothing."""


class Pool:
    """The sentences, each with what stands before it, by text."""

    def __init__(self, said: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        self._said = [(name, one) for name, lines in said.items() for one in lines]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, (_, (sentence, _)) in enumerate(self._said):
            for term in set(terms(sentence)):
                self._places[term].append(place)

    def nearest(self, question: str, but: str, most: int = MOST) -> list[tuple[str, str]]:
        """Those that share most topic words with the question, the rare ones counting most, none of the text `but`."""
        scores: dict[int, float] = defaultdict(float)
        for term in set(terms(question)):
            places = self._places.get(term, ())
            if len(places) < _COMMON * len(self._said):
                for place in places:
                    scores[place] += math.log(len(self._said) / len(places))
        best = sorted((place for place in scores if self._said[place][0] != but), key=lambda place: -scores[place])
        return [self._said[place][1] for place in best[:most]]
