"""One process per library: an exclusive lock on its folder, for as long as it is open.

Knows nothing of what the folder holds. Two writers on one Chroma folder lose vectors without an error, and a
second process that only reads goes stale for good, so readers take the lock too.
"""

import errno
import fcntl
import os
from pathlib import Path
from typing import Self

from index.errors import LibraryBusyError, LibraryError
from index.storing.on_disk import unwritable

_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class LibraryLock:
    """A held lock; released by `close` and by the end of the process, however it ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    @classmethod
    def acquire(cls, home: Path) -> Self:
        """The lock on the library at `home`, a resolved path; the folder is made where it is missing.

        Raises LibraryBusyError if another process, or this one, holds it; LibraryError if `home` cannot be used.
        """
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(home / "LOCK", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            if error.errno in _FORBIDDEN:
                raise unwritable(home, str(error.strerror)) from error
            raise LibraryError(
                f"{home}: cannot be used as the library's folder ({error.strerror}); "
                "choose a folder you may write to (TWOSOURCE_HOME)"
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _busy(home, descriptor) from error
        except OSError as error:
            os.close(descriptor)
            raise LibraryError(
                f"{home}: its file system cannot lock files ({error.strerror}); choose a folder on a local disk "
                "(TWOSOURCE_HOME)"
            ) from error
        _sign(home, descriptor)
        return cls(descriptor)

    @staticmethod
    def holder(home: Path) -> int | None:
        """Number of the process that took the lock last. None: it has not said so."""
        try:
            signature = (home / "LOCK").read_text(encoding="ascii", errors="replace").strip()
        except OSError:
            return None
        return int(signature) if signature.isdecimal() else None

    def close(self) -> None:
        """Let others in; closing twice does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def _sign(home: Path, descriptor: int) -> None:
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    except OSError as error:
        os.close(descriptor)
        raise LibraryError(f"{home}: cannot be written ({error.strerror}); free some space, then retry") from error


def _busy(home: Path, descriptor: int) -> LibraryBusyError:
    signature = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
    os.close(descriptor)
    # The holder takes the lock a moment before it signs.
    holder = f"process {signature}" if signature.isdigit() else "another process"
    if signature == str(os.getpid()):
        holder = f"this process ({signature}) already"
    return LibraryBusyError(
        f"{home}: the library is in use by {holder}; close that one first, or choose another folder (TWOSOURCE_HOME)"
    )
