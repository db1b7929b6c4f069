"""Articles on their way into the catalog: one group is embedded while the next one is read.

Reads no files. An article is stored whole or not at all.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from index.article import Article, Chunk
from index.embedding.embedder import Embedder, Vectors
from index.embedding.proving import embed
from index.errors import EmbedderError, LibraryError, WeightsError
from index.storing.catalog import Catalog
from index.storing.tally import Holder, Tally

_GROUP = 64
"""Chunks that are embedded together: enough to sort by length, few enough to lose little to a kill.

Twice as many are unstored at most: one group is read while another is embedded.
"""


class _Waiting(NamedTuple):
    """An article that waits for its vectors."""

    article: Article
    """As read."""
    chunks: Sequence[Chunk]
    """At least one."""
    holder: Holder
    """What holds it."""


class _Embedding(NamedTuple):
    """Articles whose vectors are being made while the next ones are read."""

    waiting: Sequence[_Waiting]
    """The articles."""
    vectors: Future[Vectors]
    """One row for each of their chunks, in order."""


class Pipeline:
    """The articles of one batch that are not stored yet."""

    def __init__(self, catalog: Catalog, embedder: Embedder, tally: Tally) -> None:
        self._catalog, self._embedder, self._tally = catalog, embedder, tally
        self._waiting: list[_Waiting] = []
        self._embedding: _Embedding | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="embedding")

    def close(self) -> None:
        """End the embedder's thread, once it is done with what it is at."""
        self._thread.shutdown()

    def put(self, article: Article, chunks: Sequence[Chunk], holder: Holder) -> None:
        """Store an article once its vectors are made."""
        self._waiting.append(_Waiting(article, chunks, holder))
        if sum(len(waiting.chunks) for waiting in self._waiting) >= _GROUP:
            self._embed_waiting()

    def holds(self, article_id: str) -> bool:
        """Whether an article of this id is not stored yet."""
        unstored = [*(self._embedding.waiting if self._embedding else ()), *self._waiting]
        return any(one.article.id == article_id for one in unstored)

    def flush(self) -> None:
        """Store all that waits."""
        self._embed_waiting()
        self._store_embedded()

    def _embed_waiting(self) -> None:
        """Store the articles that are embedded by now, and have the vectors made of those that wait."""
        self._store_embedded()
        waiting, self._waiting = self._waiting, []
        if waiting:
            texts = [chunk.text for one in waiting for chunk in one.chunks]
            self._embedding = _Embedding(waiting, self._thread.submit(embed, self._embedder, texts))

    def _store_embedded(self) -> None:
        """Store the articles whose vectors are being made, as soon as they are."""
        embedding, self._embedding = self._embedding, None
        if embedding is None:
            return
        try:
            vectors = embedding.vectors.result()
        except (EmbedderError, LibraryError, WeightsError):
            raise
        except Exception as error:  # One item of a batch, but which?
            self._store_singly(embedding.waiting, error)
            return
        self._store(embedding.waiting, vectors)

    def _store_singly(self, waiting: Sequence[_Waiting], error: Exception) -> None:
        """Store those of several articles that do not break the embedder."""
        if len(waiting) == 1:
            file = waiting[0].holder.file
            self._tally.fail(file.path if file else Path(waiting[0].article.key), error)
            return
        later, self._waiting = self._waiting, []
        for one in waiting:
            self._waiting = [one]
            self.flush()
        self._waiting = later

    def _store(self, waiting: Sequence[_Waiting], vectors: Vectors) -> None:
        self._catalog.bind(self._embedder.name, self._embedder.dim)
        there = [self._catalog.articles.get(one.article.id) is not None for one in waiting]
        start = 0
        with self._catalog.together():
            for one in waiting:
                end = start + len(one.chunks)
                self._catalog.store(
                    one.article, one.chunks, vectors[start:end], one.holder.file, alone=not one.holder.many
                )
                start = end
        for one, was_there in zip(waiting, there, strict=True):
            self._tally.done(one.article, one.holder, was_there=was_there)
