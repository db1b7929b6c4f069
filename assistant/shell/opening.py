"""The library as the shell's commands use it: opened here, or borrowed from the process that has it open.

A lock is never the user's problem: what holds it is asked to do what is wished, or waited for.
"""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TypeAlias

from rich.text import Text

from assistant.desk import Assistant, Progress
from assistant.opening import open_assistant
from assistant.settings import Settings
from assistant.shell.terminal import Page, progress, safe
from index import LibraryBusyError

if TYPE_CHECKING:
    from assistant.sharing import Borrowed

Desk: TypeAlias = "Assistant | Borrowed"
"""A library, whoever holds it."""
_LOOK_S = 0.2
"""Seconds between two tries at a library that is in use."""


@contextmanager
def opened(
    articles: Path | None = None,
    *,
    moved: Progress | None = None,
    changes: bool = False,
    lends: bool = False,
    waits: bool = True,
) -> Iterator[Desk]:
    """The user's library, made equal to the folder `articles` first.

    `changes`: it will be changed. `lends`: others may read it meanwhile. Raises LibraryBusyError where another process
    holds it and neither lends it nor ends in `Settings.wait_s`, or at once unless it `waits`.
    """
    settings = Settings.checked()
    with _taken(settings, changes=changes or articles is not None, waits=waits) as desk:
        lent: AbstractContextManager[None] = nullcontext()
        if lends and isinstance(desk, Assistant):
            from assistant.sharing import lending

            lent = lending(desk, changes=False)
        with lent:
            if articles is not None:
                desk.opened = desk.sync(articles, empties=False, progress=moved)
            yield desk


def open_here(settings: Settings) -> Assistant:
    """The library, opened by this process; what has to be repaired is told in a line, an upgrade shows a bar."""
    with progress("Bringing the library up to date") as moved:
        return open_assistant(
            settings=settings,
            tell=lambda line: tell(line),
            upgrading=lambda done, total: moved(settings.home, done, total),
        )


def tell(line: str) -> None:
    """Print a line for the user on standard error."""
    Page(stderr=True).print(Text(f"twosource: {safe(line)}"))


def _taken(settings: Settings, *, changes: bool, waits: bool) -> Desk:
    until, told = time.monotonic() + (settings.wait_s if waits else 0), False
    while True:
        try:
            return open_here(settings)
        except LibraryBusyError as busy:
            borrowed = _borrowed(settings, changes=changes)
            if borrowed is not None:
                return borrowed
            if time.monotonic() >= until:
                raise
            if not told:
                tell(f"waiting at most {settings.wait_s:g} s: {busy}")
            told = True
        Event().wait(_LOOK_S)


def _borrowed(settings: Settings, *, changes: bool) -> "Borrowed | None":
    from assistant.sharing import borrow

    desk = borrow(settings)
    if desk is None or (changes and not desk.holder.changes):
        return None
    if desk.holder.fingerprint != settings.fingerprint():
        tell(f"done by process {desk.holder.process}, which has the library open, with its settings and not yours")
    return desk
