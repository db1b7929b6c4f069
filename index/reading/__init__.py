"""Files in, articles out."""

from index.reading.apart import Limits, Parser
from index.reading.articles import article_from_text, shown
from index.reading.files import (
    Found,
    holds_many,
    largest,
    read,
    read_articles,
    read_new,
    readable_suffixes,
)
from index.reading.listing import Listing, listed, readable_files
from index.reading.manifest import Beside, Manifests

__all__ = [
    "Beside",
    "Found",
    "Limits",
    "Listing",
    "Manifests",
    "Parser",
    "article_from_text",
    "holds_many",
    "largest",
    "listed",
    "read",
    "read_articles",
    "read_new",
    "readable_files",
    "readable_suffixes",
    "shown",
]
