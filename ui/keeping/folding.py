"""Text without case and accents, and where each of its characters stood.

Knows nothing of what is looked for.
"""

import unicodedata
from dataclasses import dataclass

# What Unicode does not take apart, and readers do.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "’": "'", "‘": "'"})


@dataclass(frozen=True)
class Folded:
    """A text for looking up."""

    text: str
    """Lower case, without accents."""
    places: tuple[int, ...]
    """For each character of `text` the place of the one it comes from."""


def fold(text: str) -> Folded:
    """The text for looking up.

    >>> fold("Łódź Über Straße").text
    'lodz uber strasse'
    """
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        plain = "".join(one for one in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(one))
        folded = plain.casefold().translate(_PLAIN)
        letters.append(folded)
        places.extend([place] * len(folded))
    return Folded("".join(letters), tuple(places))


def spans(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where the folded `words` stand in `text`, half open, in order, none inside another.

    >>> spans("Café au lait, cafe", ("cafe",))
    [(0, 4), (14, 18)]
    """
    folded, taken = fold(text), set[int]()
    for word in words:
        at = folded.text.find(word)
        while at >= 0:
            taken.update(range(folded.places[at], folded.places[at + len(word) - 1] + 1))
            at = folded.text.find(word, at + len(word))
    starts = [place for place in sorted(taken) if place - 1 not in taken]
    ends = [place + 1 for place in sorted(taken) if place + 1 not in taken]
    return list(zip(starts, ends, strict=True))
