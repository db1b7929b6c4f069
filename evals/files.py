"""Files written whole or not at all, and files that grow line by line.

Knows nothing of what they hold.
"""

import os
import tempfile
from pathlib import Path


def write_atomically(path: Path, text: str) -> None:
    """The file then holds `text`; a crash leaves the old file or the new one, never a part. Raises OSError."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as scratch:
        try:
            scratch.write(text)
            scratch.flush()
            os.fsync(scratch.fileno())
            # Temporary files are private to their owner; a report is as readable as any new file.
            os.chmod(scratch.name, 0o666 & ~_umask())
            os.replace(scratch.name, path)
        except BaseException:
            Path(scratch.name).unlink(missing_ok=True)
            raise


def append_line(path: Path, line: str) -> None:
    """The file then ends with `line`; one that a kill cut off before does not swallow it. Raises OSError."""
    with path.open("a+b") as kept:
        if kept.tell() and os.pread(kept.fileno(), 1, kept.tell() - 1) != b"\n":
            kept.write(b"\n")
        kept.write(line.encode() + b"\n")


def _umask() -> int:
    """The process's mask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
