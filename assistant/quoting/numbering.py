"""Evidence out of ranked sentences: each a numbered quote with its speaker.

Chooses nothing; the order is the caller's.
"""

from collections.abc import Iterable

from assistant.answer import Evidence, Quote
from assistant.attribution.attribute import attribute
from assistant.quoting.candidates import Candidate
from assistant.quoting.ranking import Ranked


def number(ranked: Iterable[Ranked]) -> tuple[Evidence, ...]:
    """The sentences as evidence, labelled 1, 2, ... in the order given."""
    return number_quotes((one.candidate, one.score) for one in ranked)


def number_quotes(chosen: Iterable[tuple[Candidate, float]]) -> tuple[Evidence, ...]:
    """The same of sentences with their relevance, 0 to 1."""
    return tuple(_evidence(label, candidate, score) for label, (candidate, score) in enumerate(chosen, start=1))


def _evidence(label: int, candidate: Candidate, relevance: float) -> Evidence:
    article, span = candidate.article, candidate.span
    return Evidence(
        label=label,
        quote=Quote(article_id=article.id, start=span.start, end=span.end, text=candidate.text),
        article=article,
        attribution=attribute(article.text, span.start, span.end),
        relevance=relevance,
    )
