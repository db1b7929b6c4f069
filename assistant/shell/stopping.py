"""Ctrl-C and SIGTERM as a wish that work in progress can grant: it ends with what is done, not in the middle.

Knows nothing of the work.
"""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_WISHES = (signal.SIGINT, signal.SIGTERM)


class Stopping:
    """Whether somebody asked to stop; a second time ends the process as if nobody listened."""

    def __init__(self, told: str) -> None:
        self.event = threading.Event()
        """Set as soon as somebody asked."""
        self.code = 0
        """What a shell expects of a process that a signal ended: 130 for Ctrl-C. 0: nobody asked."""
        self.told = told
        """Said on standard error when somebody asks; empty: nothing is."""

    def asked(self) -> bool:
        """Whether somebody asked to stop."""
        return self.event.is_set()

    def ask(self, number: int, frame: FrameType | None) -> None:
        """What a signal does."""
        if self.asked():
            raise KeyboardInterrupt
        self.code = 128 + number
        self.event.set()
        if self.told:
            # No print: the signal may have come in the middle of one.
            os.write(2, f"\ntwosource: {self.told}\n".encode())


@contextmanager
def stopping(told: str) -> Iterator[Stopping]:
    """Listen to Ctrl-C and SIGTERM inside the block; `told` is said on standard error when one comes."""
    wish = Stopping(told)
    before = {number: signal.signal(number, wish.ask) for number in _WISHES}
    try:
        yield wish
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
