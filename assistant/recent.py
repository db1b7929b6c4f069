"""What was made lately, kept so that it is not made again.

Knows nothing of what is kept.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Recent(Generic[K, T]):
    """At most `limit` things by their keys, those asked for last; safe to share between threads."""

    def __init__(self, make: Callable[[Sequence[K]], Sequence[T]], *, limit: int) -> None:
        """`make` gives one thing for each of several keys, in order."""
        self._make, self._limit = make, limit
        self._held: OrderedDict[K, T] = OrderedDict()
        self._lock = Lock()

    def of(self, keys: Sequence[K]) -> list[T]:
        """The things of the keys, in order; only those not seen lately are made, all of them together.

        >>> shout = Recent(lambda words: [word.upper() for word in words], limit=9)
        >>> shout.of(["a", "b", "a"])
        ['A', 'B', 'A']
        """
        with self._lock:
            known = {key: self._held[key] for key in keys if key in self._held}
        if new := [key for key in dict.fromkeys(keys) if key not in known]:
            known.update(zip(new, self._make(new), strict=True))
        with self._lock:
            for key in keys:
                self._held[key] = known[key]
                self._held.move_to_end(key)
            while len(self._held) > self._limit:
                self._held.popitem(last=False)
        return [known[key] for key in keys]
