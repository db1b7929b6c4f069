"""Words found again in the owner's conversations, over questions and answers, case and accents ignored.

No model and no network has a part in it. Knows nothing of SQL or of the browser.
"""

from itertools import pairwise

from ui.chat.shapes import View
from ui.keeping.conversations import Conversations
from ui.keeping.folding import fold, spans

MOST = 40
"""Answers that are shown; who wants fewer types more."""
_MOST_WORDS = 12
_BEFORE_CHARS = 40
_AFTER_CHARS = 110


class Sought(View):
    """What the browser asks for."""

    text: str = ""
    """Words, in any order; all must stand in the question and its answer together."""


class Snippet(View):
    """A few words of an answer."""

    text: str
    """Verbatim."""
    hit: bool
    """Whether they are looked for."""


class Match(View):
    """A question and its answer that hold all words."""

    conversation: str
    """Id of the conversation."""
    title: str
    """Its title."""
    exchange: str
    """Id of the exchange."""
    question: str
    """As asked."""
    around: tuple[Snippet, ...]
    """The first place of a word in the answer, with some words about it; empty: the words stand in the question."""


class Matches(View):
    """What was found."""

    words: tuple[str, ...]
    """What was looked for, folded, so that the page can mark it."""
    found: tuple[Match, ...]
    """Those of the conversation asked last first."""
    more: bool
    """Whether there are others."""


def find(conversations: Conversations, owner: str, sought: Sought) -> Matches:
    """The owner's exchanges that hold every word."""
    words = tuple(dict.fromkeys(fold(sought.text).text.split()))[:_MOST_WORDS]
    rows = conversations.found(owner, words, limit=MOST + 1) if words else []
    found = tuple(
        Match(
            conversation=conversation,
            title=title,
            exchange=exchange,
            question=question,
            around=around(text[len(question) :].strip(), words),
        )
        for conversation, title, exchange, question, text in rows[:MOST]
    )
    return Matches(words=words, found=found, more=len(rows) > MOST)


def around(text: str, words: tuple[str, ...]) -> tuple[Snippet, ...]:
    """The neighbourhood of the first word that stands in `text`.

    >>> [one.text for one in around("They met in Łódź on Monday.", ("lodz",)) if one.hit]
    ['Łódź']
    """
    hits = spans(text, words)
    if not hits:
        return ()
    start, end = max(0, hits[0][0] - _BEFORE_CHARS), hits[0][1] + _AFTER_CHARS
    start = text.find(" ", start, hits[0][0]) + 1 if start else 0
    cut = text[:end].rfind(" ") if end < len(text) else len(text)
    end = max(cut, hits[0][1])
    edges = sorted({start, end, *(min(edge, end) for span in hits for edge in span)})
    parts = [
        Snippet(text=text[one:two], hit=any(span[0] <= one < span[1] for span in hits)) for one, two in pairwise(edges)
    ]
    before = [Snippet(text="… ", hit=False)] if start else []
    after = [Snippet(text=" …", hit=False)] if end < len(text) else []
    return tuple([*before, *parts, *after])
