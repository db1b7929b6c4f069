"""The day an article says it was published.

Knows nothing of file time stamps; a date in running prose is no publication date.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date as Date
from functools import lru_cache
from typing import NamedTuple

from index.article import Published
from index.reading.edges import Edges
from index.splitting.lines import is_date


class StatedDates(NamedTuple):
    """The days that a text's edges state, each kind with the most trusted first."""

    published: tuple[Published, ...]
    """Of publication: on a labelled line, a lone date, in a by-line, a full dateline."""
    updated: tuple[Published, ...]
    """Of a later change."""
    other: tuple[Published, ...]
    """Of the document itself, or of its retrieval: never taken for publication."""


def stated_dates(edges: Edges) -> StatedDates:
    """Every date that a line states of the text itself.

    Left out is one whose day and month can't be told apart (05/06/2025).
    """
    published = [found for label in _LABELS for found in _found(label, edges.fields)]
    published += _found(_ALONE, filter(is_date, edges.above))
    published += _found(_BESIDE, edges.above)
    return StatedDates(tuple(published), tuple(_found(_UPDATE, edges.fields)), tuple(_found(_OTHER, edges.fields)))


def day_in(value: str) -> Date | None:
    """The day that a field states: ISO 8601, RFC 5322 or in words. None: no day, or not a clear one.

    >>> day_in("Fri, 23 May 2025 10:00:00 GMT").isoformat(), day_in("20250523"), day_in("05/06/2025")
    ('2025-05-23', datetime.date(2025, 5, 23), None)
    """
    if _NO_TIME.match(value):
        return None
    if compact := _COMPACT.match(value):
        return _date(*map(int, compact.groups()))
    return _first_date(value[:_LONGEST_HOW])


def day_of_address(url: str) -> Published | None:
    """The day in an address such as `https://example.org/2025/05/23/talks`. None: there is none."""
    found = _IN_ADDRESS.search(url)
    day = _date(*map(int, found.groups())) if found else None
    return Published(date=day, how=f"url: '{url[:_LONGEST_HOW]}'") if day else None


def _found(pattern: re.Pattern[str], lines: Iterable[str]) -> Iterator[Published]:
    for line in lines:
        stated = pattern.match(line)
        if stated and (day := _first_date(line[stated.end() :])):
            yield Published(date=day, how=f"stated: '{line[:_LONGEST_HOW]}'")


def _first_date(line: str) -> Date | None:
    for found in _candidates(line):
        if day := _parsed(found):
            return day
    return None


def _candidates(line: str) -> Iterator[re.Match[str]]:
    yield from _ISO.finditer(line)
    yield from _NUMBERS.finditer(line)
    yield from _NAMED.finditer(line)


def _parsed(found: re.Match[str]) -> Date | None:
    if found.re is _NAMED:
        return _parsed_by_name(found.group())
    first, second, third = (int(number) for number in found.groups())
    if found.re is _ISO:
        return _date(first, second, third)
    # 23.05.2025 and 23/05/2025 are clear; 05/06/2025 is May in one country and June in the next.
    if first > 12 or first == second or "." in found.group():
        return _date(third, second, first)
    return _date(third, first, second) if second > 12 else None


@lru_cache(maxsize=4096)
def _parsed_by_name(words: str) -> Date | None:
    import dateparser  # type: ignore[import-untyped]  # slow to load

    found = dateparser.parse(words, languages=["en", "de", "fr"], settings={"STRICT_PARSING": True})
    return found.date() if found else None


def _date(year: int, month: int, day: int) -> Date | None:
    try:
        return Date(year, month, day)
    except ValueError:
        return None


_LONGEST_HOW = 120
_COMPACT = re.compile(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{6}|T\d+)?(?!\d)")
# What a machine writes that knows no date.
_NO_TIME = re.compile(r"\s*(?:1970-01-01T00:00|0001-01-01)")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?!\d)")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<![\d.])(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d\d)(?!\d)")
_NAMED = re.compile(
    r"(?<![\w])(?:\d{1,2}(?:st|nd|rd|th|er)?\.? [^\W\d_]{3,10}\.?|[^\W\d_]{3,10}\.? \d{1,2}(?:st|nd|rd|th)?),? "
    r"(?:19|20)\d\d(?!\d)"
)
_LABELS = (
    re.compile(
        r"(?i)\W*(?:(?:first |originally )?(?:published|posted)|publication date|date published|pub\.? ?date"
        r"|veröffentlicht|erschienen|publié)\b"
    ),
    re.compile(r"(?i)\W*(?:date|datum)\s?:"),
)
_ALONE = re.compile(r"(?i)(?!.*\b(?:updated|modified)\b)")
# By Ann Doe | May 23, 2025; LONDON, May 23, 2025 (Agency) -
_BESIDE = re.compile(
    r"By .{3,80}?[|,–—·-]|[A-Z][A-Z .’'-]+,(?= [A-Z][a-z]+\.? \d{1,2}, \d{4} \([A-Z])"
    # Harbour Courier, 18 January 2026
    r"|[A-Z][^\d.!?]{2,60}[,|–—-](?=\s(?:\d{1,2}\.? [A-Z][a-z]+|[A-Z][a-z]+\.? \d{1,2},) \d{4}$)"
)
_UPDATE = re.compile(r"(?i)\W*(?:last )?(?:updated|modified|aktualisiert|stand\s?:|mis à jour)")
_OTHER = re.compile(r"(?i)\W*(?:document date|(?:retrieved|accessed|archived|crawled|downloaded)\b|last reviewed)")
