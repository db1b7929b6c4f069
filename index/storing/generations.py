"""Which folder holds the vector cache, and whether that folder is whole.

Knows nothing of Chroma. A cache that was being written when its process died may be damaged in ways that no check
finds (truncated graph files answer wrongly without an error), so it is never repaired: `CURRENT` names a folder only
while every byte in it is on disk, and a cache without `CURRENT` is built anew beside the old one.
"""

import os
import secrets
import shutil
from pathlib import Path

from pydantic import ValidationError

from index.article import Frozen


class Generation(Frozen):
    """A whole cache folder."""

    folder: str
    """Name of the folder beside `CURRENT`."""
    generation: str
    """The catalog's generation that it mirrors."""
    count: int
    """Vectors in it."""


class Generations:
    """The folders under `root`, of which at most one is current."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Generation | None:
        """The whole cache; None if there is none, it was being written, or the last opening of it never ended."""
        if self._opening.exists():
            return None
        try:
            found = Generation.model_validate_json(self._pointer.read_bytes())
        except (OSError, ValidationError):
            return None
        return found if (self.root / found.folder).is_dir() and Path(found.folder).name == found.folder else None

    def opening(self) -> None:
        """Note that the cache is being opened: damaged files can end the process, which no `except` sees."""
        self._opening.touch(mode=0o600)

    def opened(self) -> None:
        """Note that the opening ended well."""
        self._opening.unlink(missing_ok=True)

    def begin(self) -> Path:
        """A new, empty folder; from now on no cache is current."""
        self.soil()
        folder = self.root / f"vectors-{secrets.token_hex(6)}"
        folder.mkdir(mode=0o700)
        return folder

    def soil(self) -> None:
        """Say that the cache is about to be written."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._pointer.unlink(missing_ok=True)
        _flush(self.root)

    def forget(self) -> None:
        """Delete every folder; none is current."""
        self.soil()
        for folder in self.root.glob("vectors-*"):
            shutil.rmtree(folder, ignore_errors=True)

    def settle(self, folder: Path, *, generation: str, count: int) -> None:
        """Make `folder`, closed by its writer, the current one; the others are deleted."""
        for path in (*folder.rglob("*"), folder):
            _flush(path)
        whole = Generation(folder=folder.name, generation=generation, count=count)
        draft = self._pointer.with_suffix(".new")
        draft.write_text(whole.model_dump_json(), encoding="utf-8")
        _flush(draft)
        draft.replace(self._pointer)
        self._opening.unlink(missing_ok=True)
        _flush(self.root)
        for other in self.root.glob("vectors-*"):
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)

    @property
    def _pointer(self) -> Path:
        return self.root / "CURRENT"

    @property
    def _opening(self) -> Path:
        return self.root / "OPENING"


def _flush(path: Path) -> None:
    """Wait until `path`, a file or a folder, is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
