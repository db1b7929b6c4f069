"""What a place for a collection can do, whether inside this process or on a server.

Does nothing itself.
"""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from index.storing.chroma.client import Client, Collection


class Home(Protocol):
    """Where a collection lives, and how it is known to be whole."""

    @property
    def some(self) -> bool:
        """Whether anything is there, whole or not."""

    @property
    def stale(self) -> bool:
        """Whether bytes of vectors that left stand in files of ours."""

    def outdate(self) -> None:
        """Say that they do."""

    def open(self, generation: str) -> "Collection | None":
        """The collection if it is a whole mirror of `generation`, else None."""

    def begin(self) -> "Collection":
        """An empty collection in place of what there was."""

    def soil(self) -> None:
        """Say that the collection is about to be written."""

    def settle(self, generation: str, count: int) -> None:
        """Say that it is a whole mirror of `generation` again; it must be opened anew."""

    def draft(self) -> "Draft":
        """An empty collection beside it."""

    def adopt(self, draft: "Draft") -> "Collection":
        """The draft in place of what there was; it is not settled yet."""

    def forget(self) -> None:
        """Delete it."""

    def close(self) -> None:
        """Let go of it."""


class Draft(NamedTuple):
    """A collection that is being made beside the one in use."""

    folder: Path
    """Its own."""
    client: "Client"
    """Its own, to be closed before the folder is adopted or deleted."""
    collection: "Collection"
    """To be filled."""

    def drop(self) -> None:
        """Let go of it and of its folder."""
        self.client.close()
        shutil.rmtree(self.folder, ignore_errors=True)
