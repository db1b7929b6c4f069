"""Where the quotes of different articles contradict each other on what was asked.

Puts contradictions together into disagreements; never decides who is right.
"""

from collections.abc import Collection, Sequence
from itertools import combinations

from assistant.answer import Disagreement, Evidence, Kind, Position
from assistant.collation.contradictions import clashes, touching
from assistant.collation.origins import origins
from assistant.collation.rivals import rivals
from assistant.question.analysis import Question
from assistant.verification.citing import cite

TOUCHES = 0.35
"""A quote takes part if it is at least this share as relevant as the best one."""
MOST = 3
"""Disagreements shown with one answer."""


class _Matter:
    """One disagreement while it is put together."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.values: dict[str, str] = {}
        self.sides: dict[str, list[Evidence]] = {}

    def take(self, key: str, value: str, one: Evidence) -> None:
        """Put a quote on a side; an article speaks once for a side, in its most relevant quote."""
        self.values.setdefault(key, value)
        side = self.sides.setdefault(key, [])
        if all(one.article.id != other.article.id for other in side):
            side.append(one)

    def settled(self) -> bool:
        """Take a quote that reads both ways off every side that has another quote; whether two sides are left."""
        both = [
            one
            for side in self.sides.values()
            for one in side
            if sum(one in other for other in self.sides.values()) > 1
        ]
        for side in self.sides.values():
            clear = [one for one in side if one not in both]
            side[:] = clear or side[:1]
        return len({tuple(one.label for one in side) for side in self.sides.values()}) > 1


def collate(evidence: Sequence[Evidence], question: Question, *, cited: Collection[int]) -> tuple[Disagreement, ...]:
    """The disagreements among the quotes that touch the question, the one with the most quotes first.

    `cited` holds the labels that the answer cites: what contradicts none of these is another matter.
    """
    floor = TOUCHES * max((one.relevance for one in evidence), default=0.0)
    near = [one for one in evidence if one.relevance >= floor]
    matters: dict[tuple[str, ...], _Matter] = {}
    for first, second in combinations(near, 2):
        if first.article.id == second.article.id or not {first.label, second.label} & set(cited):
            continue
        texts = first.quote.text, second.quote.text
        for clash in [*touching(question, clashes(*texts)), *rivals(question, *texts)]:
            name = (clash.kind, *sorted((clash.first.key, clash.second.key)))
            matter = matters.setdefault(name, _Matter(clash.kind))
            matter.take(clash.first.key, clash.first.value, first)
            matter.take(clash.second.key, clash.second.value, second)
    found = [_disagreement(matter, question) for matter in matters.values() if matter.settled()]
    return tuple(sorted(found, key=lambda one: -sum(len(side.citations) for side in one.positions)))[:MOST]


def _disagreement(matter: _Matter, question: Question) -> Disagreement:
    positions = [
        Position(
            value=matter.values[key],
            citations=tuple(cite(one.quote.text, one) for one in quotes),
            origins=len(origins(quotes)),
        )
        for key, quotes in matter.sides.items()
    ]
    return Disagreement(
        topic=question.text.rstrip("?! "),
        kind=matter.kind,
        positions=tuple(sorted(positions, key=lambda side: -side.origins)),
    )
