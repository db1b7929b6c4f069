"""An answer made of the articles' own sentences: which of them, in which order, each told once.

Chooses among ranked sentences; knows nothing of labels, refusals or models.
"""

from collections.abc import Sequence
from typing import NamedTuple

from assistant.alike import alike, contained, overlap
from assistant.proof.contradictions import clashes
from assistant.quoting.features import coverage
from assistant.quoting.ranking import Ranked, Ranking
from assistant.quoting.short_answer import short_answer
from assistant.words import fold, number_value

MOST_SENTENCES = 4
"""An answer that is longer is not read."""
CLOSE = 0.4
"""A further sentence must score at least this share of the best one's score."""
RIVAL = 0.9
"""From this share on a sentence may be the better answer, and is told as well."""
SAME_MATTER = 0.25
"""Share of topic words (Jaccard) from which a sentence reports what the best one reports."""
ADDS = 0.2
"""Share of the question, by rarity, that a sentence must answer beyond the best one to complete it."""


class Composed(NamedTuple):
    """One sentence of the answer, with everyone who says it in nearly the same words."""

    told: Ranked
    """The wording that is shown."""
    others: tuple[Ranked, ...]
    """The same statement elsewhere; cited with it."""
    short: str | None
    """The few words of it that answer. None: no such span."""


def compose(ranking: Ranking) -> list[Composed]:
    """The sentences of the answer, best first; empty where nothing was found.

    The best sentence leads. A further one must earn its place: it contradicts the best (both sides), gives the
    same from elsewhere (nothing stands on one source), answers a part that the best leaves open, or scores
    nearly as high.
    """
    groups = _groups(ranking)
    if not groups:
        return []
    best, rest = groups[0], [one for one in groups[1:] if one.told.score >= CLOSE * groups[0].told.score]
    placed = [(place, one) for one in rest if (place := _place(one, best, ranking)) is not None]
    return [best, *(one for _, one in sorted(placed, key=lambda pair: (pair[0], -pair[1].told.score)))][:MOST_SENTENCES]


def _groups(ranking: Ranking) -> list[Composed]:
    """Ranked sentences, near repeats put together, best first."""
    groups: list[list[Ranked]] = []
    for one in ranking.ranked:
        group = next((group for group in groups if _repeats(one, group[0])), None)
        if group:
            group.append(one)
        else:
            groups.append([one])
    return [
        Composed(group[0], tuple(group[1:]), short_answer(ranking.question, group[0].candidate.text))
        for group in groups
    ]


def _repeats(one: Ranked, told: Ranked) -> bool:
    text, other = one.candidate.text, told.candidate.text
    return alike(text, other) or contained(text, other)


def _place(one: Composed, best: Composed, ranking: Ranking) -> int | None:
    """Where a further sentence stands: 0 contradiction, 1 second source, 2 completion, 3 rival; None: nowhere."""
    text, lead = one.told.candidate.text, best.told.candidate.text
    elsewhere = one.told.candidate.article.id != best.told.candidate.article.id
    if elsewhere and clashes(text, lead):
        return 0
    same = one.short is not None and best.short is not None and same_value(one.short, best.short)
    if elsewhere and (same or overlap(text, lead) >= SAME_MATTER):
        return 1
    if _adds(one, best, ranking) >= ADDS:
        return 2
    return 3 if one.told.score >= RIVAL * best.told.score else None


def _adds(one: Composed, best: Composed, ranking: Ranking) -> float:
    """Share of the question, by rarity, that this sentence adds to the best one."""
    both = [*one.told.candidate.terms, *best.told.candidate.terms]
    return coverage(ranking.rarity, ranking.known, both) - best.told.features.cover


def same_value(first: str, second: str) -> bool:
    """Whether two short answers give the same number, or the same words.

    >>> same_value("some 390", "390"), same_value("390", "1,000"), same_value("Kyiv", "kyiv")
    (True, False, True)
    """
    one, other = _numbers(first), _numbers(second)
    return one == other if one or other else fold(first) == fold(second)


def _numbers(text: str) -> list[float]:
    return [value for word in text.split() if (value := number_value(word.strip("$€£%,."))) is not None]


def shown(composed: Sequence[Composed]) -> list[Ranked]:
    """Every sentence that the answer cites, in order of appearance."""
    return [one for group in composed for one in (group.told, *group.others)]
