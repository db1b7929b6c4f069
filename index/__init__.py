"""Articles in, ranked chunks out."""

from index.article import Article, Change, Chunk, Failure, Filters, Frozen, Hit, Published, Retrieval, Span
from index.article_index import ArticleIndex
from index.embedding import CrossEncoder, Embedder, MiniLM, Read
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
from index.retriever import HybridRetriever, Retriever
from index.splitting import sentences, split

__all__ = [
    "Article",
    "ArticleError",
    "ArticleIndex",
    "Change",
    "Chunk",
    "CrossEncoder",
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
    "Read",
    "Retrieval",
    "Retriever",
    "Span",
    "TwosourceError",
    "WeightsError",
    "read",
    "readable_files",
    "sentences",
    "split",
]
