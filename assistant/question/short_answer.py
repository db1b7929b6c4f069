"""The few words of a sentence that answer a question, verbatim.

Chooses among spans of the wanted sort; knows nothing of other sentences.
"""

import re

from assistant.question.analysis import Question
from assistant.question.typed_spans import typed_spans
from assistant.words import STOP_WORDS, fold, stem
from index import Span

_WORD = re.compile(r"[\w'’]+")


def short_answer(question: Question, text: str) -> str | None:
    """The span of `text` that answers, verbatim; None where no span is of the wanted sort.

    >>> from assistant.question.analysis import analyse
    >>> short_answer(analyse("How many ships sailed?"), "On 4 May some 30 ships sailed past 200 spectators.")
    'some 30'
    """
    if question.wanted == "why":
        return None
    asked = fold(question.text)
    spans = [span for span in typed_spans(text, question.wanted) if fold(text[span.start : span.end]) not in asked]
    if not spans:
        return None
    anchors = _anchors(question, text)
    best = max(spans, key=lambda span: (_nearness(span, anchors), -span.start))
    return text[best.start : best.end]


def _anchors(question: Question, text: str) -> list[tuple[int, int, float]]:
    """Places of the question's words in the text, each with its weight; what is counted weighs most."""
    anchors = []
    for found in _WORD.finditer(text):
        word = stem(fold(found[0]))
        if fold(found[0]) not in STOP_WORDS and word in question.terms:
            anchors.append((found.start(), found.end(), 3.0 if word == question.focus else 1.0))
    return anchors


def _nearness(span: Span, anchors: list[tuple[int, int, float]]) -> float:
    """How close the question's words stand: each counts its weight over its distance in (average) words."""
    near = 0.0
    for start, end, weight in anchors:
        if start < span.end and span.start < end:
            continue
        gap = start - span.end if start >= span.end else span.start - end
        near += weight / (1 + gap / 6)
    return near
