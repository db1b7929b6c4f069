"""Whether two quantities can both be true, and what counts that are joined add up to.

Compares ranges, units and what is counted; knows nothing of sentences or articles.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from assistant.figures.quantity import Quantity, quantities
from assistant.figures.units import in_base

Agreement = Literal["compatible", "contradicting", "unknown"]
"""Whether two can both be true; `unknown` where they may be about different things."""


def compare(first: Quantity, second: Quantity) -> Agreement:
    """Whether both can be true, as far as both are about the same.

    >>> def read(text: str) -> Quantity: return quantities(text)[0]
    >>> compare(read("at least 4,757 citizens"), read("more than 4,750 citizens"))
    'compatible'
    >>> compare(read("1,000 prisoners each"), read("nearly 2,000 prisoners"))
    'compatible'
    >>> compare(read("64 swaps"), read("64 dogs"))
    'unknown'
    >>> compare(read("a two-hour meeting"), read("the meeting took 90 minutes"))
    'contradicting'
    """
    if _base(first)[0] != _base(second)[0] or (first.counted and second.counted and not _same_counted(first, second)):
        return "unknown"
    if compatible(first, second) or _part_of(first, second) or _part_of(second, first):
        return "compatible"
    sure = first.counted or first.unit
    return "contradicting" if sure and first.ordinal == second.ordinal and first.each == second.each else "unknown"


def compatible(first: Quantity, second: Quantity) -> bool:
    """Whether the ranges of two quantities overlap, whatever they count."""
    (_, low, high), (_, other_low, other_high) = _base(first), _base(second)
    return low <= other_high and other_low <= high


def entails(quote: Quantity, sentence: Quantity) -> bool:
    """Whether whatever `quote` allows, `sentence` allows too: "4,757" says "more than 4,750", not the reverse.

    "300" does not say "more than 300": where both end at one number, both must be open beyond it.
    """
    (dimension, low, high), (other_dimension, other_low, other_high) = _base(quote), _base(sentence)
    if dimension != other_dimension or quote.ordinal != sentence.ordinal:
        return False
    held_below = other_low < low or (other_low == low and (high == other_high or other_high < _INFINITE))
    held_above = high < other_high or (high == other_high and (low == other_low or other_low > -_INFINITE))
    return held_below and held_above


def totals(text: str) -> list[Quantity]:
    """What counts that are joined by "and" or a comma add up to; a sum is of at least two and at most four.

    >>> [(one.low, one.text) for one in totals("It was 270 servicemen and 120 civilians in 2 buses.")]
    [(390.0, '270 servicemen and 120 civilians')]
    """
    read = quantities(text)
    return [
        total
        for start in range(len(read))
        for stop in range(start + 2, min(start + 4, len(read)) + 1)
        if (total := _total(text, read[start:stop]))
    ]


def _base(quantity: Quantity) -> tuple[str, float, float]:
    """What is measured, and the range in its base unit."""
    dimension, low = in_base(quantity.low, quantity.unit)
    return dimension, low, in_base(quantity.high, quantity.unit)[1]


def _same_counted(first: Quantity, second: Quantity) -> bool:
    """Whether two measures, or two counts with a word in common, may be of the same thing."""
    return bool(first.counted & second.counted) or bool(first.unit)


def _part_of(part: Quantity, whole: Quantity) -> bool:
    """Whether "1,000 each" of two makes the whole, or a place in a row is within the count of the row."""
    if part.each and not whole.each:
        return 2 * part.low <= whole.high and whole.low <= 2 * part.high
    return part.ordinal and not whole.ordinal and part.high <= whole.high


def _total(text: str, parts: Sequence[Quantity]) -> Quantity | None:
    joined = all(_JOINED.fullmatch(text[one.end : other.start]) for one, other in pairwise(parts))
    plain = all(one.low == one.high and not one.ordinal and one.unit == parts[0].unit for one in parts)
    if not joined or not plain or parts[0].unit == "%" or not all(one.counted for one in parts):
        return None
    start, last = parts[0].start, parts[-1].end
    noun = _NOUN.match(text, last)
    end = noun.end() if noun else last
    value = sum(one.low for one in parts)
    counted = frozenset[str]().union(*(one.counted for one in parts))
    return Quantity(value, value, counted, text[start:end], parts[0].unit, start=start, end=end)


_NOUN = re.compile(r"\s(?!(?:in|on|at|to|for|from|were|was|and|of)\b)[^\W\d_]+")
_JOINED = re.compile(r"(?:\s[^\W\d_]+){1,3}(?:,|\s?(?:,\s)?and|\sas well as|\splus)\s", re.I)
_INFINITE = float("inf")
