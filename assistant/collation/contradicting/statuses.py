"""How far an event has come in each of two sentences: under way, halted, completed.

Knows words of beginning and ending. Knows nothing of when the sentences were written.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from assistant.collation.sides import Clash, Side
from assistant.words import fold, stem, terms

DONE = r"complet\w+|finish\w+|finali[sz]ed|conclud\w+|implemented|carried out|taken place|is over|was over|has ended"
"""Words for what is completed."""
OPEN = (
    r"ongoing|on-going|under ?way|in progress|(?:have|has|had) begun|began|begin|started|proceeds|to continue"
    r"|still being|continu(?:es|ing)|first (?:day|stage|phase|part) of"
    r"|(?:is|are|still) going on|(?:goes|went) on(?! to)"
)
"""Words for what is under way."""
HALTED = r"suspended|halted|paused|interrupted|broken off|put on hold|called off|abandoned|cancell?ed|scrapped"
"""Words for what was stopped before its end."""
NEAR = 60
"""Characters around a status word in which its event must be named."""
_NOT = r"(?:not|n't|never|not yet|yet to be|have yet to|has yet to|far from)\s(?:\w+\s){0,2}?"
_MAY = (
    r"(?:(?:would|will|could|should|may|might|must|to be|set to|due to|expected to|if|once|when|unless|hopes to"
    r"|plans to|aims to)\s(?:\w+\s){0,3}?|(?:until|before)\s(?:[\w’'-]+\s){0,5}?"
    r"|(?:since|after)\s(?:(?!was\b|were\b|had\b)[\w’'-]+\s){0,5}?)"
)
_STATUS = re.compile(rf"({_MAY})?({_NOT})?\b({DONE}|{OPEN}|{HALTED})\b", re.I)
_PART = re.compile(
    r"\b(?:first|second|part|partly|half|one)\s(?:of\sthe\s)?(?:part|stage|phase|step|round|batch|day)s?\b", re.I
)
_OTHERS = re.compile(
    r"\b(?:several|many|few|some|previous|earlier|past|other|such|similar|most|each|every|any|recent)\s"
    r"(?:[\w’'-]+\s){0,3}?[\w’'-]+s\b",
    re.I,
)
"""Events of a kind, not the one that is spoken of: "several exchanges have taken place"."""
_PLANNED = re.compile(
    r"\b(?:would|will|agree[ds]? to|agreement to|plans? to|planned|expected to|set to|due to|promised|pledged"
    r"|intends? to|to (?:release|free|swap|exchange|build|cut|pay|hire|recall|move)"
    r"|would mark|agreed-upon|aims? to|proposed|expects?|may|might|could)\b"
)


class State(NamedTuple):
    """How far an event has come, as a sentence says."""

    side: Side
    """`done`, `open` or `halted`, and the words."""
    event: frozenset[str]
    """Stems of the words around that may name the event."""
    start: int
    """First character of the words."""


def statuses(first: str, second: str) -> Iterator[Clash]:
    """One event completed in one sentence and not yet, or no longer, under way in the other."""
    for one in states(first):
        for other in states(second):
            if one.side.key != other.side.key and one.event & other.event:
                yield Clash("status", one.side, other.side)
                return


@lru_cache(maxsize=4_000)
def states(text: str) -> tuple[State, ...]:
    """Every status that a sentence gives; what may or will be is none."""
    return tuple(_states(text))


def only_claimed(text: str) -> frozenset[str]:
    """Keys of the states that a sentence says somebody claimed, where it gives another one itself.

    >>> only_claimed("While Roe announced that the swap was finished, officials said the exchange was ongoing.")
    frozenset({'done'})
    """
    own = {one.side.key for one in states(text) if not _CLAIMED.search(_clause_before(text, one.start))}
    return frozenset(one.side.key for one in states(text)) - own if own else frozenset()


def _states(text: str) -> Iterator[State]:
    for found in _STATUS.finditer(text):
        if found[1] or _planned_before(text, found.start()):
            continue
        if _OTHERS.search(_clause_before(text, found.start())):
            continue
        key = _key(found[3], denied=bool(found[2]))
        if key == "done" and _PART.search(text[max(0, found.start() - NEAR) : found.start()]):
            continue
        yield State(Side(key, found[0]), _event(text, *found.span()), found.start())


def _key(words: str, *, denied: bool) -> str:
    if re.fullmatch(HALTED, words, re.I):
        return "open" if denied else "halted"
    return "done" if re.fullmatch(DONE, words, re.I) and not denied else "open"


def planned(text: str, at: int | None = None) -> bool:
    """Whether a sentence speaks of what is agreed or to come; `at`: in the words right before that place.

    >>> planned("They agreed to free 1,000 people."), planned("They freed 390 people.")
    (True, False)
    """
    return bool(_PLANNED.search(fold(text if at is None else text[max(0, at - 45) : at])))


def _planned_before(text: str, at: int) -> bool:
    return bool(re.search(r"\bto\s$", text[:at]))


def _clause_before(text: str, at: int) -> str:
    return re.split(r"[,;:—]", text[max(0, at - NEAR) : at])[-1]


def _event(text: str, start: int, end: int) -> frozenset[str]:
    """Stems of what an event is called: the lower-case topic words of its clause, without places and makers."""
    before = _clause_before(text, start)
    behind = re.split(r"[,;:—]", text[end : end + NEAR])[0]
    plain = _PHRASE.sub(" ", before) + " " + _PHRASE.sub(" ", behind)
    return frozenset(stem(word) for word in re.findall(r"\b[a-z]{4,}\b", plain) if stem(word) in terms(word))


_CLAIMED = re.compile(r"\b(?:declar|announc|claim|boast|celebrat|assert)\w*\b", re.I)
_PHRASE = re.compile(
    r"\b(?:of|in|at|on|from|for|by|to|near)\s(?:(?:the|a|an|its|their|his|her)\s)?[\w’'-]+(?:\s[a-z]+)?"
)
