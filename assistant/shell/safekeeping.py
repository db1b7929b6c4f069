"""What the commands do that keep a library safe: backup, restore, check; and what a window does beside its work.

Knows nothing of how a file is written or a library looked at.
"""
# ruff: noqa: D301 - a backspace in a docstring keeps typer from joining the lines that follow it.

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Annotated

import typer
from rich.text import Text

from assistant.desk import Assistant
from assistant.settings import Settings
from assistant.shell import listing
from assistant.shell.opening import Desk, opened
from assistant.shell.terminal import safe, show, waiting
from index import LibraryError, back_up
from index import restore as restore_library

_DAMAGED = 4
_TICK_S = 30.0
"""Seconds between two looks at whether something left."""
_CLEANING = "Taking the vectors of what left off the disk"


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; an older backup is replaced.")],
) -> None:
    """Write your library into one file.

    With all articles, their vectors, the conversations of the window and the answers you kept; without anything that
    can be made anew. Works while a window is open or articles are being read, and holds one state of the library.
    Whoever can read the file can read your articles.

    \b
      twosource backup monday.twosource
      twosource restore monday.twosource
    """
    settings = Settings.checked()
    with waiting("Writing the backup"):
        made = back_up(settings.home, file)
    size = file.stat().st_size / 1e6
    show(Text(safe(f"Backed up {listing.articles_counted(made.articles)} to {file} ({size:,.1f} MB).")))


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `twosource backup` wrote.")],
    home: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Folder of the library.  [default: TWOSOURCE_HOME]")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of a library that is there; it is kept aside.")
    ] = False,
) -> None:
    """Bring back what a backup holds.

    The backup is looked at first, and a damaged one changes nothing. Close the window before; nothing is embedded
    again. With --replace what was there is kept in a folder named replaced-..., inside the library's folder.

    \b
      twosource restore monday.twosource
      twosource restore monday.twosource --home /mnt/other --replace
    """
    folder = (home or Settings.checked().home).expanduser()
    with waiting("Restoring the backup"):
        made, aside = restore_library(file, folder, replace=replace)
    kept = f" What was there is kept in {aside}; delete that folder once you do not need it." if aside else ""
    day = made.made.astimezone().strftime("%Y-%m-%d %H:%M")
    show(Text(safe(f"Restored {listing.articles_counted(made.articles)} of {day} to {folder}.{kept}")))


def check() -> None:
    """Look whether your library is whole, and repair what can be.

    Reads every page of the library's file, compares words and vectors with the articles, and looks for passages by
    their own words and their own vector. Words and vectors that do not fit are built anew from the articles; what only
    a backup can repair is named, and the exit code is then 4.
    """
    with opened(changes=True) as desk, waiting("Checking the library"):
        found = desk.check()
    listing.checkup(found)
    if not found.whole:
        raise typer.Exit(_DAMAGED)


def clean(desk: Desk) -> None:
    """Take what left off the disk, if anything of it is still there; a person sees why that takes its time."""
    if desk.stale:
        with waiting(_CLEANING):
            desk.purge()


@contextmanager
def cleaning(desk: Assistant, *, tick_s: float = _TICK_S) -> Iterator[None]:
    """Do so beside other work, for as long as the block lasts."""
    ending = Event()

    def look() -> None:
        while not ending.wait(tick_s):
            # What cannot be done now is done at the next look, or by `twosource check`.
            with suppress(LibraryError):
                desk.purge(stop=ending.is_set)

    cleaner = Thread(target=look, daemon=True)
    cleaner.start()
    try:
        yield
    finally:
        ending.set()
        cleaner.join()
