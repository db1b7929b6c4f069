"""Evidence out of ranked sentences: each a numbered quote with its speaker.

Chooses nothing; the order is the caller's.
"""

from collections.abc import Iterable

from assistant.answer import Evidence, Quote
from assistant.attribution.attribute import attribute
from assistant.quoting.ranking import Ranked


def number(ranked: Iterable[Ranked]) -> tuple[Evidence, ...]:
    """The sentences as evidence, labelled 1, 2, ... in the order given."""
    return tuple(_evidence(label, one) for label, one in enumerate(ranked, start=1))


def _evidence(label: int, ranked: Ranked) -> Evidence:
    article, span = ranked.candidate.article, ranked.candidate.span
    return Evidence(
        label=label,
        quote=Quote(article_id=article.id, start=span.start, end=span.end, text=ranked.candidate.text),
        article=article,
        attribution=attribute(article.text, span.start, span.end),
        relevance=ranked.score,
    )
