"""What articles have in common, as the index gives it back.

Pure data.
"""

from index.article import Frozen


class Copy(Frozen):
    """An article that has most of a text in common with another one, the article that was asked for."""

    article_id: str
    """`Article.id` of the copy."""
    share: float
    """Share of the asked article's words that stand in the copy, 0 to 1."""
    share_there: float
    """Share of the copy's words that stand in the asked article, 0 to 1; small where the copy is a round-up."""


class Repeat(Frozen):
    """A place in another article where a sentence, or a quotation in it, stands word for word or nearly."""

    article_id: str
    """`Article.id` of the other article."""
    start: int
    """First character there, counted from 0."""
    end: int
    """One past the last character there."""
    share: float
    """Words in common, in the same order, of the longer of the two, 0 to 1; 1.0 is word for word."""
    of_start: int
    """First character of what is repeated, in the article that was asked for."""
    of_end: int
    """One past its last character."""
    quotation: bool
    """Whether only a quotation inside the sentence is repeated, not the sentence."""
