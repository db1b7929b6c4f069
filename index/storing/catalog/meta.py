"""What the library says of itself: its name, its version, its embedder, which state it is in.

Knows no article.
"""

import secrets

from index.storing.database import Database


class Meta:
    """The table of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> str:
        """What is said; empty where nothing is."""
        rows = self._database.rows("SELECT value FROM meta WHERE key = ?", key)
        return str(rows[0][0]) if rows else ""

    def say(self, **values: str) -> None:
        """Say it from now on; inside a change."""
        self._database.writer.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    @property
    def generation(self) -> str:
        """Changes with every change of the chunks; never repeats, not even in a restored copy."""
        return self.get("generation")

    def renew(self) -> None:
        """Begin a new generation; inside a change."""
        self.say(generation=secrets.token_hex(8))
