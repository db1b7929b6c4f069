"""Which sentence of an answer stands in front, and whether its few words may be given alone.

Chooses among sentences that were found to answer; knows nothing of which further ones are told.
"""

import re
from typing import NamedTuple

from assistant.close_reading.reader import answers
from assistant.question.analysis import COUNTED, Question
from assistant.quoting.short_values import same_value, says_more, sums_up
from assistant.quoting.weighing.ranking import Ranked

CLOSE = 0.55
"""A further sentence must score at least this share of the best one's score."""
LIKELY = 0.0
"""Logit of a close reading from which a lead's few words may be given as the short answer."""
SURE = 0.65
"""Share of the question, by rarity, that a lead which was not read must hold for its short answer to be given."""


class Composed(NamedTuple):
    """One sentence of the answer, with everyone who says it in nearly the same words."""

    told: Ranked
    """The wording that is shown."""
    others: tuple[Ranked, ...]
    """The same statement elsewhere; cited with it."""
    short: str | None
    """The few words of it that answer. None: no such span."""


def settled_first(question: Question, groups: list[Composed]) -> list[Composed]:
    """The sentences with one in front whose number is so, where the lead's is only asked for: "asked them to pay £500".

    Only where the question asks for a number, and not for what somebody asked.
    """
    if not groups or question.wanted not in COUNTED or _WISHED.search(question.text) or not _wished(groups[0]):
        return groups
    near = (one for one in groups[1:] if one.told.score >= CLOSE * groups[0].told.score)
    settled = next((one for one in near if one.short and not _wished(one)), None)
    return [settled, *(one for one in groups if one is not settled)] if settled else groups


def _wished(one: Composed) -> bool:
    """Whether the short answer stands behind a word of asking in its sentence."""
    place = one.told.candidate.text.find(one.short) if one.short else -1
    return place > 0 and bool(_WISHED.search(one.told.candidate.text[:place]))


_WISHED = re.compile(
    r"\b(?:ask(?:s|ed)?|demand(?:s|ed|ing)?|want(?:s|ed)?|call(?:s|ed) for|urge[sd]?|propose[sd]?|request(?:s|ed)?"
    r"|seeks?|sought)\b",
    re.I,
)


def strongest_first(told: list[Composed]) -> list[Composed]:
    """The sentences with the one in front whose number says most: "at least 4,757" before "more than 4,750".

    Only among numbers that can all be true, where the weaker follows from the stronger, or is a part of it.
    """
    lead = told[0]
    stronger = next(
        (one for one in told[1:] if one.short and lead.short and (says_more(one.short, lead.short) or sums(one, lead))),
        None,
    )
    return [stronger, *(one for one in told if one is not stronger)] if stronger else told


def sure(told: list[Composed]) -> list[Composed]:
    """The sentences, their short answers only where the lead holds the question or another article says the same.

    The short answer is what gets printed: a number that answers another question is worse than none.
    """
    lead, *others = told
    twice = lead.short is not None and any(
        one.short is not None
        and one.told.candidate.article.id != lead.told.candidate.article.id
        and same_value(one.short, lead.short)
        for one in others
    )
    read = lead.told.read
    surely = lead.told.features.outward.cover >= SURE if read is None else answers(read) >= LIKELY
    return told if surely or twice else [one._replace(short=None) for one in told]


def sums(one: Composed, other: Composed) -> bool:
    """Whether the short answer of one sentence is what the other's counts add up to."""
    return sums_up(one.short or "", other.short or "", other.told.candidate.core)
