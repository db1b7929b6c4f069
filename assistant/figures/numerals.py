"""Numbers and dates of a text, and whether one text's stand in another.

Reads numerals, number words, months and weekdays of English; knows nothing of what they count.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.figures.number_words import SCALES, number_value
from assistant.tokens import Token, tokens
from assistant.words import MONTHS, WEEKDAYS

_SCALES = SCALES | {"dozen": 12.0}
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9}
_UNITS = {
    **dict.fromkeys(("percent", "percentage"), "%"),
    **dict.fromkeys(("dollar", "dollars", "usd"), "$"),
    **dict.fromkeys(("euro", "euros", "eur"), "€"),
    **dict.fromkeys(("pound", "pounds", "gbp"), "£"),
}
_AT_LEAST = (
    "more than|over|above|exceeding|at least|no fewer than|no less than|not fewer than|not less than|upwards of"
    "|minimum of"
)
_AT_MOST = "no more than|not more than|less than|fewer than|under|below|up to|at most"


class Figure(NamedTuple):
    """A number as written."""

    values: frozenset[float]
    """What it may mean: `1.000` is one or a thousand."""
    unit: str
    """`%`, `$`, `€`, `£`; empty where none stands there."""
    bound: int
    """1: "more than" and its like; -1: "less than" and its like; 0: neither."""
    place: int
    """Index of its first token."""
    end: int
    """Index behind its last token."""


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
        values, used = _number(words, place)
        if values:
            end = place + used
            found.append(Figure(values, _unit(words, place, end), _bound(words, place), place, end))
        place += max(1, used)
    return tuple(found)


def days_and_months(text: str) -> frozenset[str]:
    """Names of the months and weekdays in `text`, in full; a date in digits names its month too.

    >>> sorted(days_and_months("On Fri., 3 Feb. he may march; 2025-05-23"))
    ['february', 'friday', 'may']
    """
    words = tokens(text)
    named = {full for place in range(len(words)) if (full := _calendar(words, place))}
    return frozenset(named | {MONTHS[int(month) - 1] for month in _ISO.findall(text)})


def stands_in(figure: Figure, others: Sequence[Figure]) -> bool:
    """Whether a number is among `others` with the same unit and no opposite bound.

    Leaving out "at least" is fair; adding "more than", or turning it round, is not.
    """
    same = [other for other in others if figure.values & other.values]
    same = [other for other in same if not (figure.unit and other.unit) or figure.unit == other.unit]
    return any(figure.bound in (0, other.bound) for other in same)


def bound_before(folded: str) -> tuple[int, str]:
    """The bound of a number that stands right behind `folded`, as in `Figure.bound`, and its words.

    >>> bound_before("they lost no fewer than"), bound_before("the turnover")
    ((1, 'no fewer than'), (0, ''))
    """
    found = _BOUND.search(folded)
    return (1 if found["more"] else -1, found[0]) if found else (0, "")


def _number(words: Sequence[Token], place: int) -> tuple[frozenset[float], int]:
    """What the number at `place` may mean, and how many tokens it takes; empty where none stands there."""
    word = words[place].word
    if word[0].isdigit():
        values = _numeral(word) | _short_year(words, place)
    elif word == "one":
        values = frozenset({1.0}) if _counts(words, place) else frozenset()
    else:
        value = None if word in ("first", "second") else number_value(word)
        values = frozenset() if value is None else frozenset({value})
    if not values and word != "dozen":
        return frozenset(), 1
    return _scaled(values or frozenset({1.0}), words, place)


def _scaled(values: frozenset[float], words: Sequence[Token], place: int) -> tuple[frozenset[float], int]:
    """The number with the scales and the unit behind it ("two million", "twenty-five"), and its number of tokens."""
    used = 0 if words[place].word == "dozen" else 1
    while place + used < len(words):
        word = words[place + used].word
        ones = number_value(word) if word.isalpha() and word not in ("first", "second") else None
        if scale := _SCALES.get(word):
            values = frozenset(value * scale for value in values)
        elif word in _SHORT_SCALES and words[place + used - 1].after.lower().startswith(word):
            values = frozenset(value * _SHORT_SCALES[word] for value in values)
        elif ones is not None and 0 < ones < 10 and all(value % 10 == 0 and 20 <= value < 100 for value in values):
            values = frozenset(value + ones for value in values)
        else:
            break
        used += 1
    return values, used


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
    following = [token.word for token in words[end : end + 2]]
    if "%" in words[end - 1].after or following == ["per", "cent"]:
        return "%"
    sign = re.search(r"[$€£]$", words[place].before)
    return sign[0] if sign else _UNITS.get(following[0], "") if following else ""


def _bound(words: Sequence[Token], place: int) -> int:
    return bound_before(" ".join(token.word for token in words[max(0, place - 3) : place]))[0]


def _calendar(words: Sequence[Token], place: int) -> str | None:
    """The month or weekday that a token names, in full."""
    token = words[place]
    if not token.capital or len(token.word) < 3:
        return None
    full = next(
        (
            name
            for name in MONTHS + WEEKDAYS
            if name == token.word or (name.startswith(token.word) and len(token.word) <= 4)
        ),
        None,
    )
    if full in ("may", "march") and token.opens:
        beside = words[place + 1].word if place + 1 < len(words) else ""
        return full if beside[:1].isdigit() else None
    return full


_ISO = re.compile(r"\b\d{4}-(0[1-9]|1[0-2])-\d{2}\b")
_BOUND = re.compile(rf"\b(?:(?P<more>{_AT_LEAST})|(?:{_AT_MOST}))$")
_NO_COUNT = frozenset("of another day by that who which can is was".split())
