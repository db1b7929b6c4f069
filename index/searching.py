"""What a query finds in a library: candidates by meaning and by words, scored together.

Knows no files and changes nothing. How two scores become one, and how articles share the order, is the retriever's.
"""

import math
from collections.abc import Sequence
from datetime import date as Date

import numpy as np

from index.article import Filters, Hit
from index.embedding.embedder import Embedder, Vectors, embed_query, unrelated
from index.embedding.proving import checked
from index.querying import Days, Wishes, understand
from index.retriever import Scores, Weights, fuse
from index.storing import Catalog, Imprint, VectorCache

_DEPTH = 100
"""Chunks that meaning and words each bring to a search, at least."""
_FEW = 40_000
"""Chunks whose vectors are all compared in less time than Chroma takes to be loaded."""
_DECAY_DAYS = 3.0
"""An article of another day than the wished ones is worth less: 1/e for so many days before or after them."""


class Search:
    """Searches an open library."""

    def __init__(self, catalog: Catalog, vectors: VectorCache, embedder: Embedder) -> None:
        self._catalog, self._vectors, self._embedder = catalog, vectors, embedder
        self._first = True

    def hits(self, query: str, *, k: int, filters: Filters, weights: Weights) -> tuple[Hit, ...]:
        """The `k` chunks that fit best, best first; one without a word of the query only if its meaning is near.

        Raises EmbedderError and LibraryError.
        """
        within = self._catalog.articles.matching(filters)
        shelf = self._catalog.articles.shelf()
        wishes = understand(query, publishers=shelf.publishers, newest=shelf.newest, asked_on=filters.asked_on)
        vector = checked(self._embedder, [query], embed_query(self._embedder, query))[0]
        depth = max(k, _DEPTH)
        nearest = self._nearest(vector, depth, within)
        words = self._catalog.chunks.word_scores(
            query, phrases=wishes.phrases, limit=depth, within=within, beside=nearest
        )
        found = self._catalog.chunks.vectors({*words, *nearest})
        cosines = np.clip(found.rows @ vector, -1.0, 1.0).astype(np.float64)
        lexical = np.array([words.get(number, 0.0) for number in found.numbers])
        scores = fuse(cosines, lexical, weights=weights) + weights.lead * (np.array(found.positions) == 0)
        scores += self._granted(wishes, found.article_ids, weights)
        # Chunk numbers settle ties: the one that came first.
        order = np.lexsort((found.numbers, -cosines, -scores))
        fitting = (lexical > 0.0) | (cosines > unrelated(self._embedder)) | weights.strangers
        best = [at for at in order.tolist() if fitting[at]][:k]
        chunks = self._catalog.chunks.numbered(found.numbers[at] for at in best)
        return tuple(
            Hit(chunk=chunks[number], score=scores[at], cosine=cosines[at], words=lexical[at])
            for at in best
            if (number := found.numbers[at]) in chunks
        )

    def _nearest(self, vector: Vectors, depth: int, within: Sequence[str] | None) -> list[int]:
        # A command that asks once never loads Chroma.
        first, self._first = self._first, False
        alone = first and within is None and self._vectors.costly and self._catalog.chunks.count() <= _FEW
        if within is None and not alone:
            return [number for number, _ in self._vectors.nearest(vector, depth)]
        # Chroma takes longer to filter than the catalog to compare all that a filter leaves (PERF 2.2).
        left = self._catalog.chunks.all_vectors() if within is None else self._catalog.chunks.vectors_of(within)
        order = np.argsort(-(left.rows @ vector), kind="stable")[:depth]
        return [left.numbers[at] for at in order.tolist()]

    def _granted(self, wishes: Wishes, article_ids: Sequence[str], weights: Weights) -> Scores:
        """What each article has of what the question wishes, beside its topic."""
        if not wishes.publishers and not wishes.days:
            return np.zeros(len(article_ids))
        imprints = self._catalog.articles.imprints(set(article_ids))
        worth = {article_id: _worth(wishes, imprint, weights) for article_id, imprint in imprints.items()}
        return np.array([worth.get(article_id, 0.0) for article_id in article_ids])


def _worth(wishes: Wishes, imprint: Imprint, weights: Weights) -> float:
    named = weights.publishers * (imprint.publisher in wishes.publishers)
    if imprint.published is None:
        return named
    return named + weights.days * max((_timely(days, imprint.published) for days in wishes.days), default=0.0)


def _timely(days: Days, published: Date) -> float:
    """1 inside the days, less before and after them."""
    away = max((published - days.last).days, (days.first - published).days, 0)
    return math.exp(-away / _DECAY_DAYS)
