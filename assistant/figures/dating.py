"""Finds the dates of a sentence, and resolves "Friday" or "last week" against the day its article was published.

Reads English by rules: a parsing library takes a hundred times as long, and does not say how it knows. Without a day
of publication, what is relative stays unresolved, and says so.
"""

import re
from datetime import date
from functools import lru_cache

from assistant.figures.resolving import Read, read
from assistant.figures.when import When
from assistant.words import MONTHS, fold

STATED = "stated"
"""The reason of a date that says its own year."""


@lru_cache(maxsize=4096)
def whens(text: str, published: date | None = None) -> tuple[When, ...]:
    """Every date of `text`, in order; `published` is the day of its article, None where that is not known.

    >>> [(one.text, str(one.first)) for one in whens("On Friday, and in March 2022.", date(2025, 5, 23))]
    [('Friday', '2025-05-23'), ('March 2022', '2022-03-01')]
    >>> whens("They met on Friday.", date(2025, 5, 23))[0].reason
    '"Friday" seen from 23 May 2025, when the article was published'
    >>> whens("They met last Friday.")[0].reason
    '"last Friday" has no date: the article does not say when it was published'
    """
    found: list[When] = []
    for match in _DATE.finditer(text):
        words = {name: fold(value) for name, value in match.groupdict().items() if value}
        before = fold(text[max(0, match.start() - _LOOK) : match.start()])
        if _is_word(words, before):
            continue
        if means := read(words, published, ahead=bool(_FUTURE.search(before))):
            found.append(_when(match, means, published))
    return tuple(found)


def _when(match: re.Match[str], means: Read, published: date | None) -> When:
    words = " ".join(match[0].split())
    if means.parts.clock is not None and not means.days:
        reason = "a time of day"
    elif means.days:
        reason = (
            f'"{words}" seen from {_shown(published)}, when the article was published' if means.relative else STATED
        )
    elif published is None:
        reason = f'"{words}" has no date: the article does not say when it was published'
    else:
        reason = f'"{words}" has no date: no calendar holds it'
    first, last = means.days or (None, None)
    return When(match[0], match.start(), match.end(), means.precision, means.parts, first, last, reason)


def _shown(day: date | None) -> str:
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}" if day else "no day"


def _is_word(words: dict[str, str], before: str) -> bool:
    """Whether "May" or "March" is no month here: a name, a verb or a demonstration."""
    alone = words.get("monthname") in ("may", "march") and not words.keys() & {"monthyear", "monthturn"}
    return alone and not _LEADS_MONTH.search(before)


_LOOK = 70
"""Characters before a date in which it is told whether it is to come."""
_LEADS_MONTH = re.compile(
    r"\b(?:in|since|by|until|till|of|from|to|through|and|or|early|late|mid-?|before|after|during)\s?$"
)
_FUTURE = re.compile(
    r"\b(?:will|shall|going to|due|expected to|expects?|scheduled|set to|set for|plans?|planned|planning|is to"
    r"|are to|to be|ahead of|until|upcoming|deadline)\b[^.;:]*$"
)
_M = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_W = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_Y = r"(?:1[5-9]|20)\d\d"
_N = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_DATE = re.compile(
    rf"(?<![\w.,$€£])(?:(?P<digits>{_Y}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]{_Y})(?![\w-])"
    rf"|(?:(?P<dayname>{_W}),?\s)?(?:the\s)?(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{_M})(?![\w])"
    rf"(?:,?\s(?P<year>{_Y})\b)?"
    rf"|(?:{_W},?\s)?(?P<month2>{_M})\s(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?\b(?![,.]\d)(?:,?\s(?P<year2>{_Y})\b)?"
    rf"|(?:spring|summer|autumn|fall|winter)\s(?:of\s)?(?P<seasonyear>{_Y})\b"
    rf"|(?:(?P<monthturn>last|next|this)\s)?(?<!\bMr\s)(?P<monthname>{_M})(?![\w])(?:,?\s(?:of\s)?(?P<monthyear>{_Y})\b)?"
    rf"|(?P<decade>(?:1[5-9]|20)\d0)s\b"
    r"|(?P<clock>[0-2]?\d(?:[:.][0-5]\d)?\s?[ap]\.?m\b\.?|[0-2]?\d:[0-5]\d|noon|midnight)"
    rf"|(?:(?P<dayturn>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming|[Pp]revious)\s)?(?P<weekday>{_W})s?\b"
    r"|(?P<turn>[Ll]ast|[Nn]ext|[Tt]his|[Ee]arlier this|[Pp]revious)\s(?P<period>week|weekend|month|year)\b"
    r"|(?P<near>[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow|[Oo]vernight|[Ll]ast night"
    r"|[Tt]his (?:morning|afternoon|evening))\b"
    rf"|(?P<count>{_N})\s(?P<unit>days?|weeks?|months?|years?)\s(?P<ago>ago|earlier this)\b"
    rf"|(?P<alone>{_Y})(?![\w%]|[,.]\d|[-–/]\d\d\b))"
)
