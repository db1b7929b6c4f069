"""The files that articles were read from, and which of them holds which article.

Knows no text and no chunk.
"""

from pathlib import Path

from index.storing.catalog.records import FileRecord, file_of, file_row
from index.storing.database import Database, Writer


class FileTable:
    """The files of one database."""

    def __init__(self, database: Database) -> None:
        self._rows = database.rows

    def all(self) -> dict[Path, FileRecord]:
        """Every known file, by path."""
        rows = self._rows(f"SELECT {', '.join(FileRecord.model_fields)} FROM files")
        return {Path(row[0]): file_of(row) for row in rows}

    def synced(self) -> set[Path]:
        """Every known file that stays only while a sync finds it."""
        return {Path(row[0]) for row in self._rows("SELECT path FROM files WHERE source = 'sync'")}

    def held_by(self) -> dict[Path, dict[str, str]]:
        """Of every file that holds any: the articles in it, each id with its key."""
        held: dict[str, dict[str, str]] = {}
        for path, article_id, key in self._rows(
            "SELECT h.path, h.article_id, a.key FROM held h JOIN articles a ON a.id = h.article_id"
        ):
            held.setdefault(path, {})[article_id] = key
        return {Path(path): ids for path, ids in held.items()}

    def digests(self, path: Path) -> dict[str, str]:
        """The articles that a file was found to hold, each id by the digest of what it was made of."""
        rows = self._rows("SELECT digest, article_id FROM held WHERE path = ? AND digest <> ''", str(path))
        return {row[0]: row[1] for row in rows}


def point(writer: Writer, file: FileRecord | None, article_id: str, *, alone: bool) -> bool:
    """Record that `file` holds an article; whether one that it held before left."""
    if file is None:
        return False
    put(writer, file)
    path = str(file.path)
    writer.execute("INSERT OR IGNORE INTO held (path, article_id) VALUES (?, ?)", (path, article_id))
    if not alone:
        return False
    others = writer.execute("SELECT article_id FROM held WHERE path = ? AND article_id <> ?", (path, article_id))
    return any([let_go(writer, path, row[0]) for row in others.fetchall()])


def put(writer: Writer, file: FileRecord) -> None:
    """Record a file as it is now; inside a change."""
    columns = ", ".join(FileRecord.model_fields)
    writer.execute(
        f"INSERT INTO files ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET"
        " size = excluded.size, mtime_ns = excluded.mtime_ns, sha256 = excluded.sha256, beside = excluded.beside,"
        # What was added by hand stays so when a sync meets it.
        " flaws = excluded.flaws, source = iif(source = 'add', 'add', excluded.source)",
        file_row(file),
    )


def let_go(writer: Writer, path: str, article_id: str) -> bool:
    """Say that a file holds an article no more; whether it left, for nothing else holds it."""
    writer.execute("DELETE FROM held WHERE path = ? AND article_id = ?", (path, article_id))
    writer.execute(
        "UPDATE articles SET path = (SELECT min(path) FROM held WHERE article_id = ?1) WHERE id = ?1 AND path = ?2",
        (article_id, path),
    )
    gone = writer.execute(
        "DELETE FROM articles WHERE id = ?1 AND NOT handed_in"
        " AND NOT EXISTS (SELECT 1 FROM held WHERE article_id = ?1)",
        (article_id,),
    ).rowcount
    return bool(gone)
