"""What one expression of a date means: its precision, its parts, and its days seen from a day of publication.

Is given the words apart, and finds none in a text.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from assistant.figures.days import (
    Days,
    day,
    month_days,
    months_away,
    nearest_day,
    nearest_month,
    shifted,
    week_days,
    weekday_after,
    weekday_before,
    year_days,
)
from assistant.figures.number_words import number_value
from assistant.figures.when import Parts, Precision
from assistant.words import MONTHS, WEEKDAYS


class Read(NamedTuple):
    """What one expression means."""

    precision: Precision
    parts: Parts
    days: Days | None
    relative: bool
    """Whether its days hang on the day of publication."""


Words = Mapping[str, str]
"""The folded words of an expression by what they stand for, as the pattern of `dating` names them."""


def read(words: Words, published: date | None, *, ahead: bool) -> Read | None:
    """What the words mean; None where they may mean two days. `ahead`: the sentence tells of what is to come."""
    return next((reader(words, published, ahead) for name, reader in _READERS if name in words), None)


def _read_digits(words: Words, published: date | None, ahead: bool) -> Read | None:
    numbers = [int(number) for number in re.findall(r"\d+", words["digits"])]
    if len(str(numbers[0])) == 4:
        year, month, number = numbers
    elif numbers[0] > 12 or numbers[0] == numbers[1] or "." in words["digits"]:
        number, month, year = numbers
    elif numbers[1] > 12:
        month, number, year = numbers
    else:
        return None  # 05/06/2025 is May in one country and June in the next
    days = day(year, month, number)
    return Read("day", Parts(year, month, number), days, False) if days else None


def _read_day(words: Words, published: date | None, ahead: bool) -> Read | None:
    number = int(words.get("day") or words.get("day2") or 0)
    month = _index(MONTHS, words.get("month") or words.get("month2") or "") + 1
    year = int(words.get("year") or words.get("year2") or 0) or None
    weekday = words.get("dayname")
    parts = Parts(year, month, number, _index(WEEKDAYS, weekday) if weekday else None)
    if year:
        return Read("day", parts, day(year, month, number), False)
    return Read("day", parts, nearest_day(published, month, number) if published else None, True)


def _read_month(words: Words, published: date | None, ahead: bool) -> Read | None:
    month = _index(MONTHS, words["monthname"]) + 1
    year = int(words.get("monthyear") or 0) or None
    if year:
        return Read("month", Parts(year, month), month_days(year, month), False)
    turn = _TURNS.get(words.get("monthturn", ""))
    days = nearest_month(published, month, ahead=ahead or turn == 1) if published else None
    return Read("month", Parts(month=month, turn=turn), days, True)


def _read_season(words: Words, published: date | None, ahead: bool) -> Read | None:
    year = int(words["seasonyear"])
    return Read("season", Parts(year), year_days(year), False)


def _read_decade(words: Words, published: date | None, ahead: bool) -> Read | None:
    year = int(words["decade"])
    return Read("decade", Parts(), Days(date(year, 1, 1), date(year + 9, 12, 31)), False)


def _read_year(words: Words, published: date | None, ahead: bool) -> Read | None:
    year = int(words["alone"])
    return Read("year", Parts(year), year_days(year), False)


def _read_weekday(words: Words, published: date | None, ahead: bool) -> Read | None:
    weekday = _index(WEEKDAYS, words["weekday"])
    turn = _TURNS.get(words.get("dayturn", ""))
    parts = Parts(weekday=weekday, turn=turn)
    if published is None:
        return Read("day", parts, None, True)
    if turn == 1:
        # "Next Friday" is the coming one for some, the one after for others.
        first = weekday_after(published, weekday, strictly=True)
        return Read("day", parts, Days(first, shifted(first, 7)), True)
    if turn == -1 or (turn is None and not ahead):
        found = weekday_before(published, weekday, strictly=turn == -1)
    else:
        found = weekday_after(published, weekday, strictly=False)
    return Read("day", parts, Days(found, found), True)


def _read_near(words: Words, published: date | None, ahead: bool) -> Read | None:
    word = words["near"].split()[0]
    away = {"yesterday": -1, "tomorrow": 1, "overnight": 0, "last": -1}.get(word, 0)
    found = shifted(published, away) if published else None
    return Read("day", Parts(turn=away), Days(found, found) if found else None, True)


def _read_period(words: Words, published: date | None, ahead: bool) -> Read | None:
    turn = _TURNS.get(words["turn"], 0)
    unit = words["period"]
    precision: Precision = "week" if unit in ("week", "weekend") else "month" if unit == "month" else "year"
    days = _period(published, unit, turn) if published else None
    return Read(precision, Parts(turn=turn), days, True)


def _period(published: date, unit: str, turn: int) -> Days:
    if unit == "year":
        return year_days(min(max(published.year + turn, 1), 9999))
    if unit == "month":
        return months_away(published, turn)
    week = week_days(shifted(published, 7 * turn))
    return Days(shifted(week.first, 5), week.last) if unit == "weekend" else week


def _read_ago(words: Words, published: date | None, ahead: bool) -> Read | None:
    count = int(number_value(words["count"]) or 1)
    away = -count if words.get("ago") else count
    unit = words["unit"].removesuffix("s")
    precision: Precision = (
        "day" if unit == "day" else "week" if unit == "week" else "month" if unit == "month" else "year"
    )
    if published is None or count > 5_000:
        return Read(precision, Parts(), None, True)
    if unit in ("day", "week"):
        found = shifted(published, away * (7 if unit == "week" else 1))
        return Read(precision, Parts(), Days(found, found) if unit == "day" else week_days(found), True)
    return Read(precision, Parts(), _period(published, unit, away), True)


def _read_clock(words: Words, published: date | None, ahead: bool) -> Read | None:
    told = words["clock"]
    if told in ("noon", "midnight"):
        return Read("time", Parts(clock=720 if told == "noon" else 0), None, False)
    hour, *rest = (int(number) for number in re.findall(r"\d+", told))
    half = re.search(r"([ap])\.?m", told)
    hour = hour % 12 + 12 * (half[1] == "p") if half else hour
    minute = rest[0] if rest else 0
    return Read("time", Parts(clock=60 * hour + minute), None, False) if hour < 24 and minute < 60 else None


def _index(names: tuple[str, ...], word: str) -> int:
    return next(place for place, name in enumerate(names) if name.startswith(word.rstrip(".")[:3]))


_Reader = Callable[[Words, date | None, bool], Read | None]
_READERS: tuple[tuple[str, _Reader], ...] = (
    ("digits", _read_digits),
    ("day", _read_day),
    ("day2", _read_day),
    ("seasonyear", _read_season),
    ("monthname", _read_month),
    ("decade", _read_decade),
    ("clock", _read_clock),
    ("weekday", _read_weekday),
    ("period", _read_period),
    ("near", _read_near),
    ("unit", _read_ago),
    ("alone", _read_year),
)
_TURNS = {"last": -1, "past": -1, "previous": -1, "earlier this": -1, "this": 0, "next": 1, "coming": 1, "following": 1}
