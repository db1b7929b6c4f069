"""The words of articles, read once where they are needed again soon.

Holds a bounded number of words, however long the articles are. Safe for threads.
"""

import threading
from collections.abc import Callable

from index.article import Article
from index.origins.words import Words

MOST = 1_000_000
"""Words that are kept: 24 bytes each."""


class Reading:
    """Words by article id; `article` gives the article, None where it left."""

    def __init__(self, article: Callable[[str], Article | None]) -> None:
        self._article = article
        self._kept: dict[str, Words] = {}
        self._total = 0
        self._lock = threading.Lock()

    def words(self, article_id: str) -> Words | None:
        """The article's words; None where it left."""
        with self._lock:
            kept = self._kept.pop(article_id, None)
            if kept is not None:
                self._kept[article_id] = kept
                return kept
        article = self._article(article_id)
        if article is None:
            return None
        words = Words.of(article.text)
        self._keep(article_id, words)
        return words

    def forget(self) -> None:
        """Keep nothing: articles may have changed."""
        with self._lock:
            self._kept, self._total = {}, 0

    def _keep(self, article_id: str, words: Words) -> None:
        with self._lock:
            if article_id not in self._kept:
                self._kept[article_id] = words
                self._total += len(words.codes)
            while self._total > MOST:
                # A dictionary keeps the order of use: what was used last stands last.
                oldest = next(iter(self._kept))
                self._total -= len(self._kept.pop(oldest).codes)
