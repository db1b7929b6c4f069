"""How often an address may fail to log in.

Knows nothing of passwords.
"""

import ipaddress
import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

MOST = 5
"""Failures that an address may have within `WITHIN_S`."""
WITHIN_S = 60.0
"""Seconds that a failure counts."""
_ADDRESSES = 10_000


class Lockout:
    """Counts tries by address; each counts as a failure until it is forgiven, so that many at once do not slip by."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_s(self, address: str) -> int:
        """0: the address may try, and this was one try. Else seconds until it may."""
        now, key = self._clock(), _network(address)
        with self._lock:
            tries = self._tries.setdefault(key, deque())
            self._tries.move_to_end(key)
            while tries and tries[0] <= now - WITHIN_S:
                tries.popleft()
            if len(tries) >= MOST:
                return max(1, math.ceil(tries[0] + WITHIN_S - now))
            tries.append(now)
            if len(self._tries) > _ADDRESSES:
                self._tries.popitem(last=False)
            return 0

    def forgive(self, address: str) -> None:
        """The last try was right."""
        with self._lock:
            tries = self._tries.get(_network(address))
            if tries:
                tries.pop()


def _network(address: str) -> str:
    """The address, of IPv6 the 64 bits that one customer is given.

    >>> _network("192.0.2.7"), _network("2001:db8:1:2:3::4")
    ('192.0.2.7', '2001:db8:1:2::/64')
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))
