"""Says whom "he" or "she" means in a news text: the nearest person before it, where that is clear.

Knows the sentences of an article with their attributions. Never guesses: None where two would fit.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from assistant.attribution.cues import Cue, cues
from assistant.attribution.noun_phrases import Subject, words_of
from assistant.attribution.speakers import head_of
from assistant.attribution.speech import PERSONS
from assistant.question.follow_up.words import ORGANISATIONS, PLACES, PREPOSITIONS
from assistant.words import WEEKDAYS, fold

_FULL_NAME = re.compile(r"[A-Z][\w’'-]+(?:\s+[A-Z]\.)?(?:\s+[A-Z][\w’'-]+)+")
_PLACED = re.compile(r"\b(?:in|at|near|from|to|outside|across)\s(?:the\s)?$")
"""What stands before a place rather than a person."""
NEAR = 3
"""Sentences before a span in which its speaker may stand."""


@dataclass(frozen=True)
class Heard:
    """A sentence with its attributions."""

    start: int
    """First character in the article."""
    end: int
    """One past the last character."""
    text: str = field(repr=False)
    """The article's."""
    quoted: Sequence[tuple[int, int]] = field(repr=False)
    """Start and end of each quotation of the article."""

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """In order of their verbs; read only where somebody asks who speaks near it."""
        return tuple(cues(self.text, self.start, self.end, self.quoted))


class Reading(NamedTuple):
    """An article's sentences and quotations."""

    sentences: tuple[Heard, ...]
    """In order; no headings."""
    quoted: tuple[tuple[int, int], ...]
    """Start and end of each quotation, marks included."""


def antecedent(text: str, reading: Reading, at: int, pronoun: Subject) -> str | None:
    """The nearest person before the pronoun: who spoke in a sentence, else who its subject is."""
    for i in range(at, max(-1, at - NEAR - 1), -1):
        sentence = reading.sentences[i]
        spoke = [c.speaker for c in sentence.cues if c.speaker and c.speaker.end <= pronoun.start]
        head = head_of(text, words_of(text, sentence.start, sentence.end), pronoun.start)
        for subject in (*reversed(spoke), *((head,) if head else ())):
            quoted = any(a <= subject.start < b for a, b in reading.quoted)
            if subject.pronoun or quoted or subject.end > pronoun.start or not _is_person(text, subject):
                continue
            if not _of_other_sex(text[subject.start : subject.end], text[pronoun.start : pronoun.end]):
                return text[subject.start : subject.end]
        named = _only_name(text, reading, sentence.start, pronoun.start) if i == at else None
        if named:
            return named
    return None


def _only_name(text: str, reading: Reading, start: int, end: int) -> str | None:
    """The one full name of a person between `start` and `end`, outside quotations."""
    found = {
        match.group()
        for match in _FULL_NAME.finditer(text, start, end)
        if not any(a <= match.start() < b for a, b in reading.quoted)
        and not _PLACED.search(text[: match.start()])
        and _is_person(text, Subject(match.start(), match.end(), False, False))
    }
    return found.pop() if len(found) == 1 else None


def _of_other_sex(name: str, pronoun: str) -> bool:
    """Whether a title tells that the pronoun does not mean this person: "Mr Roe" is not "she"."""
    titles = _WOMEN if pronoun.lower() in ("he", "him", "his") else _MEN if pronoun.lower() in ("she", "her") else ()
    return any(word.lower().rstrip(".") in titles for word in name.split())


_MEN = frozenset("mr sir lord king prince father brother".split())
_WOMEN = frozenset("mrs ms miss lady queen princess madame mother sister".split())


def _is_person(text: str, subject: Subject) -> bool:
    words = text[subject.start : subject.end].split()
    last = fold(words[-1])
    if fold(words[0]) in PREPOSITIONS or last in WEEKDAYS or last.endswith("'s"):
        return False
    low = {word.lower().rstrip("’s") for word in words}
    if words[0].lower() in {"a", "an"}:
        return words[0][0] == "A" and last in PERSONS
    if words[0].lower() == "the" and not words[-1][0].isupper():
        return words[-1].lower() in PERSONS
    if len(words) == 1 and words[0].lower().endswith(("ian", "can", "ese", "ish", "crat")):
        return False
    if len(words) == 1 and not re.search(rf"[\w,] {re.escape(words[0])}\b", text):
        return False
    places = words[-1].lower() in PLACES or low & ORGANISATIONS
    return words[-1][0].isupper() and not places and not words[-1].isupper()
