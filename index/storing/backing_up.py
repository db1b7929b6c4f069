"""A library in one file, and back: the articles, and whatever else stands in SQLite files or lines beside them.

A backup never holds Chroma's files, which are built anew. Knows no table: what is counted, the caller's query says.
"""

import os
import secrets
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from index.article import Frozen
from index.errors import LibraryDamagedError, LibraryError, LibraryExistsError, LibraryNewerError, NotFoundError
from index.storing.catalog.schema import VERSION
from index.storing.database import Database, copy, is_whole, translated, value
from index.storing.founding import CATALOG, record_founding
from index.storing.lock import LibraryLock
from index.storing.on_disk import digest, flush

_KEPT = ("*.sqlite3", "*.jsonl")
"""Files of the library's folder that are kept: what stands deeper in it can be made anew."""
_MANIFEST = "backup.json"
_LOGS = ("-wal", "-shm", "-journal")


class Member(Frozen):
    """One file in a backup."""

    name: str
    """In the library's folder."""
    size: int
    """Bytes."""
    sha256: str
    """Of its bytes."""


class Backup(Frozen):
    """What a backup holds."""

    version: int
    """Of the library's tables."""
    articles: int
    """In the library."""
    made: datetime
    """When."""
    members: tuple[Member, ...]
    """The library's file first."""


def back_up(home: Path, file: Path) -> Backup:
    """Write the library in the folder `home`, which may be in use, into one new file; an older backup is replaced.

    Raises NotFoundError where there is no library, LibraryExistsError where `file` is anything but a backup,
    LibraryDamagedError where the library is damaged: the older backup stays then; LibraryError where it cannot be
    written.
    """
    home = Path(os.path.realpath(home))
    if not (home / CATALOG).is_file():
        raise NotFoundError(f"{home}: no library to back up; add articles first, or name its folder (TWOSOURCE_HOME)")
    if file.exists() and not _is_backup(file):
        raise LibraryExistsError(f"{file}: is there already and is no backup; choose another name")
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    with _written(file), tempfile.TemporaryDirectory(prefix=".backup-", dir=file.absolute().parent) as folder:
        try:
            backup = _collect(home, Path(folder))
            _look_before(backup, Path(folder), home)
            _pack(backup, Path(folder), draft)
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
    return backup


def restore(file: Path, home: Path, *, replace: bool = False) -> tuple[Backup, Path | None]:
    """Put a backup into the folder `home`; what it held, and where that is kept now. None: it held nothing.

    Everything is looked at before anything takes effect. Raises NotFoundError where there is no such file,
    LibraryExistsError where a library is there and not to be replaced, LibraryDamagedError for a backup that is not
    whole, LibraryBusyError.
    """
    if not file.is_file():
        raise NotFoundError(f"{file}: no such file; name one that `twosource backup` wrote")
    home = Path(os.path.realpath(home))
    lock = LibraryLock.acquire(home)
    try:
        there = _kept(home)
        if there and not replace:
            raise LibraryExistsError(
                f"{home}: there is a library already; choose an empty folder (TWOSOURCE_HOME), or say --replace, which "
                "keeps it aside"
            )
        with _written(home), tempfile.TemporaryDirectory(prefix=".restore-", dir=home) as folder:
            backup = _unpack(file, Path(folder))
            aside = _set_aside(home) if there else None
            _take_effect(backup, Path(folder), home)
        return backup, aside
    finally:
        lock.close()


def _is_backup(file: Path) -> bool:
    return zipfile.is_zipfile(file) and _MANIFEST in zipfile.ZipFile(file).namelist()


def _kept(home: Path) -> list[Path]:
    """The library's file first, if it is there."""
    found = {path for pattern in _KEPT for path in home.glob(pattern) if path.is_file()}
    return sorted(found, key=lambda path: (path.name != CATALOG, path.name))


def _collect(home: Path, folder: Path) -> Backup:
    """Copy what is kept into `folder`."""
    for path in _kept(home):
        if path.suffix == ".sqlite3":
            copy(path, folder / path.name)
        else:
            shutil.copyfile(path, folder / path.name)
    members = [Member(name=path.name, size=path.stat().st_size, sha256=digest(path)) for path in _kept(folder)]
    return Backup(
        version=_number(folder / CATALOG, "SELECT value FROM meta WHERE key = 'version'"),
        articles=_number(folder / CATALOG, "SELECT count(*) FROM articles"),
        made=datetime.now(UTC),
        members=tuple(members),
    )


def _pack(backup: Backup, folder: Path, draft: Path) -> None:
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    with os.fdopen(descriptor, "w+b") as opened:
        with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            packed.writestr(_MANIFEST, backup.model_dump_json())
            for member in backup.members:
                packed.write(folder / member.name, member.name)
        opened.flush()
        os.fsync(opened.fileno())


def _unpack(file: Path, folder: Path) -> Backup:
    """What a backup holds, laid out in `folder` and found whole."""
    try:
        with zipfile.ZipFile(file) as packed:
            backup = Backup.model_validate_json(packed.read(_MANIFEST))
            if backup.version > VERSION:
                raise LibraryNewerError(f"{file}: a newer twosource wrote this backup; update twosource")
            for member in backup.members:
                _require(Path(member.name).name == member.name and packed.getinfo(member.name).file_size == member.size)
                with packed.open(member.name) as source, (folder / member.name).open("xb") as target:
                    shutil.copyfileobj(source, target)
                _require(digest(folder / member.name) == member.sha256)
        _look(backup, folder)
    except (
        zipfile.BadZipFile,
        KeyError,
        EOFError,
        ValueError,
        zlib.error,
        NotImplementedError,
    ) as error:
        raise _spoilt(file) from error
    return backup


def _look_before(backup: Backup, folder: Path, home: Path) -> None:
    """Raise LibraryDamagedError unless what was copied can be restored."""
    try:
        _look(backup, folder)
    except ValueError as error:
        raise LibraryDamagedError(
            f"{home}: the library is damaged, so no backup was written, and an older one was kept; `twosource check` "
            "says what is damaged, `twosource restore FILE --replace` brings an older backup back"
        ) from error


def _look(backup: Backup, folder: Path) -> None:
    """Raise ValueError unless the laid out files are what the backup says."""
    _require([path.name for path in _kept(folder)] == [member.name for member in backup.members])
    _require(backup.members[0].name == CATALOG)
    for path in _kept(folder):
        _require(path.suffix != ".sqlite3" or is_whole(path))
        path.chmod(0o600)
    _require(_number(folder / CATALOG, "SELECT count(*) FROM articles") == backup.articles)


def _set_aside(home: Path) -> Path:
    """A new folder with another name for each file that is there; the files themselves stay where they are."""
    aside = home / f"replaced-{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    aside.mkdir(mode=0o700)
    for path in _kept(home):
        if path.suffix == ".sqlite3":
            with suppress(LibraryError), closing(Database(path)) as opened:
                opened.settle()  # What a killed process left in the log.
        for name in (path.name, *(f"{path.name}{log}" for log in _LOGS)):
            if (home / name).exists():
                os.link(home / name, aside / name)
    flush(aside)
    return aside


def _take_effect(backup: Backup, folder: Path, home: Path) -> None:
    """Let the new files take the place of the old ones, each at one stroke."""
    # It mirrors the old articles; whether it does is told by a name that restored articles may bear again.
    shutil.rmtree(home / "chroma", ignore_errors=True)
    for path in _kept(home):
        # SQLite would read the old log into the new file. What was in it is set aside, and only there.
        for log in _LOGS:
            path.with_name(f"{path.name}{log}").unlink(missing_ok=True)
        if path.name not in {member.name for member in backup.members}:
            path.unlink()
    for member in backup.members:
        flush(folder / member.name)
        (folder / member.name).replace(home / member.name)
    record_founding(home)
    flush(home)


@contextmanager
def _written(place: Path) -> Iterator[None]:
    """What the system says of writing there, as LibraryError."""
    try:
        yield
    except OSError as error:
        what = error.strerror or error
        raise LibraryError(f"{place}: cannot be written ({what}); free some space, or choose another place") from error


def _spoilt(file: Path) -> LibraryDamagedError:
    return LibraryDamagedError(f"{file}: no whole backup; nothing was changed, choose another one")


def _require(condition: bool) -> None:
    if not condition:
        raise ValueError("not what the backup says")


def _number(path: Path, query: str) -> int:
    with translated(path):
        return int(str(value(path, query)))
