"""Whether every number and date of a sentence stands in its quotes, or follows from them.

"390" follows from "270 servicemen and 120 civilians", "more than 4,000" from "4,757", "23 May 2025" from the "Friday"
of an article of that day. Knows nothing of names or wording.
"""

from collections.abc import Sequence

from assistant.figures import Quantity, When, date_follows, entails, quantities, totals, whens
from assistant.figures.calendar import days_and_months
from assistant.figures.numerals import figures, stands_in
from assistant.tokens import spans
from assistant.verification.said import Said
from assistant.words import stem


def without_known_dates(sentence: str, quotes: Sequence[Said]) -> str:
    """The sentence with every date blanked out that follows from a quote; its other characters stay in place."""
    quoted = [when for quote in quotes for when in whens(quote.text, quote.published)]
    for when in whens(sentence):
        if date_follows(when, quoted):
            sentence = sentence[: when.start] + " " * (when.end - when.start) + sentence[when.end :]
    return sentence


def as_dated(sentence: str, quotes: Sequence[Said]) -> str:
    """The sentence with each date that follows from a quote, and does not stand there, in the quote's words.

    >>> from datetime import date
    >>> as_dated("It began on Monday, April 8.", [Said("It began on Monday, she said.", date(2024, 4, 9))])
    'It began on Monday.'
    """
    quoted = [when for quote in quotes for when in whens(quote.text, quote.published)]
    for when in reversed(whens(sentence)):
        stands = any(when.text in quote.text for quote in quotes)
        told = next((one.text for one in quoted if date_follows(when, [one])), None)
        if told is not None and not stands:
            sentence = f"{sentence[: when.start]}{told}{sentence[when.end :]}"
    return sentence


def figures_hold(undated: str, quotes: Sequence[Said]) -> bool:
    """Whether the numbers and dates left in a sentence stand in the quotes; `undated` is without its known dates."""
    texts = [quote.text for quote in quotes]
    if any(map(_is_told_exactly, whens(undated))):
        return False
    if days_and_months(undated) - {day for text in texts for day in days_and_months(text)}:
        return False
    return not unheld_numbers(undated, texts)


def unheld_numbers(text: str, quotes: Sequence[str]) -> list[tuple[int, int]]:
    """Where the numbers of `text` stand, first and one past the last character, that the quotes do not hold."""
    theirs = [figure for quote in quotes for figure in figures(quote)]
    places = spans(text)
    told = quantities(text)
    lost = []
    for figure in figures(text):
        start, end = places[figure.place][0], places[figure.end - 1][1]
        quantity = next((one for one in told if one.start <= start < one.end), None)
        if not stands_in(figure, theirs) and not (quantity and _follows(quantity, quotes)):
            lost.append((start, end))
    numbers = [places[figure.place][0] for figure in figures(text)]
    vague = [one for one in told if not any(one.start <= start < one.end for start in numbers)]
    return lost + [(one.start, one.end) for one in vague if not _follows(one, quotes)]


def _follows(quantity: Quantity, quotes: Sequence[str]) -> bool:
    """Whether a quantity follows from one of the quotes, or from a sum in it."""
    theirs = [one for quote in quotes for one in [*quantities(quote), *totals(quote), *_wholes(quote)]]
    return any(entails(one, quantity) and _may_count_the_same(one, quantity) for one in theirs)


def _wholes(quote: str) -> list[Quantity]:
    """Twice what two sides give each."""
    return [one._replace(low=2 * one.low, high=2 * one.high) for one in quantities(quote) if one.each]


def _may_count_the_same(one: Quantity, other: Quantity) -> bool:
    return bool(one.counted & other.counted) or not one.counted or not other.counted or bool(other.counted & _ANYBODY)


_ANYBODY = frozenset(map(stem, "people persons others individuals humans total altogether".split()))
"""Stems of words that count whoever is meant."""


def _is_told_exactly(when: When) -> bool:
    """Whether a date says so much that its words must not be put together from several: day and month, "last week"."""
    parts = when.parts
    return sum(part is not None for part in (parts.year, parts.month, parts.day)) > 1 or parts.turn not in (None, 0)
