"""The values the browser is sent: plain data, never HTML.

Knows nothing of how they are made.
"""

import secrets

from pydantic import BaseModel, ConfigDict, Field

from ui.keeping.conversation import State, Thumb


class View(BaseModel):
    """Base of what the browser is sent."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Drawn(View):
    """What a slot draws anew even where nothing in it changed."""

    nonce: str = Field(default_factory=lambda: secrets.token_hex(4))
    """Different each time: Gradio does not tell the browser of a value equal to the last one."""


class Card(View):
    """An article without its text."""

    id: str
    """`Article.id`."""
    title: str
    """Its title."""
    publisher: str | None
    """None: unknown."""
    date: str | None
    """Day of publication in words: `"23 May 2025"`. None: undated."""
    day: str | None
    """The same as `2025-05-23`, for sorting. None: undated."""
    language: str | None
    """ISO 639-1. None: unknown."""
    url: str | None = None
    """Where it was published, if a browser may open that. None: not known."""


class Source(View):
    """A citation as a chip and its card."""

    label: int
    """The number on the chip."""
    quote: str
    """The words, verbatim."""
    start: int
    """For the order inside the article only."""
    article: Card
    """Where it stands."""
    said: str | None
    """Who asserts it. None: the publisher's own voice."""
    doubt: str | None
    """What is wrong with the quote as a proof. None: nothing."""
    backing: str | None = None
    """How many articles and origins stand behind the sentence. None: one quote only."""


class Line(View):
    """A sentence of an answer."""

    text: str
    """Without labels."""
    cites: tuple[int, ...]
    """Places in the exchange's sources."""
    mark: str | None = None
    """What is remarkable about who says it. None: nothing."""
    mark_cites: tuple[int, ...] = ()
    """Places in the exchange's sources of what the mark rests on."""
    repaired: str | None = None
    """What the model wrote, where it was put right from its quote. None: nothing was."""


class Side(View):
    """One side of a disagreement."""

    value: str
    """What it says."""
    cites: tuple[int, ...]
    """Places in the exchange's sources."""
    articles: int
    """Articles that say so."""
    origins: int
    """Independent origins behind it."""
    date: str | None
    """The day it speaks from, in words. None: not known."""
    unnamed: bool
    """Whether it rests on one source that no article names."""


class Dispute(View):
    """A disagreement between articles."""

    topic: str
    """What it is about."""
    sides: tuple[Side, ...]
    """At least two; in a sequence the earliest first."""
    sequence: bool
    """Whether they are no conflict but a change over time."""


class Talk(View):
    """An exchange: a question and what became of it."""

    id: str
    """Opaque."""
    question: str
    """As asked."""
    understood: str | None
    """What was answered in its place, made to stand alone by what was said before. None: the question as asked."""
    state: State
    """Where it stands."""
    ahead: int
    """Answers that must end before this one is begun."""
    problem: str | None
    """Why there is no answer. None: no error."""
    prose: bool
    """True: the sentences flow; False: each is a quote of its own."""
    model: str | None
    """Who wrote the sentences. None: the articles."""
    short: str | None
    """The few words that answer."""
    lines: tuple[Line, ...]
    """In reading order."""
    sources: tuple[Source, ...]
    """What `cites` and `nearest` point into."""
    disputes: tuple[Dispute, ...]
    """Where the sources disagree."""
    removed: tuple[tuple[str, str], ...]
    """Sentences taken out, each with the reason."""
    refusal: str | None
    """What is said in place of an answer. None: it is no refusal."""
    missing: str | None
    """What the articles do not say."""
    nearest: tuple[int, ...]
    """In a refusal: places in `sources`."""
    notice: str | None
    """What the reader should know."""
    origins: int
    """Independent origins behind the sentences and the sides of disagreements."""
    made: str | None
    """Who wrote it, how much it took and what it cost, in words. None: nothing is written yet."""
    fallen_back: bool
    """Whether quotes had to answer in a model's place."""
    follow_ups: tuple[str, ...]
    """Questions to go on with."""
    thumb: Thumb
    """What the reader thinks of it."""
    note: str
    """What the reader says of it."""
    gold: bool
    """Whether it was saved as a gold case."""


class Thread(Drawn):
    """A conversation, or what changed in it."""

    id: str
    """Opaque; empty: none is open."""
    order: tuple[str, ...]
    """Ids of all its exchanges, oldest first."""
    talks: tuple[Talk, ...]
    """Those that changed, or all of them."""
    opening: bool = True
    """Whether it comes before the reader now; False: only if it is there already."""
    lost: bool = False
    """Whether what was to be opened is not there, or somebody else's."""
    asked: str = ""
    """The question, as it was sent, that this comes of; empty: it comes of no question."""


class Entry(View):
    """A conversation in the list."""

    id: str
    """Opaque."""
    title: str
    """Its first question, or its name."""


class History(Drawn):
    """The owner's conversations."""

    entries: tuple[Entry, ...]
    """The one asked last first."""
    removed: str
    """Title of the one removed last, which can be put back; empty: none."""


class Engine(View):
    """Who answers."""

    model: str | None
    """Name of the language model. None: quotes only."""
    max_question_chars: int
    """Characters a question may have."""
    user: str | None = None
    """Who is logged in. None: nobody has to."""
