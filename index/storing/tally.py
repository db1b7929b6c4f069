"""What becomes of the articles of one batch, and what is told of it on the way.

Stores nothing.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import NamedTuple

from index.article import Article, Change, Failure
from index.errors import ArticleError
from index.reading import shown
from index.storing.catalog import FileRecord


class Holder(NamedTuple):
    """A file that is being read, or none for an article that is handed in as text."""

    file: FileRecord | None = None
    """As it will be recorded. None: handed in as text."""
    many: bool = False
    """Whether it may hold other articles too."""
    before: AbstractSet[str] = frozenset()
    """Ids of the articles that it held before."""
    keys: AbstractSet[str] = frozenset()
    """Their keys."""

    def replaces(self, article: Article) -> bool:
        """Whether an article that is new in this file is a new version of one that it held."""
        return article.id not in self.before and (article.key in self.keys if self.many else bool(self.before))


class Tally:
    """The counts of one batch."""

    def __init__(self) -> None:
        self.tell: Callable[[Path], None] = lambda path: None
        """Called with each file that is done."""
        self.added: list[str] = []
        self.replaced: list[str] = []
        self.unchanged: list[str] = []
        self.removed: list[str] = []
        self.failed: list[Failure] = []
        self.left = 0
        """Items that were not looked at, for the batch was stopped."""

    def done(self, article: Article, holder: Holder, *, was_there: bool) -> None:
        """Note an article that is on disk; `was_there`: before this batch too."""
        replaced = holder.replaces(article)
        change = self.replaced if replaced else self.unchanged if was_there else self.added
        change.append(article.id)
        if holder.file is not None and not holder.many:
            self.tell(holder.file.path)

    def fail(self, path: Path, error: Exception) -> None:
        """Note an item that is left out, in one line that says what to do."""
        reason, name = str(error), shown(path)
        if isinstance(error, OSError):
            reason = f"{name}: cannot be read ({error.strerror or error}); check that it is there and yours to read"
        elif not isinstance(error, ArticleError):
            reason = f"{name}: cannot become an article ({type(error).__name__}: {error}); repair or delete it"
        self.failed.append(Failure(path=path, reason=" ".join(reason.split())))
        self.tell(path)

    def change(self) -> Change:
        """All of it."""
        return Change(
            added=tuple(self.added),
            replaced=tuple(self.replaced),
            unchanged=tuple(self.unchanged),
            removed=tuple(self.removed),
            failed=tuple(self.failed),
            left=self.left,
        )
