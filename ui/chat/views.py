"""Answers, articles and conversations turned into what the browser draws.

The browser counts no characters and parses no text. Knows nothing of how an answer is made.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest

from assistant import Answer, Article, Attribution, Citation, Disagreement, Position, Sentence
from assistant.answer import Check
from ui.chat.behind import Remark, backing, independent, key, marks
from ui.chat.cost import Prices, made
from ui.chat.shapes import Card, Dispute, Line, Side, Source, Talk, Thread
from ui.keeping.conversation import Conversation, Exchange

_DOUBTS: dict[Check, str] = {
    "number_mismatch": "A number in this sentence is not in the quote.",
    "name_mismatch": "A name in this sentence is not in the quote.",
    "unsupported": "The quote does not say this.",
    "not_found": "These words were not found in the article.",
}

_WEB = re.compile(r"https?://[^\s<>\"'`\\]+", re.I)


def card(article: Article) -> Card:
    """An article without its text, the date in words."""
    published = article.published.date if article.published else None
    return Card(
        id=article.id,
        title=article.title,
        publisher=article.publisher,
        date=_day(published),
        day=published.isoformat() if published else None,
        language=article.language,
        url=web(article.url),
    )


def _day(day: date | None) -> str | None:
    """`"23 May 2025"`."""
    return f"{day.day} {day:%B} {day.year}" if day else None


def web(url: str | None) -> str | None:
    """The address, if it is one of the web: an article may state anything, `javascript:` too.

    >>> web("javascript:alert(1)"), web("https://example.org/a")
    (None, 'https://example.org/a')
    """
    return url if url and _WEB.fullmatch(url) else None


def sentence(told: str | None) -> str | None:
    """A message as it stands alone in the window, not behind a program's name.

    >>> sentence("the question is empty")
    'The question is empty'
    """
    return told[:1].upper() + told[1:] if told else None


def thread(conversation: Conversation | None, prices: Prices, *, lost: bool = False, asked: str = "") -> Thread:
    """A conversation, or the empty one; `lost`: because there is none such, `asked`: what came of asking that."""
    if conversation is None:
        return Thread(id="", order=(), talks=(), lost=lost, asked=asked)
    talks = tuple(talk(each, prices) for each in conversation.exchanges)
    return Thread(id=conversation.id, order=tuple(each.id for each in talks), talks=talks, asked=asked)


def changed(conversation: Conversation, exchange: Exchange, prices: Prices, *, asked: str = "") -> Thread:
    """What the browser needs to know of one exchange that changed: the others are on its page already."""
    order = tuple(each.id for each in conversation.exchanges)
    talks = (talk(exchange, prices),)
    return Thread(id=conversation.id, order=order, talks=talks, opening=bool(asked), asked=asked)


def talk(exchange: Exchange, prices: Prices) -> Talk:
    """An exchange as it stands now."""
    answer = exchange.answer or Answer(question=exchange.question, query="", text="", engine="quotes")
    cites = citations(answer)
    return Talk(
        id=exchange.id,
        question=exchange.question,
        understood=answer.query if answer.query not in ("", answer.question) else None,
        state=exchange.state,
        ahead=exchange.ahead if exchange.busy else 0,
        problem=sentence(exchange.problem),
        prose=answer.engine == "model",
        model=answer.model,
        short=answer.short,
        lines=_lines(answer, cites),
        sources=tuple(_source(each, answer) for each in cites),
        disputes=tuple(_dispute(each, cites) for each in answer.disagreements),
        removed=tuple((each.text, each.reason) for each in answer.removed),
        refusal=answer.text if answer.refused else None,
        missing=answer.missing,
        nearest=_places(answer.nearest, cites),
        notice=sentence(answer.notice),
        origins=independent(answer),
        made=made(answer, prices) if exchange.answer and not exchange.busy else None,
        fallen_back=bool(answer.notice) and answer.engine == "quotes" and exchange.engine != "quotes",
        follow_ups=exchange.follow_ups,
        thumb=exchange.thumb,
        note=exchange.note,
        gold=exchange.gold,
    )


def _lines(answer: Answer, cites: Sequence[Citation]) -> tuple[Line, ...]:
    """The sentences; what stands behind them is known once they are all there."""
    return tuple(_line(*both, cites) for both in zip_longest(answer.sentences, marks(answer)))


def _line(line: Sentence, mark: Remark | None, cites: Sequence[Citation]) -> Line:
    cited = _places(line.citations, cites)
    beside = _places(mark.citations, cites) if mark else ()
    return Line(
        text=line.text,
        cites=cited,
        mark=mark.words if mark else None,
        mark_cites=tuple(place for place in beside if place not in cited),
        repaired=line.repaired,
    )


def citations(answer: Answer) -> list[Citation]:
    """Every citation the window can show, each label and span once: the sentences' first, in reading order."""
    unique: dict[tuple[int, str, int, int], Citation] = {}
    for citation in _all(answer):
        unique.setdefault(key(citation), citation)
    return list(unique.values())


def _all(answer: Answer) -> Iterator[Citation]:
    for each in answer.sentences:
        yield from each.citations
    for disagreement in answer.disagreements:
        for position in disagreement.positions:
            yield from position.citations
    for mark in marks(answer):
        yield from mark.citations if mark else ()
    yield from answer.nearest


def _places(some: Sequence[Citation], cites: Sequence[Citation]) -> tuple[int, ...]:
    keys = [key(each) for each in cites]
    return tuple(dict.fromkeys(keys.index(key(each)) for each in some))


def _dispute(disagreement: Disagreement, cites: Sequence[Citation]) -> Dispute:
    sides = tuple(_side(each, cites) for each in disagreement.positions)
    return Dispute(topic=disagreement.topic, sides=sides, sequence=disagreement.sequence)


def _side(position: Position, cites: Sequence[Citation]) -> Side:
    return Side(
        value=position.value,
        cites=_places(position.citations, cites),
        articles=len({each.article.id for each in position.citations}),
        origins=position.origins,
        date=_day(position.told),
        unnamed=position.unnamed,
    )


def _source(citation: Citation, answer: Answer) -> Source:
    return Source(
        label=citation.label,
        quote=citation.quote,
        start=citation.start,
        article=card(citation.article),
        said=said(citation.attribution),
        doubt=_DOUBTS.get(citation.check),
        backing=backing(citation, answer),
    )


def said(attribution: Attribution) -> str | None:
    """`"Donald Trump, on Truth Social, via the Associated Press"`."""
    parts = (
        attribution.speaker,
        attribution.channel and f"on {attribution.channel}",
        attribution.via and f"via {attribution.via}",
    )
    return ", ".join(part for part in parts if part) or None
