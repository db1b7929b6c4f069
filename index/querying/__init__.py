"""A question in, what it asks of a search beside its words out."""

from index.querying.days import Days, DaysTold, days_told
from index.querying.publishers import publishers_named
from index.querying.understanding import Wishes, understand

__all__ = ["Days", "DaysTold", "Wishes", "days_told", "publishers_named", "understand"]
