"""The borrower's side: the methods of an assistant that the shell uses, done by the process that holds the library.

Knows nothing of how they are done.
"""

import os
from collections.abc import Callable, Sequence
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter, ValidationError

from assistant import answer_text
from assistant.answer import Answer
from assistant.desk import Progress, Stop, meant, never
from assistant.settings import Settings
from assistant.sharing import messages
from assistant.sharing.messages import Add, Ask, Count, Done, Failed, Hello, Moved, Plain, Remove, Sign, Sync, Wish
from index import Article, Change, Checkup, Filters, LibraryError, NotFoundError, TwosourceError
from index.storing import LibraryLock

_ALL = Filters()
_LOOK_S = 0.1
"""Seconds between two looks at whether to stop."""
_articles = TypeAdapter(list[Article])


def borrow(settings: Settings) -> "Borrowed | None":
    """The library at `settings.home` by way of the process that holds it. None: it lends nothing, or is gone."""
    try:
        sign = Sign.model_validate_json((settings.home / messages.SIGN).read_bytes())
        if LibraryLock.holder(settings.home) != sign.process:
            return None  # Left behind by one that was killed: who listens there now is somebody else.
        connection = Client(("127.0.0.1", sign.port), authkey=bytes.fromhex(sign.key))
        hello = Hello.model_validate_json(connection.recv_bytes(messages.MOST_BYTES))
    except (OSError, EOFError, AuthenticationError, ValidationError):
        return None
    return Borrowed(connection, hello, settings)


class Borrowed:
    """A library that another process holds; close it when done."""

    def __init__(self, connection: Connection, holder: Hello, settings: Settings) -> None:
        self._connection = connection
        self.holder = holder
        """Who holds it."""
        self.settings = settings
        """Our own; the holder has its own, and answers by them."""
        self.model = holder.model
        """Name of the language model that writes the answers."""
        self.opened = Change()
        """What a sync before the first question did."""

    def ask(self, question: str, *, filters: Filters = _ALL) -> Answer:
        """As `Assistant.ask`, by the holder's settings."""
        answer = answer_text.read(self._do(Ask(question=question, filters=filters)))
        if answer is None:
            raise LibraryError(f"process {self.holder.process} is of another version of twosource; restart it")
        return answer

    def add(self, paths: Sequence[Path], *, progress: Progress | None = None, stop: Stop = never) -> Change:
        """As `Assistant.add`."""
        whole = tuple(path.absolute() for path in paths)
        return Change.model_validate_json(self._do(Add(paths=whole), progress=progress, stop=stop))

    def sync(
        self, folder: Path, *, empties: bool = True, progress: Progress | None = None, stop: Stop = never
    ) -> Change:
        """As `Assistant.sync`."""
        wish = Sync(folder=folder.absolute(), empties=empties)
        return Change.model_validate_json(self._do(wish, progress=progress, stop=stop))

    def remove(self, article_id: str) -> Article:
        """As `Assistant.remove`."""
        return Article.model_validate_json(self._do(Remove(article_id=article_id)))

    def articles(self) -> list[Article]:
        """As `Assistant.articles`."""
        return _articles.validate_json(self._do(Plain(wish="articles")))

    def article(self, article_id: str) -> Article:
        """As `Assistant.article`."""
        for article in self.articles():
            if article.id == article_id:
                return article
        raise NotFoundError(
            f"{article_id!r}: no such article; `twosource articles --json` gives every id, of 24 digits"
        )

    def count(self, filters: Filters = _ALL) -> int:
        """As `Assistant.count`."""
        return int(self._do(Count(filters=filters)))

    def find(self, names: Sequence[str]) -> list[str]:
        """As `Assistant.find`."""
        return meant(names, self.articles())

    def rebuild(self, *, progress: Callable[[int, int], None] | None = None) -> None:
        """As `Assistant.rebuild`."""
        moved = (lambda _path, done, total: progress(done, total)) if progress else None
        self._do(Plain(wish="rebuild"), progress=moved)

    def check(self) -> Checkup:
        """As `Assistant.check`."""
        return Checkup.model_validate_json(self._do(Plain(wish="check")))

    @property
    def stale(self) -> bool:
        """The holder looks after that itself."""
        return False

    def purge(self, *, stop: Stop = never) -> bool:
        """As `Assistant.purge`."""
        return self._do(Plain(wish="purge"), stop=stop) == "true"

    def close(self) -> None:
        """Let go of the holder; closing twice does nothing."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _do(self, wish: Wish, *, progress: Progress | None = None, stop: Stop = never) -> str:
        try:
            self._connection.send_bytes(wish.model_dump_json().encode())
            asked = False
            while True:
                if stop() and not asked:
                    asked = True
                    self._connection.send_bytes(messages.STOP)
                if not self._connection.poll(_LOOK_S):
                    continue
                reply = messages.replies.validate_json(self._connection.recv_bytes(messages.MOST_BYTES))
                if isinstance(reply, Done):
                    return reply.gives
                self._heard(reply, progress)
        except (OSError, EOFError, ValidationError) as error:
            raise LibraryError(
                f"process {self.holder.process}, which held the library, has ended; the same command again goes on"
            ) from error

    def _heard(self, reply: Moved | Failed, progress: Progress | None) -> None:
        if isinstance(reply, Failed):
            raise _named(reply.error)(reply.told)
        if progress is not None:
            progress(reply.path or Path(os.sep), reply.done, reply.total)


def _named(name: str) -> type[TwosourceError]:
    """Our error of that name."""
    found = [TwosourceError]
    for one in found:
        found.extend(one.__subclasses__())
    return next((one for one in found if one.__name__ == name), TwosourceError)
