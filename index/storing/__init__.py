"""Where a library keeps its articles: SQLite holds the truth, Chroma a cache of its vectors.

Knows nothing of ranking. `index.article_index` puts the parts together.
"""

from index.storing.catalog import Catalog
from index.storing.intake import Intake, Progress, Stop, checked, embed
from index.storing.lock import LibraryLock
from index.storing.records import Imprint
from index.storing.vectors import VectorCache

__all__ = ["Catalog", "Imprint", "Intake", "LibraryLock", "Progress", "Stop", "VectorCache", "checked", "embed"]
