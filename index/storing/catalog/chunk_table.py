"""The chunks as rows, with their vectors and their words.

Chunks are numbered, and a number is never given twice. Knows no file.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from index.article import Article, Chunk
from index.embedding.embedder import Vectors
from index.errors import LibraryDamagedError
from index.storing.catalog.article_table import ArticleTable
from index.storing.catalog.meta import Meta
from index.storing.catalog.records import AMONG, Numbered, chunk_of, listed
from index.storing.catalog.word_table import LACKING_WORDS, WordTable, check_words, insert_words, rebuild_words
from index.storing.database import Database, Writer, damaged

Counted = Callable[[int, int], None]
"""Called with how many are done and how many there are."""

_CHUNK = 'SELECT c.number, c.id, c.article_id, c."start", c."end" FROM chunks c'


def uncounted(done: int, total: int) -> None:
    """Nobody counts."""


class ChunkTable:
    """The chunks of one database."""

    def __init__(self, database: Database, meta: Meta, articles: ArticleTable) -> None:
        self._database = database
        self._rows = database.rows
        self._meta = meta
        self._articles = articles
        self._words = WordTable(database)

    def of(self, article_id: str) -> list[Chunk]:
        """An article's chunks, in reading order."""
        article = self._articles.get(article_id)
        return [chunk for _, chunk in self._numbered(article)] if article else []

    def numbered(self, numbers: Iterable[int]) -> dict[int, Chunk]:
        """Those of the numbered chunks that are still here."""
        with self._database.snapshot():
            rows = self._rows(f"{_CHUNK} WHERE c.number {AMONG}", listed(numbers))
            texts: dict[str, str] = dict(
                self._rows(f"SELECT id, text FROM articles WHERE id {AMONG}", listed({row[2] for row in rows}))
            )
        return {row[0]: chunk_of(row, texts[row[2]]) for row in rows if row[2] in texts}

    def _numbered(self, article: Article) -> list[tuple[int, Chunk]]:
        rows = self._rows(f"{_CHUNK} WHERE c.article_id = ? ORDER BY c.position", article.id)
        return [(row[0], chunk_of(row, article.text)) for row in rows]

    def held(self) -> tuple[str, list[int]]:
        """The generation and the number of every chunk in it."""
        with self._database.snapshot():
            generation = self._meta.generation
            return generation, [row[0] for row in self._rows("SELECT number FROM chunks ORDER BY number")]

    def vectors(self, numbers: Iterable[int]) -> Numbered:
        """Vectors of those of the numbered chunks that are still here, in number order."""
        return self._embeddings(f"number {AMONG}", listed(numbers))

    def vectors_of(self, article_ids: Iterable[str]) -> Numbered:
        """Vectors of the chunks of these articles, in number order: an article's own in reading order."""
        return self._embeddings(f"article_id {AMONG}", listed(article_ids))

    def all_vectors(self) -> Numbered:
        """Vectors of every chunk, in number order."""
        return self._embeddings("?1 = ''", "")

    def some(self) -> bool:
        """Whether there is one."""
        return bool(self._rows("SELECT 1 FROM chunks LIMIT 1"))

    def count(self) -> int:
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
        languages = self._articles.shelf().languages
        with self._database.snapshot():
            self._words.align(self._meta.generation, languages)
            among = None if within is None else self._numbers_of(within)
            return self._words.scores(query, phrases=phrases, limit=limit, within=among, beside=[*beside])

    def says(self, number: int, text: str) -> bool:
        """Whether a chunk is found by the words of `text`; a text of no such word as is looked for says nothing."""
        scores = self.word_scores(text, limit=1, within=None, beside=[number])
        return number in scores or not scores

    def _numbers_of(self, article_ids: Sequence[str]) -> list[int]:
        rows = self._rows(f"SELECT number FROM chunks WHERE article_id {AMONG}", listed(article_ids))
        return [row[0] for row in rows]

    def _embeddings(self, where: str, values: str) -> Numbered:
        columns = "number, article_id, embedding, position"
        rows = self._rows(f"SELECT {columns} FROM chunks WHERE {where} ORDER BY number", values)
        dim = int(self._meta.get("dim") or 0)
        if any(len(row[2]) != 4 * dim for row in rows):
            raise damaged(self._database.path, "a vector has the wrong length")
        packed = np.frombuffer(b"".join(row[2] for row in rows), dtype="<f4").reshape(len(rows), dim)
        numbers, articles, positions = ([row[at] for row in rows] for at in (0, 1, 3))
        return Numbered(numbers, articles, positions, packed)

    # Whether they are whole

    def flaws(self) -> list[str]:
        """What is wrong with the vectors, a line."""
        size = int(self._meta.get("dim") or 0) * 4
        odd = self._rows("SELECT count(*) FROM chunks WHERE length(embedding) <> ?", size)[0][0]
        return [f"{odd:,} vectors have another length than the embedder's"] if odd else []

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
        ids = self._articles.ids()

        def each() -> Iterator[tuple[Article, Sequence[tuple[int, Chunk]]]]:
            for done, article_id in enumerate(ids, start=1):
                article = self._articles.get(article_id)
                if article is not None:
                    yield article, self._numbered(article)
                counted(done, len(ids))

        with self._database.change() as writer:
            rebuild_words(writer, each())
        self._words = WordTable(self._database)


def insert_chunks(writer: Writer, article: Article, chunks: Sequence[Chunk], vectors: Vectors) -> None:
    """Store the chunks of an article with their vectors, one row each, and their words; inside a change."""
    numbers: list[int] = []
    for position, (chunk, vector) in enumerate(zip(chunks, vectors, strict=True)):
        number = writer.execute(
            'INSERT INTO chunks (id, article_id, position, "start", "end", embedding) VALUES (?, ?, ?, ?, ?, ?)',
            (chunk.id, article.id, position, chunk.start, chunk.end, vector.astype("<f4").tobytes()),
        ).lastrowid
        numbers.append(number or 0)
    insert_words(writer, article, zip(numbers, chunks, strict=True))
