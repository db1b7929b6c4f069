"""What one sentence puts right and another still says: "52 minutes, not 31" against "31 minutes".

Compares two texts; knows nothing of questions or of which side is right.
"""

import re
from collections.abc import Iterator

from assistant.collation.contradicting.clashes import as_side, counted_in
from assistant.collation.sides import Clash, Side
from assistant.figures import When, compare_dates, whens
from assistant.words import fold

_NOT_SO = re.compile(r"(?:,|;|:|\s[-–—]|\band\b|\()\s?(?:but\s)?not\s|\s(?:rather\sthan|instead\sof)\s")
_NOT_A = re.compile(
    r"(?:,|;|\s[-–—]|\band\b|\bbut\b)\s?(?:and\s|but\s)?(?P<words>not\s(?:(?:by|in|on|at|from|with|to|because of)\s)?"
    r"(?:an?|the)\s(?P<noun>[a-z’'-]{4,}))(?=[,.;:]|$|\s(?:and|but|as|who|that|which)\b)"
)
"""As in "found by a drone, and not by a diver"."""
_WRONG = re.compile(
    r"\b(?:number|figure|count|sum|date|report|estimate)\s(?:of\s)?(?P<value>[^,;:]{1,30})\s(?:is|was|ha[sd] been)"
    r"\s(?:wrong|false|mistaken|incorrect|inaccurate|too (?:high|low)|an?\s(?:[\w-]+\s)?(?:error|mistake|misprint))\b"
)
"""As in "the number of 2.4 metres had been a typing error"."""
_REACH = 25
"""Characters behind such a "not" within which the value that is denied begins: "not, as first reported, on Monday"."""


def corrections(first: str, second: str) -> Iterator[Clash]:
    """A number, a day or a thing that one sentence denies for another of its own, and that the other sentence gives.

    >>> [(one.first.value, one.second.value) for one in corrections(
    ...     "The outage lasted 52 minutes, not 31.", "The lights were out for 31 minutes.")]
    [('52', '31')]
    """
    yield from _denied(first, second)
    yield from (Clash(one.kind, one.second, one.first) for one in _denied(second, first))


def _denied(correcting: str, saying: str) -> Iterator[Clash]:
    for found in _NOT_SO.finditer(correcting):
        yield from _numbers(correcting, saying, found.span())
        yield from _days(correcting, saying, found.span())
    for found in _WRONG.finditer(correcting):
        yield from _numbers(correcting, saying, (found.start(), found.start("value")))
        yield from _days(correcting, saying, (found.start(), found.start("value")))
    for found in _NOT_A.finditer(correcting):
        said = re.search(rf"(?<!\bnot )(?<!\bno )\b(?:(?:an?|the)\s)?{re.escape(found['noun'])}\b", saying)
        if said is not None and not _NOT_A.search(saying):
            yield Clash("polarity", Side("not", found["words"]), Side("so", said[0]))
            return


def _numbers(correcting: str, saying: str, at: tuple[int, int]) -> Iterator[Clash]:
    counted = counted_in(correcting)
    so = next((one for one in reversed(counted) if one.end <= at[0]), None)
    denied = next((one for one in counted if at[1] <= one.start <= at[1] + _REACH), None)
    if so is None or denied is None or (so.low, so.high) == (denied.low, denied.high):
        return
    unit = so.unit or denied.unit
    for other in counted_in(saying):
        if (other.low, other.high) == (denied.low, denied.high) and other.unit in ("", unit):
            yield Clash("number", as_side(so), as_side(other))
            return


def _days(correcting: str, saying: str, at: tuple[int, int]) -> Iterator[Clash]:
    told = whens(correcting, None)
    so = next((one for one in reversed(told) if one.end <= at[0]), None)
    denied = next((one for one in told if at[1] <= one.start <= at[1] + _REACH), None)
    if so is None or denied is None or compare_dates(so, denied) != "contradicting":
        return
    for other in whens(saying, None):
        if compare_dates(other, denied) == "compatible":
            yield Clash("date", _side(so), _side(other))
            return


def _side(day: When) -> Side:
    return Side(fold(day.text), day.text)
