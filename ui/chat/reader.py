"""An article opened for reading, the quotes of one answer marked in it.

Knows nothing of how a quote was chosen.
"""

from assistant import Citation, NotFoundError
from ui.chat.conversations import Conversations
from ui.chat.passages import Piece, paragraphs
from ui.chat.shapes import Card, View
from ui.chat.views import card, citations
from ui.desk import Desk


class Opened(View):
    """What the reader draws."""

    article: Card | None
    """None: it is no longer in the library."""
    paragraphs: tuple[tuple[Piece, ...], ...] = ()
    """Its text."""


class Asked(View):
    """What the browser asks for."""

    article: str = ""
    """`Article.id`."""
    conversation: str = ""
    """Where the citation stands; empty: the article is opened from the library."""
    exchange: str = ""
    """The answer whose quotes are marked."""
    source: int = -1
    """Place of the citation in that answer's sources; -1: none."""


class Reader:
    """Opens articles."""

    def __init__(self, desk: Desk, conversations: Conversations) -> None:
        self._desk = desk
        self._conversations = conversations

    def open(self, owner: str, asked: Asked) -> Opened:
        """The article in pieces; quotes are marked only for the owner of the conversation they stand in."""
        cites = self._cites(owner, asked)
        chosen = cites[asked.source] if 0 <= asked.source < len(cites) else None
        try:
            article = self._desk.article(chosen.article.id if chosen else asked.article)
        except NotFoundError:
            return Opened(article=None)
        spans = [
            (each.start, each.end)
            for each in cites
            if each.article.id == article.id and article.text[each.start : each.end] == each.quote
        ]
        on = (chosen.start, chosen.end) if chosen else None
        lines = paragraphs(article.text, cited=spans, chosen=on if on in spans else None)
        return Opened(article=card(article), paragraphs=tuple(tuple(line) for line in lines))

    def _cites(self, owner: str, asked: Asked) -> list[Citation]:
        conversation = self._conversations.get(owner, asked.conversation)
        for exchange in conversation.exchanges if conversation else ():
            if exchange.id == asked.exchange and exchange.answer is not None:
                return citations(exchange.answer)
        return []
