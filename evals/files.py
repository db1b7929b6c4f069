"""Files written whole or not at all.

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


def _umask() -> int:
    """The process's mask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
