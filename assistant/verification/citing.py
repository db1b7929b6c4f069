"""Citations out of evidence, and how a sentence reads with them.

A citation is a span of an article; what a label or a model claims never changes it.
"""

from collections.abc import Sequence
from datetime import date

from assistant.answer import Citation, Evidence
from assistant.close_reading.reader import leading
from assistant.verification.reading import Reading
from assistant.verification.said import Said
from assistant.verification.verify import check
from assistant.writing.cleaning import unlabelled, visible
from index import sentences
from index.splitting.lines import unmarked


def prose(text: str) -> str:
    r"""A quote as it reads in an answer: on one line, without what nobody sees, labels of its own or a heading's marks.

    >>> prose("We are bringing our people\n home\u200b [3]."), prose("## They are home")
    ('We are bringing our people home (3).', 'They are home')
    """
    return " ".join(unlabelled(visible(unmarked(text))).split())


def cite(sentence: str, evidence: Evidence, reading: Reading | None = None) -> Citation:
    """The citation of a piece of evidence by a sentence, checked by code; in other words than its own by `reading`."""
    quote = evidence.quote
    checked = said(evidence) if reading else Said(quote.text, published_on(evidence))
    return Citation(
        label=evidence.label,
        quote=quote.text,
        start=quote.start,
        end=quote.end,
        check=check(sentence, checked, reading),
        article=evidence.article,
        attribution=evidence.attribution,
    )


def said(evidence: Evidence) -> Said:
    """The words of a piece of evidence, as a sentence is checked against them."""
    article, start = evidence.article, evidence.quote.start
    previous = next((span for span in reversed(sentences(article.text)) if span.end <= start), None)
    before = leading(article.title, article.text[previous.start : previous.end] if previous else "")
    return Said(evidence.quote.text, published_on(evidence), before)


def published_on(evidence: Evidence) -> date | None:
    """The day the article of a piece of evidence was published; None where it does not say."""
    published = evidence.article.published
    return published.date if published else None


def labelled(sentence: str, citations: Sequence[Citation]) -> str:
    """A sentence with its labels behind it, as plain text."""
    return sentence + (" " + "".join(f"[{citation.label}]" for citation in citations) if citations else "")
