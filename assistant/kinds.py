"""Endings of the files that a library reads, for front doors that let a person choose files."""

from index.reading.formats import SUFFIXES

__all__ = ["SUFFIXES"]
