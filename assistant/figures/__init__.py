"""Numbers and dates of a text: what they may mean, and whether two can both be true."""

from assistant.figures.comparing import Agreement, compare, compatible, entails, totals
from assistant.figures.quantity import Quantity, quantities

__all__ = ["Agreement", "Quantity", "compare", "compatible", "entails", "quantities", "totals"]
