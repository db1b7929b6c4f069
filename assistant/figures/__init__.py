"""Numbers and dates of a text: what they may mean, and whether two can both be true."""

from assistant.figures.comparing import Agreement, compare, compatible, entails, totals
from assistant.figures.dating import whens
from assistant.figures.quantity import Quantity, quantities
from assistant.figures.when import When, compare_dates, date_follows

__all__ = [
    "Agreement",
    "Quantity",
    "When",
    "compare",
    "compare_dates",
    "compatible",
    "date_follows",
    "entails",
    "quantities",
    "totals",
    "whens",
]
