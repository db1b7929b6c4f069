"""Files in, articles out: finds the readable files of a folder and decodes them.

Knows nothing of what a text states about itself; `articles.py` does.
"""

import codecs
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from index.article import Article
from index.errors import ArticleError, NotFoundError
from index.reading.articles import article_from_text, shown

SUFFIXES = (".md", ".txt")
"""Formats that are read."""

MAX_FILE_BYTES = 20_000_000
"""A file above this is no news article; ten thousand of them in one file must be split first."""


def read(path: Path) -> Article:
    """The article in a .txt or .md file, its text decoded but otherwise verbatim.

    UTF-8 is read, and UTF-16 with a byte-order mark; the mark is dropped.
    Raises NotFoundError where there is no file, ArticleError where it holds no readable text.
    """
    name = shown(path)
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except OSError as error:
        raise _unreachable(path, error) from error
    if is_folder:
        raise ArticleError(f"{name}: a folder, not a file; add the folder itself")
    if path.suffix.lower() not in SUFFIXES:
        raise ArticleError(f"{name}: {shown(path.suffix) or 'no suffix'} is not read; save it as {_or(SUFFIXES)}")
    if not _is_utf8(path.name):
        raise ArticleError(f"{name}: the file's name is not UTF-8; rename it")
    text = _decoded(_bytes(path, name), name)
    return article_from_text(text, key=path.name, path=path)


def readable_files(path: Path) -> list[Path]:
    """A file itself, or a folder's .txt and .md files, those of its sub-folders included, sorted.

    Hidden files are left out, and links that lead out of the folder. Raises NotFoundError where nothing is.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise _unreachable(path, error) from error
    return sorted(_files_in(path)) if stat.S_ISDIR(mode) else [path]


def _files_in(folder: Path) -> Iterator[Path]:
    def complain(error: OSError) -> None:
        # A folder passed over in silence would look like one whose articles were deleted.
        raise _unreachable(Path(error.filename or folder), error) from error

    root = folder.resolve()
    for place, folders, names in os.walk(folder, onerror=complain):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            file = Path(place, name)
            if name.startswith(".") or file.suffix.lower() not in SUFFIXES:
                continue
            if not file.is_symlink() or (file.is_file() and file.resolve().is_relative_to(root)):
                yield file


def _bytes(path: Path, name: str) -> bytes:
    try:
        # Without O_NONBLOCK, opening a named pipe would wait for ever.
        with open(path, "rb", opener=lambda file, flags: os.open(file, flags | getattr(os, "O_NONBLOCK", 0))) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise ArticleError(f"{name}: not a regular file; give a .txt or .md file")
            raw = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise _unreachable(path, error) from error
    if len(raw) > MAX_FILE_BYTES:
        raise ArticleError(f"{name}: larger than {MAX_FILE_BYTES // 1_000_000} MB; split it into one file per article")
    if not raw:
        raise ArticleError(f"{name}: the file is empty; delete it or put the article's text in")
    return raw


def _decoded(raw: bytes, name: str) -> str:
    mark, encoding = next((pair for pair in _BYTE_ORDER_MARKS if raw.startswith(pair[0])), (b"", "utf-8"))
    raw = raw.removeprefix(mark)
    if encoding == "utf-8" and raw.translate(None, delete=_TEXT_BYTES):
        raise ArticleError(f"{name}: binary, not text; save the article as UTF-8 text")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        reason = f"not {encoding.upper()} (byte 0x{raw[error.start]:02x} in line {line})"
        raise ArticleError(f"{name}: {reason}; save it as UTF-8") from error


def _unreachable(path: Path, error: OSError) -> ArticleError | NotFoundError:
    name = shown(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return NotFoundError(f"{name}: no such file or folder; check the path")
    if isinstance(error, PermissionError):
        return ArticleError(f"{name}: no permission to read it; give yourself read permission")
    return ArticleError(f"{name}: cannot be read ({error.strerror or type(error).__name__}); check the disk")


def _is_utf8(name: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in name)


def _or(names: tuple[str, ...]) -> str:
    return " or ".join(names)


_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Control characters that no text editor writes; tab to carriage return, escape and everything from 0x20 up are text.
_TEXT_BYTES = bytes([*range(9, 14), 0x1A, 0x1B, *range(0x20, 0x100)])
