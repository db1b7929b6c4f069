"""The file that conversations are kept in. All SQL of the window stands here.

Knows nothing of who may read what: each method is told the owner, and sees that owner's rows only.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

from assistant import answer_text
from assistant.database import Database, LibraryDamagedError, Row, Writer
from ui.keeping.conversation import Conversation, Exchange
from ui.keeping.folding import fold

_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS conversations (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, title TEXT NOT NULL,
        touched INTEGER NOT NULL, removed INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX IF NOT EXISTS conversations_of ON conversations(owner, removed, touched)",
    """CREATE TABLE IF NOT EXISTS exchanges (
        id TEXT PRIMARY KEY, conversation TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
        place INTEGER NOT NULL, question TEXT NOT NULL, engine TEXT, asked TEXT NOT NULL, state TEXT NOT NULL,
        answer TEXT, problem TEXT, follow_ups TEXT NOT NULL, thumb TEXT NOT NULL, note TEXT NOT NULL,
        gold INTEGER NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS exchanges_of ON exchanges(conversation, place)",
    """CREATE TABLE IF NOT EXISTS said (
        exchange TEXT PRIMARY KEY REFERENCES exchanges(id) ON DELETE CASCADE, text TEXT NOT NULL, folded TEXT NOT NULL
    ) WITHOUT ROWID""",
)
_COLUMNS = "id, question, engine, asked, state, answer, problem, follow_ups, thumb, note, gold"
UNDONE = 10
"""Conversations of one owner that were removed and can be put back, the last one first."""
_TOUCH = "(SELECT coalesce(max(touched), 0) + 1 FROM conversations)"
_OLD_FORM = "This answer was kept in a form that can no longer be read. Ask again."


class ConversationFile:
    """The open file; threads may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, path: Path) -> Self:
        """The file at `path`, made where it is missing; a damaged one is moved aside, to be looked at by a person."""
        try:
            return cls(_prepared(path))
        except LibraryDamagedError:
            for each in path.parent.glob(f"{path.name}*"):
                if not each.name.endswith(".damaged"):
                    each.rename(each.with_name(f"{each.name}.damaged"))
            return cls(_prepared(path))

    def close(self) -> None:
        """Close it; closing twice does nothing."""
        self._database.close()

    def listed(self, owner: str) -> list[tuple[str, str]]:
        """Id and title of the owner's conversations, the one asked last first."""
        found = self._database.rows(
            "SELECT id, title FROM conversations WHERE owner = ? AND NOT removed ORDER BY touched DESC", owner
        )
        return [(row[0], row[1]) for row in found]

    def conversation(self, owner: str, conversation_id: str) -> Conversation | None:
        """The owner's conversation, whole. None: there is none of that id, it is removed, or somebody else's."""
        found = self._database.rows(
            "SELECT title FROM conversations WHERE id = ? AND owner = ? AND NOT removed", conversation_id, owner
        )
        if not found:
            return None
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM exchanges WHERE conversation = ? ORDER BY place", conversation_id
        )
        return Conversation(found[0][0], conversation_id, [_exchange(row) for row in rows])

    def add(self, owner: str, conversation: Conversation) -> None:
        """Keep a new conversation, its exchanges not included."""
        with self._database.change() as writer:
            writer.execute(
                f"INSERT INTO conversations (id, owner, title, touched) VALUES (?, ?, ?, {_TOUCH})",
                (conversation.id, owner, conversation.title),
            )

    def save(self, conversation: Conversation, exchange: Exchange) -> None:
        """Keep an exchange as it is now, and that its conversation was used last; what stood after it is dropped."""
        place = conversation.exchanges.index(exchange)
        following = place if place + 1 == len(conversation.exchanges) else len(conversation.exchanges)
        with self._database.change() as writer:
            touched = writer.execute(
                f"UPDATE conversations SET touched = {_TOUCH} WHERE id = ?", (conversation.id,)
            ).rowcount
            if not touched:  # removed for good while its answer was being made
                return
            writer.execute(
                "DELETE FROM exchanges WHERE conversation = ? AND place >= ? AND id <> ?",
                (conversation.id, following, exchange.id),
            )
            writer.execute(
                f"INSERT OR REPLACE INTO exchanges (conversation, place, {_COLUMNS})"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (conversation.id, place, *_row(exchange)),
            )
            writer.execute("INSERT OR REPLACE INTO said VALUES (?, ?, ?)", _said(exchange))

    def found(self, owner: str, words: Sequence[str], *, limit: int) -> list[Row]:
        """Conversation's id and title, exchange's id, question and text, for what holds all folded `words`."""
        holds = " AND instr(folded, ?)" * len(words)
        return self._database.rows(
            "SELECT conversations.id, title, exchanges.id, question, text FROM said JOIN exchanges"
            " ON exchanges.id = said.exchange JOIN conversations ON conversations.id = conversation"
            f" WHERE owner = ? AND NOT removed{holds} ORDER BY touched DESC, place DESC LIMIT ?",
            owner,
            *words,
            limit,
        )

    def rename(self, owner: str, conversation_id: str, title: str) -> None:
        """Give the owner's conversation another title."""
        with self._database.change() as writer:
            writer.execute(
                "UPDATE conversations SET title = ? WHERE id = ? AND owner = ?", (title, conversation_id, owner)
            )

    def remove(self, owner: str, conversation_id: str) -> None:
        """Hide the owner's conversation; of those hidden before, all but the last few are gone for good."""
        with self._database.change() as writer:
            last = writer.execute("SELECT max(removed) FROM conversations WHERE owner = ?", (owner,)).fetchone()[0] or 0
            writer.execute(
                "UPDATE conversations SET removed = ? WHERE id = ? AND owner = ?", (last + 1, conversation_id, owner)
            )
            writer.execute(
                "DELETE FROM conversations WHERE owner = ? AND removed AND removed <= ?", (owner, last + 1 - UNDONE)
            )
        # The log still holds what was deleted; emptied, it does not.
        with self._database.translated():
            self._database.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def restore(self, owner: str) -> str:
        """Show again what the owner hid last; gives its id, empty if there is none."""
        hidden = self._last_hidden(owner)
        if not hidden:
            return ""
        with self._database.change() as writer:
            writer.execute("UPDATE conversations SET removed = 0 WHERE id = ? AND owner = ?", (hidden[0][0], owner))
        return str(hidden[0][0])

    def hidden(self, owner: str) -> str:
        """Title of what the owner hid last; empty if there is none."""
        hidden = self._last_hidden(owner)
        return str(hidden[0][1]) if hidden else ""

    def _last_hidden(self, owner: str) -> list[Row]:
        return self._database.rows(
            "SELECT id, title FROM conversations WHERE owner = ? AND removed ORDER BY removed DESC LIMIT 1", owner
        )


def _prepared(path: Path) -> Database:
    database = Database(path)
    try:
        with database.translated():
            database.writer.execute("PRAGMA journal_mode = WAL")
        with database.change() as writer:
            for statement in _SCHEMA:
                writer.execute(statement)
            # Nobody can undo what an earlier process removed.
            writer.execute("DELETE FROM conversations WHERE removed")
            writer.execute("UPDATE exchanges SET state = 'stopped' WHERE state IN ('reading', 'streaming')")
            _catch_up(writer)
    except BaseException:
        database.close()
        raise
    return database


def _catch_up(writer: Writer) -> None:
    """Make what a version that could not search has kept findable."""
    missing = writer.execute(f"SELECT {_COLUMNS} FROM exchanges WHERE id NOT IN (SELECT exchange FROM said)").fetchall()
    writer.executemany("INSERT INTO said VALUES (?, ?, ?)", [_said(_exchange(row)) for row in missing])


def _said(exchange: Exchange) -> tuple[str, str, str]:
    text = answer_text.said(exchange.question, exchange.answer)
    return exchange.id, text, fold(text).text


def _row(exchange: Exchange) -> tuple[object, ...]:
    return (
        exchange.id,
        exchange.question,
        exchange.engine,
        exchange.asked.isoformat(),
        exchange.state,
        answer_text.written(exchange.answer) if exchange.answer else None,
        exchange.problem,
        json.dumps(exchange.follow_ups),
        exchange.thumb,
        exchange.note,
        exchange.gold,
    )


def _exchange(row: Row) -> Exchange:
    id_, question, engine, asked, state, answer, problem, follow_ups, thumb, note, gold = row
    exchange = Exchange(question, engine, id_, datetime.fromisoformat(asked), state, problem=problem)
    exchange.answer = answer_text.read(answer) if answer else None
    if answer and exchange.answer is None:
        exchange.state, exchange.problem = "error", _OLD_FORM
    exchange.follow_ups, exchange.thumb, exchange.note = tuple(json.loads(follow_ups)), thumb, note
    exchange.gold = bool(gold)
    return exchange
