"""An article opened for reading, every quote of the conversation marked in it.

Knows nothing of how a quote was chosen.
"""

from collections.abc import Iterator

from assistant import Article, Citation, NotFoundError
from ui.chat.shapes import Card, View
from ui.chat.views import card, citations
from ui.desk import Desk
from ui.keeping.conversations import Conversations
from ui.library.passages import Piece, paragraphs

Span = tuple[int, int]


class Passage(View):
    """A cited passage of an article, and where in the conversation it is cited first."""

    exchange: str
    """The answer."""
    source: int
    """Place in its sources."""


class Known(View):
    """One thing that is known of an article."""

    name: str
    """`"Publisher"`."""
    value: str
    """`"rki.news"`; what is not known is said so."""
    how: str | None
    """How it is known. None: it is not, or needs no saying."""


class Opened(View):
    """What the reader draws."""

    article: Card | None
    """None: it is no longer in the library."""
    paragraphs: tuple[tuple[Piece, ...], ...] = ()
    """Its text."""
    passages: tuple[Passage, ...] = ()
    """What the conversation cites of it, in the order of its text."""
    here: int = -1
    """Place of the passage asked for in `passages`; -1: none was."""
    known: tuple[Known, ...] = ()
    """What is known of it, and how."""
    alike: tuple[Card, ...] = ()
    """Other articles of the library that have most of its text: one origin."""


class Asked(View):
    """What the browser asks for."""

    article: str = ""
    """`Article.id`."""
    conversation: str = ""
    """Where the citation stands; empty: the article is opened from the library."""
    exchange: str = ""
    """The answer that cites it."""
    source: int = -1
    """Place of the citation in that answer's sources; -1: none."""


class Reader:
    """Opens articles."""

    def __init__(self, desk: Desk, conversations: Conversations) -> None:
        self._desk = desk
        self._conversations = conversations

    def open(self, owner: str, asked: Asked) -> Opened:
        """The article in pieces; quotes are marked only for the owner of the conversation they stand in."""
        cites = list(self._cites(owner, asked.conversation))
        chosen = next((one for where, one in cites if (where.exchange, where.source) == _place(asked)), None)
        try:
            article = self._desk.article(chosen.article.id if chosen else asked.article)
        except NotFoundError:
            return Opened(article=None)
        spans: dict[Span, Passage] = {}
        for where, one in cites:
            if one.article.id == article.id and article.text[one.start : one.end] == one.quote:
                spans.setdefault((one.start, one.end), where)
        on = (chosen.start, chosen.end) if chosen and (chosen.start, chosen.end) in spans else None
        ordered = sorted(spans)
        return Opened(
            article=card(article),
            paragraphs=tuple(tuple(line) for line in paragraphs(article.text, cited=ordered, chosen=on)),
            passages=tuple(spans[span] for span in ordered),
            here=ordered.index(on) if on else -1,
            known=tuple(known(article)),
            alike=tuple(card(self._desk.article(copy.article_id)) for copy in self._desk.copies(article.id)),
        )

    def _cites(self, owner: str, conversation_id: str) -> Iterator[tuple[Passage, Citation]]:
        conversation = self._conversations.get(owner, conversation_id)
        for exchange in conversation.exchanges if conversation else ():
            if exchange.answer is not None:
                for place, one in enumerate(citations(exchange.answer)):
                    yield Passage(exchange=exchange.id, source=place), one


def known(article: Article) -> Iterator[Known]:
    """What the article is known to be, and how; what matters and is unknown is said so too."""
    date = card(article).date
    yield Known(name="Publisher", value=article.publisher or "not stated", how=article.publisher_how)
    yield Known(name="Date", value=date or "not stated", how=article.published.how if article.published else None)
    if article.author:
        yield Known(name="Author", value=article.author, how=None)
    yield Known(name="Title", value=article.title, how=article.title_how)
    if article.url:
        yield Known(name="Address", value=article.url, how=None)
    yield Known(name="File", value=article.path.name if article.path else article.key, how=None)


def _place(asked: Asked) -> tuple[str, int]:
    return asked.exchange, asked.source
