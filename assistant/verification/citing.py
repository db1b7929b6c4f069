"""Citations out of evidence, and how a sentence reads with them.

A citation is a span of an article; what a label or a model claims never changes it.
"""

import re
from collections.abc import Sequence
from datetime import date

from assistant.answer import Citation, Evidence
from assistant.verification.reading import Reading
from assistant.verification.said import Said
from assistant.verification.verify import check
from assistant.writing.cleaning import unlabelled, visible
from index import sentences


def prose(text: str) -> str:
    r"""A quote as it reads in an answer: on one line, without what nobody sees, labels of its own or a heading's marks.

    >>> prose("We are bringing our people\n home\u200b [3]."), prose("## They are home")
    ('We are bringing our people home (3).', 'They are home')
    """
    return " ".join(unlabelled(visible(_MARKS.sub("", text, count=1))).split())


def cite(sentence: str, evidence: Evidence, reading: Reading | None = None) -> Citation:
    """The citation of a piece of evidence by a sentence, checked by code; in other words than its own by `reading`."""
    quote = evidence.quote
    return Citation(
        label=evidence.label,
        quote=quote.text,
        start=quote.start,
        end=quote.end,
        check=check(sentence, said(evidence), reading),
        article=evidence.article,
        attribution=evidence.attribution,
    )


def said(evidence: Evidence) -> Said:
    """The words of a piece of evidence, as a sentence is checked against them."""
    before = [span for span in sentences(evidence.article.text) if span.end <= evidence.quote.start][-1:]
    leading = " ".join([evidence.article.title, *(evidence.article.text[span.start : span.end] for span in before)])
    return Said(evidence.quote.text, published_on(evidence), leading)


def published_on(evidence: Evidence) -> date | None:
    """The day the article of a piece of evidence was published; None where it does not say."""
    published = evidence.article.published
    return published.date if published else None


def labelled(sentence: str, citations: Sequence[Citation]) -> str:
    """A sentence with its labels behind it, as plain text."""
    return sentence + (" " + "".join(f"[{citation.label}]" for citation in citations) if citations else "")


_MARKS = re.compile(r"\A(?:#{1,6}|[*•▪◦‣·►-])\s+(?=\S)")
"""What begins a heading or a point of a list."""
