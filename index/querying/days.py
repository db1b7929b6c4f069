"""The days that a question names: "on 25 May 2025", "between 20 and 25 May", "in March 2023", "this week".

Knows no library. Reads days by fixed patterns: a general parser of dates finds one in every "may" and "second".
"""

import re
from collections.abc import Iterator
from datetime import date as Date
from datetime import timedelta
from itertools import pairwise

from index.article import Frozen
from index.querying.calendar import MONTHS, WEEKDAYS, day_of, last_of_month


class Days(Frozen):
    """A stretch of days, both ends in it."""

    first: Date
    """The first day."""
    last: Date
    """The last day."""


_Point = tuple[int, int, Days]
"""Start and end of the words that name a stretch of days, and the stretch."""


class DaysTold(Frozen):
    """A stretch of days with the words of a question that name it."""

    words: str
    """Verbatim: "25 May", "this week"."""
    days: Days
    """What they mean."""


def days_told(question: str, *, newest: Date | None, asked_on: Date | None) -> tuple[DaysTold, ...]:
    """Every stretch of days that the question names, in no order.

    A day without a year is the last such day up to a month after the earlier of `newest` and `asked_on`; with neither,
    no day.
    `asked_on`: what relative words count from; None: they name nothing.
    """
    until = min((day for day in (newest, asked_on) if day), default=None)
    found = [*_absolute(question, until), *(_relative(question, asked_on) if asked_on else ())]
    return tuple(DaysTold(words=question[start:end], days=days) for start, end, days in found)


def days_named(question: str, *, newest: Date | None, asked_on: Date | None) -> tuple[Days, ...]:
    """The stretches of days alone, none twice."""
    return tuple(dict.fromkeys(told.days for told in days_told(question, newest=newest, asked_on=asked_on)))


def _absolute(question: str, until: Date | None) -> Iterator[_Point]:
    points = _points(question, until)
    joined = {
        one[0]
        for one, other in pairwise(points)
        if _TO.fullmatch(question[one[1] : other[0]]) and _opens(question, one)
    }
    ends = {other[0]: one for one, other in pairwise(points) if one[0] in joined}
    for start, end, days in points:
        if start in ends:
            yield ends[start][0], end, _between(ends[start][2].first, days.last)
        elif start not in joined:
            yield start, end, _bounded(question[:start], days, until)


def _opens(question: str, point: _Point) -> bool:
    return _OPENING.search(question[: point[0]]) is not None


def _bounded(before: str, days: Days, until: Date | None) -> Days:
    """A day after "since" begins a stretch; one after "until" ends it, and it goes back a year at most."""
    if _SINCE.search(before):
        return _between(days.first, max(until or days.last, days.last))
    return Days(first=days.last - timedelta(days=365), last=days.last) if _UNTIL.search(before) else days


def _points(question: str, until: Date | None) -> list[_Point]:
    """Every day, month or year that stands in the question; of two that overlap, the first."""
    found: list[_Point] = []
    for pattern in _POINTS:
        for match in pattern.finditer(question):
            start, end = match.start("point"), match.end("point")
            days = _read(match.groupdict(), until)
            if days and not any(start < other[1] and other[0] < end for other in found):
                found.append((start, end, days))
    return sorted(found, key=lambda point: point[0])


def _read(told: dict[str, str | None], until: Date | None) -> Days | None:
    name, year, numbers = (
        told.get("month"),
        told.get("year"),
        [int(told[key] or 0) for key in _NUMBERS if told.get(key)],
    )
    if name is None:
        return Days(first=Date(int(year or 1), 1, 1), last=Date(int(year or 1), 12, 31))
    # "20 may be dead", "they march on 3": a month that is also a verb wants its capital, or a year.
    if name in _VERBS and not year:
        return None
    month = int(name) if name.isdigit() else MONTHS[name.casefold()]
    if not 1 <= month <= 12:
        return None
    at = int(year) if year else _year(month, numbers[0] if numbers else 1, until)
    if at is None or not numbers:
        return (at and Days(first=Date(at, month, 1), last=last_of_month(at, month))) or None
    first, last = day_of(at, month, numbers[0]), day_of(at, month, numbers[-1])
    return _between(first, last) if first and last else None


def _year(month: int, day: int, until: Date | None) -> int | None:
    """Of the last such day up to `until`; None where nothing says."""
    if until is None:
        return None
    # News tells of days to come, too: "on 3 June" in an article of 28 May.
    ahead = until + timedelta(days=_AHEAD_DAYS)
    return ahead.year if (month, day) <= (ahead.month, ahead.day) else ahead.year - 1


def _relative(question: str, asked_on: Date) -> Iterator[_Point]:
    for pattern, oldest, newest in _AGO:
        if found := pattern.search(question):
            days = Days(first=asked_on - timedelta(days=oldest), last=asked_on - timedelta(days=newest))
            yield *found.span(), days
    for found in _ON_WEEKDAY.finditer(question):
        back = (asked_on.weekday() - WEEKDAYS[found["weekday"].casefold()]) % 7
        day = asked_on - timedelta(days=back)
        last = asked_on if _SINCE.search(question[: found.start("weekday")]) else day
        yield *found.span("weekday"), Days(first=day, last=last)


def _between(one: Date, other: Date) -> Days:
    return Days(first=min(one, other), last=max(one, other))


_AHEAD_DAYS = 31
_NUMBERS = ("day", "to")
_VERBS = ("may", "march", "mar", "mai")
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NAME = rf"(?P<month>{_MONTH})\b\.?"
_END = r"(?:st|nd|rd|th|er|\.)?"
_JOIN = r"\s*(?:-|–|\b(?:to|and|through|bis|und|au|et|y|al)\b)\s*"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_POINTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<point>{_YEAR}-(?P<month>\d\d?)-(?P<day>\d\d?))\b",
        rf"\b(?P<point>(?:(?P<day>\d{{1,2}}){_END}{_JOIN})?(?P<to>\d{{1,2}}){_END}\s+(?:of\s+|de\s+)?{_NAME}"
        rf"(?:,?\s+(?:de\s+)?{_YEAR})?)",
        rf"\b(?P<point>{_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:{_JOIN}(?P<to>\d{{1,2}})(?:st|nd|rd|th)?\b)?"
        rf"(?:,?\s+{_YEAR})?)",
        rf"\b(?P<point>{_NAME},?\s+(?:of\s+|de\s+)?{_YEAR})",
        rf"\b(?:in|since|during|im|seit|en|depuis)\s+(?P<point>{_NAME})",
        rf"\b(?:in|since|from|to|until|before|after|between|and|during|of|seit|en|depuis)\s+(?P<point>{_YEAR})",
    )
)
_TO = re.compile(_JOIN, re.IGNORECASE)
_OPENING = re.compile(r"(?i)\b(?:between|from|zwischen|vom?|entre|du|de)\s+(?:the\s+)?$")
_SINCE = re.compile(r"(?i)\b(?:since|after|from|seit|nach|depuis|après|desde)\s+(?:the\s+)?(?:last\s+)?$")
_UNTIL = re.compile(r"(?i)\b(?:until|till|before|up to|bis|vor|avant|hasta)\s+(?:the\s+)?$")
_ON_WEEKDAY = re.compile(rf"(?i)\b(?<!next )(?<!every )(?P<weekday>{'|'.join(WEEKDAYS)})\b")
# Words, and how many days ago what they mean began and ended.
_AGO = tuple(
    (re.compile(rf"(?i)\b(?:{words})\b"), oldest, newest)
    for words, oldest, newest in (
        ("today|tonight|heute", 0, 0),
        ("yesterday|last night|gestern", 1, 1),
        ("this week|these days|diese woche|cette semaine", 7, 0),
        ("last week|past week|letzte woche|la semaine dernière", 14, 3),
        ("this month|past month|diesen monat", 31, 0),
        ("this year|this season|dieses jahr|cette année", 365, 0),
        ("last month|letzten monat", 62, 20),
        ("recent|recently|latest|lately|now|currently|soon|next (?:week|month)|kürzlich|récemment", 30, 0),
    )
)
