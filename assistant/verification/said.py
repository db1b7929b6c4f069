"""The words of a quote with the day of its article: what a sentence is checked against.

Holds no judgement.
"""

from datetime import date
from typing import NamedTuple


class Said(NamedTuple):
    """A quote, as far as proof needs it."""

    text: str
    """The words, verbatim."""
    published: date | None = None
    """The day its article was published: what "Friday" is seen from. None: not known."""
