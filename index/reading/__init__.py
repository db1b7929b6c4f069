"""Files in, articles out."""

from index.reading.articles import article_from_text
from index.reading.files import read, readable_files

__all__ = ["article_from_text", "read", "readable_files"]
