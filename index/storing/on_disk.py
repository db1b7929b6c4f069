"""Files as they lie on the disk: what they hold, that they are there, and that they may be written.

Knows nothing of what a library's files hold.
"""

import hashlib
import os
from pathlib import Path

from index.errors import LibraryError


def digest(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def flush(path: Path) -> None:
    """Wait until `path`, a file or a folder, is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unwritable(folder: Path, what: str) -> LibraryError:
    """The error for a library's folder that may not be written to; `what` is what the system said."""
    # Even a question takes the lock, and SQLite and Chroma write logs and notes beside what they read.
    return LibraryError(
        f"{folder}: no permission to write there ({what}), and a library must be writable even to be asked; make the "
        "folder and its files writable, or copy it and name the copy (TWOSOURCE_HOME)"
    )
