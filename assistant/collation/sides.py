"""A contradiction between two sentences, its two sides, and the side that a sentence takes. Pure data."""

from typing import NamedTuple

from assistant.answer import Kind


class Side(NamedTuple):
    """What one sentence says on the matter."""

    key: str
    """The same for all wordings of one side."""
    value: str
    """The words, verbatim."""


class Clash(NamedTuple):
    """A contradiction between two sentences."""

    kind: Kind
    """How they differ."""
    first: Side
    """The first sentence's side."""
    second: Side
    """The second sentence's side."""


class Stance(NamedTuple):
    """The side that a sentence takes where a close reading finds answers that cannot both be true."""

    kind: Kind
    """What its words are: a number, a date, or something else (`polarity`)."""
    side: Side
    """One key for all that take this side."""
