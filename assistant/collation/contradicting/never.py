"""A day that is announced against the word that it will never be.

Compares two texts; knows nothing of questions or of which side is right.
"""

import re
from collections.abc import Iterator

from assistant.collation.claims.values import dates
from assistant.collation.sides import Clash, Side

_NEVER = re.compile(r"\bnever\s(?:(?:again|be|been)\s)*(?P<verb>[\w’']+)")


def never(first: str, second: str) -> Iterator[Clash]:
    """The day that one sentence gives against the other's word that it will never be.

    >>> [one.first.value for one in never("Trams will run again on 9 May.", "The trams will never run again.")]
    ['9 May']
    """
    ours, theirs = _NEVER.search(first), _NEVER.search(second)
    if ours and not theirs and (day := _day_of(ours["verb"], second)):
        yield Clash("polarity", Side("never", ours[0]), Side("so", day))
    elif theirs and not ours and (day := _day_of(theirs["verb"], first)):
        yield Clash("polarity", Side("so", day), Side("never", theirs[0]))


def _day_of(verb: str, text: str) -> str | None:
    """The date behind a verb, in its words. None: the sentence has another verb, or no date behind it."""
    found = re.search(rf"\b{re.escape(verb[:4])}\w*", text)
    behind = [value.text for value in dates(text) if found and value.start >= found.end()]
    return behind[0].rstrip(".") if behind else None
