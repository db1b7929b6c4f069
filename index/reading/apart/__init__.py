"""Reading in a process of its own, which has limits: a file that breaks it breaks nothing else."""

from index.reading.apart.limits import LIMITS, Limits
from index.reading.apart.parser import Parser

__all__ = ["LIMITS", "Limits", "Parser"]
