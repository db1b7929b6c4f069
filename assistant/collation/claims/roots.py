"""The words of questions and passages in one form for what is the same relation: "won", "winner", "victory".

Knows no values and no articles.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from assistant.words import STOP_WORDS, fold, stem


def root(word: str) -> str:
    """One form for a folded word and its irregular kin.

    >>> root("won") == root("winner"), root("ships")
    (True, 'ship')
    """
    return _ROOTS.get(word) or stem(word)


class Topic(NamedTuple):
    """What a question is about."""

    terms: dict[str, float]
    """Root of each topic word, with its weight."""
    relation: str
    """Root of the first topic word without a capital: what is asked of the names. Empty: there is none."""
    rare: frozenset[str]
    """Roots of its names and numerals."""
    life: int
    """1: it asks for a birth; -1: for a death; 0: for neither."""

    @staticmethod
    @lru_cache(maxsize=500)
    def of(question: str) -> "Topic":
        """The topic of a question."""
        terms: dict[str, float] = {}
        plain: list[str] = []
        for found in re.finditer(r"[\w'’.-]*\w", question):
            word = fold(found[0])
            if word in SMALL or word in _FORM:
                continue
            name = found[0][0].isupper() or word[0].isdigit()
            terms.setdefault(root(word), 0.8 if name else 1.0)
            plain += [] if name else [root(word)]
        asked = fold(question)
        life = 1 if re.search(r"\b(?:born|birth)", asked) else -1 if re.search(r"\b(?:die[ds]?|death)\b", asked) else 0
        return Topic(terms, plain[0] if plain else "", frozenset(terms) - frozenset(plain), life)


class Passage(NamedTuple):
    """A passage as words with their places."""

    places: tuple[tuple[int, int], ...]
    """Start and end of each word and mark."""
    roots: tuple[str, ...]
    """Root of each."""
    breaks: tuple[int, ...]
    """Which of them end a sentence or a field."""

    @staticmethod
    @lru_cache(maxsize=2_000)
    def of(text: str) -> "Passage":
        """The words of a text."""
        found = list(_WORD.finditer(text))
        breaks = tuple(at for at, match in enumerate(found) if match[0] in _ENDS)
        return Passage(tuple(match.span() for match in found), tuple(root(fold(match[0])) for match in found), breaks)

    def words_of(self, start: int, end: int) -> tuple[int, int]:
        """First and last word of the span `start:end`."""
        first = next((at for at, (_, stop) in enumerate(self.places) if stop > start), 0)
        return first, next((at for at, (_, stop) in enumerate(self.places) if at >= first and stop >= end), first)

    def places_of(self, term: str) -> list[int]:
        """Which words have a root."""
        return [at for at, held in enumerate(self.roots) if held == term]

    def around(self, start: int, end: int, *, words: int = 7) -> frozenset[str]:
        """Roots of the topic words beside a span."""
        first, last = self.words_of(start, end)
        beside = self.roots[max(0, first - words) : first] + self.roots[last + 1 : last + 1 + words]
        return frozenset(held for held in beside if len(held) > 1 and held not in SMALL)


SMALL = STOP_WORDS - {"play", "plays", "played", "role"}
"""Words that carry no topic; a part that is played is one here."""
_WORD = re.compile(r"\w+(?:['’.-]\w+)*|[.!?](?=\s|$)|[;·|]")
_ENDS = frozenset(".!?;·|")
_FORM = frozenset("year date number name day time".split())
_KIN = (
    "win won wins winner winners winning champion champions beat beats beaten victory defeated triumph title titles",
    "die died dies dying death deaths dead kill kills killed killing",
    "injure injured injures injuring injury injuries hurt wound wounded",
    "ill illness sick sickened",
    "direct director directors directed directing directorial",
    "act actor actress acting starring stars star starred cast",
    "ceo chief head heads headed",
    "found founded founder established establish formed form formation founding created",
    "build built construct constructed construction erected completed",
    "release released releases launch launched launches debut debuted",
    "play plays played playing role player portrays portrayed",
    "record recorded recording artist singer sung sang performer performed album",
    "write wrote written writer author authored",
    "lead led leads leader leading",
    "open opened opening",
    "award awarded awards received receives",
    "elect elected election elections electoral",
)
_ROOTS = {word: group.split()[0] for group in _KIN for word in group.split()}
