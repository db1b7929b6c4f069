"""What is to be measured. Measures nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from evals.speed.sources import Source

Told = Callable[[str, int, int], None]
"""Called with what is being measured, how much of it is done and how much there is."""


class Plan(NamedTuple):
    """What is measured."""

    texts: tuple[Source, ...]
    """Taken in by every arm; the libraries that are searched are made of them."""
    about: str
    """What they are."""
    rounds: int
    """Turns that the arms take."""
    sizes: tuple[int, ...]
    """Chunks of the libraries that are searched, ascending."""
    stack_sizes: tuple[int, ...]
    """The same for the stack."""
    queries: int
    """Asked of each library."""
    home: Path
    """Keeps the filled libraries."""
    stack_python: str | None
    """A Python that has the stack. None: this one."""
