"""A blocking stream of snapshots, made fit for a browser: the newest one, not too often.

Knows nothing of what a snapshot is.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

PAUSE_S = 1 / 12
"""Seconds between two snapshots: a browser draws more often, a reader does not see more."""


class _Pump(threading.Thread, Generic[T]):
    """Takes snapshots as fast as they come and keeps the newest."""

    def __init__(self, snapshots: Iterator[T]) -> None:
        super().__init__(name="answer", daemon=True)
        self.newest: list[T] = []
        self.taken = 0
        self.error: BaseException | None = None
        self.stop = threading.Event()
        self._snapshots = snapshots
        self._loop = asyncio.get_running_loop()
        self.changed = asyncio.Event()
        self.ended = asyncio.Event()

    def run(self) -> None:
        try:
            for snapshot in self._snapshots:
                self.newest, self.taken = [snapshot], self.taken + 1
                self._tell(self.changed)
                if self.stop.is_set():
                    break
        except BaseException as error:  # raised again where the snapshots are read
            self.error = error
        finally:
            close = getattr(self._snapshots, "close", None)
            if close is not None:
                close()
            self._tell(self.changed, self.ended)

    def _tell(self, *events: asyncio.Event) -> None:
        for event in events:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(event.set)


async def newest(snapshots: Iterator[T]) -> AsyncGenerator[T, None]:
    """The newest of `snapshots`, at most one every `PAUSE_S`, and the last one always.

    Raises what `snapshots` raises. Closing this closes `snapshots` as soon as it gives its next one.
    """
    pump = _Pump(snapshots)
    pump.start()
    shown = 0
    try:
        while not pump.ended.is_set() or shown < pump.taken:
            await pump.changed.wait()
            pump.changed.clear()
            if pump.taken > shown:
                shown = pump.taken
                yield pump.newest[0]
            if not pump.ended.is_set():
                await _until(pump.ended)
    finally:
        pump.stop.set()
    if pump.error is not None:
        raise pump.error


async def _until(ended: asyncio.Event) -> None:
    """Wait for the end, at most `PAUSE_S`."""
    try:
        await asyncio.wait_for(ended.wait(), PAUSE_S)
    except TimeoutError:
        return
