"""Evidence out of ranked sentences, and citations out of evidence.

A citation is a span of an article; what a label or a model claims never changes it.
"""

from collections.abc import Iterable, Sequence

from assistant.answer import Citation, Evidence, Quote
from assistant.proof.attribution import attribute
from assistant.proof.verify import verify
from assistant.quoting.ranking import Ranked


def prose(text: str) -> str:
    r"""A quote as it reads in an answer: on one line, nothing else changed.

    >>> prose("We are bringing our people\n home.")
    'We are bringing our people home.'
    """
    return " ".join(text.split())


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


def cite(sentence: str, evidence: Evidence) -> Citation:
    """The citation of a piece of evidence by a sentence, checked by code."""
    quote = evidence.quote
    return Citation(
        label=evidence.label,
        quote=quote.text,
        start=quote.start,
        end=quote.end,
        check=verify(sentence, quote.text),
        article=evidence.article,
        attribution=evidence.attribution,
    )


def labelled(sentence: str, citations: Sequence[Citation]) -> str:
    """A sentence with its labels behind it, as plain text."""
    return sentence + (" " + "".join(f"[{citation.label}]" for citation in citations) if citations else "")
