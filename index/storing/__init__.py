"""Where a library keeps its articles: SQLite holds the truth, Chroma a cache of its vectors.

Knows nothing of ranking. `index.article_index` puts the parts together.
"""

from index.storing.backing_up import Backup, back_up, restore
from index.storing.catalog import Catalog, Counted, Imprint, uncounted
from index.storing.checking import Checkup, check
from index.storing.founding import record_founding, require_found
from index.storing.intake import Intake, Progress, Stop
from index.storing.lock import LibraryLock
from index.storing.vectors import Tell, VectorCache, unheard

__all__ = [
    "Backup",
    "Catalog",
    "Checkup",
    "Counted",
    "Imprint",
    "Intake",
    "LibraryLock",
    "Progress",
    "Stop",
    "Tell",
    "VectorCache",
    "back_up",
    "check",
    "record_founding",
    "require_found",
    "restore",
    "uncounted",
    "unheard",
]
