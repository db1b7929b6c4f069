"""What the window needs of an assistant: a handful of methods, as a Protocol.

Knows nothing of how an answer is made or where an article is kept.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from assistant import Answer, Article, Change, Copy, Filters, Retrieval, Settings, Turn
from assistant.answer import Engine


class Desk(Protocol):
    """The assistant, as far as the window uses it."""

    @property
    def settings(self) -> Settings:
        """How it is set up."""

    @property
    def model(self) -> str | None:
        """Name of the language model. None: answers are made of quotes."""

    @property
    def stamp(self) -> str:
        """Changes whenever the set of articles changes."""

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters = ...,
        engine: Engine | None = None,
    ) -> Answer:
        """The complete answer; `engine="quotes"` asks no model this once."""

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters = ...,
        engine: Engine | None = None,
    ) -> Iterator[Answer]:
        """Growing answers; the last one is complete. May be closed early."""

    def retrieve(self, query: str, k: int = 10) -> Retrieval:
        """The `k` best passages, best first."""

    def add(self, paths: Sequence[Path]) -> Change:
        """Add these files to the library."""

    def add_articles(self, articles: Sequence[Article]) -> Change:
        """Add these articles as they are."""

    def remove(self, article_id: str) -> Article:
        """The article, as it was before it left the library."""

    def articles(self) -> list[Article]:
        """Every article of the library."""

    def copies(self, article_id: str) -> tuple[Copy, ...]:
        """Articles that have most of a text in common with it."""

    def origins(self) -> list[tuple[str, ...]]:
        """Ids of the articles, those that are copies of one another together."""

    def article(self, article_id: str) -> Article:
        """One article; raises where there is none."""


def asked_today() -> Filters:
    """Filters that limit nothing, for a question of now: who types "this week" means the one they are in."""
    return Filters(asked_on=date.today())
