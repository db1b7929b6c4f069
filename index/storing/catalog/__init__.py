"""The library's one SQLite file. All SQL on its tables stands here; `schema.py` has them all."""

from index.storing.catalog.catalog import Catalog
from index.storing.catalog.chunk_table import Counted, uncounted
from index.storing.catalog.records import FileRecord, Imprint
from index.storing.catalog.schema import VERSION

__all__ = ["VERSION", "Catalog", "Counted", "FileRecord", "Imprint", "uncounted"]
