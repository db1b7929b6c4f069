"""Whether the articles answer a question at all, and which part of it they leave out.

Looks at the ranking as a whole; the weights were fitted (`evals/fitting.py`).
"""

from typing import NamedTuple

from assistant.quoting.ranking import Ranking
from assistant.words import STOP_WORDS, plain_number, stem, words

ANSWERABLE = 0.5
"""Confidence from which an answer is given; below it the question is refused."""


class Judgement(NamedTuple):
    """What speaks for and against an answer; shares are 0 to 1."""

    score: float
    """Score of the best sentence."""
    cosine: float
    """Highest cosine of a sentence."""
    cover: float
    """Share of the question's words, by rarity, in the best sentence."""
    unseen: float
    """Share of the question's words, by rarity, in none of the five best sentences nor beside them."""
    rarest: float
    """1: the question's most telling word is in none of the five best sentences nor beside them."""
    untyped: float
    """1: a sort of answer is wanted and the best sentence holds none."""
    names: float
    """Highest share of the question's names in a sentence among the five best."""
    numbers: float
    """The same for its numerals."""


def judge(ranking: Ranking) -> Judgement:
    """The ranking in numbers; `ranking.ranked` must not be empty."""
    best, top = ranking.ranked[0], ranking.ranked[:5]
    seen = frozenset().union(*(one.candidate.terms | one.candidate.context for one in top))
    total = sum(ranking.rarity.values()) or 1.0
    rarest = max(ranking.rarity, key=lambda term: ranking.rarity[term], default=None)
    return Judgement(
        score=best.score,
        cosine=max(one.features.cosine for one in top),
        cover=best.features.cover,
        unseen=sum(weight for term, weight in ranking.rarity.items() if term not in seen) / total,
        rarest=float(rarest is not None and rarest not in seen),
        untyped=best.features.untyped,
        names=max(one.features.names for one in top),
        numbers=max(one.features.numbers for one in top),
    )


def missing(ranking: Ranking) -> list[str]:
    """The question's words that the best sentences and those beside them do not hold, as asked."""
    seen = frozenset().union(*(one.candidate.terms | one.candidate.context for one in ranking.ranked[:5]))
    asked = dict.fromkeys(word for word in words(ranking.question.text) if word not in STOP_WORDS)
    return [word for word in asked if (term := stem(plain_number(word))) in ranking.rarity and term not in seen]
