"""Puts articles together that go back to one text.

Knows shares, no texts.
"""

from collections.abc import Iterable, Sequence

COPY = 0.4
"""Share of one article's words that stand in the other in runs of four, from which they are copies. Three words of ten
changed at random leave .46; articles of one outlet on one story that were written anew stay below .2."""
ROUND_UP = 0.2
"""Share that the longer one must have too, or it is a page of many stories, which have no origin in common."""


def are_copies(one: float, other: float) -> bool:
    """Whether two articles have most of a text in common; each share is of one of them."""
    return max(one, other) >= COPY


def share_origin(one: float, other: float) -> bool:
    """Whether two articles as a whole go back to one text."""
    return are_copies(one, other) and min(one, other) >= ROUND_UP


def grouped(members: Sequence[str], links: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """`members` by origin, in their order, each in one group; links chain.

    >>> grouped("abcd", [("d", "b"), ("b", "a")])
    [('a', 'b', 'd'), ('c',)]
    """
    leader = {member: member for member in members}
    for one, other in links:
        first, second = _top(leader, one), _top(leader, other)
        leader[second] = first
    groups: dict[str, list[str]] = {}
    for member in members:
        groups.setdefault(_top(leader, member), []).append(member)
    return [tuple(group) for group in groups.values()]


def _top(leader: dict[str, str], member: str) -> str:
    while leader[member] != member:
        # Halving the way up keeps a chain of ten thousand copies quick.
        leader[member] = leader[leader[member]]
        member = leader[member]
    return member
