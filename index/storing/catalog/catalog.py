"""The library's truth: articles, files, chunks, embeddings and words in one SQLite file.

Every change of it begins here and is one transaction; each table has a room of its own. Knows no Chroma, no
model and no ranking. Safe for the threads of one process.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.article import Article, Chunk
from index.embedding.embedder import Vectors
from index.storing.catalog.article_table import ArticleTable
from index.storing.catalog.chunk_table import ChunkTable, Counted, insert_chunks, uncounted
from index.storing.catalog.file_table import FileTable, let_go, point, put
from index.storing.catalog.meta import Meta
from index.storing.catalog.records import ARTICLE, FileRecord, article_row
from index.storing.catalog.upgrading import prepare
from index.storing.database import Database


class Catalog:
    """The open file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._meta = Meta(database)
        self.articles = ArticleTable(database, self._meta)
        self.files = FileTable(database)
        self.chunks = ChunkTable(database, self._meta, self.articles)

    @classmethod
    def open(cls, path: Path, *, upgrading: Counted = uncounted) -> "Catalog":
        """The catalog at `path`, made where it is missing.

        `upgrading` is called with how many articles of an earlier version are done, and how many there are.
        Raises LibraryError if a newer twosource wrote it or it cannot be used now, LibraryDamagedError if it is broken.
        """
        catalog = cls(Database(path))
        try:
            prepare(catalog.database, catalog._meta, catalog.chunks, upgrading)
        except BaseException:
            catalog.close()
            raise
        return catalog

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        self._database.close()

    @property
    def database(self) -> Database:
        """The open file, for tables that are not the catalog's own."""
        return self._database

    @property
    def generation(self) -> str:
        """Changes with every change of the chunks; never repeats, not even in a restored copy."""
        return self._meta.generation

    @property
    def library(self) -> str:
        """A name that no other library has."""
        return self._meta.get("library")

    @property
    def embedder(self) -> tuple[str, int] | None:
        """Name and dimension of the embedder that made the stored vectors. None: none stored yet."""
        return (self._meta.get("embedder"), int(self._meta.get("dim"))) if self.chunks.some() else None

    def bind(self, name: str, dim: int) -> None:
        """Say which embedder makes the vectors that are stored from now on."""
        if (self._meta.get("embedder"), self._meta.get("dim")) != (name, str(dim)):
            with self._database.change():
                self._meta.say(embedder=name, dim=str(dim))

    def flaws(self) -> list[str]:
        """What is wrong with the file, and with vectors in it, a line each; the words index has its own check."""
        return [*self._database.flaws(), *self.chunks.flaws()]

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
            insert_chunks(writer, article, chunks, vectors)
            point(writer, file, article.id, alone=alone)
            self._meta.renew()

    def amend(self, article: Article, file: FileRecord | None, *, alone: bool = True) -> None:
        """Store what is new about an article that is here, but for its text, title and publisher; as `store`."""
        row = article_row(article)
        with self._database.change() as writer:
            columns = ", ".join(f"{column} = ?" for column in ARTICLE.split(", "))
            writer.execute(f"UPDATE articles SET {columns} WHERE id = ?", (*row, article.id))
            if point(writer, file, article.id, alone=alone):
                self._meta.renew()

    def rechunk(self, article: Article, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Replace the chunks and vectors of an article that is here."""
        with self._database.change() as writer:
            writer.execute("DELETE FROM chunks WHERE article_id = ?", (article.id,))
            insert_chunks(writer, article, chunks, vectors)
            self._meta.renew()

    def link(self, article_id: str, file: FileRecord | None, *, alone: bool = True) -> None:
        """Say that `file` holds an article that is here already; None: that it was handed in as text too."""
        with self._database.change() as writer:
            if file is None:
                writer.execute("UPDATE articles SET handed_in = 1 WHERE id = ?", (article_id,))
            elif point(writer, file, article_id, alone=alone):
                self._meta.renew()

    def settle(self, file: FileRecord, digests: Mapping[str, str]) -> list[str]:
        """Record that a file holds these articles, all of them here, and no other; the ids of those that left.

        `digests` say what each was made of, by article id.
        """
        path = str(file.path)
        with self._database.change() as writer:
            put(writer, file)
            held = writer.execute("SELECT article_id, digest FROM held WHERE path = ?", (path,)).fetchall()
            left = [row[0] for row in held if row[0] not in digests and let_go(writer, path, row[0])]
            changed = [(digests[row[0]], path, row[0]) for row in held if digests.get(row[0], row[1]) != row[1]]
            writer.executemany("UPDATE held SET digest = ? WHERE path = ? AND article_id = ?", changed)
            if left:
                self._meta.renew()
            return left

    def touch(self, files: Sequence[FileRecord]) -> None:
        """Record files whose articles did not change as they are now."""
        if files:
            with self._database.change() as writer:
                for file in files:
                    put(writer, file)

    def drop_file(self, path: Path) -> list[str]:
        """Forget a file; the ids of its articles that nothing else holds, which left."""
        with self._database.change() as writer:
            held = writer.execute("SELECT article_id FROM held WHERE path = ?", (str(path),)).fetchall()
            left = [row[0] for row in held if let_go(writer, str(path), row[0])]
            writer.execute("DELETE FROM files WHERE path = ?", (str(path),))
            if left:
                self._meta.renew()
            return left

    def remove(self, article_id: str) -> Article | None:
        """Take an article out, with its files; None if it is not here. See `scrub`."""
        with self._database.change() as writer:
            article = self.articles.get(article_id)
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
            self._meta.renew()
        return article

    def scrub(self) -> None:
        """Leave nothing on disk of what was removed or replaced."""
        with self._database.change() as writer:
            # Else the words of an article that left stay in the file until SQLite merges its segments.
            writer.execute("INSERT INTO words(words) VALUES ('optimize')")
        self._database.settle()
