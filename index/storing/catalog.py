"""The library's truth: articles, files, chunks, embeddings and words in one SQLite file.

All SQL stands here, on the tables of `schema.py`. Knows no Chroma, no model and no ranking. Safe for the threads of
one process; every change is one transaction.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date as Date
from pathlib import Path

import numpy as np

from index.article import Article, Chunk, Filters
from index.embedding.embedder import Vectors
from index.errors import LibraryDamagedError, LibraryNewerError
from index.storing.database import Database, Writer, damaged
from index.storing.records import (
    ARTICLE,
    FileRecord,
    Imprint,
    Numbered,
    Shelf,
    article_of,
    article_row,
    chunk_of,
    file_of,
    file_row,
)
from index.storing.schema import SCHEMA, TERMS_VERSION, UPGRADES, VERSION, run
from index.storing.word_table import (
    CREATE_WORDS,
    LACKING_WORDS,
    WordTable,
    check_words,
    insert_words,
    rebuild_words,
)

Counted = Callable[[int, int], None]
"""Called with how many are done and how many there are."""

_CHUNK = 'SELECT c.number, c.id, c.article_id, c."start", c."end" FROM chunks c'
_AMONG = "IN (SELECT value FROM json_each(?))"


def uncounted(done: int, total: int) -> None:
    """Nobody counts."""


class Catalog:
    """The open file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows = database.rows
        self._words = WordTable(database)
        self._shelf: tuple[str, Shelf] | None = None

    @classmethod
    def open(cls, path: Path, *, upgrading: Counted = uncounted) -> "Catalog":
        """The catalog at `path`, made where it is missing.

        `upgrading` is called with how many articles of an earlier version are done, and how many there are.
        Raises LibraryError if a newer twosource wrote it or it cannot be used now, LibraryDamagedError if it is broken.
        """
        catalog = cls(Database(path))
        try:
            catalog._prepare(upgrading)
        except BaseException:
            catalog.close()
            raise
        return catalog

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        self._database.close()

    def _prepare(self, upgrading: Counted) -> None:
        tables = {row[0] for row in self._rows("SELECT name FROM sqlite_master")}
        if "meta" not in tables and tables:
            raise damaged(self._database.path, "it is not a library")
        version = int(self._meta("version") or 0) if tables else 0
        if version > VERSION:
            raise LibraryNewerError(
                f"{self._database.path}: a newer twosource wrote this library (version {version}, this one reads "
                f"{VERSION}); update twosource, the library was left untouched"
            )
        with self._database.translated():
            self._database.writer.execute("PRAGMA journal_mode = WAL")
        if not tables:
            with self._database.change() as writer:
                run(writer, SCHEMA)
                for statement in CREATE_WORDS:
                    writer.execute(statement)
                self._set_meta(version=str(VERSION), library=secrets.token_hex(8), generation=secrets.token_hex(8))
        elif version < VERSION:
            self._upgrade(version, upgrading)

    def _upgrade(self, version: int, upgrading: Counted) -> None:
        """Bring an earlier version up to this one: the tables first, for the words are read from them."""
        with self._database.change() as writer:
            for earlier in range(version, TERMS_VERSION - 1):
                run(writer, UPGRADES[earlier])
            self._set_meta(version=str(TERMS_VERSION - 1))
        with self._database.change():
            self.rebuild_words(upgrading)
            self._set_meta(version=str(TERMS_VERSION))

    @property
    def database(self) -> Database:
        """The open file, for tables that are not the catalog's own."""
        return self._database

    # Whether it is whole

    def flaws(self) -> list[str]:
        """What is wrong with the file, and with vectors in it, a line each; the words index has its own check."""
        size = int(self._meta("dim") or 0) * 4
        odd = self._rows("SELECT count(*) FROM chunks WHERE length(embedding) <> ?", size)[0][0]
        return [*self._database.flaws(), *([f"{odd:,} vectors have another length than the embedder's"] if odd else [])]

    def words_whole(self) -> bool:
        """Whether the words index holds the words of each chunk, and of nothing else."""
        try:
            with self._database.change() as writer:
                check_words(writer)
        except LibraryDamagedError:
            return False
        return not int(self._rows(LACKING_WORDS)[0][0])

    def rebuild_words(self, counted: Counted = uncounted) -> None:
        """Make the words index anew; `counted` is called with how many articles are done, and how many there are."""
        ids = self.ids()

        def each() -> Iterator[tuple[Article, Sequence[tuple[int, Chunk]]]]:
            for done, article_id in enumerate(ids, start=1):
                article = self.article(article_id)
                if article is not None:
                    yield article, self._numbered(article)
                counted(done, len(ids))

        with self._database.change() as writer:
            rebuild_words(writer, each())
        self._words = WordTable(self._database)

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
        rows = self._rows(f"SELECT id, publisher, published FROM articles WHERE id {_AMONG}", _json(article_ids))
        return {row[0]: Imprint(row[1], Date.fromisoformat(row[2]) if row[2] else None) for row in rows}

    def files(self) -> dict[Path, FileRecord]:
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

    def origins(self) -> dict[str, Path | None]:
        """The file that each article was read from, by article id."""
        return {row[0]: Path(row[1]) if row[1] else None for row in self._rows("SELECT id, path FROM articles")}

    # Changes, each one transaction

    @contextmanager
    def together(self) -> Iterator[None]:
        """One transaction around many changes; readers see them all or none."""
        with self._database.change():
            yield

    def store(
        self,
        article: Article,
        chunks: Sequence[Chunk],
        vectors: Vectors,
        file: FileRecord | None,
        *,
        alone: bool = True,
    ) -> None:
        """Store an article with everything that finds it; one with its id is replaced.

        `file` is the file that holds it; None: it was handed in as text. `alone`: what else that file held goes,
        unless something else holds it. `vectors` has one row per chunk.
        """
        with self._database.change() as writer:
            kept = writer.execute("SELECT handed_in FROM articles WHERE id = ?", (article.id,)).fetchone()
            aliases = writer.execute("SELECT path, article_id FROM held WHERE article_id = ?", (article.id,)).fetchall()
            writer.execute("DELETE FROM articles WHERE id = ?", (article.id,))
            handed_in = file is None or bool(kept and kept[0])
            writer.execute(
                f"INSERT INTO articles ({ARTICLE}, handed_in) VALUES ({'?, ' * 14} ?)",
                (*article_row(article), handed_in),
            )
            writer.executemany("INSERT INTO held (path, article_id) VALUES (?, ?)", aliases)
            _insert_chunks(writer, article, chunks, vectors)
            _point(writer, file, article.id, alone=alone)
            self._renew()

    def amend(self, article: Article, file: FileRecord | None, *, alone: bool = True) -> None:
        """Store what is new about an article that is here, but for its text, title and publisher; as `store`."""
        row = article_row(article)
        with self._database.change() as writer:
            columns = ", ".join(f"{column} = ?" for column in ARTICLE.split(", "))
            writer.execute(f"UPDATE articles SET {columns} WHERE id = ?", (*row, article.id))
            if _point(writer, file, article.id, alone=alone):
                self._renew()

    def rechunk(self, article: Article, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Replace the chunks and vectors of an article that is here."""
        with self._database.change() as writer:
            writer.execute("DELETE FROM chunks WHERE article_id = ?", (article.id,))
            _insert_chunks(writer, article, chunks, vectors)
            self._renew()

    def link(self, article_id: str, file: FileRecord | None, *, alone: bool = True) -> None:
        """Say that `file` holds an article that is here already; None: that it was handed in as text too."""
        with self._database.change() as writer:
            if file is None:
                writer.execute("UPDATE articles SET handed_in = 1 WHERE id = ?", (article_id,))
            elif _point(writer, file, article_id, alone=alone):
                self._renew()

    def settle(self, file: FileRecord, digests: Mapping[str, str]) -> list[str]:
        """Record that a file holds these articles, all of them here, and no other; the ids of those that left.

        `digests` say what each was made of, by article id.
        """
        path = str(file.path)
        with self._database.change() as writer:
            _put(writer, file)
            held = writer.execute("SELECT article_id, digest FROM held WHERE path = ?", (path,)).fetchall()
            left = [row[0] for row in held if row[0] not in digests and _let_go(writer, path, row[0])]
            changed = [(digests[row[0]], path, row[0]) for row in held if digests.get(row[0], row[1]) != row[1]]
            writer.executemany("UPDATE held SET digest = ? WHERE path = ? AND article_id = ?", changed)
            if left:
                self._renew()
            return left

    def touch(self, files: Sequence[FileRecord]) -> None:
        """Record files whose articles did not change as they are now."""
        if files:
            with self._database.change() as writer:
                for file in files:
                    _put(writer, file)

    def drop_file(self, path: Path) -> list[str]:
        """Forget a file; the ids of its articles that nothing else holds, which left."""
        with self._database.change() as writer:
            held = writer.execute("SELECT article_id FROM held WHERE path = ?", (str(path),)).fetchall()
            left = [row[0] for row in held if _let_go(writer, str(path), row[0])]
            writer.execute("DELETE FROM files WHERE path = ?", (str(path),))
            if left:
                self._renew()
            return left

    def remove(self, article_id: str) -> Article | None:
        """Take an article out, with its files; None if it is not here. See `scrub`."""
        with self._database.change() as writer:
            article = self.article(article_id)
            # A file that holds it is read anew when it is met again, and brings it back.
            writer.execute(
                "UPDATE files SET sha256 = '', mtime_ns = -1"
                " WHERE path IN (SELECT path FROM held WHERE article_id = ?)",
                (article_id,),
            )
            writer.execute("DELETE FROM articles WHERE id = ?", (article_id,))
            writer.execute(
                "DELETE FROM files WHERE sha256 = '' AND NOT EXISTS (SELECT 1 FROM held h WHERE h.path = files.path)"
            )
            self._renew()
        return article

    def scrub(self) -> None:
        """Leave nothing on disk of what was removed or replaced."""
        with self._database.change() as writer:
            # Else the words of an article that left stay in the file until SQLite merges its segments.
            writer.execute("INSERT INTO words(words) VALUES ('optimize')")
        self._database.settle()

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

    def all_vectors(self) -> Numbered:
        """Vectors of every chunk, in number order."""
        return self._embeddings("?1 = ''", "")

    def chunk_count(self) -> int:
        """Number of chunks."""
        return int(self._rows("SELECT count(*) FROM chunks")[0][0])

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

    def says(self, number: int, text: str) -> bool:
        """Whether a chunk is found by the words of `text`; a text of no such word as is looked for says nothing."""
        scores = self.word_scores(text, limit=1, within=None, beside=[number])
        return number in scores or not scores

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


def _point(writer: Writer, file: FileRecord | None, article_id: str, *, alone: bool) -> bool:
    """Record that `file` holds an article; whether one that it held before left."""
    if file is None:
        return False
    _put(writer, file)
    path = str(file.path)
    writer.execute("INSERT OR IGNORE INTO held (path, article_id) VALUES (?, ?)", (path, article_id))
    if not alone:
        return False
    others = writer.execute("SELECT article_id FROM held WHERE path = ? AND article_id <> ?", (path, article_id))
    return any([_let_go(writer, path, row[0]) for row in others.fetchall()])


def _put(writer: Writer, file: FileRecord) -> None:
    columns = ", ".join(FileRecord.model_fields)
    writer.execute(
        f"INSERT INTO files ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET"
        " size = excluded.size, mtime_ns = excluded.mtime_ns, sha256 = excluded.sha256, beside = excluded.beside,"
        # What was added by hand stays so when a sync meets it.
        " flaws = excluded.flaws, source = iif(source = 'add', 'add', excluded.source)",
        file_row(file),
    )


def _let_go(writer: Writer, path: str, article_id: str) -> bool:
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


def _json(values: Iterable[int] | Iterable[str]) -> str:
    return json.dumps(list(values))
