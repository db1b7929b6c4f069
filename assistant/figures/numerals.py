"""Numbers of a text as they stand there, and whether one text's stand in another.

Reads numerals and number words of English; knows nothing of what they count.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.figures.bounds import Bound, bound_of
from assistant.figures.number_words import LONGEST, OPENERS, SCALES, cardinal, is_ordinal, number_value, share
from assistant.figures.units import in_base, unit_of
from assistant.tokens import Token, spans, tokens
from assistant.words import fold

_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
_LOOK = 24
"""Characters beside a number in which its bound is looked for."""


class Figure(NamedTuple):
    """A number as written."""

    values: frozenset[float]
    """What it may mean: `1.000` is one or a thousand."""
    unit: str
    """`%`, `$`, `€`, `hour`, ...; empty where none stands there. "A third of" is in percent."""
    bound: int
    """1: "more than" and its like; -1: "less than" and its like; 0: neither."""
    place: int
    """Index of its first token."""
    end: int
    """Index behind its last token."""
    ordinal: bool = False
    """Whether it tells a place in a row: "the 64th"."""
    scale: float = 1.0
    """What the scale words behind it multiplied it by."""


class _Read(NamedTuple):
    values: frozenset[float]
    used: int
    ordinal: bool = False
    scale: float = 1.0
    unit: str = ""


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[Figure, ...]:
    """Every number of `text` in order; "one" only where it counts.

    >>> [sorted(figure.values) for figure in figures("More than 4,750 of twenty-five million, 7,25% on the 64th")]
    [[4750.0], [25000000.0], [7.25], [64.0]]
    """
    words = tokens(text)
    found: list[Figure] = []
    place = 0
    while place < len(words):
        read = _number(words, place)
        if read.values:
            end = place + read.used
            unit = read.unit or _unit(words, place, end)
            side = bound_at(text, place, end).side
            found.append(Figure(read.values, unit, side, place, end, read.ordinal, read.scale))
        place += max(1, read.used)
    return tuple(found)


def bound_at(text: str, place: int, end: int) -> Bound:
    """The bound of the number that the tokens from `place` to `end` write."""
    first, last = spans(text)[place][0], spans(text)[end - 1][1]
    before = fold(text[max(0, first - _LOOK) : first]).rstrip(" $€£¥₽₴-")
    return bound_of(before.removesuffix(" a").removesuffix(" us"), fold(text[last : last + _LOOK]))


def stands_in(figure: Figure, others: Sequence[Figure]) -> bool:
    """Whether a number is among `others` with the same unit and no opposite bound.

    Leaving out "at least" is fair; adding "more than", or turning it round, is not.
    """
    return any(_equal(figure, other) and figure.bound in (0, other.bound) for other in others)


def _equal(figure: Figure, other: Figure) -> bool:
    if not figure.unit or not other.unit or figure.unit == other.unit:
        return bool(figure.values & other.values)
    ours = {in_base(value, figure.unit) for value in figure.values}
    return bool(ours & {in_base(value, other.unit) for value in other.values})


def _number(words: Sequence[Token], place: int) -> _Read:
    """The number at `place`; no values where none stands there."""
    word = words[place].word
    if word[0].isdigit():
        values = _numeral(word) | _short_year(words, place)
        return _scaled(_Read(values, 1, is_ordinal(word)), words, place)
    if word not in OPENERS:
        return _Read(frozenset(), 1)
    ahead = [token.word for token in words[place : place + LONGEST]]
    part, used = share(ahead)
    if used:
        percent = 100 * part
        return _Read(frozenset({percent, float(round(percent)), round(percent, 1)}), used, unit="%")
    if word == "one" and not _counts(words, place):
        return _Read(frozenset(), 1)
    value, used = cardinal(ahead)
    if used:
        return _scaled(_Read(frozenset({value}), used), words, place)
    if is_ordinal(word) and word not in ("first", "second"):
        return _Read(frozenset({number_value(word) or 0.0}), 1, ordinal=True)
    return _Read(frozenset(), 1)


def _scaled(read: _Read, words: Sequence[Token], place: int) -> _Read:
    """The number with the scales behind it: "4.5 million", "3bn", "two dozen"."""
    while read.values and place + read.used < len(words):
        word = words[place + read.used].word
        glued = words[place + read.used - 1].after.lower().startswith(word)
        scale = (
            SCALES.get(word) or (12.0 if word == "dozen" else 0.0) or (_SHORT_SCALES.get(word, 0.0) if glued else 0.0)
        )
        if not scale:
            break
        values = frozenset(value * scale for value in read.values)
        read = read._replace(values=values, used=read.used + 1, scale=read.scale * scale)
    return read


def _numeral(word: str) -> frozenset[float]:
    plain = re.sub(r"(?:st|nd|rd|th)$", "", word)
    if ":" in plain:  # a time of day or a score: equal to the same digits only, never to a number
        return frozenset({-float(re.sub(r"\D", "", plain))})
    readings = set()
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", plain):
        readings.add(float(plain.replace(",", "")))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d{1,2}", plain):
        readings.add(float(plain.replace(".", "").replace(",", ".")))
    return frozenset(readings or {float(part) for part in re.split(r"[.,]", plain) if part.isdecimal()})


def _short_year(words: Sequence[Token], place: int) -> frozenset[float]:
    """The year that the second half of `2018–19` means; empty for any other number."""
    word, year = words[place], words[place - 1].word if place else ""
    if (
        re.fullmatch(r"(?:19|20)\d\d", year)
        and re.fullmatch(r"\d\d", word.word)
        and re.search(r"\d[-–/]$", word.before)
    ):
        return frozenset({float(year[:2] + word.word)})
    return frozenset()


def _counts(words: Sequence[Token], place: int) -> bool:
    """Whether "one" is a number here, and not "one of the", "no one", "one another"."""
    following = words[place + 1].word if place + 1 < len(words) else ""
    leading = words[place - 1].word if place else ""
    if leading in ("no", "any", "every", "each", "this", "that", "the", "which", "another", "some"):
        return False
    return bool(following) and following not in _NO_COUNT


def _unit(words: Sequence[Token], place: int, end: int) -> str:
    return unit_of(words[place].before, words[end - 1].after, [token.word for token in words[end : end + 2]])


_NO_COUNT = frozenset("of another day by that who which can is was".split())
