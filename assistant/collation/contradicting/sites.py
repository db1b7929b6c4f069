"""Two sorts of places that one thing cannot both be in: a gymnasium and a warehouse.

Compares two answers; knows nothing of questions, or of places that only have a name.
"""

import re

from assistant.collation.sides import Clash, Side
from assistant.words import stem, terms

_SITE = re.compile(
    r"(?:in |at |on |inside |near )?(?:an?|the|his|her|its|their)\s(?:[a-z-]+\s){0,2}?(?P<noun>[a-z-]{4,})"
    r"(?=$|\s(?:of|on|in|at)\b)"
)
Told = tuple[str, str]
"""The few words that say where, and their sentence."""


def sites(first: Told, second: Told) -> Clash | None:
    """The contradiction between two places of two sorts; None where one may lie in the other.

    >>> found = sites(("a warehouse", "A warehouse held it."), ("the hall of a school", "The hall of a school did."))
    >>> found.first.value, found.second.value
    ('a warehouse', 'the hall of a school')
    >>> sites(("a warehouse", "It lay in a warehouse."), ("Lorn", "It was found in Lorn."))
    """
    (ours, text), (theirs, other_text) = first, second
    one, other = _sort(ours), _sort(theirs)
    if one is None or other is None or one == other or one in terms(other_text) or other in terms(text):
        return None
    return Clash("name", Side(one, ours), Side(other, theirs))


def _sort(short: str) -> str | None:
    """Stem of the noun that says what sort of place it is; None for a place that only has a name."""
    found = _SITE.match(short)
    return stem(found["noun"]) if found else None
