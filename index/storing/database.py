"""Connections to one SQLite file, and SQLite's errors in our words.

Knows no table: what is stored is the catalog's.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from index.errors import LibraryDamagedError, LibraryError
from index.storing.on_disk import unwritable

Row = tuple[Any, ...]
"""A row as SQLite gives it; typed by whoever names its columns."""

Writer = sqlite3.Connection
"""What a change is made with."""

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_FORBIDDEN = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_AUTH}


class Database:
    """An open file: one connection writes, another reads, so that readers never wait for the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writing, self._reading = threading.RLock(), threading.RLock()
        with self.translated():
            self.writer = _connect(path)
            try:
                self._reader = _connect(path)
            except BaseException:
                self.writer.close()
                raise

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        with self._reading, self._writing:
            self._reader.close()
            self.writer.close()

    def rows(self, statement: str, *values: object) -> list[Row]:
        """What a query finds, as of the last finished change."""
        with self.translated(), self._reading:
            return self._reader.execute(statement, values).fetchall()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Every `rows` inside sees the same state."""
        with self.translated(), self._reading:
            self._reader.execute("BEGIN")
            try:
                yield
            finally:
                self._reader.rollback()

    @contextmanager
    def change(self) -> Iterator[Writer]:
        """One transaction: all of it is on disk when the block ends, none of it if the block raises.

        A change inside a change belongs to the outer one.
        """
        with self.translated(), self._writing:
            if self.writer.in_transaction:
                yield self.writer
                return
            self.writer.execute("BEGIN IMMEDIATE")
            try:
                yield self.writer
                self.writer.commit()
            except BaseException:
                self.writer.rollback()
                raise

    def settle(self) -> None:
        """Move every change from the log into the file, and empty the log; what was overwritten is then nowhere."""
        with self.translated(), self._writing, self._reading:
            self.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def flaws(self) -> list[str]:
        """What SQLite finds wrong in the file, its pages and its references; nothing where it is whole."""
        found = [str(row[0]) for row in self.rows("PRAGMA integrity_check(20)")]
        lost = [f"a row of {row[0]!r} belongs to nothing" for row in self.rows("PRAGMA foreign_key_check")[:20]]
        return [*(line for line in found if line != "ok"), *lost]

    @contextmanager
    def translated(self) -> Iterator[None]:
        """SQLite's errors as LibraryError or LibraryDamagedError, in one line that says what to do."""
        with translated(self.path):
            yield


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """What SQLite says of the file at `path` as LibraryError or LibraryDamagedError, in one line with a way out."""
    try:
        yield
    except sqlite3.Error as error:
        # An extended code carries its primary code in the low byte.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _DAMAGED:
            raise damaged(path, str(error)) from error
        if code in _FORBIDDEN:
            raise unwritable(path.parent, str(error)) from error
        raise LibraryError(f"{path}: {_advice(code, error)}") from error


def damaged(path: Path, what: str) -> LibraryDamagedError:
    """The error for a file that cannot be read any more."""
    return LibraryDamagedError(
        f"{path}: the library is damaged ({what}); `twosource restore FILE --replace` brings a backup back; without "
        f"one, move the folder {path.parent} away and add the articles again"
    )


def copy(source: Path, target: Path) -> None:
    """Write the last finished state of a file into a new one, which others cannot read; `source` may be in use."""
    with translated(source), closing(_only_read(source)) as reader:
        # Where the log beside it cannot be opened, that shows now, and is not laid to the target.
        reader.execute("PRAGMA schema_version").fetchone()
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with translated(target), closing(sqlite3.connect(target)) as writer:
            # All pages in one step: what is written meanwhile neither waits nor shows.
            reader.backup(writer)
            # One file, whole without a log beside it.
            writer.execute("PRAGMA journal_mode = DELETE")


def is_whole(path: Path) -> bool:
    """Whether SQLite's quick check finds nothing wrong in a file that nobody has open."""
    try:
        with closing(_only_read(path)) as reader:
            return bool(reader.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False


def value(path: Path, query: str) -> object:
    """The first value that a query of a file finds. None: nothing."""
    with translated(path), closing(_only_read(path)) as reader:
        found = reader.execute(query).fetchone()
        return found[0] if found else None


def _advice(code: int, error: sqlite3.Error) -> str:
    if code == sqlite3.SQLITE_FULL:
        return "the disk is full; free some space and retry, what was stored before is safe"
    if code == sqlite3.SQLITE_IOERR:
        return f"the disk fails or is full ({error}); free some space and retry, what was stored before is safe"
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return "another program has the library's file open; close it and retry"
    return f"the library cannot be used now ({error})"


def _only_read(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=5.0, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    # Bytes that a removed article leaves behind are overwritten.
    connection.execute("PRAGMA secure_delete = ON")
    return connection
