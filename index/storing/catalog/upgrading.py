"""Makes the tables of a new library, and brings those of an earlier version up to this one.

Knows no article; words are made anew by `chunk_table.py`.
"""

import secrets

from index.errors import LibraryNewerError
from index.storing.catalog.chunk_table import ChunkTable, Counted
from index.storing.catalog.meta import Meta
from index.storing.catalog.schema import SCHEMA, TERMS_VERSION, UPGRADES, VERSION, run
from index.storing.catalog.word_table import CREATE_WORDS
from index.storing.database import Database, damaged


def prepare(database: Database, meta: Meta, chunks: ChunkTable, upgrading: Counted) -> None:
    """Leave the tables as this version wants them.

    `upgrading` is called with how many articles of an earlier version are done, and how many there are. Raises
    LibraryNewerError if a newer twosource wrote them, LibraryDamagedError if they are no library's.
    """
    tables = {row[0] for row in database.rows("SELECT name FROM sqlite_master")}
    if "meta" not in tables and tables:
        raise damaged(database.path, "it is not a library")
    version = int(meta.get("version") or 0) if tables else 0
    if version > VERSION:
        raise LibraryNewerError(
            f"{database.path}: a newer twosource wrote this library (version {version}, this one reads "
            f"{VERSION}); update twosource, the library was left untouched"
        )
    with database.translated():
        database.writer.execute("PRAGMA journal_mode = WAL")
    if not tables:
        with database.change() as writer:
            run(writer, SCHEMA)
            for statement in CREATE_WORDS:
                writer.execute(statement)
            meta.say(version=str(VERSION), library=secrets.token_hex(8), generation=secrets.token_hex(8))
    elif version < VERSION:
        _upgrade(database, meta, chunks, version, upgrading)


def _upgrade(database: Database, meta: Meta, chunks: ChunkTable, version: int, upgrading: Counted) -> None:
    """The tables first, for the words are read from them."""
    with database.change() as writer:
        for earlier in range(version, TERMS_VERSION - 1):
            run(writer, UPGRADES[earlier])
        meta.say(version=str(TERMS_VERSION - 1))
    with database.change():
        chunks.rebuild_words(upgrading)
        meta.say(version=str(TERMS_VERSION))
