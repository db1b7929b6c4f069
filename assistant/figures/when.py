"""A date as it is written, the days it may mean, and whether two dates can both be true.

Knows nothing of how dates are found in a text.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from assistant.figures.comparing import Agreement

Precision = Literal["decade", "year", "season", "month", "week", "day", "time"]
"""How exactly a date is told."""


class Parts(NamedTuple):
    """What a date says in so many words; None: not said."""

    year: int | None = None
    """All four digits."""
    month: int | None = None
    """1 to 12."""
    day: int | None = None
    """Of the month."""
    weekday: int | None = None
    """0: Monday."""
    clock: int | None = None
    """Minutes since midnight."""
    turn: int | None = None
    """-1: "last" and its like; 1: "next"; 0: "this"."""


class When(NamedTuple):
    """A date as written, and the days it may mean."""

    text: str
    """As it stands."""
    start: int
    """First character in the text that it was read from."""
    end: int
    """One past its last character."""
    precision: Precision
    """How exactly it is told."""
    parts: Parts
    """What it says in so many words."""
    first: date | None
    """First day that it may be. None: not known."""
    last: date | None
    """Last day that it may be. None: not known."""
    reason: str
    """How its days are known, or why they are not."""

    @property
    def resolved(self) -> bool:
        """Whether its days are known."""
        return self.first is not None


def compare_dates(first: When, second: When) -> Agreement:
    """Whether two dates of one event can both be true; `unknown` where one of them has no known day.

    Where days are not known, what is said in so many words may still contradict: "Friday" and "Thursday".
    """
    if first.first and first.last and second.first and second.last:
        apart = first.last < second.first or second.last < first.first or _differ(first, second, ("clock",))
        return "contradicting" if apart else "compatible"
    if _differ(first, second, ("year", "month", "day", "weekday", "clock")):
        return "contradicting"
    same = first.text.lower() == second.text.lower() or first.parts.clock is not None
    return "compatible" if same and first.parts == second.parts else "unknown"


def date_follows(said: When, quoted: Sequence[When]) -> bool:
    """Whether a date follows from one of those that quotes give: the same, or told less exactly.

    "In May 2025" follows from "on 23 May 2025", and "on 23 May 2025" from the "Friday" of an article of that day.
    """
    return any(_says(other, said) for other in quoted)


def _says(quoted: When, said: When) -> bool:
    if said.parts.clock is not None and said.parts.clock != quoted.parts.clock:
        return False
    if said.first and said.last and quoted.first and quoted.last:
        return said.first <= quoted.first and quoted.last <= said.last
    if said.parts.turn is not None and quoted.parts.turn not in (None, said.parts.turn):
        return False
    told = [
        (mine, _known(quoted, name)) for name, mine in zip(Parts._fields, said.parts, strict=True) if name != "turn"
    ]
    told = [(mine, theirs) for mine, theirs in told if mine is not None]
    return all(mine == theirs for mine, theirs in told) if told else said.text.lower() == quoted.text.lower()


def _differ(first: When, second: When, names: Sequence[str]) -> bool:
    """Whether both know one of these parts, and know it differently."""
    pairs = [(_known(first, name), _known(second, name)) for name in names]
    return any(one is not None and other is not None and one != other for one, other in pairs)


def _known(when: When, name: str) -> int | None:
    """A part of a date: as said, or as its known day has it."""
    said: int | None = getattr(when.parts, name)
    if said is not None or when.first is None or when.first != when.last or name in ("clock", "turn"):
        return said
    return when.first.weekday() if name == "weekday" else int(getattr(when.first, name))
