"""A SQLite file of one's own beside the library's, for what a front door keeps: the catalog's connections, handed on.

Knows no table. Errors are the library's: `LibraryError`, and `LibraryDamagedError` for a file that cannot be read.
"""

from index.errors import LibraryDamagedError
from index.storing.database import Database, Row, Writer

__all__ = ["Database", "LibraryDamagedError", "Row", "Writer"]
