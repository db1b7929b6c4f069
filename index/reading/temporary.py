"""The folder for temporary files: what is said where the system lets nothing be written there.

Knows nothing of what is written.
"""

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import LibraryError


@contextmanager
def room_for_temporary_files() -> Iterator[None]:
    """What is done within may write temporary files. Raises LibraryError, which names their folder, where it is full.

    What else the system refuses is raised as it is.
    """
    try:
        yield
    except OSError as error:
        try:
            folder = tempfile.gettempdir()
        except FileNotFoundError as nowhere:
            # Every folder that Python tries is full or read-only; the message lists them.
            raise LibraryError(f"{nowhere.strerror}; make room in one, or set TMPDIR to a folder with room") from error
        if error.errno not in _FULL:
            raise
        raise LibraryError(
            f"{folder}: no temporary file can be written ({error.strerror}); make room there, or set TMPDIR to a "
            "folder with room"
        ) from error


_FULL = (errno.ENOSPC, errno.EDQUOT)
