"""What stands behind each sentence of an answer: how many articles, how many origins, and whose word it is.

Counts and marks. Knows nothing of questions, and does not judge who is right.
"""

import re
from collections.abc import Sequence

from assistant.alike import alike, contained, overlap
from assistant.answer import Attribution, Evidence, Mark, Sentence, Support
from assistant.collation.backing.origins import origins
from assistant.collation.backing.parties import opponents, parties, party_of
from assistant.figures import quantities, totals
from assistant.words import fold, terms

TELLING = 100
"""A number from which the same one in two quotes on one matter is no chance."""
SAME_MATTER = 2
"""Topic words that two quotes with one number must share to report one fact."""
_NOBODY = re.compile(
    r"\b(?:sources?|officials?|insiders?|persons?|people|diplomats?|aides?|witness(?:es)?|employees?|authorities)\b"
)
_FULL_NAME = re.compile(r"\b[A-Z][\w’'-]+\s[A-Z][\w’'-]+")


def supports(sentences: Sequence[Sentence], evidence: Sequence[Evidence]) -> tuple[Support, ...]:
    """The support of each sentence, in order."""
    groups = origins(evidence)
    sides = parties([one.article.text for one in evidence])
    return tuple(_support(sentence, evidence, groups, sides) for sentence in sentences)


def _support(
    sentence: Sentence, evidence: Sequence[Evidence], groups: Sequence[Sequence[int]], sides: frozenset[frozenset[str]]
) -> Support:
    cited = {citation.label for citation in sentence.citations}
    behind = [group for group in groups if cited & set(group)]
    labels = sorted(label for group in behind for label in group)
    backing = [one for one in evidence if one.label in labels]
    marks: list[Mark] = []
    spoken = {one.label: party_of(one, sides) for one in _confirming(backing, evidence)}
    against = opponents(sides, list(spoken.values()))
    if against:
        marks.append("both_sides")
    if len(behind) == 1 and all(unnamed(one.attribution) for one in backing) and backing:
        marks.append("one_unnamed_source")
    return Support(
        articles=len({one.article.id for one in backing}),
        origins=len(behind),
        labels=tuple(labels),
        marks=tuple(marks),
        both_sides=tuple(label for label, party in spoken.items() if party in against),
        said_by=who_says(sentence.text, backing[0].attribution) if backing else None,
    )


def who_says(sentence: str, attribution: Attribution) -> str | None:
    """The clause that tells whose word a sentence is; None where it says so itself, or the publisher speaks.

    >>> who_says("The bridge is safe.", Attribution(speaker="The Harbour Board", verb="said"))
    'according to the Harbour Board'
    >>> who_says("The bridge is safe, the Harbour Board said.", Attribution(speaker="the Harbour Board"))
    """
    speaker = attribution.speaker
    if speaker is None or set(terms(speaker)[-1:]) & set(terms(sentence)):
        return None
    first, _, rest = speaker.partition(" ")
    small = f"{first.lower()} {rest}" if rest and fold(first) in {"the", "a", "an", "one", "two"} else speaker
    return f"according to {small}"


def unnamed(attribution: Attribution) -> bool:
    """Whether a speaker is told without a name: "a senior official", "sources familiar with the matter".

    >>> unnamed(Attribution(speaker="a senior Danish official")), unnamed(Attribution(speaker="spokesman Ole Bruun"))
    (True, False)
    """
    speaker = attribution.speaker
    return bool(speaker and _NOBODY.search(speaker) and not _FULL_NAME.search(speaker))


def _confirming(backing: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence that reports the fact of the backing, each other's words included."""
    return [one for one in evidence if any(one is other or _one_fact(one, other) for other in backing)]


def _one_fact(first: Evidence, second: Evidence) -> bool:
    """Whether two quotes report one fact: nearly the same words, or one telling number on one matter."""
    one, other = first.quote.text, second.quote.text
    if alike(one, other) or contained(one, other) or contained(other, one) or overlap(one, other) >= 0.6:
        return True
    common = {term for term in set(terms(one)) & set(terms(other)) if not term.isdigit()}
    return bool(_numbers(one) & _numbers(other)) and len(common) >= SAME_MATTER


def _numbers(text: str) -> set[float]:
    """The telling numbers of a text, and what its counts add up to; round ones and those to come tell nothing."""
    exact = [one.low for one in (*quantities(text), *totals(text)) if one.low == one.high]
    return {number for number in exact if number >= TELLING and number % 100}
