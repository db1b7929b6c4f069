"""Which files of a folder are read, and which links in it are not followed.

Knows no format but by its ending. Nothing is opened.
"""

import errno
import os
import stat
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from index.article import Failure
from index.errors import ArticleError, NotFoundError
from index.reading.articles import shown
from index.reading.formats import SUFFIXES
from index.reading.manifest import MANIFESTS

_NO_ARTICLES = frozenset({*MANIFESTS, "__init__.py"})
"""Files that nobody takes for articles; the last makes a folder a package, as that of the samples."""


class Listing(NamedTuple):
    """What a path holds."""

    files: list[Path]
    """Files of any format that is read, sorted."""
    refused: list[Failure]
    """Links that are not followed, sorted."""
    passed_over: Mapping[str, int]
    """How many files of each ending stand in a folder that no format has; the ending in small letters, with its dot."""


def listed(path: Path) -> Listing:
    """A file itself, or a folder's files of any format that is read, those of its sub-folders included.

    Manifests and hidden files are left out. Raises NotFoundError where nothing is.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise unreachable(path, error) from error
    if not stat.S_ISDIR(mode):
        return Listing([path], [], {})
    passed_over = Counter[str]()
    found = sorted(_files_in(path, passed_over))
    refused = [Failure(path=file, reason=f"{shown(file)}: {why}") for file, why in found if why]
    return Listing([file for file, why in found if not why], refused, passed_over)


def readable_files(path: Path) -> list[Path]:
    """The files of `listed`; links that lead out of the folder are left out."""
    return listed(path).files


def unreachable(path: Path, error: OSError) -> ArticleError | NotFoundError:
    """What to say of a path that the system does not let us read."""
    name = shown(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return NotFoundError(f"{name}: no such file or folder; check the path")
    if isinstance(error, PermissionError):
        return ArticleError(f"{name}: no permission to read it; give yourself read permission")
    return ArticleError(f"{name}: cannot be read ({error.strerror or type(error).__name__}); check the disk")


def _files_in(folder: Path, passed_over: Counter[str]) -> Iterator[tuple[Path, str]]:
    """Each file with why it is not read, empty where it is; files of no format that is read are only counted."""

    def complain(error: OSError) -> None:
        # A folder passed over in silence would look like one whose articles were deleted.
        raise unreachable(Path(error.filename or folder), error) from error

    root = Path(os.path.realpath(folder))
    for place, folders, names in os.walk(folder, onerror=complain):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            linked = Path(place, name)
            # One inside is walked through by its own name.
            if linked.is_symlink() and not Path(os.path.realpath(linked)).is_relative_to(root):
                yield linked, "a link to a folder elsewhere; add that folder by its own name"
        for name in names:
            file = Path(place, name)
            if name.startswith(".") or name in _NO_ARTICLES:
                continue
            if file.suffix.lower() in SUFFIXES:
                yield file, _astray(file, root) if file.is_symlink() else ""
            else:
                passed_over[shown(file.suffix.lower())] += 1


def _astray(link: Path, root: Path) -> str:
    """Why a link to a file is not followed; empty where it leads to one in the folder."""
    try:
        mode = link.stat().st_mode
    except OSError as error:
        where = "to itself" if error.errno == errno.ELOOP else "to nothing"
        return f"a link {where}; delete it"
    if not Path(os.path.realpath(link)).is_relative_to(root):
        return "a link out of the folder; add what it leads to by its own name"
    return "" if stat.S_ISREG(mode) else "a link to what is no file; delete it"
