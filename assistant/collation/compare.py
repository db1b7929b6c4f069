"""Whether two passages answer one question alike, against each other, or not both.

The one place where answers of two passages are set against each other. Knows nothing of evidence and citations.
"""

import math
from collections.abc import Iterable
from typing import Literal, NamedTuple

from assistant.alike import overlap
from assistant.answer import Kind
from assistant.collation.claims.claims import Claim, claims, log_odds, logistic
from assistant.collation.claims.roots import Passage, Topic
from assistant.collation.claims.values import Sort, agree, sort_of
from assistant.figures import Quantity
from assistant.question.analysis import Question
from assistant.question.follow_up.words import ORGANISATIONS, PLACES
from assistant.words import fold

Verdict = Literal["contradict", "agree", "unrelated"]
"""`unrelated`: one of the two does not answer the question, as far as can be told."""

CONTRADICTS = 0.35
"""Probability from which two passages are said to contradict each other (chosen on development data)."""
AGREES = 0.2
"""Likelihood that a value which both hold must have in each of them to be their common answer."""


class Comparison(NamedTuple):
    """What two passages say to one question."""

    verdict: Verdict
    """How they stand to each other."""
    kind: Kind | None = None
    """What their answers are. None: unrelated."""
    first: str | None = None
    """The first passage's answer, verbatim. None: unrelated."""
    second: str | None = None
    """The second one's."""
    probability: float = 0.0
    """How likely they contradict each other, 0 to 1."""


class _Match(NamedTuple):
    """A claim of each passage."""

    first: Claim
    second: Claim

    @property
    def weight(self) -> float:
        return math.sqrt(self.first.weight * self.second.weight)


def compare(question: Question, a: str, b: str) -> Comparison:
    """How two passages answer a question that a number, a date or a name answers.

    >>> from assistant.question.analysis import analyse
    >>> asked = analyse("When was the mill built?")
    >>> found = compare(asked, "The mill was built in 1893 by monks.", "The mill was built in 1839 by monks.")
    >>> found.verdict, found.first, found.second
    ('contradict', '1893', '1839')
    """
    sort = sort_of(question)
    against, together = _matches(claims(question, a), claims(question, b))
    if sort is None or (against is None and together is None):
        return Comparison("unrelated")
    probability = logistic(WEIGHTS, features(question, a, b)) if against else 0.0
    kind: Kind = "name" if sort == "place" else sort
    if against and probability >= CONTRADICTS:
        return Comparison("contradict", kind, *_texts(against), probability)
    if together and together.weight >= AGREES:
        return Comparison("agree", kind, *_texts(together), probability)
    return Comparison("unrelated", probability=probability)


def features(question: Question, a: str, b: str) -> list[float]:
    """What speaks for a contradiction between two passages; each must hold a claim, and two must differ."""
    sort, topic = sort_of(question), Topic.of(question.text)
    against, together = _matches(claims(question, a), claims(question, b))
    if against is None:
        return []
    first, second = against.first.value, against.second.value
    weights = sorted((against.first.weight, against.second.weight))
    ours = Passage.of(a).around(first.start, first.end) - topic.terms.keys()
    theirs = Passage.of(b).around(second.start, second.end) - topic.terms.keys()
    return [
        1.0,
        log_odds(weights[0]),
        log_odds(weights[1]),
        len(ours & theirs) / max(1, len(ours | theirs)),
        _same_shape(sort, against),
        log_odds(together.weight) if together else -4.0,
        float(together is not None),
        overlap(a, b),
        min(_held(topic.terms, a), _held(topic.terms, b)),
        min(_held(dict.fromkeys(topic.rare, 1.0), a), _held(dict.fromkeys(topic.rare, 1.0), b)),
        float(fold(first.text) in fold(b) or fold(second.text) in fold(a)),
        float(sort == "name"),
        float(sort == "number"),
    ]


def _matches(ours: Iterable[Claim], theirs: Iterable[Claim]) -> tuple[_Match | None, _Match | None]:
    """The likeliest two claims that differ, and the likeliest two that agree."""
    best: dict[bool, _Match] = {}
    for match in (_Match(one, other) for one in ours for other in theirs):
        alike = agree(match.first.value, match.second.value)
        if alike not in best or match.weight > best[alike].weight:
            best[alike] = match
    return best.get(False), best.get(True)


def _same_shape(sort: Sort | None, match: _Match) -> float:
    """How much two values look alike: a full date and a full date, a place and a place; 0 to 1."""
    one, other = match.first.value, match.second.value
    if isinstance(one.key, Quantity) and isinstance(other.key, Quantity):
        return 0.5 * bool(one.key.counted & other.key.counted) + 0.5 * (len(one.text) == len(other.text))
    if sort == "date":
        return float((len(one.key) > 1) == (len(other.key) > 1))
    looks = [
        (bool(PLACES & words), len(words) > 1, bool(ORGANISATIONS & words))
        for words in (set(fold(value.text).split()) for value in (one, other))
    ]
    return sum(float(x == y) for x, y in zip(*looks, strict=True)) / 3


def _held(terms: dict[str, float], text: str) -> float:
    """The share of the terms, by weight, that a passage holds."""
    roots = set(Passage.of(text).roots)
    return sum(weight for term, weight in terms.items() if term in roots) / (sum(terms.values()) or 1.0)


def _texts(match: _Match) -> tuple[str, str]:
    return match.first.value.text, match.second.value.text


WEIGHTS = (
    -4.61,
    0.88,
    -0.1,
    2.24,
    1.16,
    -0.84,
    1.49,
    2.64,
    0.6,
    0.15,
    -1.72,
    0.43,
    1.42,
)
"""Weights of `features`, fitted as those of `claims`, on pairs labelled with whether they contradict each other."""
