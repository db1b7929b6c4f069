"""Whether a folder has held a library before: one whose file is gone must not pass for a new, empty one.

Knows nothing of what is in the file.
"""

from pathlib import Path

from index.storing.database import damaged

CATALOG = "catalog.sqlite3"
"""Name of the library's file in its folder."""
_SIGN = "LIBRARY"
_TOLD = "This folder holds a twosource library. Delete this file to begin anew where catalog.sqlite3 was lost.\n"


def require_found(home: Path) -> None:
    """Raise LibraryDamagedError where a library was once founded in `home` and its file is gone or empty."""
    path = home / CATALOG
    if (home / _SIGN).exists() and not (path.exists() and path.stat().st_size):
        what = "it is empty" if path.exists() else "it is gone"
        raise damaged(path, f"{what}; to begin anew delete {home / _SIGN}")


def record_founding(home: Path) -> None:
    """Remember that `home` holds a library."""
    sign = home / _SIGN
    if not sign.exists():
        sign.write_text(_TOLD, encoding="ascii")
        sign.chmod(0o600)
