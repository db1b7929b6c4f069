"""A line of those who wait: so many are served at once, the others in the order they came.

Knows nothing of what they wait for.
"""

import threading
from collections import deque
from collections.abc import Callable


class Place:
    """One in the line."""

    def __init__(self, moved: Callable[[int], None]) -> None:
        self.moved = moved
        self.called = threading.Event()
        self.left = False


class Line:
    """Serves `at_once` at the same time."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: deque[Place] = deque()
        self._lock = threading.Lock()

    def join(self, moved: Callable[[int], None]) -> Place:
        """A place, called at once where one is free; `moved` is told how many must end before it, 0 for none."""
        place = Place(moved)
        with self._lock:
            if self._free:
                self._free -= 1
                self._call(place)
            else:
                self._waiting.append(place)
                moved(len(self._waiting))
        return place

    def leave(self, place: Place) -> None:
        """Let the next one in; once for each place, however often it is called."""
        with self._lock:
            if place.left:
                return
            place.left = True
            if place in self._waiting:
                self._waiting.remove(place)
            elif self._waiting:
                self._call(self._waiting.popleft())
            else:
                self._free += 1
            for ahead, each in enumerate(self._waiting, start=1):
                each.moved(ahead)

    def give_up(self, place: Place) -> None:
        """Leave, if it still waits."""
        with self._lock:
            waits = place in self._waiting
        if waits:
            self.leave(place)
            place.called.set()

    def _call(self, place: Place) -> None:
        place.called.set()
        place.moved(0)
