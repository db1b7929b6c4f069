"""Sentences of direct speech joined to the words that say whose they are, and questions joined to their answers.

A quotation that is printed without its speaker is half a quote. Knows nothing of who the speaker is.
"""

import re
from collections.abc import Sequence

from index import Span

_MARK = re.compile(r"[“”„\"«»]")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_ASKS = re.compile(r"""[?][^\w?!”"»'’]*\Z""")
_MOST = 400
"""Characters of a joined span; a long speech stays in sentences."""


def spoken(text: str, spans: Sequence[Span]) -> list[Span]:
    """The sentences of `text`, those that are nothing but speech also joined to a neighbour that says who speaks.

    A joined span stands in place of the bare one. Spans may then overlap: the neighbour stays a sentence too.

    >>> text = "“It is done,” said Ann. “Go home.” They went."
    >>> spans = [Span(start=0, end=23), Span(start=24, end=34), Span(start=35, end=45)]
    >>> [text[span.start:span.end] for span in spoken(text, spans)]
    ['“It is done,” said Ann.', '“It is done,” said Ann. “Go home.”', 'They went.']
    """
    inside = False
    bare = []
    for span in spans:
        outside, inside = _outside(text[span.start : span.end], inside)
        bare.append(span.kind == "sentence" and not _WORDS.search(outside))
    return [_joined(text, spans, bare, place) if bare[place] else span for place, span in enumerate(spans)]


def answered(text: str, spans: Sequence[Span]) -> list[Span]:
    """The sentences of `text`, each question with the sentence behind it: an interviewer's question tells nothing.

    >>> text = "Did you doubt? For one night."
    >>> [text[one.start : one.end] for one in answered(text, [Span(start=0, end=14), Span(start=15, end=29)])]
    ['Did you doubt? For one night.', 'For one night.']
    """
    return [_with_answer(text, spans, place) for place in range(len(spans))]


def asks(sentence: str) -> bool:
    """Whether a sentence, or the last of several, only asks. What somebody is quoted as asking is told.

    >>> asks("3. How many came?"), asks("How many came? Two."), asks('He asked: "How many?"')
    (True, False, False)
    """
    return _ASKS.search(sentence) is not None


def _with_answer(text: str, spans: Sequence[Span], place: int) -> Span:
    span = spans[place]
    if span.kind != "sentence" or not asks(text[span.start : span.end]):
        return span
    behind = next((one for one in spans[place + 1 : place + 2] if one.kind == "sentence"), None)
    return Span(start=span.start, end=behind.end) if behind and behind.end - span.start <= _MOST else span


def _outside(sentence: str, inside: bool) -> tuple[str, bool]:
    """What of a sentence stands outside quotation marks, and whether a quotation is open at its end."""
    outside, last = [], 0
    for mark in _MARK.finditer(sentence):
        if not inside:
            outside.append(sentence[last : mark.start()])
        inside = mark[0] in "“„«" or (mark[0] == '"' and not inside)
        last = mark.end()
    if not inside:
        outside.append(sentence[last:])
    return " ".join(outside), inside


def _joined(text: str, spans: Sequence[Span], bare: Sequence[bool], place: int) -> Span:
    """The span with the nearest sentence of its paragraph that is not all speech.

    Speech that goes on past the sentence is told behind it ("...,” she wrote."), any other before it.
    """
    own = text[spans[place].start : spans[place].end]
    goes_on = own[0] in '“„«"' and not re.search(r"[”“»\"]\W*$", own[1:])
    for step in (1, -1) if goes_on else (-1, 1):
        other = place
        while 0 <= other + step < len(spans) and _one_paragraph(text, spans, other, step):
            other += step
            first, last = spans[min(place, other)], spans[max(place, other)]
            if last.end - first.start > _MOST:
                break
            if not bare[other]:
                return Span(start=first.start, end=last.end)
    return spans[place]


def _one_paragraph(text: str, spans: Sequence[Span], place: int, step: int) -> bool:
    first, last = sorted((place, place + step))
    return "\n" not in text[spans[first].end : spans[last].start]
