"""What is said between the process that holds a library and one that borrows it: JSON, one text per message.

Knows nothing of connections. Both ends are the same twosource, or say that they are not.
"""

from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from assistant.answer import Engine
from index import Filters, Frozen

SIGN = "HOLDER"
"""Name of the file in the library's folder that says where its holder listens, and with which key."""
STOP = b'"stop"'
"""Said by a borrower that wants its wish to end with what is done."""
MOST_BYTES = 512 * 1024 * 1024
"""Of one message."""


class Sign(Frozen):
    """Where the holder of a library listens."""

    port: int
    """On 127.0.0.1."""
    key: str
    """Hexadecimal; whoever knows it may borrow, and the holder proves that it knows it too."""
    process: int
    """Its number."""


class Hello(Frozen):
    """What the holder says first."""

    version: str = Field(default_factory=lambda: version("twosource"))
    """Of its twosource."""
    process: int
    """Its number."""
    fingerprint: str
    """Of its settings."""
    model: str | None
    """That writes its answers. None: they are made of quotes."""
    changes: bool
    """Whether it does more than read."""


class Ask(Frozen):
    """`Assistant.ask`."""

    wish: Literal["ask"] = "ask"
    question: str
    filters: Filters
    engine: Engine | None = None


class Add(Frozen):
    """`Assistant.add`; the paths are absolute."""

    wish: Literal["add"] = "add"
    paths: tuple[Path, ...]


class Sync(Frozen):
    """`Assistant.sync`; the path is absolute."""

    wish: Literal["sync"] = "sync"
    folder: Path
    empties: bool


class Remove(Frozen):
    """`Assistant.remove`."""

    wish: Literal["remove"] = "remove"
    article_id: str


class Count(Frozen):
    """`Assistant.count`."""

    wish: Literal["count"] = "count"
    filters: Filters


class Plain(Frozen):
    """A method without arguments."""

    wish: Literal["articles", "rebuild", "check", "purge"]


Wish = Ask | Add | Sync | Remove | Count | Plain
READING = ("ask", "count", "articles")
"""Wishes that change nothing."""


class Moved(Frozen):
    """Progress of a wish."""

    what: Literal["moved"] = "moved"
    path: Path | None
    """The file that was done. None: an article was."""
    done: int
    total: int


class Failed(Frozen):
    """An error that the borrower raises."""

    what: Literal["failed"] = "failed"
    error: str
    """Name of its class."""
    told: str
    """Its line."""


class Done(Frozen):
    """The end of a wish."""

    what: Literal["done"] = "done"
    gives: str
    """What the method gave, as JSON."""


Reply = Moved | Failed | Done

wishes: TypeAdapter[Wish] = TypeAdapter(Annotated[Wish, Field(discriminator="wish")])
replies: TypeAdapter[Reply] = TypeAdapter(Annotated[Reply, Field(discriminator="what")])
