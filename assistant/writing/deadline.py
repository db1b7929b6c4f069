"""Lets pieces through until a deadline, whatever the source does.

A read time-out counts from byte to byte, so an endpoint that drips outlasts it; name resolution has none at
all. So the source runs in a thread of its own, and the reader leaves on time. Knows nothing of models.
"""

import queue
import threading
import time
from collections.abc import Callable, Iterator

from assistant.writing.chat import Piece


class DeadlinePassed(Exception):
    """The source was not done in time."""


def pieces_until(
    deadline: float, produce: Callable[[], Iterator[Piece]], *, stop: Callable[[], None]
) -> Iterator[Piece]:
    """The pieces of `produce()`, which runs in a thread; raises what it raises.

    `deadline` is a time of `time.monotonic()`; past it, DeadlinePassed is raised. `stop` is called when the
    reader leaves, early or not, and should make a blocked `produce` end soon.
    """
    ready: queue.SimpleQueue[Piece | BaseException | None] = queue.SimpleQueue()
    left = threading.Event()
    worker = threading.Thread(target=_fill, args=(ready, produce, left), name="chat-model", daemon=True)
    worker.start()
    try:
        while True:
            piece = _next(ready, deadline)
            if piece is None:
                return
            if isinstance(piece, BaseException):
                raise piece
            yield piece
    finally:
        left.set()
        stop()


def _next(ready: "queue.SimpleQueue[Piece | BaseException | None]", deadline: float) -> Piece | BaseException | None:
    try:
        return ready.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        raise DeadlinePassed from None


def _fill(
    ready: "queue.SimpleQueue[Piece | BaseException | None]",
    produce: Callable[[], Iterator[Piece]],
    left: threading.Event,
) -> None:
    try:
        for piece in produce():
            if left.is_set():
                return
            ready.put(piece)
        ready.put(None)
    except BaseException as error:  # whatever it is, it belongs to the reader, not to this thread
        ready.put(error)
