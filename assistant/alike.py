"""Whether two sentences say the same in nearly the same words.

Compares words and numbers; knows nothing of questions, and does not understand paraphrase.
"""

from functools import lru_cache

from assistant.figures.number_words import number_value
from assistant.words import is_negation, terms, words

NEAR = 0.8
"""Share of topic words that must be common; below it two outlets' wordings of one event begin to merge."""


def alike(first: str, second: str) -> bool:
    """True: one sentence repeats the other nearly word for word, with the same numbers and negations.

    >>> alike("The bridge will reopen on 4 May, the mayor said.", "“The bridge will reopen on 4 May,” said the mayor.")
    True
    >>> alike("The bridge will reopen on 4 May, the mayor said.", "The bridge will reopen on 5 May, the mayor said.")
    False
    """
    one, other = _read(first), _read(second)
    if one.numbers != other.numbers or one.negated != other.negated:
        return False
    common = len(one.terms & other.terms)
    return common >= 3 and common >= NEAR * max(len(one.terms), len(other.terms))


def contained(part: str, whole: str) -> bool:
    """True: nearly all that `part` says stands in `whole`, its numbers included."""
    one, other = _read(part), _read(whole)
    if not one.numbers <= other.numbers or one.negated != other.negated or len(one.terms) < 3:
        return False
    return len(one.terms & other.terms) >= 0.9 * len(one.terms)


def overlap(first: str, second: str) -> float:
    """Share of topic words that two sentences have in common (Jaccard), 0 to 1."""
    one, other = _read(first).terms, _read(second).terms
    return len(one & other) / len(one | other) if one and other else 0.0


def negated(text: str) -> bool:
    """Whether a sentence holds a negation.

    >>> negated("They didn't come."), negated("They came.")
    (True, False)
    """
    return _read(text).negated


class _Read:
    def __init__(self, text: str) -> None:
        found = words(text)
        self.terms = frozenset(terms(text))
        self.numbers = frozenset(value for word in found if (value := number_value(word)) is not None)
        self.negated = any(map(is_negation, found))


@lru_cache(maxsize=20_000)
def _read(text: str) -> _Read:
    return _Read(text)
