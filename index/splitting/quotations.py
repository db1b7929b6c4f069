"""Finds the quotations of a text: everything between marks, over sentences and line breaks.

Knows marks. Knows nothing of who is quoted.
"""

import re

_MARK = re.compile(r"[“”\"]|``|’’|''|\n\s*\n")
_OPEN, _CLOSE = "“", "”"


def quotations(text: str) -> list[tuple[int, int]]:
    """Every quotation with its marks; one left open ends with its paragraph."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for match in _MARK.finditer(text):
        at, end = match.span()
        if match.group().isspace():
            if opened is not None and not (text[opened] == _OPEN and _closes_later(text, end)):
                found.append((opened, at))
                opened = None
        elif opened is None and _opens(text, match):
            opened = at
        elif opened is not None and not (match.group() == _OPEN or _opens(text, match)):
            found.append((opened, end))
            opened = None
    if opened is not None:
        found.append((opened, len(text)))
    return found


def _opens(text: str, match: re.Match[str]) -> bool:
    """A mark opens by its shape; a straight one when a word follows it and none stands before."""
    mark, at, end = match.group(), match.start(), match.end()
    if mark in {_OPEN, "``"}:
        return True
    if mark in {_CLOSE, "’’"}:
        return False
    return (at == 0 or text[at - 1] in " \n\t([—–-‘'") and end < len(text) and not text[end].isspace()


def _closes_later(text: str, at: int) -> bool:
    """The next mark closes: the quotation runs over a paragraph break."""
    mark = re.compile(r"[“”]").search(text, at)
    return mark is not None and mark.group() == _CLOSE
