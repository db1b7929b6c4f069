"""The holder's side: listens on loopback for as long as the library is open, and does what borrowers wish.

Whoever connects must know the key that lies in the library's folder, readable by its owner only.
"""

import os
import secrets
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener, answer_challenge, deliver_challenge
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.desk import Assistant
from assistant.sharing import messages
from assistant.sharing.messages import Add, Ask, Count, Done, Failed, Hello, Moved, Plain, Remove, Sign, Sync, Wish
from index import Article, LibraryBusyError, TwosourceError

_MOST = 32
"""Connections at one time."""
_GREETING_S = 5
"""Seconds that whoever connects has to show the key."""
_LOOK_S = 0.2
"""Seconds between two looks at whether the holder ends."""
_GRACE_S = 10.0
"""Seconds that wishes at hand have to end once the holder ends."""
_articles = TypeAdapter(list[Article])


@contextmanager
def lending(desk: Assistant, *, changes: bool = True) -> Iterator[None]:
    """Do what other processes wish done with this library inside the block; without `changes` only what reads it."""
    lender = _Lender(desk, changes=changes)
    try:
        yield
    finally:
        lender.close()


class _Lender:
    """A listening thread, and one for each borrower."""

    def __init__(self, desk: Assistant, *, changes: bool) -> None:
        self._desk, self._changes = desk, changes
        self._key, self._ending = secrets.token_bytes(32), threading.Event()
        self._free = threading.BoundedSemaphore(_MOST)
        self._borrowers: set[threading.Thread] = set()
        self._listener = Listener(("127.0.0.1", 0))
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()
        self._sign = desk.settings.home / messages.SIGN
        _write(self._sign, Sign(port=int(self._listener.address[1]), key=self._key.hex(), process=os.getpid()))

    def close(self) -> None:
        """Let the wishes at hand end, and listen no more."""
        self._ending.set()
        self._sign.unlink(missing_ok=True)
        # Nothing else wakes a thread that waits for a connection.
        with suppress(OSError), closing(Client(self._listener.address)):
            pass
        self._accepting.join(_GRACE_S)
        self._listener.close()
        for borrower in list(self._borrowers):
            borrower.join(_GRACE_S)

    def _accept(self) -> None:
        while not self._ending.is_set():
            try:
                connection = self._listener.accept()
            except OSError:
                continue  # It left before it was greeted.
            if self._ending.is_set() or not self._free.acquire(blocking=False):
                connection.close()
                continue
            borrower = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._borrowers.add(borrower)
            borrower.start()

    def _serve(self, connection: Connection) -> None:
        try:
            # An odd answer to a challenge is an AssertionError there.
            with suppress(OSError, EOFError, AuthenticationError, AssertionError), connection:
                _wait_at_most(connection, _GREETING_S)
                deliver_challenge(connection, self._key)
                answer_challenge(connection, self._key)
                _wait_at_most(connection, 0)
                _send(connection, self._hello())
                while not self._ending.is_set():
                    if connection.poll(_LOOK_S):
                        told = connection.recv_bytes(messages.MOST_BYTES)
                        if told != messages.STOP:  # What it was to stop had just ended.
                            self._do(connection, told)
        finally:
            self._free.release()
            self._borrowers.discard(threading.current_thread())

    def _hello(self) -> Hello:
        return Hello(
            process=os.getpid(),
            fingerprint=self._desk.settings.fingerprint(),
            model=self._desk.model,
            changes=self._changes,
        )

    def _do(self, connection: Connection, told: bytes) -> None:
        try:
            wish = messages.wishes.validate_json(told)
            if not self._changes and wish.wish not in messages.READING:
                raise LibraryBusyError(f"the library is being changed by process {os.getpid()}")
            gives = _Doing(self._desk, connection, self._ending).do(wish)
        except ValidationError:
            _send(connection, Failed(error="LibraryError", told="the window is of another version; restart it"))
        except TwosourceError as error:
            _send(connection, Failed(error=type(error).__name__, told=str(error)))
        except (OSError, EOFError):
            raise
        except Exception as error:  # One wish of many: the holder goes on.
            _send(connection, Failed(error="TwosourceError", told=f"unexpected {type(error).__name__}: {error}"))
        else:
            _send(connection, Done(gives=gives))


class _Doing:
    """One wish being done; a borrower that says anything meanwhile, or leaves, wants it to end."""

    def __init__(self, desk: Assistant, connection: Connection, ending: threading.Event) -> None:
        self._desk, self._connection, self._ending = desk, connection, ending
        self._stopped = False

    def do(self, wish: Wish) -> str:
        """What the method gives, as JSON."""
        desk = self._desk
        match wish:
            case Ask():
                return self._ask(wish)
            case Add(paths=paths):
                return desk.add(paths, progress=self._moved, stop=self._stop).model_dump_json()
            case Sync(folder=folder, empties=empties):
                return desk.sync(folder, empties=empties, progress=self._moved, stop=self._stop).model_dump_json()
            case Remove(article_id=article_id):
                return desk.remove(article_id).model_dump_json()
            case Count(filters=filters):
                return str(desk.count(filters))
            case Plain(wish=name):
                return self._plain()[name]()

    def _plain(self) -> dict[str, Callable[[], str]]:
        return {
            "articles": lambda: _articles.dump_json(self._desk.articles()).decode(),
            "rebuild": self._rebuild,
            "check": lambda: self._desk.check().model_dump_json(),
            "purge": lambda: str(self._desk.purge(stop=self._stop)).lower(),
        }

    def _ask(self, wish: Ask) -> str:
        answers = self._desk.stream(wish.question, filters=wish.filters, engine=wish.engine)
        for answer in answers:  # noqa: B007
            if self._stop():
                raise EOFError("nobody waits for the answer")
        return answer.model_dump_json()

    def _rebuild(self) -> str:
        self._desk.rebuild(progress=lambda done, total: self._moved(None, done, total))
        return "null"

    def _moved(self, path: Path | None, done: int, total: int) -> None:
        try:
            _send(self._connection, Moved(path=path, done=done, total=total))
        except OSError:
            self._stopped = True

    def _stop(self) -> bool:
        with suppress(OSError, EOFError):
            if self._connection.poll(0):
                self._stopped = True
                self._connection.recv_bytes(messages.MOST_BYTES)
        return self._stopped or self._ending.is_set()


def _wait_at_most(connection: Connection, seconds: int) -> None:
    """End a read that takes longer, with an OSError; 0: let it take its time."""
    with socket.socket(fileno=os.dup(connection.fileno())) as same:
        same.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", seconds, 0))


def _send(connection: Connection, message: Hello | Moved | Failed | Done) -> None:
    connection.send_bytes(message.model_dump_json().encode())


def _write(path: Path, sign: Sign) -> None:
    """Write it at one stroke, for the owner's eyes only."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(sign.model_dump_json())
    draft.replace(path)
