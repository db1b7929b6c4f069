"""Files in, articles out."""

from index.reading.articles import article_from_text
from index.reading.files import holds_many, read, read_articles, readable_files
from index.reading.formats import SUFFIXES
from index.reading.manifest import Beside, Manifests

__all__ = [
    "SUFFIXES",
    "Beside",
    "Manifests",
    "article_from_text",
    "holds_many",
    "read",
    "read_articles",
    "readable_files",
]
