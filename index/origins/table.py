"""The tables of origins in the catalog's file: fingerprints by article, and which articles are copies. All their SQL.

Knows no words: what it holds are numbers. Additive: a library without these tables gains them when it is opened.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from index.origins.words import Numbers
from index.storing.database import Database

# A trigger, because articles leave in many ways; what left is swept by number, for its text is no longer there.
_TABLES = (
    """CREATE TABLE IF NOT EXISTS printed (
        number INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL, prints BLOB NOT NULL,
        gone INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX IF NOT EXISTS printed_by_article ON printed(article_id)",
    "CREATE INDEX IF NOT EXISTS printed_and_gone ON printed(gone) WHERE gone",
    "CREATE TABLE IF NOT EXISTS prints (print INTEGER, number INTEGER, PRIMARY KEY (print, number)) WITHOUT ROWID",
    """CREATE TABLE IF NOT EXISTS copies (
        one INTEGER NOT NULL, other INTEGER NOT NULL, share REAL NOT NULL, share_there REAL NOT NULL,
        PRIMARY KEY (one, other)
    ) WITHOUT ROWID""",
    """CREATE TRIGGER IF NOT EXISTS article_leaves AFTER DELETE ON articles BEGIN
        UPDATE printed SET gone = 1 WHERE article_id = old.id;
    END""",
)

MOST = 64
"""Articles that are looked at for one fingerprint, the oldest first: boilerplate stands in all of them."""


class Pair(NamedTuple):
    """Two articles that have most of a text in common."""

    one: str
    """`Article.id`."""
    other: str
    """`Article.id`."""
    share: float
    """Of the words of `one`, those that stand in `other`, 0 to 1."""
    share_there: float
    """The same the other way round."""


class NumberedPair(NamedTuple):
    """The same by the articles' numbers here."""

    one: int
    other: int
    share: float
    share_there: float


class OriginTable:
    """The tables in one open file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows = database.rows
        names = {row[0] for row in self._rows("SELECT name FROM sqlite_master")}
        if not {"printed", "printed_by_article", "printed_and_gone", "prints", "copies", "article_leaves"} <= names:
            with database.change() as writer:
                for statement in _TABLES:
                    writer.execute(statement)

    def sweep(self) -> None:
        """Delete what belongs to articles that left."""
        left = self._rows("SELECT number, prints FROM printed WHERE gone")
        if not left:
            return
        with self._database.change() as writer:
            for number, packed in left:
                places = ((value, number) for value in _unpacked(packed).tolist())
                writer.executemany("DELETE FROM prints WHERE print = ? AND number = ?", places)
                others = writer.execute("SELECT other FROM copies WHERE one = ?", (number,)).fetchall()
                writer.executemany("DELETE FROM copies WHERE one = ? AND other = ?", [(*row, number) for row in others])
                writer.execute("DELETE FROM copies WHERE one = ?", (number,))
                writer.execute("DELETE FROM printed WHERE number = ?", (number,))

    def lacking(self) -> list[tuple[str, int]]:
        """Ids of the articles without fingerprints, in the order they came, each with its characters."""
        rows = self._rows(
            "SELECT a.id, length(a.text) FROM articles a WHERE NOT EXISTS"
            " (SELECT 1 FROM printed p WHERE p.article_id = a.id AND NOT p.gone) ORDER BY a.number"
        )
        return [(row[0], row[1]) for row in rows]

    def store(self, prints: Sequence[tuple[str, Numbers]]) -> dict[str, int]:
        """Store the fingerprints of articles; the number that each article has here."""
        numbers: dict[str, int] = {}
        with self._database.change() as writer:
            for article_id, values in prints:
                added = writer.execute(
                    "INSERT INTO printed (article_id, prints) VALUES (?, ?)", (article_id, _packed(values))
                )
                numbers[article_id] = int(added.lastrowid or 0)
            # In the order of the table, so that each of its pages is written once.
            column = np.concatenate([values for _, values in prints])
            owners = np.repeat([numbers[article_id] for article_id, _ in prints], [len(one) for _, one in prints])
            order = np.lexsort((owners, column))
            rows = zip(column[order].tolist(), owners[order].tolist(), strict=True)
            writer.executemany("INSERT INTO prints VALUES (?, ?)", rows)
        return numbers

    def store_copies(self, pairs: Iterable[NumberedPair]) -> None:
        """Store pairs of articles; each is to be given both ways round."""
        with self._database.change() as writer:
            writer.executemany("INSERT OR REPLACE INTO copies VALUES (?, ?, ?, ?)", pairs)

    def sharing(self, values: Numbers) -> Counter[int]:
        """Numbers of the articles that have some of these fingerprints, with how many; see `MOST`."""
        found: Counter[int] = Counter()
        rows = self._rows(
            "SELECT (SELECT json_group_array(number) FROM"
            " (SELECT number FROM prints WHERE print = j.value LIMIT ?)) FROM json_each(?) j",
            MOST,
            json.dumps(values.tolist()),
        )
        for (numbers,) in rows:
            found.update(json.loads(numbers))
        return found

    def articles(self, numbers: Iterable[int]) -> dict[int, tuple[str, int]]:
        """Id and number of fingerprints of those of the numbered articles that are here."""
        rows = self._rows(
            "SELECT number, article_id, length(prints) FROM printed"
            " WHERE NOT gone AND number IN (SELECT value FROM json_each(?))",
            json.dumps(list(numbers)),
        )
        return {row[0]: (row[1], row[2] // 4) for row in rows}

    def pairs(self, article_id: str | None = None) -> list[Pair]:
        """The pairs in the order they came; with `article_id` those whose first it is, else all, both ways round."""
        rows = self._rows(
            "SELECT p.article_id, q.article_id, c.share, c.share_there FROM copies c"
            " JOIN printed p ON p.number = c.one JOIN printed q ON q.number = c.other"
            " WHERE NOT p.gone AND NOT q.gone"
            + (" AND c.one IN (SELECT number FROM printed WHERE article_id = ?)" if article_id is not None else "")
            + " ORDER BY c.one, c.other",
            *([] if article_id is None else [article_id]),
        )
        return [Pair(*row) for row in rows]


def _packed(values: Numbers) -> bytes:
    return values.astype("<i4").tobytes()


def _unpacked(packed: bytes) -> Numbers:
    return np.frombuffer(packed, dtype="<i4").astype(np.int64)
