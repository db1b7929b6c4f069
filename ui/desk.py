"""What the window needs of an assistant: a handful of methods, as a Protocol.

Knows nothing of how an answer is made or where an article is kept.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from assistant.answer import Answer, Article, Turn
from assistant.settings import Settings


class Skipped(Protocol):
    """A file that did not become an article."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def reason(self) -> str:
        """One line that says what is wrong and what to do."""


class Changed(Protocol):
    """What adding files did to the library; article ids, in the order done."""

    @property
    def added(self) -> Sequence[str]:
        """New articles."""

    @property
    def replaced(self) -> Sequence[str]:
        """New ids of articles whose file changed."""

    @property
    def unchanged(self) -> Sequence[str]:
        """Articles that were there already."""

    @property
    def failed(self) -> Sequence[Skipped]:
        """Files that were skipped."""


class Desk(Protocol):
    """The assistant, as far as the window uses it."""

    @property
    def settings(self) -> Settings:
        """How it is set up."""

    @property
    def model(self) -> str | None:
        """Name of the language model. None: answers are made of quotes."""

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """Growing answers; the last one is complete. May be closed early."""

    def add(self, paths: Sequence[Path]) -> Changed:
        """Add these files to the library."""

    def remove(self, article_id: str) -> Article:
        """The article, as it was before it left the library."""

    def articles(self) -> list[Article]:
        """Every article of the library."""

    def article(self, article_id: str) -> Article:
        """One article; raises where there is none."""
