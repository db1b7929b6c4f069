"""What might be asked next: questions about whom and what the quotes name, each tried first.

A question that the library does not answer is not suggested. Knows nothing of the browser.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from assistant import Answer, Citation, Evidence, TwosourceError
from ui.desk import Desk, asked_today
from ui.keeping.conversation import Conversation, Exchange
from ui.library.examples import ABOUT, called, names

SAID = "What did {} say?"

_MOST = 3
_TRIED = 8
"""Questions that are tried; each takes as long as an answer made of quotes."""
_WORD = re.compile(r"\w+")
_THE = re.compile(r"^The\s+")
_NAME_CHARS = 70
_SENTENCE = re.compile(r"[.!?][”\"’')]*\s*$")


def follow_ups(
    desk: Desk, conversation: Conversation, exchange: Exchange, *, examples: Sequence[str] = ()
) -> tuple[str, ...]:
    """A few questions that the library answers with other sentences than `exchange` shows.

    `examples` are tried last, and only where the question was refused: then any way on is welcome.
    """
    answer = exchange.answer
    if answer is None:
        return ()
    asked = [each.question for each in conversation.exchanges]
    seen = {(one.article.id, one.start) for one in answer.citations}
    kept: list[str] = []
    welcome = [one for one in examples if answer.refused and one not in asked]
    for question in islice(chain(candidates(answer, asked), welcome), _TRIED):
        told = _answered(desk, question)
        fresh = {(one.article.id, one.start) for one in told} - seen
        if fresh:
            kept.append(question)
            seen |= fresh
        if len(kept) == _MOST:
            break
    return tuple(kept)


def candidates(answer: Answer, asked: Sequence[str]) -> Iterator[str]:
    """Questions about the speakers and the names of the quotes that no question so far names."""
    taken = {word.lower() for question in asked for word in _WORD.findall(question)}
    forms = [(SAID, name) for name in _speakers(answer.evidence)] + [(ABOUT, name) for name in _named(answer.evidence)]
    for form, name in forms:
        words = {word.lower() for word in _WORD.findall(name)}
        if not words & taken:
            taken |= words
            yield form.format(name)


def _speakers(evidence: Sequence[Evidence]) -> list[str]:
    """Who says something, in the article's words, where these name somebody."""
    told = [one.attribution.speaker or "" for one in evidence]
    return list(dict.fromkeys(_THE.sub("the ", each) for each in told if names(each) and len(each) <= _NAME_CHARS))


def _named(evidence: Sequence[Evidence]) -> list[str]:
    """Names in whole sentences, but for publishers and authors; "Document Date: ..." is none."""
    articles = {one.article.id: one.article for one in evidence}.values()
    makers = {name for article in articles for name in (article.publisher, article.author)}
    told = [one.quote.text for one in evidence if _SENTENCE.search(one.quote.text)]
    found = dict.fromkeys(name for text in told for name in names(text) if name not in makers)
    return [called(name, articles) for name in found]


def _answered(desk: Desk, question: str) -> tuple[Citation, ...]:
    """What a plain answer to `question` cites; nothing where it is a refusal."""
    try:
        answer = desk.ask(question, filters=asked_today(), engine="quotes")
    except TwosourceError:
        return ()
    return () if answer.refused else answer.citations
