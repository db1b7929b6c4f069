"""Words that make a number a limit or a guess: "at least", "nearly", "or more".

Knows what stands before and behind a number, not the number.
"""

import re
from typing import NamedTuple

ROUND = 0.1
"""How far "about" and its like may be off, as a share: newsrooms round to the nearest ten per cent at most."""
INFINITY = float("inf")


class Bound(NamedTuple):
    """What the words round a number allow."""

    phrase: str
    """The words before the number, folded; empty where none stands there."""
    least: float
    """Smallest share of the number that it allows: 1 is the number itself, 0 nothing at all."""
    most: float
    """Largest share of the number that it allows; infinite for "at least"."""

    @property
    def side(self) -> int:
        """1: "more than" and its like; -1: "less than" and its like; 0: neither."""
        return (self.most == INFINITY) - (self.least == 0.0)


EXACT = Bound("", 1.0, 1.0)
"""No bound at all."""


def bound_of(before: str, behind: str) -> Bound:
    """The bound of a number between two folded texts.

    >>> bound_of("they lost no fewer than", " men").side, bound_of("the turnover", "").side
    (1, 0)
    >>> bound_of("", " or more people").side, bound_of("nearly", "")
    (1, Bound(phrase='nearly', least=0.9, most=1.0))
    """
    for pattern, least, most in _BEFORE:
        if found := pattern.search(before):
            return Bound(found[0], least, most)
    for pattern, least, most in _BEHIND:
        if pattern.match(behind):
            return Bound("", least, most)
    return EXACT


def _before(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})$")


_ROSE = "".join(f"(?<!{verb} )" for verb in "go goes gone went going rise rose risen climbed jumped shot crept".split())
UP_TO = f"{_ROSE}up to"
"""Pattern of "up to" as a bound: what "has gone up to 43" is 43."""
_AT_MOST = (
    f"no more than|not more than|(?<!no )(?<!not )(?:less|fewer) than|under|below|{UP_TO}|at most|a maximum of"
    "|maximum of|as many as"
)
_AT_LEAST = (
    "more than|over|above|exceeding|exceeded|at least|no fewer than|no less than|not fewer than|not less than"
    "|upwards of|minimum of|surpassed|topped"
)
_ALMOST = "nearly|almost|close to|just under|approaching|nearing"
_ABOUT = "about|around|approximately|roughly|some|an estimated|estimated|circa|in the region of"
# "No more than" must be read before "more than".
_BEFORE = (
    (_before(_AT_MOST), 0.0, 1.0),
    (_before(_AT_LEAST), 1.0, INFINITY),
    (_before(_ALMOST), 1 - ROUND, 1.0),
    (_before(_ABOUT), 1 - ROUND, 1 + ROUND),
)
_BEHIND = (
    (re.compile(r"\s?\+|[\s-]?plus\b|\sor more\b|\sand counting\b|\sat least\b"), 1.0, INFINITY),
    (re.compile(r"\sor (?:fewer|less)\b|\sat most\b"), 0.0, 1.0),
    (re.compile(r"\sor so\b|[\s-]?(?:odd|ish)\b"), 1 - ROUND, 1 + ROUND),
)
