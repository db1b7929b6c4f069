"""Spans of a sentence that could be the answer a question wants: numbers, dates, names, places, durations.

Works on one sentence of text; knows nothing of articles or of which span is right.
"""

import re
from collections.abc import Callable, Iterator

from assistant.figures.bounds import UP_TO
from assistant.question.analysis import Wanted
from assistant.words import STOP_WORDS, fold
from index import Span

_UNITS = r"one|two|three|four|five|six|seven|eight|nine"
_TENS = r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_TEENS = r"ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_BELOW_HUNDRED = rf"(?:(?:{_TENS})(?:[-\s](?:{_UNITS})\b)?|{_TEENS}|{_UNITS})"
_NUMBER_WORD = rf"(?:{_BELOW_HUNDRED}|hundreds?|thousands?|dozens?|millions?)"
_BOUND = (
    r"(?:(?:at least|at most|more than|fewer than|less than|over|under|nearly|almost|about|around|approximately|roughly"
    rf"|some|{UP_TO}|an estimated)\s+)?"
)
_NUMERAL = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_UNIT = r"(?:second|minute|hour|day|week|month|year|decade)s?"

_QUANTITY = re.compile(
    rf"{_BOUND}(?:[$€£]\s?)?(?:{_NUMERAL}|\b{_NUMBER_WORD}\b)"
    rf"(?:[\s-](?:hundred|thousand|million|billion)\b(?:\s(?:and\s)?{_BELOW_HUNDRED}\b)?)?",
    re.I,
)
_CURRENCY = (
    r"(?:dollars?|euros?|pounds?|yen|yuan|hryvnias?|rou?bles?|francs?|crowns?|krona|kron(?:or|er|e)|zlotys?|liras?|pesos?"
    r"|rupees?|dinars?|dirhams?|shekels?|rand|forints?|reais|cents?|pence|USD|EUR|GBP|CHF)\b"
)
_MONEY = re.compile(
    rf"{_BOUND}(?:[$€£¥]\s?(?:{_NUMERAL})(?:\s?(?:hundred|thousand|million|billion|trillion|m|bn)\b)?"
    rf"|(?:{_NUMERAL}|{_NUMBER_WORD})\s(?:(?:hundred|thousand|million|billion|trillion)\s)?{_CURRENCY})",
    re.I,
)
_PERCENT = re.compile(rf"{_BOUND}(?:{_NUMERAL}|\b{_NUMBER_WORD})\s?(?:%|per ?cent\b|percentage points?\b)", re.I)
_MEASURE_UNIT = (
    r"(?:(?:kilo|centi|milli)?met(?:re|er)s?|km|miles?|feet|foot|inch(?:es)?|yards?|hectares?|acres?|(?:kilo|milli)?lit(?:re|er)s?"
    r"|tonn?es?|kilo(?:gram)?s?|kg|mph|knots?|degrees?|megawatts?|years?[\s-]old)\b(?:\s(?:an?|per)\s\w+)?"
)
_MEASURE = re.compile(rf"{_BOUND}(?:{_NUMERAL}|\b(?:{_NUMBER_WORD}|half an?))[\s-]{_MEASURE_UNIT}", re.I)
_DURATION = re.compile(
    rf"{_BOUND}(?:(?:{_NUMERAL}|\b(?:{_NUMBER_WORD}|an?|several|the (?:next|last|past) {_NUMBER_WORD}))[\s-]{_UNIT}\b"
    rf"(?:(?:,?\sand|,)\s(?:{_NUMERAL}|{_NUMBER_WORD})\s{_UNIT}\b)?"
    r"|\bovernight\b)",
    re.I,
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d{2}\b")
_DATE = re.compile(
    rf"\b(?:{_WEEKDAY}(?:,?\s{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b)?"
    rf"|(?:early |late |mid-)?{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}}\b)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}\b(?:,?\s\d{{4}}\b)?|(?:early |late |mid-)?{_MONTH},?\s\d{{4}}\b"
    r"|\d{4}-\d{2}-\d{2}|(?:19|20)\d{2}\b|\b(?:last|next|this|earlier this|later this) (?:week|month|year|weekend)\b"
    r"|yesterday|today|tomorrow|\bweekend\b|\b\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\b\.?|o['’]clock)|\bnoon\b|\bmidnight\b)"
)
_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w’'.&-]*[\w.](?:\s+(?:of|the|de|al|bin|van|von|for|and|du|la)(?=\s+[^\W\d_a-z]))*)"
    r"(?:\s+(?:(?:of|the|de|al|bin|van|von|for|du|la)\s+)*[^\W\d_a-z][\w’'.&-]*)*"
)
_REASON = re.compile(
    r"\b(?:because|due to|owing to|thanks to|as a result|in order to|so that|reasons?|in response to|in protest"
    r"|prompted|citing|amid|following|after|over (?:concerns|fears|claims|the|an?)|an? effort to|blamed?|caused?)\b",
    re.I,
)
_PLACE = re.compile(
    rf"\b(?:in|at|from|to|near|outside|across|inside|into|on)\s+(?!{_MONTH}\b|{_WEEKDAY})"
    r"((?:the\s)?(?:[^\W\d_a-z][\w’'.-]+)(?:\s+(?:of\s)?[^\W\d_a-z][\w’'.-]+)*)"
)


def typed_spans(text: str, wanted: Wanted) -> list[Span]:
    """Spans of `text` that are of the wanted sort, in order; none for `what` and `yes_no`; for `why`, words of reason.

    >>> [("The 3 talks took over two hours."[s.start:s.end]) for s in typed_spans(
    ...     "The 3 talks took over two hours.", "duration")]
    ['over two hours']
    """
    finder = _FINDERS.get(wanted)
    return list(finder(text)) if finder else []


def _matches(pattern: re.Pattern[str], group: int = 0) -> Callable[[str], Iterator[Span]]:
    def find(text: str) -> Iterator[Span]:
        for found in pattern.finditer(text):
            start, end = found.span(group)
            # A full stop ends the sentence, but for "U.S." and "p.m.".
            if text[end - 1] == "." and not re.search(r"\b\w\.$", text[start:end]):
                end -= 1
            if text[start:end].strip():
                yield Span(start=start, end=end)

    return find


def _counts(text: str) -> Iterator[Span]:
    """Quantities that count something: years, dates, money, percentages, durations and ordinals are other sorts."""
    others = [
        found.span() for pattern in (_DATE, _MONEY, _PERCENT, _DURATION, _CLOCK) for found in pattern.finditer(text)
    ]
    for found in _QUANTITY.finditer(text):
        start, end = found.span()
        if any(start < other_end and other_start < end for other_start, other_end in others):
            continue
        if _LABEL.search(text[:start]):
            continue
        if text[max(0, start - 1)] != "/" and not re.match(r"(?:st|nd|rd|th)\b|-(?:for|year)|/", text[end : end + 5]):
            yield Span(start=start, end=end)


_LABEL = re.compile(r"(?:\b(?:number|no\.|nr\.)\s|#)$", re.I)
"""What stands before a number that names a thing and counts nothing."""
_CLOCK = re.compile(r"\b\d{1,2}(?::[0-5]\d|\.[0-5]\d(?!\s?(?:%|per|million|billion|[a-z]+s\b)))\b(?![.,]?\d)")
"""A time of day: 20.15, 1:15."""


def _names(text: str) -> Iterator[Span]:
    """Runs of capitalised words; a lone capitalised word at the start counts only where it is no common word."""
    for found in _NAME.finditer(text):
        start, end = found.span()
        name = text[start:end].rstrip(".")
        if start <= 1 and " " not in name and not re.search(rf"[^.!?“\"]\s{re.escape(name)}\b", text):
            continue
        if len(name) > 1 and fold(name) not in STOP_WORDS and not re.fullmatch(rf"{_MONTH}|{_WEEKDAY}s?", name):
            yield Span(start=start, end=start + len(name))


_FINDERS: dict[Wanted, Callable[[str], Iterator[Span]]] = {
    "how_many": _counts,
    "money": _matches(_MONEY),
    "percent": _matches(_PERCENT),
    "duration": _matches(_DURATION),
    "measure": _matches(_MEASURE),
    "year": _matches(_YEAR),
    "when": _matches(_DATE),
    "where": _matches(_PLACE, group=1),
    "who": _names,
    "why": _matches(_REASON),
}
