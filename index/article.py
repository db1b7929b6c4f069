"""The data of `index`: articles, their chunks, and what a search gives back.

Pure data. Knows nothing of files, databases or vectors.
"""

from datetime import date as Date
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, JsonValue, model_validator


class Frozen(BaseModel):
    """Base of all our data: immutable, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Published(Frozen):
    """The day an article was published, and how that is known."""

    date: Date
    """Calendar day as stated; no time zone is applied."""
    how: str
    """Where it says so, in words: `"stated: 'Published on May 23, 2025'"`, `"field 'published_at': 2025-05-23"`."""

    def __str__(self) -> str:
        return self.date.isoformat()


class Article(Frozen):
    """One news text, kept verbatim: every offset in the product counts characters of `text`."""

    id: str
    """24 hexadecimal digits: SHA-256 of the normalised text and its origin (publisher, else url, else nothing)."""
    key: str
    """The id its file gave, else the file's name."""
    title: str
    """The stated title, else the start of the first sentence; never empty."""
    title_how: str
    """How the title is known: `"heading"`, `"first sentence"`, `"field 'title'"`, `"meta tag 'og:title'"`."""
    publisher: str | None = None
    """The outlet, as stated. None: not stated."""
    publisher_how: str | None = None
    """How the publisher is known, in words. None: not stated."""
    author: str | None = None
    """The by-line. None: not stated."""
    author_how: str | None = None
    """How the author is known, in words. None: not stated."""
    published: Published | None = None
    """The most trusted date of publication. None: none is stated; it is never guessed from a file's time stamp."""
    dates: tuple[Published, ...] = ()
    """Every date that the file states of the article, the most trusted first; where they differ, all are kept."""
    url: str | None = None
    """Where it was published. None: not stated."""
    url_how: str | None = None
    """How the address is known, in words. None: not stated."""
    path: Path | None = None
    """The file it was read from; it may hold other articles too. None: handed in as text."""
    encoding: str | None = None
    """How the file's bytes became text: `"utf-8"`, `"windows-1251"`. None: not recorded, or no bytes were decoded."""
    notes: tuple[str, ...] = ()
    """What a reader should know of how it was read: a guessed encoding, hidden text that was left out."""
    extra: dict[str, JsonValue] = {}
    """Fields of its record that have no meaning here, as they stood."""
    language: str | None = None
    """ISO 639-1 code of the text's language. None: too short to tell."""
    text: str
    """The whole text as stored; that of a plain text file is decoded but otherwise unchanged."""

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def called(self) -> str:
        """The name by which gold calls it: its file's; its key where its file holds several."""
        return called(self.key, self.path)


def called(key: str, path: Path | None) -> str:
    """What `Article.called` is for an article of this key and file.

    >>> called("may/ferry.md", Path("/articles/may/ferry.md")), called("wire-2", Path("/articles/wire.jsonl"))
    ('ferry.md', 'wire-2')
    """
    return path.name if path and key.endswith(path.name) else key


class Chunk(Frozen):
    """A passage of an article; `text == article.text[start:end]` always."""

    id: str
    """24 hexadecimal digits of SHA-256 over article id, start and end."""
    article_id: str
    """`Article.id`."""
    start: int
    """First character, counted from 0."""
    end: int
    """One past the last character."""
    text: str
    """The passage, verbatim."""

    @model_validator(mode="after")
    def _spans_its_text(self) -> Self:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.text):
            raise ValueError(f"chunk {self.start}:{self.end} does not span its {len(self.text)} characters")
        return self


class Span(Frozen):
    """A sentence or a line inside an article, half open, in characters, without white space at its ends."""

    start: int
    """First character, counted from 0."""
    end: int
    """One past the last character."""
    kind: Literal["sentence", "heading", "field"] = "sentence"
    """`heading`: a title or sub-title; `field`: a line that is no prose ("Document Date: ...", a rule, a link)."""


class Filters(Frozen):
    """What a search is limited to; an empty filter limits nothing."""

    article_ids: frozenset[str] | None = None
    """Only these articles. None: all."""
    publisher: str | None = None
    """Only this publisher, compared without case and without "The" before it. None: all."""
    since: Date | None = None
    """Published on this day or later; undated articles are then left out. None: no bound."""
    until: Date | None = None
    """Published on this day or earlier; undated articles are then left out. None: no bound."""
    asked_on: Date | None = None
    """The day that "this week" or "since Tuesday" in a question counts from; limits nothing. None: such words say
    nothing of days."""

    @property
    def unbounded(self) -> bool:
        """Whether every article is let through."""
        return self.model_copy(update={"asked_on": None}) == Filters()


class Hit(Frozen):
    """A chunk that a search found."""

    chunk: Chunk
    """The passage."""
    score: float
    """Fused score, higher is better; comparable within one retrieval only."""
    cosine: float
    """Cosine similarity of query and chunk, -1 to 1."""
    words: float
    """BM25 of the query's words in the chunk, 0 (no word in common) and up."""


class Retrieval(Frozen):
    """A query with what it found."""

    query: str
    """The query as searched."""
    hits: tuple[Hit, ...]
    """Best first."""
    undated: int = 0
    """Articles left out because a day was asked for and they state none."""


class Failure(Frozen):
    """A file of a batch that was skipped, or an article in it."""

    path: Path
    """The file."""
    reason: str
    """One line that says what is wrong and what to do; begins with the file, and its line or member if one is meant."""


class Change(Frozen):
    """What `add`, `remove` or `sync` did to the library; each list holds article ids in the order done."""

    added: tuple[str, ...] = ()
    """New articles."""
    replaced: tuple[str, ...] = ()
    """New ids of articles whose file changed."""
    unchanged: tuple[str, ...] = ()
    """Articles that were there already; nothing was embedded for them."""
    removed: tuple[str, ...] = ()
    """Articles that left the library."""
    failed: tuple[Failure, ...] = ()
    """Files that were skipped; the rest of the batch was done."""
    left: int = 0
    """Files that were not reached because the batch was stopped; the same call again goes on with them."""
    passed_over: dict[str, int] = {}
    """How many files of each ending (`".doc"`; `""`: none) stand in the folders that no format has; not failures."""
