"""Which words of a sentence that was read with a question answer it.

Knows nothing of models and rankings.
"""

import numpy as np
from numpy.typing import NDArray

from index import Read, Span

_MOST_TOKENS = 8
"""Of an answer; more help no sort of question on held-out stories, and cost the gold a tenth of what is right."""


def mass(read: Read, span: Span) -> float:
    """How much of the answer's beginning and end falls into `span` of the sentence, 0 to 1."""
    inside = (read.offsets[:, 0] < span.end) & (read.offsets[:, 1] > span.start)
    return float((_softmax(read.first)[inside].sum() + _softmax(read.last)[inside].sum()) / 2) if len(inside) else 0.0


def answering_span(read: Read, text: str) -> tuple[Span, float]:
    """The words of `text`, whole and few, that most likely answer, with their likelihood, 0 to 1."""
    first, last = _softmax(read.first), _softmax(read.last)
    places = np.arange(len(first))
    gap = places[None, :] - places[:, None]
    together = first[:, None] * last[None, :] * ((gap >= 0) & (gap < _MOST_TOKENS))
    start, end = (int(place) for place in np.unravel_index(together.argmax(), together.shape))
    first_char = _word_start(text, int(read.offsets[start, 0]))
    return _balanced(text, first_char, _word_end(text, int(read.offsets[end, 1]))), float(together[start, end])


def _balanced(text: str, start: int, end: int) -> Span:
    """The words without a quotation mark at either end whose other half is not among them, nor a stray comma."""
    held = text[start:end]
    opened, closed = sum(held.count(mark) for mark in "“„«"), sum(held.count(mark) for mark in "”»")
    plain = held.count('"') % 2 == 1
    if start < end and ((text[start] in "“„«" and opened > closed) or (text[start] == '"' and plain)):
        start, plain = start + 1, False
    if start < end and ((text[end - 1] in "”»" and closed > opened) or (text[end - 1] == '"' and plain)):
        end -= 1
    while start < end and text[end - 1] in ",;: ":
        end -= 1
    return Span(start=start, end=end)


def _word_start(text: str, place: int) -> int:
    while place and text[place].isalnum() and text[place - 1].isalnum():
        place -= 1
    return place


def _word_end(text: str, place: int) -> int:
    while place < len(text) and text[place - 1].isalnum() and text[place].isalnum():
        place += 1
    return place


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)
