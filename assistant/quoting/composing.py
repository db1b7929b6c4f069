"""An answer made of the articles' own sentences: which of them, in which order, each told once.

Chooses among ranked sentences; knows nothing of labels, refusals or models.
"""

from collections.abc import Sequence
from typing import NamedTuple

from assistant.alike import alike, contained
from assistant.quoting.ranking import Ranked, Ranking
from assistant.quoting.short_answer import short_answer
from assistant.words import fold, number_value

MOST_SENTENCES = 4
"""An answer that is longer is not read."""
CLOSE = 0.45
"""A further sentence must score at least this share of the best one's score."""


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

    The best sentence leads. Then come, in this order: sentences of other articles with the same short answer
    (nothing stands on one source), close sentences with another one (both sides), and what else is close
    and new.
    """
    groups = _groups(ranking)
    if not groups:
        return []
    best, rest = groups[0], [one for one in groups[1:] if one.told.score >= CLOSE * groups[0].told.score]
    return [best, *sorted(rest, key=lambda one: _turn(one, best))][:MOST_SENTENCES]


def _groups(ranking: Ranking) -> list[Composed]:
    """Ranked sentences, near repeats put together, best first."""
    groups: list[list[Ranked]] = []
    for one in ranking.ranked:
        text = one.candidate.text
        group = next((group for group in groups if _repeats(text, group[0].candidate.text)), None)
        if group:
            group.append(one)
        else:
            groups.append([one])
    return [
        Composed(group[0], tuple(group[1:]), short_answer(ranking.question, group[0].candidate.text))
        for group in groups
    ]


def _repeats(text: str, told: str) -> bool:
    return alike(text, told) or contained(text, told)


def _turn(one: Composed, best: Composed) -> tuple[int, float]:
    """Where a further sentence stands: corroboration, then another value, then the rest; each by score."""
    if one.short is None or best.short is None:
        return 2, -one.told.score
    return (0 if same_value(one.short, best.short) else 1), -one.told.score


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
