"""Whether two sentences call one person by different offices, or put one message into different channels.

Knows the shape of titles and names. Knows nothing of who holds an office.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.alike import contained
from assistant.collation.sides import Clash, Side
from assistant.words import bare, fold, terms

OFFICE = (
    r"(?:president|prime minister|minister|chancellor|premier|secretary|governor|mayor|senator|chief executive|ceo"
    r"|chairman|chairwoman|chair|director|ambassador|commissioner|general|coach|captain|king|queen|leader|head|clerk"
    r"|sheriff|principal|rector|bishop|treasurer|manager)"
)
"""Words for an office."""
SAME_WORDS = 0.6
"""Share of the shorter quotation's topic words that the other must hold to be the same message."""
_PAST = r"(?:former|ex|then|late|outgoing)"
_RANK = r"(?:vice|deputy|acting|interim|prime|plant|police|fire|city|town|state|national|regional|managing)"
_TITLED = re.compile(
    rf"(?P<said>(?:(?P<past>\b(?i:{_PAST}))[\s-]\s?(?:[\w.’']+\s){{0,2}}?|(?:\b(?:[A-Z][\w.’']+|(?i:{_RANK}))\s){{0,2}})"
    rf"(?i:\b{OFFICE}))\s+(?P<name>(?:[A-Z][\w’'-]+\s)*[A-Z][\w’'-]+)"
)
_BEARING = re.compile(
    rf"(?P<name>(?:[A-Z][\w’'-]+\s)*[A-Z][\w’'-]+)(?:,|,?\s(?:is|remains))\s(?:the\s|an?\s)?"
    rf"(?P<said>(?:(?P<past>\b{_PAST})[\s-])?(?:[a-z]+\s){{0,2}}?{OFFICE})\b"
)
"""As in "Ann Doe, the former head of the board" and "Ann Doe is acting clerk"."""
_QUOTED = re.compile(r"[“\"](.+?)(?:[”\"]|$)", re.S)


def titles(first: str, second: str) -> Iterator[Clash]:
    """One person with "former" before the office in one sentence and without it in the other."""
    ours, theirs = _offices(first), _offices(second)
    for name, one in ours.items():
        other = theirs.get(name)
        if other and one.key != other.key:
            yield Clash("name", one, other)


def channels(first: str, channel: str | None, second: str, other_channel: str | None) -> Iterator[Clash]:
    """One message that was posted in one place by one sentence and in another by the other."""
    if not channel or not other_channel or set(terms(channel)) & set(terms(other_channel)) or channel == other_channel:
        return
    if any(_one_message(one, other) for one in _QUOTED.findall(first) for other in _QUOTED.findall(second)):
        yield Clash("name", Side(fold(channel), channel), Side(fold(other_channel), other_channel))


def _one_message(one: str, other: str) -> bool:
    """Whether two quotations begin alike or one holds the other: each outlet prints as much as it likes."""
    ours, theirs = terms(one), terms(other)
    short, long = sorted((ours, theirs), key=len)
    return contained(one, other) or contained(other, one) or (len(short) > 1 and long[: len(short)] == short)


@lru_cache(maxsize=4_000)
def _offices(text: str) -> dict[str, Side]:
    return {
        bare(fold(found["name"].split()[-1])): Side("former" if _is_past(text, found) else "sitting", found["said"])
        for pattern in (_BEARING, _TITLED)
        for found in pattern.finditer(text)
    }


def _is_past(text: str, found: re.Match[str]) -> bool:
    """Whether "former" stands before an office, or before the words of its country."""
    return bool(found["past"] or re.search(rf"\b{_PAST}[\s-]\s?$", fold(text[: found.start("said")])))
