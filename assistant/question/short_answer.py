"""The few words of a sentence that answer a question, verbatim.

Chooses among spans of the wanted sort; knows nothing of other sentences.
"""

import re

from assistant.question.analysis import Question
from assistant.question.typed_spans import typed_spans
from assistant.words import STOP_WORDS, fold, stem
from index import Span

CLEAR = 1.3
"""How much nearer the best span must stand than the next: a number that may be the wrong one is worse than none."""
_SINCE = re.compile(r"\b(?:first|last|only)\b[^.;]*\bin\s(?:the\s)?$", re.I)
"""What stands before a time that says how long ago, not how long: "the first talks in three years"."""
_PLACED = re.compile(r"\b(?:in|at|from|near|to|of|into|outside|across)\s(?:the\s)?$", re.I)
"""What stands before a place: nobody does anything as "out of Lisbon"."""
_ASKS_PLACE = re.compile(r"(?:and |so |from |to )?where\b|(?:in|at|on|to|from|near|into)\s(?:what|which)\b", re.I)
"""How a question asks where something is; "which country won" asks for a country, which no preposition marks."""
_DIMENSIONS = (
    frozenset({"long", "length"}),
    frozenset({"high", "tall", "height"}),
    frozenset({"wide", "width", "across", "broad"}),
    frozenset({"deep", "depth", "thick"}),
    frozenset({"old", "age"}),
    frozenset({"away", "far", "distance"}),
)
_WORD = re.compile(r"[\w'’]+")


def short_answer(question: Question, text: str) -> str | None:
    """The span of `text` that answers, verbatim; None where no span is of the wanted sort, or two may be it.

    >>> from assistant.question.analysis import analyse
    >>> short_answer(analyse("How many ships sailed?"), "On 4 May some 30 ships sailed past 200 spectators.")
    'some 30'
    """
    spans = [] if question.wanted == "why" else answering_spans(question, text)
    if not spans:
        return None
    anchors = _anchors(question, text)
    best, *others = sorted(spans, key=lambda span: (-_nearness(span, text, anchors), span.start))
    rival = max((_nearness(span, text, anchors) for span in others), default=0.0)
    if others and _nearness(best, text, anchors) < CLEAR * rival:
        return None
    return text[best.start : best.end]


def answering_spans(question: Question, text: str) -> list[Span]:
    """Spans of the wanted sort that can be meant: not in the question itself, of its dimension, a doer for "who"."""
    asked = fold(question.text)
    spans = [span for span in typed_spans(text, question.wanted) if fold(text[span.start : span.end]) not in asked]
    if question.wanted == "duration":
        return [span for span in spans if not _SINCE.search(text[: span.start])]
    if question.wanted == "who":
        return [span for span in spans if not _PLACED.search(text[: span.start])]
    if question.wanted == "where" and not _ASKS_PLACE.match(asked):
        return []
    if question.wanted == "measure":
        return [span for span in spans if not _other_dimension(asked, text[span.end : span.end + 12])]
    return spans


def _other_dimension(asked: str, behind: str) -> bool:
    """Whether the word behind a measure names another dimension than the question: "14 metres long" is no height."""
    found = re.match(r"\s(\w+)", behind)
    ours = next((group for group in _DIMENSIONS if found and found[1].lower() in group), None)
    return ours is not None and not any(re.search(rf"\b{word}\b", asked) for word in ours)


def _anchors(question: Question, text: str) -> list[tuple[int, int, float]]:
    """Places of the question's words in the text, each with its weight; what is counted weighs most."""
    anchors = []
    for found in _WORD.finditer(text):
        word = stem(fold(found[0]))
        if fold(found[0]) not in STOP_WORDS and word in question.terms:
            anchors.append((found.start(), found.end(), 3.0 if word == question.focus else 1.0))
    return anchors


def _nearness(span: Span, text: str, anchors: list[tuple[int, int, float]]) -> float:
    """How close the question's words stand: each counts its weight over its distance in (average) words.

    A comma between is a new thought. What is counted stands behind its number.
    """
    near = 0.0
    for start, end, weight in anchors:
        if start < span.end and span.start < end:
            continue
        between = text[span.end : start] if start >= span.end else text[end : span.start]
        gap = len(between) * (3 if re.search(r"[,;:–—(]", between) else 1)
        near += weight / (1 + gap / 6) * (1.5 if start >= span.end else 1.0)
    return near
