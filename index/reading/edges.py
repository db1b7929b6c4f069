"""The lines at a text's top and bottom, where it speaks of itself.

Knows nothing of what they state.
"""

from collections.abc import Sequence
from typing import NamedTuple

from index.article import Span


class Edges(NamedTuple):
    """The first and the last lines of a text, white space collapsed, emphasis marks taken off."""

    above: tuple[str, ...]
    """Headings and fields that stand before the first sentence."""
    fields: tuple[str, ...]
    """Every line at either edge that is no prose, those of `above` included."""
    every: tuple[str, ...]
    """All of them, sentences too."""


def edges(text: str, spans: Sequence[Span]) -> Edges:
    """The edges of `text`, whose sentences are `spans`."""
    near = [*spans[:_HEAD], *spans[_HEAD:][-_TAIL:]]
    lines = [(" ".join(text[span.start : span.end].split()).strip("*_ "), span.kind) for span in near]
    first_told = next((place for place, (_, kind) in enumerate(lines) if kind == "sentence"), len(lines))
    return Edges(
        above=tuple(line for line, _ in lines[: min(first_told, _HEAD)]),
        fields=tuple(line for line, kind in lines if kind == "field"),
        every=tuple(line for line, _ in lines),
    )


def shortened(line: str, limit: int = 90) -> str:
    """The start of a line, cut at a word's end, with an ellipsis where something was cut.

    >>> shortened("The two sides met on Friday", 14)
    'The two sides…'
    """
    if len(line) <= limit:
        return line
    words = line[: limit + 1].rsplit(maxsplit=1)[0].split(" ")
    while len(words) > 1 and words[-1].rstrip(",").lower() in _LOOSE:
        words.pop()
    return " ".join(words)[:limit].rstrip(" ,;:—–-") + "…"


_HEAD, _TAIL = 16, 6
# Words that no cut should end on.
_LOOSE = frozenset("a an and as at by for from in into of on or that the to with".split())
