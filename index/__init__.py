"""Articles in, ranked chunks out."""

from index.article import Article, Change, Chunk, Failure, Filters, Frozen, Hit, Published, Retrieval, Span
from index.article_index import ArticleIndex
from index.embedding import Embedder, MiniLM
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
from index.reading import read, readable_files
from index.retriever import HybridRetriever, Retriever, Weights
from index.splitting import sentences, split

__all__ = [
    "Article",
    "ArticleError",
    "ArticleIndex",
    "Change",
    "Chunk",
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
    "MiniLM",
    "NotFoundError",
    "Published",
    "Retrieval",
    "Retriever",
    "Span",
    "TwosourceError",
    "Weights",
    "WeightsError",
    "read",
    "readable_files",
    "sentences",
    "split",
]
