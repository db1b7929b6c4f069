"""Files in, articles out."""

from index.reading.apart import Limits, Parser
from index.reading.articles import article_from_text
from index.reading.files import (
    Found,
    holds_many,
    largest,
    read,
    read_articles,
    read_new,
    readable_files,
    readable_suffixes,
)
from index.reading.manifest import Beside, Manifests

__all__ = [
    "Beside",
    "Found",
    "Limits",
    "Manifests",
    "Parser",
    "article_from_text",
    "holds_many",
    "largest",
    "read",
    "read_articles",
    "read_new",
    "readable_files",
    "readable_suffixes",
]
