"""Manifests: a table beside the articles that says of each what the files themselves do not.

Knows no format of articles. `manifest.csv` or `manifest.jsonl` has a row for each file or article: the column `file`,
`path` or `key` names it, the others are the fields of a JSON line.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pydantic import JsonValue

from index.article import Failure
from index.errors import ArticleError
from index.reading.decoding import decoded
from index.reading.fields import record_of, told_by
from index.reading.told import Draft

MANIFESTS = ("manifest.csv", "manifest.jsonl")
"""Their names."""
_NAMING = ("file", "path", "key")
_MOST_BYTES = 100_000_000


class Manifest:
    """One manifest: rows by the file, relative to it, or by the key that they name."""

    def __init__(self, rows: Mapping[str, dict[str, JsonValue]] | None = None) -> None:
        self._rows = rows or {}

    def completed(self, draft: Draft, file: str) -> Draft:
        """The draft with what the row of its key or of its file says, which is trusted before the file itself."""
        told = draft.told
        # A file of one article has its file's name for a key: another folder's file may have the same.
        for name in (file, draft.key if draft.place else None):
            if row := self._rows.get(name or ""):
                told = told_by(row, how="manifest").over(told)
        return draft._replace(told=told)

    def digest(self, file: str | None) -> str:
        """A hash of the row of `file`, empty if there is none; None: of all rows."""
        rows = self._rows if file is None else self._rows.get(file)
        return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest() if rows else ""


def read_manifest(raw: bytes, name: str) -> tuple[Manifest, list[ArticleError]]:
    """The manifest, and what is wrong with rows that were skipped. Raises ArticleError where it cannot be read."""
    rows: dict[str, dict[str, JsonValue]] = {}
    wrong: list[ArticleError] = []
    for number, row in _json_rows(raw) if name.endswith(".jsonl") else _csv_rows(raw, name):
        named = None if isinstance(row, str) else next((key for key in _NAMING if row.get(key)), None)
        if isinstance(row, str) or named is None:
            told = row if isinstance(row, str) else f"names no article; give it a column {', '.join(_NAMING)}"
            wrong.append(ArticleError(f"{name}:{number}: {told}"))
        else:
            file = PurePosixPath(str(row.pop(named)).replace("\\", "/"))
            rows[str(file)] = row
    return Manifest(rows), wrong


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
        self._read: dict[Path, list[Manifest]] = {}
        self._above: dict[Path, list[tuple[Manifest, Path]]] = {}
        self.failed: list[Failure] = []
        """Rows and manifests that could not be read."""

    def beside(self, path: Path) -> Beside:
        """What speaks of the file at `path`."""
        folder = path.parent
        if folder not in self._above:
            folders = [one for one in path.parents if any(one.is_relative_to(root) for root in self._roots)]
            self._above[folder] = [(manifest, one) for one in folders for manifest in self._of(one)]
        above = self._above[folder]
        return Beside(tuple((manifest, path.relative_to(one).as_posix()) for manifest, one in above))

    def _of(self, folder: Path) -> list[Manifest]:
        if folder not in self._read:
            self._read[folder] = [manifest for name in MANIFESTS if (manifest := self._opened(folder / name))]
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
