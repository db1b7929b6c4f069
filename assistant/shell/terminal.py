"""The streams of the shell: what may reach a terminal, and what a program reads instead.

Knows no answers and no articles. A reader who stops reading (`| head`) is no error.
"""

import io
import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.progress import Progress

Moved = Callable[[Path, int, int], None]
"""Called with a file, the number done and the total."""


class Page(Console):
    """A console that shows text as it is: no markup, no colouring of numbers, no wrapping where nobody watches."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False)
        self.soft_wrap = not self.is_terminal

    def hanging(self, label: str, *lines: Text) -> None:
        """Print `lines` behind `label`; on a terminal, what is wrapped stays to the right of it."""
        if not self.is_terminal:
            margin = " " * (len(label) + 1)
            self.print(Text("\n").join([Text(f"{label} ") + lines[0], *(Text(margin) + line for line in lines[1:])]))
            return
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for number, line in enumerate(lines):
            grid.add_row(Text(label if number == 0 else "", style="bold"), line)
        self.print(grid)

    def write_line(self, text: str) -> None:
        """Print `text` for programs: nothing in it is changed, tabs included."""
        try:
            self.file.write(f"{text}\n")
            self.file.flush()
        except BrokenPipeError:
            self.on_broken_pipe()

    def on_broken_pipe(self) -> None:
        """Whoever read us has stopped: say no more, and let the interpreter's last flush go nowhere."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.file.fileno())


def safe(text: str) -> str:
    """`text` on one line; control characters are shown as U+FFFD, invisible ones and direction marks left out.

    >>> safe("two words" + chr(27) + "[2J" + chr(0x202e))
    'two words�[2J'
    """
    return "".join(_shown(char) for char in " ".join(text.split()))


def write_json(text: str) -> None:
    """Print a JSON text as it is, but for what a terminal could take for a command or cannot show: that is escaped."""
    wide = (sys.stdout.encoding or "ascii").lower().replace("-", "") == "utf8"
    plain = (char if char.isprintable() and (wide or char.isascii()) else json.dumps(char)[1:-1] for char in text)
    Page().write_line("".join(plain))


def accept_any_character() -> None:
    """Let a character that the terminal's encoding lacks be shown as `?` rather than end the process."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


@contextmanager
def progress(what: str) -> Iterator[Moved]:
    """A progress bar on standard error, shown only to a person and only once there is something to wait for."""
    console = Page(stderr=True)
    with ExitStack() as shown:
        bars: list[Progress] = []

        def moved(_path: Path, done: int, total: int) -> None:
            if not bars:
                bars.append(shown.enter_context(_bar(console, what)))
            bars[0].update(bars[0].task_ids[0], completed=done, total=total)

        yield moved if console.is_terminal else _unseen


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """A sign of life on standard error, shown only to a person."""
    console = Page(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(Text(safe(what))):
        yield


def show(*lines: RenderableType) -> None:
    """Print to standard output."""
    page = Page()
    for line in lines:
        page.print(line)


def _bar(console: Console, what: str) -> "Progress":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TextColumn, TimeRemainingColumn

    class Rate(TextColumn):
        """Articles in a second."""

        def render(self, task: Task) -> Text:
            return Text("" if task.speed is None else f"{task.speed:.1f}/s")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(""), TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True)
    bar.add_task(what, total=None)
    return bar


def _unseen(_path: Path, _done: int, _total: int) -> None:
    """Nobody watches."""


def _shown(char: str) -> str:
    if char.isprintable() or char in _JOINERS:
        return char
    return "" if unicodedata.category(char) == "Cf" else "\ufffd"


_JOINERS = "\u200c\u200d"
"""Invisible, but Persian, Hindi and others are misspelt without them."""
