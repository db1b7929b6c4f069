"""An answer being made in the background, and those who watch it grow.

It goes on when nobody watches: a reload, or a lost connection, costs nothing. Knows nothing of what a snapshot is.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from typing import Generic, TypeVar

from ui.chat.line import Line

T = TypeVar("T")

PAUSE_S = 1 / 12
"""Seconds between two looks: a browser draws more often, a reader does not see more."""


class _Watcher:
    """One who is told, in a loop of his own."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.changed, self.ended = asyncio.Event(), asyncio.Event()
        self.changed.set()

    def tell(self, *, ended: bool) -> None:
        if self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(self.changed.set)
        if ended:
            self._loop.call_soon_threadsafe(self.ended.set)


class Run(Generic[T]):
    """Takes snapshots as fast as they come, and says that there is something new."""

    def __init__(self, snapshots: Iterator[T], take: Callable[[T], None], settle: Callable[[Exception | None], None]):
        """`take` gets each snapshot, `settle` what broke the stream off, or None, both in the run's own thread."""
        self._snapshots, self._take, self._settle = snapshots, take, settle
        self._watchers: set[_Watcher] = set()
        self._lock = threading.Lock()
        self._ended = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="answer", daemon=True)

    def start(self, line: Line | None = None, moved: Callable[[int], None] = lambda ahead: None) -> None:
        """Begin, at once or when it comes first in `line`; `moved` is told how many must end before it."""

        def tell(ahead: int) -> None:
            moved(ahead)
            self.tell()

        self._line = line or Line(at_once=1)
        self._place = self._line.join(tell)
        self._thread.start()

    def stop(self) -> None:
        """Let go of the stream as soon as it gives its next snapshot, of a place in the line at once."""
        self._stop.set()
        self._line.give_up(self._place)

    def join(self, timeout_s: float) -> None:
        """Wait for the end, no longer than that."""
        self._thread.join(timeout_s)

    async def steps(self) -> AsyncGenerator[None, None]:
        """Yields at once, then whenever there is something new, at most once every `PAUSE_S`, and at the end."""
        watcher = _Watcher()
        with self._lock:
            self._watchers.add(watcher)
            if self._ended:
                watcher.ended.set()
        try:
            while not (watcher.ended.is_set() and not watcher.changed.is_set()):
                await watcher.changed.wait()
                watcher.changed.clear()
                yield
                await _until(watcher.ended)
        finally:
            with self._lock:
                self._watchers.discard(watcher)

    def tell(self, *, ended: bool = False) -> None:
        """Say that there is something new."""
        with self._lock:
            self._ended = self._ended or ended
            for watcher in self._watchers:
                watcher.tell(ended=ended)

    def _work(self) -> None:
        broke: Exception | None = None
        self._place.called.wait()
        try:
            if not self._stop.is_set():
                self._draw()
        except Exception as error:  # one answer of many: told to its reader, and the others go on
            broke = error
        self._line.leave(self._place)
        try:
            close = getattr(self._snapshots, "close", None)
            if close is not None:
                close()
            self._settle(broke)
        finally:
            self.tell(ended=True)

    def _draw(self) -> None:
        for snapshot in self._snapshots:
            if self._stop.is_set():
                break
            self._take(snapshot)
            self.tell()


async def _until(ended: asyncio.Event) -> None:
    """Wait for the end, at most `PAUSE_S`."""
    try:
        await asyncio.wait_for(ended.wait(), PAUSE_S)
    except TimeoutError:
        return
