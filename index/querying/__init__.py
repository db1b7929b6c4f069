"""A question in, what it asks of a search beside its words out."""

from index.querying.days import Days
from index.querying.publishers import publishers_named
from index.querying.understanding import Wishes, understand

__all__ = ["Days", "Wishes", "publishers_named", "understand"]
