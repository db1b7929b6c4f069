"""Articles in, ranked chunks out."""

from index.article import Article, Change, Chunk, Failure, Filters, Frozen, Hit, Published, Retrieval, Span, called
from index.article_index import ArticleIndex
from index.embedding import CrossEncoder, Embedder, MiniLM, Read
from index.errors import (
    ArticleError,
    EmbedderError,
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    LibraryExistsError,
    LibraryNewerError,
    NotFoundError,
    TwosourceError,
    WeightsError,
)
from index.origins import Copy, Repeat
from index.querying import Days, DaysTold
from index.reading import read, read_articles, readable_files, readable_suffixes
from index.retriever import HybridRetriever, Retriever, Weights
from index.splitting import sentences, split
from index.storing import Backup, Checkup, back_up, restore

__all__ = [
    "Article",
    "ArticleError",
    "ArticleIndex",
    "Backup",
    "Change",
    "Checkup",
    "Chunk",
    "Copy",
    "CrossEncoder",
    "Days",
    "DaysTold",
    "Embedder",
    "EmbedderError",
    "Failure",
    "Filters",
    "Frozen",
    "Hit",
    "HybridRetriever",
    "LibraryBusyError",
    "LibraryDamagedError",
    "LibraryError",
    "LibraryExistsError",
    "LibraryNewerError",
    "MiniLM",
    "NotFoundError",
    "Published",
    "Read",
    "Repeat",
    "Retrieval",
    "Retriever",
    "Span",
    "TwosourceError",
    "Weights",
    "WeightsError",
    "back_up",
    "called",
    "read",
    "read_articles",
    "readable_files",
    "readable_suffixes",
    "restore",
    "sentences",
    "split",
]
