"""Quantities in a sentence, with their bounds and what they count, and whether two can both be true.

Reads numerals and number words; knows nothing of articles.
"""

import re
from typing import NamedTuple

from assistant.words import MONTHS, SCALES, STOP_WORDS, fold, number_value, stem

_WORD = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:st|nd|rd|th)?|[^\W\d_]+(?:['’][^\W\d_]+)*")
_AT_LEAST = ("at least", "more than", "over", "no fewer than", "upwards of", "minimum of")
_AT_MOST = ("at most", "fewer than", "less than", "under", "up to", "no more than")
_ABOUT = ("about", "around", "approximately", "roughly", "nearly", "almost", "some", "an estimated", "close to")
_ROUND = 0.1
"""How far "about" and its like may be off, as a share: newsrooms round to the nearest ten per cent at most."""


class Quantity(NamedTuple):
    """A number that counts something."""

    low: float
    """Smallest value that it allows."""
    high: float
    """Largest value that it allows; infinite for "at least"."""
    counted: frozenset[str]
    """Stems of the few topic words behind it: what it counts."""
    text: str
    """As it stands, with its bound."""


def quantities(text: str) -> list[Quantity]:
    """Every quantity of `text`, in order; years and days of a month are none.

    >>> [(one.low, one.high, one.text) for one in quantities("At least 4,757 citizens in 64 exchanges since 2022")]
    [(4757.0, inf, 'At least 4,757'), (64.0, 64.0, '64')]
    """
    found = list(_WORD.finditer(text))
    read = []
    place = 0
    while place < len(found):
        value, used = _value(found, place, text)
        if value is not None and not _is_date(text, found[place], value):
            start, low, high = _bounded(text, found[place].start(), value)
            behind = found[place + used : place + used + 4]
            read.append(Quantity(low, high, _counted(behind), text[start : found[place + used - 1].end()]))
        place += used
    return read


def compatible(first: Quantity, second: Quantity) -> bool:
    """Whether both can be true: their ranges overlap."""
    return first.low <= second.high and second.low <= first.high


def _value(found: list[re.Match[str]], place: int, text: str) -> tuple[float | None, int]:
    """The value that begins at a word, and how many words it takes; ("one" alone is mostly a pronoun)."""
    word = fold(found[place][0])
    value = None if word in ("one", "second") else number_value(word)
    if value is None:
        return None, 1
    used = 1
    while place + used < len(found) and (scale := SCALES.get(fold(found[place + used][0]))):
        value, used = value * scale, used + 1
    return value, used


def _bounded(text: str, start: int, value: float) -> tuple[int, float, float]:
    before = fold(text[max(0, start - 20) : start]).rstrip(" $€£")
    for phrases, low, high in (
        (_AT_LEAST, value, float("inf")),
        (_AT_MOST, float("-inf"), value),
        (_ABOUT, value * (1 - _ROUND), value * (1 + _ROUND)),
    ):
        for phrase in phrases:
            if re.search(rf"(?:^|\W){phrase}$", before):
                return text.lower().rfind(phrase, 0, start), low, high
    return start, value, value


def _counted(behind: list[re.Match[str]]) -> frozenset[str]:
    stems = []
    for word in (fold(found[0]) for found in behind):
        if word in ("and", "or", "in", "on", "from", "to", "since", "with", "at", "by", "for", "after", "who", "were"):
            break
        if word not in STOP_WORDS and number_value(word) is None:
            stems.append(stem(word))
    return frozenset(stems)


def _is_date(text: str, found: re.Match[str], value: float) -> bool:
    if 1500 <= value <= 2100 and re.fullmatch(r"\d{4}", found[0]):
        return True
    month = rf"(?:{'|'.join(name[:3] for name in MONTHS)})[a-z]*\.?"
    before, behind = fold(text[: found.start()]), fold(text[found.end() :])
    return value <= 31 and bool(re.search(rf"\b{month}\s$", before) or re.match(rf"\s{month}\b", behind))
