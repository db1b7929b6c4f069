"""Names of months and weekdays in a text.

Knows no dates: which day is meant is for `when`.
"""

import re
from collections.abc import Sequence

from assistant.tokens import Token, tokens
from assistant.words import MONTHS, WEEKDAYS


def days_and_months(text: str) -> frozenset[str]:
    """Names of the months and weekdays in `text`, in full; a date in digits names its month too.

    >>> sorted(days_and_months("On Fri., 3 Feb. he may march; 2025-05-23"))
    ['february', 'friday', 'may']
    """
    words = tokens(text)
    named = {full for place in range(len(words)) if (full := _calendar(words, place))}
    return frozenset(named | {MONTHS[int(month) - 1] for month in _ISO.findall(text)})


def _calendar(words: Sequence[Token], place: int) -> str | None:
    """The month or weekday that a token names, in full."""
    token = words[place]
    if not token.capital or len(token.word) < 3:
        return None
    full = next(
        (
            name
            for name in MONTHS + WEEKDAYS
            if name == token.word or (name.startswith(token.word) and len(token.word) <= 4)
        ),
        None,
    )
    if full in ("may", "march") and token.opens:
        beside = words[place + 1].word if place + 1 < len(words) else ""
        return full if beside[:1].isdigit() else None
    return full


_ISO = re.compile(r"\b\d{4}-(0[1-9]|1[0-2])-\d{2}\b")
