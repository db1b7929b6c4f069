"""The library's truth: articles, files, chunks, embeddings and words in one SQLite file. All SQL stands here.

Knows no Chroma, no model and no ranking. Safe for the threads of one process; every change is one transaction.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date as Date
from pathlib import Path

import numpy as np

from index.article import Article, Chunk, Filters
from index.embedding.embedder import Vectors
from index.errors import LibraryError
from index.storing.database import Database, Writer, damaged
from index.storing.records import ARTICLE, FileRecord, Imprint, Numbered, Shelf, article_of, article_row, chunk_of
from index.storing.word_table import CREATE_WORDS, WordTable, insert_words, rebuild_words

VERSION = 2
"""Of the tables below; a file of a later version is left untouched, one of an earlier version is brought up to it."""

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL, title TEXT NOT NULL,
    title_how TEXT NOT NULL, publisher TEXT, publisher_how TEXT, author TEXT, published TEXT, published_how TEXT,
    url TEXT, path TEXT, language TEXT, text TEXT NOT NULL, handed_in INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE files (
    path TEXT PRIMARY KEY, article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('sync', 'add'))
) WITHOUT ROWID;

CREATE INDEX files_by_article ON files(article_id);

CREATE TABLE chunks (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    position INTEGER NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, embedding BLOB NOT NULL
);

CREATE INDEX chunks_by_article ON chunks(article_id, position);
"""
_CHUNK = 'SELECT c.number, c.id, c.article_id, c."start", c."end" FROM chunks c'
_AMONG = "IN (SELECT value FROM json_each(?))"


class Catalog:
    """The open file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows = database.rows
        self._words = WordTable(database)
        self._shelf: tuple[str, Shelf] | None = None

    @classmethod
    def open(cls, path: Path) -> "Catalog":
        """The catalog at `path`, made where it is missing.

        Raises LibraryError if a newer twosource wrote it or it cannot be used now, LibraryDamagedError if it is broken.
        """
        catalog = cls(Database(path))
        try:
            catalog._prepare()
        except BaseException:
            catalog.close()
            raise
        return catalog

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        self._database.close()

    def _prepare(self) -> None:
        tables = {row[0] for row in self._rows("SELECT name FROM sqlite_master")}
        if "meta" not in tables and tables:
            raise damaged(self._database.path, "it is not a library")
        version = int(self._meta("version") or 0) if tables else 0
        if version > VERSION:
            raise LibraryError(
                f"{self._database.path}: a newer twosource wrote this library (version {version}, this one reads "
                f"{VERSION}); update twosource, the library was left untouched"
            )
        with self._database.translated():
            self._database.writer.execute("PRAGMA journal_mode = WAL")
        if not tables:
            with self._database.change() as writer:
                for statement in (*_SCHEMA.split(";\n\n"), *CREATE_WORDS):
                    writer.execute(statement)
                self._set_meta(version=str(VERSION), library=secrets.token_hex(8), generation=secrets.token_hex(8))
        elif version < VERSION:
            self._rebuild_words()

    def _rebuild_words(self) -> None:
        """Index the words of every article anew, as this version does; all of it or nothing."""
        ids = [row[0] for row in self._rows("SELECT id FROM articles ORDER BY number")]
        articles = filter(None, map(self.article, ids))
        with self._database.change() as writer:
            rebuild_words(writer, ((article, self._numbered(article)) for article in articles))
            self._set_meta(version=str(VERSION))

    # What the library is

    @property
    def generation(self) -> str:
        """Changes with every change of the chunks; never repeats, not even in a restored copy."""
        return self._meta("generation")

    @property
    def library(self) -> str:
        """A name that no other library has."""
        return self._meta("library")

    @property
    def embedder(self) -> tuple[str, int] | None:
        """Name and dimension of the embedder that made the stored vectors. None: none stored yet."""
        if not self._rows("SELECT 1 FROM chunks LIMIT 1"):
            return None
        return self._meta("embedder"), int(self._meta("dim"))

    def bind(self, name: str, dim: int) -> None:
        """Say which embedder makes the vectors that are stored from now on."""
        if (self._meta("embedder"), self._meta("dim")) != (name, str(dim)):
            with self._database.change():
                self._set_meta(embedder=name, dim=str(dim))

    def stamp(self) -> str:
        """12 hexadecimal digits that say which articles are here, the same in every library that holds them."""
        ids = "".join(row[0] for row in self._rows("SELECT id FROM articles ORDER BY id"))
        return hashlib.sha256(ids.encode()).hexdigest()[:12]

    # Articles and files

    def articles(self) -> list[Article]:
        """Every article, in the order they came."""
        return [article_of(row) for row in self._rows(f"SELECT {ARTICLE} FROM articles ORDER BY number")]

    def article(self, article_id: str) -> Article | None:
        """The article; None if it is not here."""
        rows = self._rows(f"SELECT {ARTICLE} FROM articles WHERE id = ?", article_id)
        return article_of(rows[0]) if rows else None

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
        wanted = filters.publisher and filters.publisher.casefold()
        return [
            row[0]
            for row in rows
            if (filters.article_ids is None or row[0] in filters.article_ids)
            and (wanted is None or (row[1] or "").casefold() == wanted)
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
            generation = self.generation
            if self._shelf is None or self._shelf[0] != generation:
                publishers = self._rows("SELECT DISTINCT publisher FROM articles WHERE publisher IS NOT NULL")
                languages = self._rows("SELECT DISTINCT language FROM articles ORDER BY language")
                newest = self._rows("SELECT max(published) FROM articles")[0][0]
                shelf = Shelf(
                    frozenset(row[0] for row in publishers),
                    tuple(row[0] for row in languages),
                    Date.fromisoformat(newest) if newest else None,
                )
                self._shelf = generation, shelf
            return self._shelf[1]

    def imprints(self, article_ids: Iterable[str]) -> dict[str, Imprint]:
        """Publisher and day of those of the articles that are still here."""
        rows = self._rows(f"SELECT id, publisher, published FROM articles WHERE id {_AMONG}", _json(article_ids))
        return {row[0]: Imprint(row[1], Date.fromisoformat(row[2]) if row[2] else None) for row in rows}

    def files(self) -> dict[Path, FileRecord]:
        """Every known file, by path."""
        rows = self._rows("SELECT path, article_id, size, mtime_ns, sha256, source FROM files")
        return {Path(row[0]): FileRecord(**dict(zip(FileRecord.model_fields, row, strict=True))) for row in rows}

    def origins(self) -> dict[str, Path | None]:
        """The file that each article was read from, by article id."""
        return {row[0]: Path(row[1]) if row[1] else None for row in self._rows("SELECT id, path FROM articles")}

    # Changes, each one transaction

    @contextmanager
    def together(self) -> Iterator[None]:
        """One transaction around many changes; readers see them all or none."""
        with self._database.change():
            yield

    def store(self, article: Article, chunks: Sequence[Chunk], vectors: Vectors, file: FileRecord | None) -> None:
        """Store an article with everything that finds it; one with its id is replaced.

        `file` is the file that holds it (what that file held before goes, unless something else holds it);
        None: it was handed in as text. `vectors` has one row per chunk.
        """
        with self._database.change() as writer:
            kept = writer.execute("SELECT handed_in FROM articles WHERE id = ?", (article.id,)).fetchone()
            aliases = writer.execute("SELECT * FROM files WHERE article_id = ?", (article.id,)).fetchall()
            writer.execute("DELETE FROM articles WHERE id = ?", (article.id,))
            handed_in = file is None or bool(kept and kept[0])
            writer.execute(
                f"INSERT INTO articles ({ARTICLE}, handed_in) VALUES ({'?, ' * 13} ?)",
                (*article_row(article), handed_in),
            )
            writer.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", aliases)
            _insert_chunks(writer, article, chunks, vectors)
            _point(writer, file)
            self._renew()

    def rechunk(self, article: Article, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Replace the chunks and vectors of an article that is here."""
        with self._database.change() as writer:
            writer.execute("DELETE FROM chunks WHERE article_id = ?", (article.id,))
            _insert_chunks(writer, article, chunks, vectors)
            self._renew()

    def link(self, article: Article, file: FileRecord | None) -> None:
        """Say that `file` holds an article that is here already; None: that it was handed in as text too."""
        with self._database.change() as writer:
            if file is None:
                writer.execute("UPDATE articles SET handed_in = 1 WHERE id = ?", (article.id,))
            elif _point(writer, file):
                self._renew()

    def touch(self, files: Sequence[FileRecord]) -> None:
        """Record files whose article did not change as they are now."""
        if files:
            with self._database.change() as writer:
                for file in files:
                    _point(writer, file)

    def drop_file(self, path: Path) -> str | None:
        """Forget a file; the id of its article if nothing else holds it and it left, else None."""
        with self._database.change() as writer:
            left = _unlink(writer, str(path))
            if left is not None:
                self._renew()
            return left

    def remove(self, article_id: str) -> Article | None:
        """Take an article out, with its files, so that nothing of it is left on disk; None if it is not here."""
        with self._database.change() as writer:
            article = self.article(article_id)
            writer.execute("DELETE FROM articles WHERE id = ?", (article_id,))
            # Else the words that are only in this article stay in the file until SQLite merges its segments.
            writer.execute("INSERT INTO words(words) VALUES ('optimize')")
            self._renew()
        return article

    # Chunks, vectors and words; chunks are numbered, and a number is never given twice

    def chunks(self, article_id: str) -> list[Chunk]:
        """An article's chunks, in reading order."""
        article = self.article(article_id)
        return [chunk for _, chunk in self._numbered(article)] if article else []

    def numbered(self, numbers: Iterable[int]) -> dict[int, Chunk]:
        """Those of the numbered chunks that are still here."""
        with self._database.snapshot():
            rows = self._rows(f"{_CHUNK} WHERE c.number {_AMONG}", _json(numbers))
            texts: dict[str, str] = dict(
                self._rows(f"SELECT id, text FROM articles WHERE id {_AMONG}", _json({row[2] for row in rows}))
            )
        return {row[0]: chunk_of(row, texts[row[2]]) for row in rows if row[2] in texts}

    def _numbered(self, article: Article) -> list[tuple[int, Chunk]]:
        rows = self._rows(f"{_CHUNK} WHERE c.article_id = ? ORDER BY c.position", article.id)
        return [(row[0], chunk_of(row, article.text)) for row in rows]

    def held(self) -> tuple[str, list[int]]:
        """The generation and the number of every chunk in it."""
        with self._database.snapshot():
            generation = self._meta("generation")
            return generation, [row[0] for row in self._rows("SELECT number FROM chunks ORDER BY number")]

    def vectors(self, numbers: Iterable[int]) -> Numbered:
        """Vectors of those of the numbered chunks that are still here, in number order."""
        return self._embeddings(f"number {_AMONG}", _json(numbers))

    def vectors_of(self, article_ids: Iterable[str]) -> Numbered:
        """Vectors of the chunks of these articles, in number order: an article's own in reading order."""
        return self._embeddings(f"article_id {_AMONG}", _json(article_ids))

    def word_scores(
        self,
        query: str,
        *,
        limit: int,
        within: Sequence[str] | None,
        phrases: Sequence[str] = (),
        beside: Iterable[int] = (),
    ) -> dict[int, float]:
        """BM25 of the `limit` chunks that the query's words fit best, and of those `beside`; see `WordTable.scores`.

        `within` are the article ids to look in, None for all.
        """
        languages = self.shelf().languages
        with self._database.snapshot():
            self._words.align(self.generation, languages)
            among = None if within is None else self._numbers_of(within)
            return self._words.scores(query, phrases=phrases, limit=limit, within=among, beside=[*beside])

    def _numbers_of(self, article_ids: Sequence[str]) -> list[int]:
        rows = self._rows(f"SELECT number FROM chunks WHERE article_id {_AMONG}", _json(article_ids))
        return [row[0] for row in rows]

    def _embeddings(self, where: str, values: str) -> Numbered:
        columns = "number, article_id, embedding, position"
        rows = self._rows(f"SELECT {columns} FROM chunks WHERE {where} ORDER BY number", values)
        dim = int(self._meta("dim") or 0)
        if any(len(row[2]) != 4 * dim for row in rows):
            raise damaged(self._database.path, "a vector has the wrong length")
        packed = np.frombuffer(b"".join(row[2] for row in rows), dtype="<f4").reshape(len(rows), dim)
        numbers, articles, positions = ([row[at] for row in rows] for at in (0, 1, 3))
        return Numbered(numbers, articles, positions, packed)

    # Inside a change

    def _meta(self, key: str) -> str:
        rows = self._rows("SELECT value FROM meta WHERE key = ?", key)
        return str(rows[0][0]) if rows else ""

    def _set_meta(self, **values: str) -> None:
        self._database.writer.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def _renew(self) -> None:
        self._set_meta(generation=secrets.token_hex(8))


def _insert_chunks(writer: Writer, article: Article, chunks: Sequence[Chunk], vectors: Vectors) -> None:
    numbers: list[int] = []
    for position, (chunk, vector) in enumerate(zip(chunks, vectors, strict=True)):
        number = writer.execute(
            'INSERT INTO chunks (id, article_id, position, "start", "end", embedding) VALUES (?, ?, ?, ?, ?, ?)',
            (chunk.id, article.id, position, chunk.start, chunk.end, vector.astype("<f4").tobytes()),
        ).lastrowid
        numbers.append(number or 0)
    insert_words(writer, article, zip(numbers, chunks, strict=True))


def _point(writer: Writer, file: FileRecord | None) -> bool:
    """Record that `file` holds its article; whether the article that it held before left."""
    if file is None:
        return False
    held = writer.execute("SELECT article_id, source FROM files WHERE path = ?", (str(file.path),)).fetchone()
    # What was added by hand stays so when a sync meets it.
    source = "add" if held and held[1] == "add" else file.source
    left = held is not None and held[0] != file.article_id and _unlink(writer, str(file.path)) is not None
    writer.execute(
        "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
        (str(file.path), file.article_id, file.size, file.mtime_ns, file.sha256, source),
    )
    return left


def _unlink(writer: Writer, path: str) -> str | None:
    """Forget a file, and its article if nothing else holds that; the article's id if it left."""
    held = writer.execute("DELETE FROM files WHERE path = ? RETURNING article_id", (path,)).fetchone()
    if held is None:
        return None
    writer.execute(
        "UPDATE articles SET path = (SELECT min(path) FROM files WHERE article_id = ?1) WHERE id = ?1 AND path = ?2",
        (held[0], path),
    )
    gone = writer.execute(
        "DELETE FROM articles WHERE id = ?1 AND NOT handed_in"
        " AND NOT EXISTS (SELECT 1 FROM files WHERE article_id = ?1)",
        (held[0],),
    ).rowcount
    return str(held[0]) if gone else None


def _json(values: Iterable[int] | Iterable[str]) -> str:
    return json.dumps(list(values))
