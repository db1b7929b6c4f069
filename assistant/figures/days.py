"""Stretches of days: a month, a year, a season, and the weekday or day of a month that is nearest to another day.

Pure arithmetic of the calendar; reads no text.
"""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import NamedTuple


class Days(NamedTuple):
    """From one day to another, both included."""

    first: date
    """First day."""
    last: date
    """Last day."""


def day(year: int, month: int, number: int) -> Days | None:
    """One day; None where the calendar has no such day."""
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return Days(found, found)


def month_days(year: int, month: int) -> Days:
    """All days of a month."""
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def year_days(year: int) -> Days:
    """All days of a year."""
    return Days(date(year, 1, 1), date(year, 12, 31))


def week_days(around: date) -> Days:
    """Monday to Sunday of the week that a day is in."""
    return Days(shifted(around, -around.weekday()), shifted(around, 6 - around.weekday()))


def shifted(start: date, days: int) -> date:
    """The day that many days later; the first or last day of the calendar where it ends before."""
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max


def weekday_before(seen_from: date, weekday: int, *, strictly: bool) -> date:
    """The last day that was this weekday (0: Monday); `strictly`: before `seen_from`, not on it."""
    back = (seen_from.weekday() - weekday) % 7
    return shifted(seen_from, -(back or 7 * strictly))


def weekday_after(seen_from: date, weekday: int, *, strictly: bool) -> date:
    """The next day that is this weekday (0: Monday); `strictly`: after `seen_from`, not on it."""
    ahead = (weekday - seen_from.weekday()) % 7
    return shifted(seen_from, ahead or 7 * strictly)


def nearest_day(seen_from: date, month: int, number: int) -> Days | None:
    """The day of a month, in the year that brings it nearest to `seen_from`; None where no near year has it."""
    years = (seen_from.year - 1, seen_from.year, seen_from.year + 1)
    found = [one for year in years if (one := day(year, month, number))]
    return min(found, key=lambda one: abs((one.first - seen_from).days), default=None)


def nearest_month(seen_from: date, month: int, *, ahead: bool) -> Days:
    """The last such month that has begun by `seen_from`; `ahead`: the next one that has not ended."""
    year = seen_from.year
    if ahead:
        return month_days(year + (month < seen_from.month), month) if year < MAXYEAR else month_days(year, month)
    return month_days(year - (month > seen_from.month), month) if year > MINYEAR else month_days(year, month)


def months_away(seen_from: date, months: int) -> Days:
    """All days of the month that many months later."""
    count = seen_from.year * 12 + seen_from.month - 1 + months
    year = min(max(count // 12, MINYEAR), MAXYEAR)
    return month_days(year, count % 12 + 1)
