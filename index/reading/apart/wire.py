"""What a parser's process and its parent say to each other: lines of JSON, checked where they arrive.

Data only: whoever takes over a parser can send a wrong text, and no object that does anything.
"""

from typing import Literal

from index.article import Frozen
from index.reading.told import Draft

MAX_LINE_BYTES = 400_000_000
"""Of one reply: the longest text, every character written as an escape, and what is told of it."""


class Request(Frozen):
    """A file to read; its descriptor comes along."""

    name: str
    """Safe to print."""
    suffix: str
    """In lower case, with the dot."""


class Reply(Frozen):
    """What became of it."""

    kind: Literal["ready", "draft", "flaw", "refused", "full", "end"]
    """`draft`, `flaw`: an article, or one that cannot be; more may follow. `refused`, `full`, `end`: nothing more does.

    `full`: there is no room for temporary files, which is no fault of the file's.
    """
    draft: Draft | None = None
    """None: it is no `draft`."""
    reason: str = ""
    """Of a `flaw`, `refused` or `full`."""
    spent: bool = False
    """Whether the process ends now, because its memory is worn."""


def line_of(message: Frozen) -> bytes:
    """The message as it is sent. Raises ValueError where it holds what no UTF-8 can."""
    return message.model_dump_json().encode() + b"\n"
