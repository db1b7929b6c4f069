"""How likely each value of a passage is to be what a question asks for.

Reads one passage against one question. Knows nothing of other passages.
"""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.collation.claims.roots import Passage, Topic
from assistant.collation.claims.values import Sort, Value, sort_of, values
from assistant.collation.claims.weights import WEIGHTS
from assistant.question.analysis import Question
from assistant.question.follow_up.words import ORGANISATIONS, PLACES
from assistant.words import fold

GAP = 6
"""Words over which nearness halves."""
BREAK = 6
"""Words that the end of a sentence counts as."""
MOST = 6
"""Claims of one passage that are looked at."""


class Claim(NamedTuple):
    """A value that a passage may give as the answer."""

    value: Value
    """Where it stands and what it is compared by."""
    weight: float
    """How likely it is meant, 0 to 1."""


def claims(question: Question, text: str) -> tuple[Claim, ...]:
    """What of `text` could answer, the likeliest first, at most `MOST`; empty where no value can.

    >>> from assistant.question.analysis import analyse
    >>> found = claims(analyse("When was the mill built?"), "The mill was built in 1893 and shown in 1921.")
    >>> [one.value.text for one in found]
    ['1893', '1921']
    """
    sort = sort_of(question)
    return _claims(sort, question.text, text, values(question, text)) if sort else ()


@lru_cache(maxsize=4_000)
def _claims(sort: Sort, asked: str, text: str, found: tuple[Value, ...]) -> tuple[Claim, ...]:
    topic = Topic.of(asked)
    weighed = [Claim(value, logistic(WEIGHTS[sort], features(topic, value, text))) for value in found]
    return tuple(sorted(weighed, key=lambda claim: -claim.weight)[:MOST])


def features(topic: Topic, value: Value, text: str) -> list[float]:
    """What speaks for a value, each about 0 to 1, 0 where it does not apply."""
    passage = Passage.of(text)
    first, last = passage.words_of(value.start, value.end)
    near = {term: _nearness(passage, term, first, last) for term in topic.terms}
    total = sum(topic.terms.values()) or 1.0
    rare = [near[term] for term in topic.rare]
    relation = near.get(topic.relation, 0.0)
    return [
        1.0,
        sum(weight * near[term] for term, weight in topic.terms.items()) / total,
        sum(weight for term, weight in topic.terms.items() if near[term] > 0) / total,
        sum(weight for term, weight in topic.terms.items() if near[term] > 0.3) / total,
        relation,
        max(rare, default=0.0),
        min(rare, default=0.0),
        float(relation > 0.7),
        float(topic.relation in passage.roots[last + 1 : last + 4]),
        float(topic.relation in passage.roots[max(0, first - 1) : first]),
        _year_off(topic, text),
        *_shape(value, text),
        *_beside(topic, value, text),
    ]


def _shape(value: Value, text: str) -> list[float]:
    """What the value looks like, and where it stands in the passage."""
    said = fold(value.text)
    words = re.findall(r"[^\W_]+", said)
    known = bool(PLACES.intersection(words))
    no_person = bool((ORGANISATIONS | _EVENTS).intersection(words))
    capital = all(word[0].isupper() for word in value.text.split())
    longer = re.match(r"\s[A-Z]", text[value.end :]) or re.search(r"[A-Z][\w’'-]*\s$", text[: value.start])
    return [
        min(len(words), 3) / 3,
        float(known),
        float(no_person),
        float(2 <= len(words) <= 4 and capital and not known and not no_person),
        float(len(words) == 1 and not known),
        float(bool(longer)),
        math.log1p(max(0, fold(text).count(said) - 1)),
        float(value.start < 0.25 * len(text)),
        float(value.start < 3 and bool(re.match(r"\s?\.\.\.", text[value.end :]))),
    ]


def _beside(topic: Topic, value: Value, text: str) -> list[float]:
    """What stands right before and behind the value."""
    before, behind = fold(text[max(0, value.start - 24) : value.start]), fold(text[value.end : value.end + 14])
    return [
        *(float(bool(pattern.search(before))) for pattern in _BEFORE),
        *(float(bool(pattern.match(behind))) for pattern in _BEHIND),
        _life(topic.life, before, behind),
    ]


def _nearness(passage: Passage, term: str, first: int, last: int) -> float:
    """1 where the term stands in the value, less the further it stands; 0: nowhere."""
    best = 0.0
    for at in passage.places_of(term):
        low, high = (at, first) if at < first else (last, at)
        gap = 0 if first <= at <= last else high - low + BREAK * sum(low < end < high for end in passage.breaks)
        best = max(best, 1 / (1 + gap / GAP))
    return best


def _year_off(topic: Topic, text: str) -> float:
    """1 where the question names a year and the passage only others."""
    asked = {term for term in topic.rare if _YEAR.fullmatch(term)}
    held = set(_YEAR.findall(text))
    return float(bool(asked and held and not asked & held))


def _life(asked: int, before: str, behind: str) -> float:
    """1 where a date stands where the asked end of a life does, -1 where the other end does."""
    opens = _BORN.search(before) or (_OPENS.search(before) and re.match(r"\s?-", behind))
    return float(asked * (bool(opens) - bool(_DIED.search(before))))


def logistic(weights: Sequence[float], row: Sequence[float]) -> float:
    """The probability that logistic regression gives a row of features."""
    return float(1 / (1 + math.exp(-sum(weight * held for weight, held in zip(weights, row, strict=True)))))


def log_odds(probability: float) -> float:
    """The inverse of `logistic`, kept within what four digits tell."""
    kept = min(0.9999, max(0.0001, probability))
    return math.log(kept / (1 - kept))


_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
_BORN = re.compile(r"\bb(?:orn|\.)\W*(?:\w+ )?(?:on |in )?$|birth(?:day| ?date)?\W*$")
_DIED = re.compile(r"\bd(?:ied|\.)\W*(?:\w+ )?(?:on |in )?$|\bdeath\W*$|-\s?$")
_OPENS = re.compile(r"\(\s?(?:c\. ?)?$")
_BEFORE = (
    re.compile(r"\bby (?:the )?(?:\w+ ){0,2}$"),
    re.compile(r"(?:\b(?:is|was|are|were|of)|:)\s?$"),
    re.compile(r"\b(?:in|on|since)\s$"),
    re.compile(r"\b(?:retrieved|archived|updated|edited|published|accessed|isbn|vol|page)\b"),
    re.compile(r"\b(?:and|with|against|over|beat|beats|defeated|from|vs)\s(?:the )?$"),
)
_BEHIND = (
    re.compile(r"\s(?:has |have |will )?(?!(?:is|in|on|as|at|and|of|to|for|the)\b)[a-z]+"),
    re.compile(r"\s?(?:%|per\b)"),
)
_EVENTS = frozenset(
    "final finals cup championship championships open olympics olympic games award awards prize academy league tour"
    " ceremony season series festival election draft best".split()
)
