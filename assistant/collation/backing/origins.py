"""Groups quotes that go back to one utterance: four outlets that print one post are one origin.

Knows words and who asserts them. Knows nothing of which side a quote is on.
"""

import re
from collections.abc import Sequence
from itertools import combinations

from assistant.alike import alike, contained, overlap
from assistant.answer import Evidence
from assistant.collation.contradicting.corrections import corrections
from assistant.words import terms

COPY = 0.9
"""Share of topic words that two articles have in common of which one is a copy of the other, a word or two changed."""
ALTERED = 0.5
"""The same of a sentence and what stands in its place in the copy."""
SAME_STATEMENT = 0.3
"""Share of topic words that two reports of one speaker's statement have in common; with fewer they are two."""


def origins(evidence: Sequence[Evidence]) -> list[list[int]]:
    """Labels by origin, in order of appearance; every label stands in exactly one group.

    Two quotes have one origin where one repeats the other nearly word for word, if need be with a word changed in a
    copy of its article, or where the same named speaker says what is mostly the same. Relations chain (a and b, b and
    c, so a and c), but never join two speakers: a short sentence that stands in both reports is no bridge between them.
    """
    group = {one.label: place for place, one in enumerate(evidence)}
    by_label = {one.label: one for one in evidence}
    for first, second in combinations(evidence, 2):
        old, new = group[second.label], group[first.label]
        if old == new or not _one_origin(first, second):
            continue
        ours, theirs = ([by_label[label] for label in group if group[label] == place] for place in (new, old))
        if not any(_two_speakers(one, other) for one in ours for other in theirs):
            group = {label: new if place == old else place for label, place in group.items()}
    gathered: dict[int, list[int]] = {}
    for one in evidence:
        gathered.setdefault(group[one.label], []).append(one.label)
    return list(gathered.values())


def _one_origin(first: Evidence, second: Evidence) -> bool:
    one, other = first.quote.text, second.quote.text
    if any(corrections(one, other)):
        return False
    copied = first.article.id != second.article.id and overlap(first.article.text, second.article.text) >= COPY
    if copied and overlap(one, other) >= ALTERED:
        return True
    if alike(one, other) or contained(one, other) or contained(other, one):
        return True
    return _same_speaker(first, second) and _common(first, second) >= SAME_STATEMENT


def _common(first: Evidence, second: Evidence) -> float:
    """Share of topic words (Jaccard) that two quotes have in common, without who says them and what he is."""
    one, other = _said(first), _said(second)
    return len(one & other) / len(one | other) if one and other else 0.0


def _said(one: Evidence) -> set[str]:
    speaker = one.attribution.speaker
    if speaker is None:
        return set(terms(one.quote.text))
    # "Mal Reeve, who runs the mill, said" tells who he is; "according to Mal Reeve, the mill is shut" does not.
    titled = rf"(?<!to ){re.escape(speaker)},[^,.;“”\"]{{1,80}},"
    return set(terms(re.sub(titled, " ", one.quote.text, count=1))) - set(terms(speaker))


def _same_speaker(first: Evidence, second: Evidence) -> bool:
    """One name holds the other and ends alike: "Lee", "the mayor, Ada Lee"; "an official" names nobody."""
    one, other = first.attribution.speaker, second.attribution.speaker
    if not (one and other and _names(one) and _names(other)):
        return False
    left, right = terms(one), terms(other)
    if not left or not right or left[-1] != right[-1]:
        return False
    return set(left) <= set(right) or set(right) <= set(left)


def _two_speakers(first: Evidence, second: Evidence) -> bool:
    """Whether both are somebody's words, and not the same one's: "the hospital", "the regional police"."""
    one, other = first.attribution.speaker, second.attribution.speaker
    if not one or not other:
        return False
    left, right = set(terms(one)), set(terms(other))
    return bool(left) and bool(right) and not (left <= right or right <= left)


def _names(speaker: str) -> bool:
    return any(word[0].isupper() and word.lower() not in {"the", "a", "an"} for word in speaker.split())
