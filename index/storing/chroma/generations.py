"""Which folder holds the vector cache, and whether that folder is whole.

Knows nothing of Chroma. A cache that was being written when its process died may be damaged in ways that no check
finds (truncated graph files answer wrongly without an error), so it is never repaired: `CURRENT` names a folder only
while every byte in it is on disk, and a cache without `CURRENT` is built anew beside the old one. Damage that comes
later shows in the digests that `CURRENT` holds, before Chroma, which such files can crash, sees them.
"""

import secrets
import shutil
from pathlib import Path

from pydantic import ValidationError

from index.article import Frozen
from index.storing.on_disk import digest, flush


class Held(Frozen):
    """A file of a whole cache that does not change until the cache does."""

    path: str
    """Inside the cache folder."""
    size: int
    """Bytes."""
    sha256: str
    """Of its bytes."""


class Generation(Frozen):
    """A whole cache folder."""

    folder: str
    """Name of the folder beside `CURRENT`."""
    generation: str
    """The catalog's generation that it mirrors."""
    count: int
    """Vectors in it."""
    files: tuple[Held, ...] = ()
    """The files of its graph. Empty: Chroma keeps the graph of so few vectors in memory only."""


class Generations:
    """The folders under `root`, of which at most one is current."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def some(self) -> bool:
        """Whether there is a cache folder, whole or not."""
        return any(self.root.glob("vectors-*"))

    def current(self) -> Generation | None:
        """The whole cache; None if there is none, it was being written, or the last opening of it never ended."""
        if self._opening.exists():
            return None
        try:
            found = Generation.model_validate_json(self._pointer.read_bytes())
        except (OSError, ValidationError):
            return None
        return found if (self.root / found.folder).is_dir() and Path(found.folder).name == found.folder else None

    def intact(self, whole: Generation) -> bool:
        """Whether its graph is what was settled, byte for byte; sizes first, for a damaged file can seem endless."""
        folder = self.root / whole.folder
        try:
            return all((folder / file.path).stat().st_size == file.size for file in whole.files) and all(
                digest(folder / file.path) == file.sha256 for file in whole.files
            )
        except OSError:
            return False

    def opening(self) -> None:
        """Note that the cache is being opened: damaged files can end the process, which no `except` sees."""
        self._opening.touch(mode=0o600)

    def opened(self) -> None:
        """Note that the opening ended well."""
        self._opening.unlink(missing_ok=True)

    def begin(self) -> Path:
        """A new, empty folder; from now on no cache is current."""
        self.soil()
        self.stale = False
        folder = self.root / f"vectors-{secrets.token_hex(6)}"
        folder.mkdir(mode=0o700)
        return folder

    def draft(self) -> Path:
        """A new, empty folder beside the current cache, which stays current; what an earlier draft left is deleted."""
        for left in self.root.glob("draft-*"):
            shutil.rmtree(left, ignore_errors=True)
        folder = self.root / f"draft-{secrets.token_hex(6)}"
        folder.mkdir(mode=0o700, parents=True)
        return folder

    def adopt(self, draft: Path) -> Path:
        """Make a draft, closed by its writer, the folder that will be settled; from now on no cache is current."""
        self.soil()
        return draft.rename(self.root / draft.name.replace("draft-", "vectors-"))

    def soil(self) -> None:
        """Say that the cache is about to be written."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._pointer.unlink(missing_ok=True)
        flush(self.root)

    def forget(self) -> None:
        """Delete every folder; none is current."""
        self.soil()
        for folder in (*self.root.glob("vectors-*"), *self.root.glob("draft-*")):
            shutil.rmtree(folder, ignore_errors=True)
        self.stale = False

    @property
    def stale(self) -> bool:
        """Whether bytes of vectors that left may still stand in the cache's files."""
        return self._stale.exists()

    @stale.setter
    def stale(self, stale: bool) -> None:
        if stale:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._stale.touch(mode=0o600)
        else:
            self._stale.unlink(missing_ok=True)

    def settle(self, folder: Path, *, generation: str, count: int) -> None:
        """Make `folder`, closed by its writer, the current one; the others are deleted."""
        for path in (*folder.rglob("*"), folder):
            flush(path)
        whole = Generation(folder=folder.name, generation=generation, count=count, files=_graph(folder))
        draft = self._pointer.with_suffix(".new")
        draft.write_text(whole.model_dump_json(), encoding="utf-8")
        flush(draft)
        draft.replace(self._pointer)
        self._opening.unlink(missing_ok=True)
        flush(self.root)
        for other in self.root.glob("vectors-*"):
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)

    @property
    def _pointer(self) -> Path:
        return self.root / "CURRENT"

    @property
    def _opening(self) -> Path:
        return self.root / "OPENING"

    @property
    def _stale(self) -> Path:
        return self.root / "STALE"


def _graph(folder: Path) -> tuple[Held, ...]:
    """The files of the graph, as far as Chroma wrote it: it rewrites the others whenever it opens them."""
    written = {path.parent for path in folder.glob("*/index_metadata.pickle")}
    return tuple(
        Held(path=str(path.relative_to(folder)), size=path.stat().st_size, sha256=digest(path))
        for path in sorted(folder.glob("*/*"))
        if path.parent in written
    )
