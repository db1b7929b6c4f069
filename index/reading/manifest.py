"""Manifests: a table beside the articles that says of each what the files themselves do not.

Knows no format of articles. `manifest.csv` or `manifest.jsonl` has a row for each file or article: the column `file`,
`path` or `key` names it, the others are the fields of a JSON line.
"""

import csv
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pydantic import JsonValue

from index.article import Failure
from index.errors import ArticleError
from index.reading.cleaning import cleaned
from index.reading.decoding import decoded
from index.reading.fields import record_of, told_by
from index.reading.told import Draft

MANIFESTS = ("manifest.csv", "manifest.jsonl")
"""Their names."""
_NAMING = ("file", "path", "key")
_MOST_BYTES = 100_000_000
_MOST_STRAYS = 20
_LONGEST = 120

Keys = Callable[[Path], AbstractSet[str] | None]
"""The keys of the articles in the files of a folder. None: not all are known."""


class Manifest:
    """One manifest: rows by the file, relative to it, or by the key that they name."""

    def __init__(
        self, rows: Mapping[str, dict[str, JsonValue]] | None = None, lines: Mapping[str, int] | None = None
    ) -> None:
        self._rows = rows or {}
        self.lines = lines or {}
        """The line of each row, by the file or the key that it names."""

    def completed(self, draft: Draft, file: str) -> Draft:
        """The draft with what the row of its key or of its file says, which is trusted before the file itself."""
        told = draft.told
        # A file of one article has its file's name for a key: another folder's file may have the same.
        for name in (file, draft.key if draft.place else None):
            if name and (row := self._rows.get(_written(name))):
                told = told_by(row, how="manifest").over(told)
        return draft._replace(told=told)

    def digest(self, file: str | None) -> str:
        """A hash of the row of `file`, empty if there is none; None: of all rows."""
        rows = self._rows if file is None else self._rows.get(file)
        return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest() if rows else ""


def read_manifest(raw: bytes, name: str) -> tuple[Manifest, list[ArticleError]]:
    """The manifest, and what is wrong with rows that were skipped. Raises ArticleError where it cannot be read."""
    rows: dict[str, dict[str, JsonValue]] = {}
    lines: dict[str, int] = {}
    wrong: list[ArticleError] = []
    for number, row in _json_rows(raw) if name.endswith(".jsonl") else _csv_rows(raw, name):
        named = None if isinstance(row, str) else next((key for key in _NAMING if row.get(key)), None)
        if isinstance(row, str) or named is None:
            told = row if isinstance(row, str) else f"names no article; give it a column {', '.join(_NAMING)}"
            wrong.append(ArticleError(f"{name}:{number}: {told}"))
        else:
            file = _written(str(row.pop(named)))
            rows[file], lines[file] = row, number
    return Manifest(rows, lines), wrong


class Beside(NamedTuple):
    """The manifests that speak of one file, the nearest first, each with the file's name in it."""

    manifests: tuple[tuple[Manifest, str], ...] = ()
    """None: nothing speaks of it but itself."""

    def completed(self, draft: Draft) -> Draft:
        """The draft with what they say."""
        for manifest, file in reversed(self.manifests):
            draft = manifest.completed(draft, file)
        return draft

    def digest(self, *, whole: bool) -> str:
        """Changes when what they say of the file does; `whole`: of anything. Empty: they say nothing."""
        return "".join(filter(None, (manifest.digest(None if whole else file) for manifest, file in self.manifests)))


class Manifests:
    """The manifests of a batch: those in the folders of its files, up to the folders that were given."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = roots
        self._read: dict[Path, dict[Path, Manifest]] = {}
        self._above: dict[Path, list[tuple[Manifest, Path]]] = {}
        self.failed: list[Failure] = []
        """Rows and manifests that could not be read."""

    def beside(self, path: Path) -> Beside:
        """What speaks of the file at `path`."""
        folder = path.parent
        if folder not in self._above:
            folders = [one for one in path.parents if any(one.is_relative_to(root) for root in self._roots)]
            self._above[folder] = [(manifest, one) for one in folders for manifest in self._of(one).values()]
        above = self._above[folder]
        return Beside(tuple((manifest, path.relative_to(one).as_posix()) for manifest, one in above))

    def strays(self, keys: Keys) -> Iterator[Failure]:
        """A failure for each row that names no file in its folder and no article of one, once the files are read.

        Where not all `keys` of a folder are known, nothing is told of its rows.
        """
        for folder, manifests in self._read.items():
            for path, manifest in manifests.items():
                fileless = [name for name in manifest.lines if not _is_file(folder, name)]
                held = keys(folder) if fileless else None
                if held is not None:
                    known = {_written(key) for key in held}
                    yield from _told(path, manifest, [name for name in fileless if _as_key(name) not in known])

    def _of(self, folder: Path) -> dict[Path, Manifest]:
        if folder not in self._read:
            paths = [folder / name for name in MANIFESTS]
            self._read[folder] = {path: manifest for path in paths if (manifest := self._opened(path))}
        return self._read[folder]

    def _opened(self, path: Path) -> Manifest | None:
        if not path.is_file():
            return None
        try:
            if path.stat().st_size > _MOST_BYTES:
                raise ArticleError(f"{path}: larger than {_MOST_BYTES // 1_000_000} MB; split it over sub-folders")
            manifest, wrong = read_manifest(path.read_bytes(), str(path))
        except OSError as error:
            manifest, wrong = None, [ArticleError(f"{path}: cannot be read ({error.strerror}); check the disk")]
        except ArticleError as error:
            manifest, wrong = None, [error]
        self.failed += (Failure(path=path, reason=str(error)) for error in wrong)
        return manifest


def _written(name: str) -> str:
    """A file's name or a key as rows are found by."""
    return str(PurePosixPath(name.replace("\\", "/")))


def _as_key(name: str) -> str:
    """A row's name as the library keeps an article's key."""
    return _written(cleaned(name).text.strip())


def _is_file(folder: Path, name: str) -> bool:
    # Not `Path.is_file`, which raises for a name that is too long.
    return ".." not in PurePosixPath(name).parts and not os.path.isabs(name) and os.path.isfile(folder / name)


def _told(path: Path, manifest: Manifest, strays: Sequence[str]) -> Iterator[Failure]:
    for name in strays[:_MOST_STRAYS]:
        what = f"{name[:_LONGEST]!r} is no file in its folder and no article of one"
        yield Failure(path=path, reason=f"{path}:{manifest.lines[name]}: {what}; correct the name or delete the row")
    left_out = len(strays) - _MOST_STRAYS
    if left_out > 0:
        yield Failure(path=path, reason=f"{path}: {left_out:,} more rows name no file; correct those above first")


def _json_rows(raw: bytes) -> Iterator[tuple[int, dict[str, JsonValue] | str]]:
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            try:
                yield number, record_of(line)
            except ValueError as error:
                yield number, str(error)


def _csv_rows(raw: bytes, name: str) -> Iterator[tuple[int, dict[str, JsonValue] | str]]:
    text = decoded(raw, name).text
    head = text.partition("\n")[0]
    try:
        table = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
        for row in table:
            yield table.line_num, {column.strip(): cell for column, cell in row.items() if column and cell}
    except csv.Error as error:
        raise ArticleError(f"{name}: no CSV table ({error}); save it as CSV in UTF-8") from error
