"""Measures speed and memory, one thing after another and the arms by turns."""

from evals.speed.measuring.everything import measure
from evals.speed.measuring.plan import Plan, Told

__all__ = ["Plan", "Told", "measure"]
