"""Answers, articles and conversations turned into what the browser draws.

The browser counts no characters and parses no text. Knows nothing of how an answer is made.
"""

from collections.abc import Iterable, Iterator, Sequence

from assistant import Answer, Article, Attribution, Citation, Disagreement
from assistant.answer import Check
from ui.chat.conversations import Conversation, Exchange
from ui.chat.shapes import Card, Dispute, Entry, Line, Side, Source, Talk, Thread

_DOUBTS: dict[Check, str] = {
    "number_mismatch": "A number in this sentence is not in the quote.",
    "name_mismatch": "A name in this sentence is not in the quote.",
    "unsupported": "The quote does not say this.",
    "not_found": "These words were not found in the article.",
}


def card(article: Article) -> Card:
    """An article without its text, the date in words."""
    date = article.published.date if article.published else None
    return Card(
        id=article.id,
        title=article.title,
        publisher=article.publisher,
        date=f"{date.day} {date:%B} {date.year}" if date else None,
        day=date.isoformat() if date else None,
        language=article.language,
    )


def sentence(told: str | None) -> str | None:
    """A message as it stands alone in the window, not behind a program's name.

    >>> sentence("the question is empty")
    'The question is empty'
    """
    return told[:1].upper() + told[1:] if told else None


def thread(conversation: Conversation | None) -> Thread:
    """A conversation, or the empty one."""
    if conversation is None:
        return Thread(id="", talks=())
    return Thread(id=conversation.id, talks=tuple(talk(each) for each in conversation.exchanges))


def entries(conversations: Iterable[Conversation]) -> list[Entry]:
    """Conversations for the list, in the order given."""
    return [Entry(id=each.id, title=each.title) for each in conversations]


def talk(exchange: Exchange) -> Talk:
    """An exchange as it stands now."""
    answer = exchange.answer or Answer(question=exchange.question, query="", text="", engine="quotes")
    cites = citations(answer)
    return Talk(
        id=exchange.id,
        question=exchange.question,
        state=exchange.state,
        problem=sentence(exchange.problem),
        prose=answer.engine == "model",
        model=answer.model,
        short=answer.short,
        lines=tuple(Line(text=line.text, cites=_places(line.citations, cites)) for line in answer.sentences),
        sources=tuple(_source(each) for each in cites),
        disputes=tuple(_dispute(each, cites) for each in answer.disagreements),
        removed=tuple((each.text, each.reason) for each in answer.removed),
        refusal=answer.text if answer.refused else None,
        missing=answer.missing,
        nearest=_places(answer.nearest, cites),
        notice=answer.notice,
    )


def citations(answer: Answer) -> list[Citation]:
    """Every citation the window can show, each label and span once: the sentences' first, in reading order."""
    unique: dict[tuple[int, str, int, int], Citation] = {}
    for citation in _all(answer):
        unique.setdefault(_key(citation), citation)
    return list(unique.values())


def _all(answer: Answer) -> Iterator[Citation]:
    for sentence in answer.sentences:
        yield from sentence.citations
    for disagreement in answer.disagreements:
        for position in disagreement.positions:
            yield from position.citations
    yield from answer.nearest


def _key(citation: Citation) -> tuple[int, str, int, int]:
    return citation.label, citation.article.id, citation.start, citation.end


def _places(some: Sequence[Citation], cites: Sequence[Citation]) -> tuple[int, ...]:
    keys = [_key(each) for each in cites]
    return tuple(dict.fromkeys(keys.index(_key(each)) for each in some))


def _dispute(disagreement: Disagreement, cites: Sequence[Citation]) -> Dispute:
    sides = (
        Side(value=each.value, cites=_places(each.citations, cites), origins=each.origins)
        for each in disagreement.positions
    )
    return Dispute(topic=disagreement.topic, sides=tuple(sides))


def _source(citation: Citation) -> Source:
    return Source(
        label=citation.label,
        quote=citation.quote,
        start=citation.start,
        article=card(citation.article),
        said=_said(citation.attribution),
        doubt=_DOUBTS.get(citation.check),
    )


def _said(attribution: Attribution) -> str | None:
    """`"Donald Trump, on Truth Social, via the Associated Press"`."""
    parts = (
        attribution.speaker,
        attribution.channel and f"on {attribution.channel}",
        attribution.via and f"via {attribution.via}",
    )
    return ", ".join(part for part in parts if part) or None
