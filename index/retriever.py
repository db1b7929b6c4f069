"""Ranks what a search found: two scores made one, and room for more than one article.

Knows nothing of how chunks are stored, embedded or read.
"""

import heapq
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.article import Filters, Frozen, Hit, Retrieval

_FREE = 2
"""Chunks an article may have before its next ones must be better than other articles' to stand above them."""
_DEPTH = 3
"""Hits among which room is made, for each that is asked for."""
_COSINE_SPREAD, _WORD_SPREAD = 0.03, 0.5
"""A spread below this is noise and is not blown up: the few chunks of a tiny library may be all alike."""
MAX_K = 1_000
"""Hits that can be asked for; more would be a copy of the library."""

EVERYTHING = Filters()
"""Limits nothing."""


class Weights(Frozen):
    """What each part of a score counts, in standard deviations over what one search found; see evals/RETRIEVAL.md."""

    meaning: float = 0.5
    """Of the cosine."""
    words: float = 0.5
    """Of BM25."""
    lead: float = 0.2
    """Of being the start of an article, which says what the article is about."""
    publishers: float = 1.0
    """Of being by a publisher that the question names."""
    days: float = 2.0
    """Of being of a day that the question names; 1/e of it for three days before or after."""
    room: float = 0.15
    """Taken from a chunk for each better one of its article beyond two."""
    strangers: bool = False
    """True: a chunk with no word of the query may be a hit, though it is no nearer than unrelated texts are."""


WEIGHTS = Weights()
"""Chosen on the development halves of public sets."""

Scores = NDArray[np.float64]
"""Shape (n,), one per hit."""


class Retriever(Protocol):
    """A query in, ranked chunks out."""

    def retrieve(self, query: str, *, k: int, filters: Filters) -> Retrieval:
        """At most `k` hits, best first; none in an empty library. Raises ValueError unless 1 <= k <= 1000."""


class Searchable(Protocol):
    """What can be searched: `ArticleIndex`."""

    def search(self, query: str, *, k: int, filters: Filters, weights: Weights) -> Retrieval:
        """The `k` best chunks by their score."""


class HybridRetriever:
    """Meaning and words together, and no article crowding out the others."""

    def __init__(self, index: Searchable) -> None:
        self._index = index

    def retrieve(
        self, query: str, *, k: int = 50, filters: Filters = EVERYTHING, weights: Weights = WEIGHTS
    ) -> Retrieval:
        """At most `k` hits, best first; each `score` is less by what the better hits of its article cost it."""
        check_k(k)
        found = self._index.search(query, k=min(_DEPTH * k, MAX_K), filters=filters, weights=weights)
        return found.model_copy(update={"hits": diversified(found.hits, k=k, cost=weights.room)})


def check_k(k: int) -> None:
    """Raises ValueError unless 1 <= k <= 1000."""
    if not 1 <= k <= MAX_K:
        raise ValueError(f"k is {k}; it must be between 1 and {MAX_K}")


def fuse(cosines: Sequence[float] | Scores, words: Sequence[float] | Scores, *, weights: Weights = WEIGHTS) -> Scores:
    """The weighted sum of the two scores of each hit, each counted in standard deviations from its mean over the hits.

    Normalised scores beat reciprocal ranks on news questions: they keep how far ahead the best one is.
    """
    return weights.meaning * _normalised(cosines, _COSINE_SPREAD) + weights.words * _normalised(words, _WORD_SPREAD)


def diversified(hits: Sequence[Hit], *, k: int, cost: float = WEIGHTS.room) -> tuple[Hit, ...]:
    """The `k` hits picked one by one, each the best after what the picks of its own article cost it: `cost` each.

    A cost only ever grows, so the best of a stale order is the best if its cost has not grown since.
    """
    queue = [(-hit.score, order, 0) for order, hit in enumerate(hits)]
    heapq.heapify(queue)
    picked: list[Hit] = []
    taken: Counter[str] = Counter()
    while queue and len(picked) < k:
        score, order, paid = heapq.heappop(queue)
        hit = hits[order]
        due = max(0, taken[hit.chunk.article_id] - _FREE + 1)
        if due > paid:
            heapq.heappush(queue, (cost * due - hit.score, order, due))
            continue
        picked.append(hit.model_copy(update={"score": -score}))
        taken[hit.chunk.article_id] += 1
    return tuple(picked)


def _normalised(scores: Sequence[float] | Scores, least: float) -> Scores:
    values = np.asarray(scores, dtype=np.float64)
    if not len(values):
        return values
    return np.asarray((values - values.mean()) / max(values.std(), least), dtype=np.float64)
