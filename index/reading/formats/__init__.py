"""Bytes in, drafts of articles out: a file for each format, and the table of them."""

from index.reading.formats.table import MAX_ARTICLE_BYTES, ONE, PLAIN, STREAMED, SUFFIXES, drafts

__all__ = ["MAX_ARTICLE_BYTES", "ONE", "PLAIN", "STREAMED", "SUFFIXES", "drafts"]
