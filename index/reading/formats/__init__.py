"""Bytes in, drafts of articles out: a file for each format, and the table of them."""

from index.reading.formats.table import ONE, SUFFIXES, drafts

__all__ = ["ONE", "SUFFIXES", "drafts"]
