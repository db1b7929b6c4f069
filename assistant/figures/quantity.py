"""Quantities in a sentence, with their bounds and what they count, and whether two can both be true.

Numbers are read by `figures`. Knows nothing of articles.
"""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from assistant.figures.number_words import number_value
from assistant.figures.numerals import Figure, bound_before, figures
from assistant.tokens import Token, spans, tokens
from assistant.words import MONTHS, STOP_WORDS, fold

_ABOUT = re.compile(r"\b(?:about|around|approximately|roughly|nearly|almost|some|an estimated|close to)$")
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
    words, places = tokens(text), spans(text)
    read = []
    for figure in figures(text):
        first, last = places[figure.place], places[figure.end - 1]
        if _is_time(text, first, figure):
            continue
        start, low, high = _bounded(text, first[0], figure)
        read.append(Quantity(low, high, _counted(words[figure.end : figure.end + 4]), text[start : last[1]]))
    return read


def compatible(first: Quantity, second: Quantity) -> bool:
    """Whether both can be true: their ranges overlap."""
    return first.low <= second.high and second.low <= first.high


def _bounded(text: str, start: int, figure: Figure) -> tuple[int, float, float]:
    """Where the figure starts with its bound, and its smallest and largest value."""
    least, most = min(figure.values), max(figure.values)
    before = fold(text[max(0, start - 20) : start]).rstrip(" $€£")
    bound, phrase = bound_before(before)
    if not bound:
        about = _ABOUT.search(before)
        phrase, least, most = (about[0], least * (1 - _ROUND), most * (1 + _ROUND)) if about else ("", least, most)
    low = float("-inf") if bound < 0 else least
    high = float("inf") if bound > 0 else most
    return text.lower().rfind(phrase, 0, start) if phrase else start, low, high


def _counted(behind: Sequence[Token]) -> frozenset[str]:
    """Stems of the topic words up to the next small word."""
    counted = takewhile(lambda token: token.word not in _ENDS, behind)
    return frozenset(
        token.stem for token in counted if token.word not in STOP_WORDS and number_value(token.word) is None
    )


def _is_time(text: str, place: tuple[int, int], figure: Figure) -> bool:
    """A year, a day of a month, or a time of day."""
    start, end = place
    value = max(figure.values)
    if value < 0 or (1500 <= value <= 2100 and re.fullmatch(r"\d{4}", text[start:end])):
        return True
    before, behind = fold(text[:start]), fold(text[end:])
    return value <= 31 and bool(re.search(rf"\b{_MONTH}\s$", before) or re.match(rf"\s{_MONTH}\b", behind))


_ENDS = frozenset("and or in on from to since with at by for after who were".split())
_MONTH = rf"(?:{'|'.join(name[:3] for name in MONTHS)})[a-z]*\.?"
