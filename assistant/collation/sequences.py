"""Whether the sides of a matter are moments of one story: begun, halted, then done; 12 dead, then 15.

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

    `sides` are the positions by the key of their side: `open`, `halted` and `done` for a status, `low:high` for a
    number.
    """
    if kind not in ("status", "number") and set(sides) != set(_OFFICE):
        return False
    told = [side.told for side in sides.values()]
    if None in told or len(set(told)) < len(told):
        return False
    in_time = [key for _, key in sorted(zip(told, sides, strict=True))]
    rank = _low if kind == "number" else _PROGRESS.index
    return in_time == sorted(sides, key=rank)


_OFFICE = ("sitting", "former")
_PROGRESS = ("open", "halted", "done", *_OFFICE)


def _low(key: str) -> float:
    return float(key.split(":", maxsplit=1)[0])
