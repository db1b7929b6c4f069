"""The data of a run folder: how the run was made, and every answer with its evidence.

Pure data. Holds the words of the articles that an answer quotes, with a little around them, and no whole article.
"""

from pydantic import Field

from assistant.answer import Check, Frozen, Kind
from evals.case import Outcome


class QuoteRecord(Frozen):
    """A quote as a reader meets it, within its surroundings."""

    label: int
    """As the sentences cite it."""
    article: str
    """File name, else key."""
    title: str
    """Of the article."""
    publisher: str | None
    """None: not stated."""
    published: str | None
    """ISO date. None: not stated."""
    start: int
    """First character in the article's text."""
    end: int
    """One past the last character."""
    before: str
    """What stands before the quote, with … where it is cut."""
    quote: str
    """The words, verbatim."""
    after: str
    """What stands behind the quote, with … where it is cut."""
    speaker: str | None
    """Who asserts it. None: the publisher's own voice."""
    relevance: float | None = None
    """How well it fits the question. None: not known."""


class CitationRecord(Frozen):
    """A label in a sentence."""

    label: int
    """Of the quote."""
    check: Check
    """How the sentence relates to the quote."""


class SentenceRecord(Frozen):
    """A sentence of the answer."""

    text: str
    """Without labels."""
    citations: tuple[CitationRecord, ...]
    """What proves it."""


class SideRecord(Frozen):
    """One side of a disagreement."""

    value: str
    """What it says."""
    origins: int
    """Independent origins behind it."""
    quotes: tuple[QuoteRecord, ...]
    """Who says it."""


class DisagreementRecord(Frozen):
    """A disagreement of the answer."""

    topic: str
    """What it is about."""
    kind: Kind
    """How its sides differ."""
    sides: tuple[SideRecord, ...]
    """At least two."""


class AnswerRecord(Frozen):
    """An answer with its evidence."""

    query: str
    """The question made to stand alone."""
    short: str | None
    """The few words that answer."""
    sentences: tuple[SentenceRecord, ...]
    """In reading order; empty in a refusal."""
    evidence: tuple[QuoteRecord, ...]
    """The quotes it was made of, by label; in a refusal what came nearest."""
    disagreements: tuple[DisagreementRecord, ...]
    """Where the articles contradict each other."""
    missing: str | None
    """What the articles do not say."""
    removed: tuple[str, ...]
    """What verification took out, each with its reason."""
    notice: str | None
    """What the reader was told of how the answer was made."""
    confidence: float
    """0 to 1."""
    tokens: int
    """What a model was sent and gave back."""


class CaseRecord(Frozen):
    """One case of a run."""

    outcome: Outcome
    """What it scored."""
    answer: AnswerRecord | None
    """None: asking raised."""


class RunRecord(Frozen):
    """How a run was made."""

    fingerprint: str
    """Of settings and code."""
    gold: str
    """Where the cases were read from."""
    gold_digest: str
    """12 hexadecimal digits of that file."""
    articles: dict[str, str]
    """File name of every article to its content hash."""
    settings: dict[str, str]
    """Every setting that can change an answer; no key, no address of the library."""
    versions: dict[str, str]
    """Of the product, of Python and of the packages that decide an answer."""
    started: str = Field(description="UTC, ISO 8601")
    """When it was begun."""
