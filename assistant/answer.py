"""The data of an answer: evidence, citations, sentences, disagreements, and the answer itself.

Pure data: serialisable, immutable. Knows nothing of how an answer is made.
"""

from datetime import date
from typing import Literal

from pydantic import field_serializer

from index import Article, Frozen, Published, called

Check = Literal["exact", "normalised", "number_mismatch", "name_mismatch", "unsupported", "not_found"]
"""How a sentence relates to a quote it cites; only `exact` and `normalised` need no reader's judgement."""

Kind = Literal["number", "date", "status", "name", "polarity"]
"""What a disagreement is about."""

Finding = Literal["supported", "contradicted", "not_found"]
"""What the articles say of a sentence of a draft."""

Engine = Literal["quotes", "model"]
"""Who writes the sentences of an answer: the articles themselves, or a language model."""


class Turn(Frozen):
    """One message of a conversation."""

    role: Literal["user", "assistant"]
    """Who wrote it."""
    text: str
    """What was written; an answer's `[1]` labels belong to that answer only."""


class Quote(Frozen):
    """A verbatim span of an article: `article.text[start:end] == text`."""

    article_id: str
    """`Article.id`."""
    start: int
    """First character, counted from 0."""
    end: int
    """One past the last character."""
    text: str
    """The words, verbatim."""


class Attribution(Frozen):
    """Who asserts a quote, where it is not the publisher's own voice."""

    speaker: str | None = None
    """Who says it, in the article's words: `"police spokeswoman Ana Ruiz"`. None: the publisher's own voice."""
    verb: str | None = None
    """How it is said, in the article's word: `"wrote"`, `"confirmed"`. None: not said."""
    channel: str | None = None
    """Where it was said: `"Truth Social"`. None: not said."""
    via: str | None = None
    """Who passed it on: `"the Associated Press"`. None: nobody between."""


class Evidence(Frozen):
    """A quote chosen for this question."""

    label: int
    """1, 2, ...; what a sentence cites."""
    quote: Quote
    """The words."""
    article: Article
    """Where they stand."""
    attribution: Attribution
    """Who asserts them."""
    relevance: float
    """How well it fits the question, 0 to 1."""

    @field_serializer("article")
    def _card(self, article: Article) -> dict[str, object]:
        return article_card(article)


class Citation(Frozen):
    """A label used in a sentence, resolved to its quote."""

    label: int
    """`Evidence.label`."""
    quote: str
    """`article.text[start:end]`, always."""
    start: int
    """First character in the article's text."""
    end: int
    """One past the last character."""
    check: Check
    """How the sentence relates to the quote, found by code."""
    article: Article
    """Where the quote stands; its text is left out of JSON."""
    attribution: Attribution
    """Who asserts the quote."""

    @field_serializer("article")
    def _card(self, article: Article) -> dict[str, object]:
        return article_card(article)


class Sentence(Frozen):
    """One sentence of an answer."""

    text: str
    """The sentence without its labels."""
    citations: tuple[Citation, ...]
    """What proves it; empty only in a refusal."""
    repaired: str | None = None
    """What a model wrote, where a number, a date or a name in it was put right from its quote. None: nothing was."""


class Removed(Frozen):
    """A sentence a model wrote that its quotes do not support, and so is not in the answer."""

    text: str
    """The sentence as the model wrote it."""
    reason: str
    """Why, in one line."""


class Position(Frozen):
    """One side of a disagreement."""

    value: str
    """What this side says, in the quote's words: `"2024"`, `"former"`."""
    citations: tuple[Citation, ...]
    """Who says it: at least one quote."""
    origins: int
    """Number of independent origins behind the quotes, at least 1."""
    told: date | None = None
    """The day from which this side speaks: when the latest of its articles was published. None: not known."""
    unnamed: bool = False
    """True: it rests on one source that no article names."""


class Disagreement(Frozen):
    """Articles that say different things about the same matter; never blended, never averaged."""

    topic: str
    """What it is about: the part of the question that the articles answer differently."""
    kind: Kind
    """How the positions differ."""
    positions: tuple[Position, ...]
    """At least two, the one with the most origins first; in a sequence the earliest."""
    sequence: bool = False
    """True: no conflict but a change over time, as the dates of the positions show (planned, then done)."""


Mark = Literal["both_sides", "one_unnamed_source"]
"""What a reader should know of who stands behind a sentence: two parties to a conflict; nobody with a name."""


class Support(Frozen):
    """What stands behind one sentence of an answer."""

    articles: int
    """Number of articles that say it."""
    origins: int
    """Number of independent origins behind them: four articles that print one post are one."""
    labels: tuple[int, ...]
    """Labels of the evidence that says it, cited or not."""
    marks: tuple[Mark, ...] = ()
    """`both_sides`: two parties to a conflict say so; `one_unnamed_source`: nobody whom an article names says so."""
    both_sides: tuple[int, ...] = ()
    """Labels of the evidence in which they say so; empty without the mark."""
    said_by: str | None = None
    """The clause that tells who says it: `"according to the Harbour Board"`. None: the sentence does, or nobody but
    the publisher."""


class Usage(Frozen):
    """What a model was sent and gave back."""

    prompt_tokens: int = 0
    """As the endpoint counted them; 0 where it did not say."""
    completion_tokens: int = 0
    """As the endpoint counted them; 0 where it did not say."""
    invented_labels: int = 0
    """Labels the model wrote that no evidence has; they were dropped."""


class Answer(Frozen):
    """What the articles say to a question, with its proof."""

    question: str
    """As asked."""
    query: str
    """The question made to stand alone; equals `question` where it did already."""
    short: str | None = None
    """The few words that answer, verbatim from a quote. None: no such span."""
    text: str
    """The sentences with `[1]` labels, ready to show as plain text."""
    sentences: tuple[Sentence, ...] = ()
    """In reading order."""
    evidence: tuple[Evidence, ...] = ()
    """The quotes the answer was made of, by label."""
    citations: tuple[Citation, ...] = ()
    """Every citation of the sentences, each label and span once, in order of appearance."""
    disagreements: tuple[Disagreement, ...] = ()
    """Where the articles that touch this question contradict each other."""
    support: tuple[Support, ...] = ()
    """What stands behind each sentence, in order; empty while the answer grows and in a refusal."""
    removed: tuple[Removed, ...] = ()
    """What a model wrote and verification took out."""
    refused: bool = False
    """True: the articles do not answer this."""
    missing: str | None = None
    """Which part the articles do not say. None: nothing is missing."""
    nearest: tuple[Citation, ...] = ()
    """In a refusal: what comes nearest; no proof of anything."""
    notice: str | None = None
    """What the reader should know of how this answer was made: a model that failed, say. None: nothing."""
    confidence: float = 0.0
    """0 to 1: how sure it is that the articles answer this question."""
    engine: Engine
    """Who wrote the sentences: the articles themselves, or a language model."""
    model: str | None = None
    """Name of the language model. None: the quotes engine."""
    complete: bool = True
    """False in a snapshot that is still growing."""
    fingerprint: str = ""
    """Short hash of the settings and the library the answer was made with."""
    usage: Usage = Usage()
    """What a model cost; zeros for the quotes engine."""
    elapsed_ms: int = 0
    """From question to this snapshot."""


class Verdict(Frozen):
    """What the articles say of one sentence of a draft."""

    text: str
    """The sentence, verbatim: `draft[start:end]`."""
    start: int
    """First character in the draft."""
    end: int
    """One past the last character."""
    finding: Finding
    """`supported`: quotes prove it, though others may say otherwise. `contradicted`: quotes say otherwise and none
    proves it. `not_found`: no quote does either."""
    citations: tuple[Citation, ...] = ()
    """What proves it: by itself, or all of it together."""
    against: tuple[Citation, ...] = ()
    """What says otherwise."""


def article_card(article: Article) -> dict[str, object]:
    """Everything about an article but its text, for JSON."""
    return article.model_dump(mode="json", exclude={"text"})


__all__ = [
    "Answer",
    "Article",
    "Attribution",
    "Check",
    "Citation",
    "Disagreement",
    "Engine",
    "Evidence",
    "Finding",
    "Frozen",
    "Kind",
    "Mark",
    "Position",
    "Published",
    "Quote",
    "Removed",
    "Sentence",
    "Support",
    "Turn",
    "Usage",
    "Verdict",
    "called",
]
