"""The two parties of a conflict that articles report, and for which of them a speaker speaks.

Reads names that articles set against each other. Knows no conflict.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.answer import Evidence
from assistant.words import bare, fold

_CONFLICT = re.compile(
    r"\b(?:war|conflict|talks|negotiat\w+|ceasefire|truce|dispute\w*|strike|lawsuit|clash\w*|rivals?|sanctions|deal"
    r"|invasion|standoff)\b",
    re.I,
)
_PAIR = re.compile(
    r"\b(?:between|by|both)?\s?(?P<a>[A-Z][\w-]+)(?:[’']s)?\s(?:and|against|versus|with)\s(?P<b>[A-Z][\w-]+)"
    r"|\bbetween\s(?:the\s)?(?P<c>[a-z]+)\sand\s(?:the\s)?(?P<d>[a-z]+)"
)
_SEATS = {
    "moscow": "russia",
    "kremlin": "russia",
    "kyiv": "ukraine",
    "kiev": "ukraine",
    "beijing": "china",
    "washington": "us",
    "tehran": "iran",
    "london": "britain",
    "paris": "france",
    "berlin": "germany",
    "seoul": "south korea",
    "pyongyang": "north korea",
    "delhi": "india",
    "islamabad": "pakistan",
    "jerusalem": "israel",
    "ankara": "turkey",
}
"""Capitals and seats that newsrooms put for a government."""
TWICE = 2
"""Sentences on a conflict in which two names must stand together to be its parties."""
_LETTERS = 5
"""Letters by which a country and its people are one: "Russia", "Russian"."""

Sides = frozenset[frozenset[str]]
"""Pairs of parties."""


def parties(texts: Sequence[str]) -> Sides:
    """The pairs of names that articles set against each other in sentences on a conflict.

    >>> parties(["Talks between the union and the company failed. The strike of the union goes on.",
    ...     "Talks between the company and the union go on."]) == frozenset([frozenset(["union", "compa"])])
    True
    """
    found: dict[frozenset[str], int] = {}
    for text in dict.fromkeys(texts):
        for pair in _pairs(text):
            found[pair] = found.get(pair, 0) + 1
    return frozenset(pair for pair, times in found.items() if times >= TWICE)


@lru_cache(maxsize=500)
def _pairs(text: str) -> tuple[frozenset[str], ...]:
    pairs = []
    for sentence in re.split(r"(?<=[.!?])\s|\n", text):
        if _CONFLICT.search(sentence):
            for found in _PAIR.finditer(sentence):
                pair = frozenset(_party(name) for name in found.groups() if name)
                pairs += [pair] if len(pair) == 2 else []
    return tuple(pairs)


def party_of(one: Evidence, sides: Sides) -> str | None:
    """The party for which the speaker of a quote speaks; None where he has none or it is not told."""
    speaker = one.attribution.speaker
    if speaker is None:
        return None
    known = {party for pair in sides for party in pair}
    named = [party for word in re.findall(r"[\w-]+", speaker) if (party := _party(word)) in known]
    return named[0] if named else _from_title(speaker, one.article.text, known)


def _from_title(speaker: str, text: str, known: set[str]) -> str | None:
    """The party that stands before the speaker's name elsewhere in the article: "Danish Minister Ole Bruun"."""
    last = re.escape(speaker.split()[-1])
    for found in re.finditer(rf"((?:[A-Z][\w’'.-]+\s){{1,5}}){last}\b", text):
        for word in re.findall(r"[\w-]+", found[1]):
            if (party := _party(word)) in known:
                return party
    return None


def opponents(sides: Sides, spoken: Sequence[str | None]) -> frozenset[str]:
    """Those of the parties that spoke which are set against each other; empty where no two are."""
    heard = {party for party in spoken if party}
    return frozenset(party for pair in sides if pair <= heard for party in pair)


def _party(name: str) -> str:
    plain = bare(fold(name))
    return _SEATS.get(plain, plain)[:_LETTERS]
