"""An article cut into paragraphs and pieces, so that a browser can mark quotes without counting characters.

Python counts code points and JavaScript counts UTF-16 units; the cutting is done here. Knows nothing of answers.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict

Mark = Literal["", "cited", "on"]
"""`on`: the passage asked for; `cited`: another one that the same answer cites."""

_LINES = re.compile(r"\s*\n\s*")


class Piece(BaseModel):
    """Some words of an article, marked alike."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    text: str
    """The words, verbatim."""
    mark: Mark = ""
    """How they are marked."""


def paragraphs(
    text: str, *, cited: Iterable[tuple[int, int]] = (), chosen: tuple[int, int] | None = None
) -> list[list[Piece]]:
    r"""`text` line by line without its empty lines, each line in pieces; spans are half open, in characters.

    >>> [[piece.text for piece in line] for line in paragraphs("One. Two.\n\nThree.", chosen=(5, 9))]
    [['One. ', 'Two.'], ['Three.']]
    """
    lines: list[list[Piece]] = [[]]
    for piece in _pieces(text, [span for span in cited if span != chosen], chosen):
        for number, words in enumerate(_LINES.split(piece.text)):
            if number:
                lines.append([])
            if words:
                lines[-1].append(Piece(text=words, mark=piece.mark))
    return [line for line in lines if line]


def _pieces(text: str, cited: list[tuple[int, int]], chosen: tuple[int, int] | None) -> Iterator[Piece]:
    """The whole text, cut wherever a span starts or ends."""
    spans = [*cited, chosen] if chosen else cited
    cuts = sorted({0, len(text), *(min(max(cut, 0), len(text)) for span in spans for cut in span)})
    for start, end in pairwise(cuts):
        yield Piece(text=text[start:end], mark=_mark(start, end, cited, chosen))


def _mark(start: int, end: int, cited: list[tuple[int, int]], chosen: tuple[int, int] | None) -> Mark:
    if chosen and chosen[0] <= start and end <= chosen[1]:
        return "on"
    return "cited" if any(span[0] <= start and end <= span[1] for span in cited) else ""
