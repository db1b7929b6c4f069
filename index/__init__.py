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
from index.origins import Copy, Repeat
from index.reading import read, read_articles, readable_files, readable_suffixes
from index.retriever import HybridRetriever, Retriever, Weights
from index.splitting import sentences, split

__all__ = [
    "Article",
    "ArticleError",
    "ArticleIndex",
    "Change",
    "Chunk",
    "Copy",
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
    "Repeat",
    "Retrieval",
    "Retriever",
    "Span",
    "TwosourceError",
    "Weights",
    "WeightsError",
    "read",
    "read_articles",
    "readable_files",
    "readable_suffixes",
    "sentences",
    "split",
]
