"""The words of a quote with the day of its article and what stands before it: what a sentence is checked against.

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
    before: str = ""
    """The title and the sentence before it: what "she" or "the company" may mean."""
