"""Takes out of a text the characters that no reader sees and that change what a terminal or a page shows.

Knows nothing of files. What is taken out is counted.
"""

import re
from typing import NamedTuple

from index.reading.told import Draft, Stated

_ESCAPED = r"\x1b(?:\[[0-?]*+[ -/]*+[@-~]|\][^\x07\x1b\n]*+(?:\x07|\x1b\\)|[()][0-9A-Z])"
"""Sequences that move a cursor, colour or rename a terminal (ECMA-48)."""
_CONTROLS = "\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_DIRECTIONS = "\u202a-\u202e\u2066-\u2069"
"""Embeddings, overrides and isolates: they show letters in another order than they stand (CVE-2021-42574)."""
_TAGS = "\U000e0000-\U000e007f"
"""Letters that nobody sees."""
_FLAG = "\U0001f3f4[\U000e0030-\U000e007a]{3,6}\U000e007f"
"""The flag of a region (UTS 51): the one place where they are seen."""
_UNSEEN = re.compile(f"({_FLAG})|{_ESCAPED}|[{_CONTROLS}{_DIRECTIONS}{_TAGS}]")


class Cleaned(NamedTuple):
    """A text without what no reader sees."""

    text: str
    """Everything else, in order."""
    left_out: int
    """Characters that were taken out."""


def cleaned(text: str) -> Cleaned:
    r"""A text without control characters, escape sequences, changes of direction and invisible letters.

    Line ends, tabs and form feeds stay.

    >>> cleaned("It \x1b[31mwas\x1b[0m\x07 \u202equiet\u202c.\r\n")
    Cleaned(text='It was quiet.\r\n', left_out=12)
    """
    if text.isascii() and text.isprintable():
        return Cleaned(text, 0)
    seen = _UNSEEN.sub(r"\1", text)
    return Cleaned(seen, len(text) - len(seen))


def cleaned_draft(draft: Draft) -> Draft:
    """A draft whose text and facts are cleaned; a note says how much was taken out of the text."""
    text, left_out = cleaned(draft.text)
    told = draft.told
    notes = (f"invisible or control characters left out: {left_out:,}",) if left_out else ()
    return draft._replace(
        text=text,
        key=cleaned(draft.key).text.strip() or None if draft.key else draft.key,
        told=told._replace(
            title=_stated(told.title),
            publisher=_stated(told.publisher),
            author=_stated(told.author),
            url=_stated(told.url),
            notes=(*told.notes, *notes),
        ),
    )


def _stated(stated: Stated | None) -> Stated | None:
    """A fact; None where nothing of it can be seen."""
    value = cleaned(stated.value).text.strip() if stated else ""
    return stated._replace(value=value) if stated and value else None
