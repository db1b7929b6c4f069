"""The articles as rows: what each is, and which of them a filter leaves.

Reads only; knows no chunk.
"""

import hashlib
from collections.abc import Iterable
from datetime import date as Date
from pathlib import Path

from index.article import Article, Filters
from index.storing.catalog.meta import Meta
from index.storing.catalog.records import AMONG, ARTICLE, Imprint, Shelf, article_of, listed
from index.storing.database import Database


class ArticleTable:
    """The articles of one database."""

    def __init__(self, database: Database, meta: Meta) -> None:
        self._database = database
        self._rows = database.rows
        self._meta = meta
        self._shelf: tuple[str, Shelf] | None = None

    def all(self) -> list[Article]:
        """Every article, in the order they came."""
        return [article_of(row) for row in self._rows(f"SELECT {ARTICLE} FROM articles ORDER BY number")]

    def get(self, article_id: str) -> Article | None:
        """The article; None if it is not here."""
        rows = self._rows(f"SELECT {ARTICLE} FROM articles WHERE id = ?", article_id)
        return article_of(rows[0]) if rows else None

    def ids(self) -> list[str]:
        """Id of every article, in the order they came."""
        return [row[0] for row in self._rows("SELECT id FROM articles ORDER BY number")]

    def count(self) -> int:
        """Number of articles."""
        return int(self._rows("SELECT count(*) FROM articles")[0][0])

    def matching(self, filters: Filters) -> list[str] | None:
        """Ids of the articles that `filters` leaves; None if it limits nothing."""
        if filters.unbounded:
            return None
        rows = self._rows(
            "SELECT id, publisher FROM articles WHERE (?1 IS NULL OR published >= ?1)"
            " AND (?2 IS NULL OR published <= ?2) ORDER BY number",
            filters.since and filters.since.isoformat(),
            filters.until and filters.until.isoformat(),
        )
        wanted = filters.publisher and _outlet(filters.publisher)
        return [
            row[0]
            for row in rows
            if (filters.article_ids is None or row[0] in filters.article_ids)
            and (wanted is None or _outlet(row[1] or "") == wanted)
        ]

    def undated(self, filters: Filters) -> int:
        """Articles that `filters` would let through if they stated a day."""
        if filters.since is None and filters.until is None:
            return 0
        open_ended = filters.model_copy(update={"since": None, "until": None})
        within = self.matching(open_ended)
        rows = self._rows("SELECT id FROM articles WHERE published IS NULL")
        return len(rows) if within is None else len({row[0] for row in rows}.intersection(within))

    def shelf(self) -> Shelf:
        """What the articles have beside their text, as of now."""
        with self._database.snapshot():
            generation = self._meta.generation
            if self._shelf is None or self._shelf[0] != generation:
                publishers = self._rows("SELECT DISTINCT publisher FROM articles")
                languages = self._rows("SELECT DISTINCT language FROM articles ORDER BY language")
                newest = self._rows("SELECT max(published) FROM articles")[0][0]
                shelf = Shelf(
                    frozenset(row[0] for row in publishers if row[0] is not None),
                    len(publishers),
                    tuple(row[0] for row in languages),
                    Date.fromisoformat(newest) if newest else None,
                )
                self._shelf = generation, shelf
            return self._shelf[1]

    def imprints(self, article_ids: Iterable[str]) -> dict[str, Imprint]:
        """Publisher and day of those of the articles that are still here."""
        rows = self._rows(f"SELECT id, publisher, published FROM articles WHERE id {AMONG}", listed(article_ids))
        return {row[0]: Imprint(row[1], Date.fromisoformat(row[2]) if row[2] else None) for row in rows}

    def paths(self) -> dict[str, Path | None]:
        """The file that each article was read from, by article id."""
        return {row[0]: Path(row[1]) if row[1] else None for row in self._rows("SELECT id, path FROM articles")}

    def stamp(self) -> str:
        """12 hexadecimal digits that say which articles are here, the same in every library that holds them."""
        ids = "".join(row[0] for row in self._rows("SELECT id FROM articles ORDER BY id"))
        return hashlib.sha256(ids.encode()).hexdigest()[:12]


def _outlet(publisher: str) -> str:
    """A publisher's name as two of them are compared."""
    return publisher.casefold().strip().removeprefix("the ")
