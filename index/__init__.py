"""Articles in, ranked chunks out."""

from index.errors import (
    ArticleError,
    EmbedderError,
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    NotFoundError,
    TwosourceError,
    WeightsError,
)
from index.article import Article, Change, Chunk, Failure, Filters, Frozen, Hit, Published, Retrieval, Span
from index.splitting import sentences, split

__all__ = [
    "Article",
    "ArticleError",
    "Change",
    "Chunk",
    "EmbedderError",
    "Failure",
    "Filters",
    "Frozen",
    "Hit",
    "LibraryBusyError",
    "LibraryDamagedError",
    "LibraryError",
    "NotFoundError",
    "Published",
    "Retrieval",
    "Span",
    "TwosourceError",
    "WeightsError",
    "sentences",
    "split",
]
