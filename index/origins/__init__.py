"""Which articles are copies of one another, and where a sentence stands elsewhere."""

from index.origins.origins import Origins
from index.origins.records import Copy, Repeat
from index.origins.table import OriginTable

__all__ = ["Copy", "OriginTable", "Origins", "Repeat"]
