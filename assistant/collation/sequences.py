"""Whether two sides of a matter are two moments of one story: planned, then done; 12 dead, then 15.

Knows when each side was told. Never guesses: without dates, what differs is a contradiction.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.answer import Evidence, Kind, Position


def told_on(voices: Sequence[Evidence]) -> date | None:
    """The day from which a side speaks: the latest day its articles were published; None where one does not say."""
    days = [one.article.published.date if one.article.published else None for one in voices]
    return max((day for day in days if day is not None), default=None) if None not in days else None


def in_sequence(kind: Kind, sides: Mapping[str, Position]) -> bool:
    """Whether the dates show a change over time: what was open is done later, or a count has grown.

    `sides` are the positions by the key of their side: `open` and `done` for a status, `low:high` for a number.
    """
    if len(sides) != 2 or kind not in ("status", "number"):
        return False
    (first, one), (second, other) = sides.items()
    if one.told is None or other.told is None or one.told == other.told:
        return False
    earlier, later = (first, second) if one.told < other.told else (second, first)
    if kind == "status":
        return (earlier, later) == ("open", "done")
    return _low(earlier) < _low(later)


def _low(key: str) -> float:
    return float(key.split(":", maxsplit=1)[0])
