"""Every plain method by its name.

Asks nothing itself.
"""

from assistant import Assistant
from evals.plain.citation_engine import citation_engine
from evals.plain.passages import best_passages
from evals.running import Ask


def plain_methods(desk: Assistant) -> dict[str, Ask]:
    """The methods over the articles of an assistant; none of them checks drafts."""
    return best_passages(desk) | citation_engine(desk)
