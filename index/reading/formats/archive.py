"""A zip archive in, its members out, one after the other and none of them on disk.

Knows nothing of what a member holds. Bounded in members, bytes and depth, however archives lie in archives.
"""

import zipfile
import zlib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import IO, NamedTuple

from index.errors import ArticleError

MAX_MEMBERS, MAX_UNPACKED_BYTES, MAX_DEPTH = 100_000, 4_000_000_000, 3
"""Of one file, with all that lies in it."""


@dataclass
class Budget:
    """What a file may still unpack."""

    members: int = MAX_MEMBERS
    """Members."""
    unpacked_bytes: int = MAX_UNPACKED_BYTES
    """Bytes."""
    depth: int = MAX_DEPTH
    """Archives inside archives."""

    def spend(self, members: int, unpacked_bytes: int, name: str) -> None:
        """Take this much off. Raises ArticleError where it is not left."""
        self.members -= members
        self.unpacked_bytes -= unpacked_bytes
        if self.members < 0:
            raise ArticleError(f"{name}: more than {MAX_MEMBERS:,} files in it; split it")
        if self.unpacked_bytes < 0:
            limit = MAX_UNPACKED_BYTES // 1_000_000_000
            raise ArticleError(f"{name}: unpacks to more than {limit} GB; split it, or unpack it into a folder")


MAX_RATIO, SMALL_BYTES = 100, 1_000_000
"""Unpacked to packed size of a member that is not small: text packs to a tenth, bombs to a thousandth."""

DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError)
"""What is raised where a member, or the archive, is not as its directory says."""


class Member(NamedTuple):
    """A file inside an archive."""

    name: str
    """Its path in the archive, as stored: it is never a path on disk."""
    size: int
    """Bytes, unpacked, as declared; reading stops there."""
    stream: IO[bytes]
    """Its content."""
    is_bomb: bool
    """Whether no text packs so well."""


def members(stream: IO[bytes], name: str, budget: Budget, *, first: Container[str] = ()) -> Iterator[Member]:
    """The members that are files and not hidden, in the archive's order but for those named in `first`.

    Raises ArticleError where it is no zip archive, locked, or above the budget: before anything is unpacked.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            listed = [one for one in archive.infolist() if not one.is_dir() and not _is_hidden(one.filename)]
            listed.sort(key=lambda one: one.filename not in first)
            if any(one.flag_bits & 1 for one in listed):
                raise ArticleError(f"{name}: locked with a password; zip it without one")
            budget.spend(len(listed), sum(one.file_size for one in listed), name)
            for one in listed:
                with archive.open(one) as member:
                    yield Member(one.filename, one.file_size, member, _is_bomb(one))
    except (*DAMAGED, ValueError) as error:
        raise ArticleError(f"{name}: damaged, or no zip archive ({error}); zip the articles again") from error


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    """Whether no text packs so well as this member."""
    return member.file_size > max(MAX_RATIO * member.compress_size, SMALL_BYTES)


def _is_hidden(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in parts)
