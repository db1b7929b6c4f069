"""Quantities in a sentence, with their bounds, their units and what they count, and whether two can both be true.

Numbers are read by `numerals`. Knows nothing of articles.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from assistant.figures.bounds import Bound
from assistant.figures.number_words import SCALES, VAGUE, number_value
from assistant.figures.numerals import Figure, bound_at, figures
from assistant.tokens import Token, spans, tokens
from assistant.words import MONTHS, STOP_WORDS, fold


class Quantity(NamedTuple):
    """A number that counts or measures something."""

    low: float
    """Smallest value that it allows, in `unit`; minus infinity for "at most"."""
    high: float
    """Largest value that it allows; infinite for "at least"."""
    counted: frozenset[str]
    """Stems of the few topic words behind it: what it counts."""
    text: str
    """As it stands, with its bound."""
    unit: str = ""
    """`%`, `$`, `hour`, ...; empty for a bare count."""
    ordinal: bool = False
    """Whether it is a place in a row: "the 64th"."""
    each: bool = False
    """Whether it is one side's part of a whole: "1,000 each"."""
    start: int = 0
    """First character in the text that it was read from, bound included."""
    end: int = 0
    """One past its last character."""


def quantities(text: str) -> list[Quantity]:
    """Every quantity of `text`, in order; years and days of a month are none.

    >>> [(one.low, one.high, one.text) for one in quantities("At least 4,757 citizens in 64 exchanges since 2022")]
    [(4757.0, inf, 'At least 4,757'), (64.0, 64.0, '64')]
    >>> [(one.low, one.high, one.text) for one in quantities("Between 20 and 30 villages, dozens of houses")]
    [(20.0, 30.0, 'Between 20 and 30'), (24.0, 120.0, 'dozens')]
    """
    return list(_quantities(text))


@lru_cache(maxsize=4096)
def _quantities(text: str) -> tuple[Quantity, ...]:
    words, places = tokens(text), spans(text)
    vague = list(_vague(text))
    read: list[tuple[Figure, Quantity]] = []
    for figure in figures(text):
        first, last = places[figure.place][0], places[figure.end - 1][1]
        if _is_time(text, first, last, figure) or any(one.start <= first < one.end for one in vague):
            continue
        bound = bound_at(text, figure.place, figure.end)
        one = _quantity(text, figure, bound, first, last, _counted(words[figure.end : figure.end + 4]))
        span = _span(text, *read[-1], figure, one) if read else None
        if span:
            read[-1] = (figure, span)
        else:
            read.append((figure, one))
    return tuple(sorted([*(one for _, one in read), *vague], key=lambda one: one.start))


def _quantity(text: str, figure: Figure, bound: Bound, first: int, last: int, counted: frozenset[str]) -> Quantity:
    least, most = min(figure.values), max(figure.values)
    start = text.lower().rfind(bound.phrase, 0, first) if bound.phrase else first
    return Quantity(
        low=least * bound.least if bound.least else float("-inf"),
        high=most * bound.most if most else 0.0,
        counted=counted,
        text=text[start:last],
        unit=figure.unit,
        ordinal=figure.ordinal,
        each=_is_each(text, first, last),
        start=start,
        end=last,
    )


def _span(text: str, before: Figure, first: Quantity, figure: Figure, second: Quantity) -> Quantity | None:
    """Two numbers as one range: "20 to 30", "between 2 and 3 million"; None where they are two numbers."""
    between = text[first.end : second.start]
    lead = re.search(r"\b(between|from)\s+[$€£¥]?$", fold(text[max(0, first.start - 12) : first.start]))
    if not re.fullmatch(r"\s?[-–]\s?[$€£]?|\s(?:to|or|and)\s[$€£]?", between) or first.low == float("-inf"):
        return None
    if ("and" in between) != bool(lead and lead[1] == "between") or (lead and lead[1] == "from"):
        return None
    scale = figure.scale if before.scale == 1 and first.high < 1000 else 1.0
    low = first.low * scale
    if low >= second.high or (first.unit and second.unit and first.unit != second.unit):
        return None
    start = lead.start(1) + max(0, first.start - 12) if lead else first.start
    return second._replace(low=low, start=start, text=text[start : second.end], unit=second.unit or first.unit)


def _vague(text: str) -> Iterator[Quantity]:
    """Counts without a number: "dozens", "tens of thousands", "several hundred"."""
    words, places = tokens(text), spans(text)
    for found in _VAGUE.finditer(text):
        word, times, few = fold(found["word"] or ""), found["times"], found["few"]
        low, high = (2 * SCALES[fold(few)], 10 * SCALES[fold(few)]) if few else VAGUE[word]
        if times:
            scale = SCALES[fold(times).removesuffix("s")]
            low, high = low * scale, min(high, 1000.0) * scale
        behind = [word for word, place in zip(words, places, strict=True) if place[0] >= found.end()][:4]
        yield Quantity(low, high, _counted(behind), found[0], start=found.start(), end=found.end())


def _counted(behind: Sequence[Token]) -> frozenset[str]:
    """Stems of the topic words up to the next small word."""
    clause = behind[0].clause if behind else 0
    counted = takewhile(lambda token: token.word not in _ENDS and token.clause == clause, behind)
    return frozenset(
        token.stem for token in counted if token.word not in STOP_WORDS and number_value(token.word) is None
    )


def _is_each(text: str, first: int, last: int) -> bool:
    return bool(_EACH_BEHIND.match(fold(text[last : last + 60])) or _EACH_BEFORE.search(fold(text[:first][-50:])))


def _is_time(text: str, start: int, end: int, figure: Figure) -> bool:
    """A year, a day of a month, or a time of day."""
    value = max(figure.values)
    if value < 0 or (1500 <= value <= 2100 and re.fullmatch(r"\d{4}", text[start:end]) and not figure.unit):
        return True
    before, behind = fold(text[:start]), fold(text[end:])
    return value <= 31 and bool(re.search(rf"\b{_MONTH}\s$", before) or re.match(rf"\s(?:of\s)?{_MONTH}\b", behind))


_ENDS = frozenset("and or in on from to since with at by for after who were".split())
_MONTH = rf"(?:{'|'.join(name[:3] for name in MONTHS)})[a-z]*\.?"
_VAGUE = re.compile(
    r"\b(?:(?P<word>tens|dozens|hundreds|thousands|millions|billions|scores(?=\sof\b))"
    r"(?:\sof\s(?P<times>thousands|millions|billions))?"
    r"|(?:several|a\sfew|many)\s(?P<few>hundred|thousand|million|billion))\b",
    re.I,
)
_EACH_BEHIND = re.compile(
    r"[^.,;()]{0,40}?\b(?:each|apiece|per side|(?:from|on|for|by) (?:both|either|each) (?:side|part|countr)\w*)"
)
_EACH_BEFORE = re.compile(r"\b(?:each|either) (?:side|party|country)\b[^.,;]{0,30}$")
