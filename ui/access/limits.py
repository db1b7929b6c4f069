"""How much may be asked: by one owner within a minute, and by all at once.

Knows nothing of questions. What is refused says when to come back.
"""

import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant import TwosourceError

_OWNERS = 10_000
_MINUTE_S = 60.0
_SOON_S = 5
AT_ONCE = 8
"""Calls of programs that are answered at the same time."""


class BusyError(TwosourceError):
    """Too much is asked at this moment; the message says when to ask again."""

    exit_code = 3

    def __init__(self, told: str, *, status: int, retry_s: int) -> None:
        super().__init__(told)
        self.status = status
        """Of HTTP: 429 where one owner asks too much, 503 where all together do."""
        self.retry_s = retry_s
        """Seconds until it is worth asking again."""


class Limits:
    """Counts; threads may share it."""

    def __init__(self, *, per_minute: int, waiting: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`per_minute` questions of one owner, `waiting` questions of all that are under way or wait."""
        self._per_minute, self.waiting = per_minute, waiting
        self._clock = clock
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()
        self._calls = 0
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    def ask(self, owner: str) -> None:
        """Count a question of `owner`. Raises BusyError where that is one too many."""
        now = self._clock()
        with self._lock:
            asked = self._asked.setdefault(owner, deque())
            self._asked.move_to_end(owner)
            while asked and asked[0] <= now - _MINUTE_S:
                asked.popleft()
            if len(asked) >= self._per_minute:
                wait_s = max(1, math.ceil(asked[0] + _MINUTE_S - now))
                told = f"you asked {self._per_minute} questions within a minute; ask again in {wait_s} s"
                raise BusyError(told, status=429, retry_s=wait_s)
            asked.append(now)
            if len(self._asked) > _OWNERS:
                self._asked.popitem(last=False)

    def room(self, running: int) -> None:
        """Raises BusyError where `running` questions are as many as may be."""
        if running >= self.waiting:
            told = "too many questions are being answered at this moment; ask again in a few seconds"
            raise BusyError(told, status=503, retry_s=_SOON_S)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits until a call may be answered. Raises BusyError where as many wait as may."""
        with self._lock:
            self.room(self._calls)
            self._calls += 1
        try:
            with self._turns:
                yield
        finally:
            with self._lock:
                self._calls -= 1
