"""Answers with their quotes numbered through, as they stand at the foot of a page.

Knows nothing of Markdown or HTML.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant import Citation
from ui.chat.cost import Prices
from ui.chat.shapes import Talk
from ui.chat.views import citations, said, talk, web
from ui.keeping.conversation import Conversation, Exchange


@dataclass(frozen=True)
class Footnote:
    """A quote at the foot of the page."""

    number: int
    """1, 2, ... through the whole page."""
    quote: str
    """Verbatim."""
    source: str
    """Publisher, title and date in words."""
    said: str | None
    """Who asserts it. None: the publisher's own voice."""
    url: str | None
    """Where it was published, if that is a web address."""


@dataclass(frozen=True)
class Leaf:
    """One answer on the page."""

    talk: Talk
    """The answer."""
    notes: tuple[Footnote, ...]
    """Of `talk.sources`, place by place."""

    def marks(self, places: Iterable[int]) -> list[int]:
        """Footnote numbers of places in the answer's sources."""
        return list(dict.fromkeys(self.notes[place].number for place in places))


def leaves(conversation: Conversation, exchanges: Sequence[Exchange], prices: Prices) -> list[Leaf]:
    """Each of `exchanges` that was answered; a quote that two answers share has one number."""
    numbers: dict[tuple[str, int, int], int] = {}
    made: list[Leaf] = []
    for exchange in exchanges:
        if exchange.answer is None or exchange not in conversation.exchanges:
            continue
        notes = tuple(_note(one, numbers) for one in citations(exchange.answer))
        made.append(Leaf(talk(exchange, prices), notes))
    return made


def disputed(told: Talk) -> bool:
    """Whether sources disagree on an answer; a change over time is no disagreement."""
    return any(not one.sequence for one in told.disputes)


def footnotes(made: Iterable[Leaf]) -> list[Footnote]:
    """All of them, each once, in order."""
    return sorted({note.number: note for leaf in made for note in leaf.notes}.values(), key=lambda note: note.number)


def _note(citation: Citation, numbers: dict[tuple[str, int, int], int]) -> Footnote:
    number = numbers.setdefault((citation.article.id, citation.start, citation.end), len(numbers) + 1)
    article = citation.article
    date = f"{article.published.date:%-d %B %Y}" if article.published else "undated"
    source = f"{article.publisher or 'Unknown publisher'}, “{article.title}”, {date}"
    return Footnote(number, citation.quote, source, said(citation.attribution), web(article.url))
