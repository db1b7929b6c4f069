"""What a parser may use, and how a process is held to it.

The kernel keeps the limits, not the parser: they hold in the middle of a library's loop.
"""

import math
import resource
import signal
import sys
import time
from pathlib import Path

from index.article import Frozen


class Limits(Frozen):
    """What a parser may use for one article; a file of many gets it anew for each."""

    cpu_s: float = 10.0
    """Seconds of computing, more than 0; the kernel counts them whole."""
    wall_s: float = 15.0
    """Seconds on the clock, more than 0: more than of computing, for others compute too."""
    memory_bytes: int = 900_000_000
    """Bytes beyond what the process takes before it reads anything. Kept on Linux only."""


LIMITS = Limits()
"""A hundred times what an article takes."""


def limit_memory(limits: Limits) -> None:
    """Let this process take no more memory than that; what is beyond raises MemoryError in it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        most = taken_bytes() + limits.memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def grant_time(limits: Limits) -> None:
    """Let this process live for that long from now on."""
    # The soft limit ends the process; the hard one stays, for a soft one may be raised again only below it.
    most = math.ceil(time.process_time() + limits.cpu_s)
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    signal.setitimer(signal.ITIMER_REAL, limits.wall_s)


def stop_clock() -> None:
    """Let this process wait for ever."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def taken_bytes() -> int:
    """The memory that this process has taken so far, used or not; 0 elsewhere than on Linux."""
    if sys.platform != "linux":
        return 0
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
