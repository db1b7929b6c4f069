"""The library's one SQLite file. All SQL on its tables stands here; `schema.py` has them all."""

from index.storing.catalog.catalog import Catalog
from index.storing.catalog.chunk_table import Counted, uncounted
from index.storing.catalog.records import FileRecord, Imprint

__all__ = ["Catalog", "Counted", "FileRecord", "Imprint", "uncounted"]
