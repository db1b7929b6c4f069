"""A contradiction between two sentences, and its two sides. Pure data."""

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
