"""Finds who says what inside one sentence: every cue with the stretch it speaks for.

Knows one sentence at a time. Knows nothing of the sentences around it: `attribution` looks there.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.attribution.channels import channel_in, via_in, without_quotations
from assistant.attribution.noun_phrases import Subject, ending_at, starting_at, words_of
from assistant.attribution.speakers import before, head_of
from assistant.attribution.speech import (
    BE,
    BREAKS,
    CLOSING,
    DETERMINERS,
    NOUNLIKE,
    PEOPLE,
    PRONOUNS,
    SPEECH,
)
from assistant.attribution.stretches import Place, quote_ends, quote_in, stretch
from assistant.question.follow_up.words import PREPOSITIONS
from assistant.words import Word


class Cue(NamedTuple):
    """One attribution in a sentence, by place in the article."""

    start: int
    """First character of the stretch it speaks for."""
    end: int
    """One past its last character."""
    speaker: Subject | None
    """None: a verb whose subject was not found."""
    verb: str | None
    """Verbatim. None: "according to"."""
    channel: str | None
    """Verbatim. None: not said."""
    via: str | None
    """Verbatim. None: nobody between."""
    quotes: bool
    """A quotation stands in its stretch."""
    told: tuple[int, int]
    """The attribution itself: from the speaker to the verb."""


_NO_SPEAKER = (BREAKS | PREPOSITIONS) - PRONOUNS
_BEGINS_SPEAKER = DETERMINERS | PRONOUNS
_ACCORDING = re.compile(r"\b[Aa]ccording to\s+|\b(?:in the words of)\s+")
_ORDERS = re.compile(r"(?:told|tells?|telling)\s(?:(?!that\b)[\w’'-]+\s){1,3}?(?:not\s)?to\s[a-z]")
"""As in "told residents to leave": an order, and no report."""
_THEIRS = re.compile(r"(?:its|their|his|her)\s[a-z’' -]+$")
"""As in "according to their odds": a thing, and nobody who speaks."""
_CONTENT_NEXT = re.compile(r"\s+(?:that\b|how\b|[“\"])|\s*:|\s*,\s*[“\"]|\s+out\b|\s*[.,]?\s*$|\s+on\b")


def cues(text: str, start: int, end: int, quoted: Sequence[tuple[int, int]]) -> list[Cue]:
    """Every attribution of the sentence `text[start:end]`; `quoted` are the article's quotations."""
    words = words_of(text, start, end)
    found: list[Cue] = []
    for at, word in enumerate(words):
        if word.text in SPEECH and not any(a <= word.start < b for a, b in quoted):
            prior = found[-1].speaker if found else None
            cue = _verb(Place(text, words, at, start, end, quoted), prior)
            if cue is not None:
                found = [*_cut_before(found, cue, text), cue]
    found.extend(_according(text, words, start, end, quoted))
    return found


def _according(text: str, words: list[Word], start: int, end: int, quoted: Sequence[tuple[int, int]]) -> list[Cue]:
    found: list[Cue] = []
    for match in _ACCORDING.finditer(text, start, end):
        if any(a <= match.start() < b for a, b in quoted):
            continue
        at = next((i for i, word in enumerate(words) if word.start >= match.end()), len(words))
        subject = starting_at(text, words, at)
        if subject is None or _THEIRS.match(text, subject.start, subject.end):
            continue
        opens = match.start() - start < 12
        amid = not opens and text[subject.end : subject.end + 1] == ","
        spoken = (subject.end, end) if opens else (start, end if amid else match.start())
        where = _channels(text, match.start(), subject.end, quoted, verb=None)
        told = (match.start(), subject.end)
        found.append(Cue(*spoken, subject, None, *where, quotes=quote_in(*spoken, quoted), told=told))
    return found


class _Channels(NamedTuple):
    channel: str | None
    via: str | None


def _cut_before(found: list[Cue], cue: Cue, text: str) -> list[Cue]:
    """A stretch ends where, after a comma, the next speaker's clause begins."""
    if not found or cue.speaker is None or not text[: cue.told[0]].rstrip().endswith(","):
        return found
    last = found[-1]
    if last.start < cue.told[0] < last.end and cue.start >= cue.told[1]:
        return [*found[:-1], last._replace(end=cue.told[0])]
    return found


def _verb(place: Place, prior: Subject | None) -> Cue | None:
    verb = place.verb
    passive = place.previous in BE and place.text[place.words[place.at - 1].end : verb.start].isspace()
    if passive and not verb.text.endswith("ing"):
        return None
    subject, inverted = _subject(place, prior)
    if subject is None or subject.denied or _first_person(place, subject):
        return None
    if not inverted and _ORDERS.match(verb.text + place.follows):
        return None
    if _is_noun(place) and not inverted:
        return None
    spoken = stretch(place, subject, inverted=inverted)
    if spoken is None:
        return None
    behind = spoken[1] <= verb.start
    told = (min(subject.start, verb.start), place.end if behind else max(subject.end if inverted else 0, verb.end))
    near = told[0] if verb.end - told[0] < 400 else verb.start
    where = _channels(place.text, near, place.end, place.quoted, verb=verb.text)
    return Cue(*spoken, subject, verb.text, *where, quotes=quote_in(*spoken, place.quoted), told=told)


def _is_noun(place: Place) -> bool:
    """As in "The last warning was ignored", not in "Doe, warning of floods, left"."""
    return place.verb.text in NOUNLIKE and not _set_apart(place) and not _CONTENT_NEXT.match(place.follows)


def _set_apart(place: Place) -> bool:
    """Whether a comma stands right before the verb."""
    return place.at > 0 and place.text[place.words[place.at - 1].end : place.verb.start].strip() == ","


def _first_person(place: Place, subject: Subject) -> bool:
    return subject.pronoun and place.text[subject.start : subject.end].lower() in {"i", "we", "you"}


def _subject(place: Place, prior: Subject | None) -> tuple[Subject | None, bool]:
    """The subject of the verb, and whether it stands behind it: "..., said Doe"."""
    text, words, at, verb = place.text, place.words, place.at, place.verb
    behind = _behind(place)
    if behind is not None:
        return behind, True
    if place.previous == "who":
        return ending_at(text, words, at - 2), False
    if verb.text.endswith("ing") and _set_apart(place):
        return prior or head_of(text, words, verb.start), False
    found = before(text, words, at)
    if found is not None:
        return found, False
    if place.previous in {"and", "but", "while", "before", "by", "only", "also", "then"}:
        return prior or head_of(text, words, verb.start), False
    return None, False


def _behind(place: Place) -> Subject | None:
    """The subject after the verb: "“...,” said Doe", "..., said Doe, the owner."."""
    text, words, at = place.text, place.words, place.at
    found = starting_at(text, words, at + 1)
    if found is None or words[at + 1].low in _NO_SPEAKER or place.verb.text not in CLOSING:
        return None
    if quote_ends(place, place.verb.start):
        named = any(part[0].isupper() for part in text[found.start : found.end].split())
        return found if named or words[at + 1].low in _BEGINS_SPEAKER else None
    comma = at > 0 and text[words[at - 1].end : place.verb.start].strip().endswith(",")
    if comma and not _may_speak(place, found) and (other := before(text, words, at)) and _may_speak(place, other):
        return None  # "Her spokesman, Ann Doe, said the crack was old."
    closed = text[found.end : place.end].lstrip()[:1] in {"", ".", ",", "”", '"'}
    told = place.verb.low.startswith(("tell", "told", "report", "confirm", "reveal", "announc"))
    return found if comma and closed and not told and not found.pronoun else None


def _may_speak(place: Place, subject: Subject) -> bool:
    """Whether a noun phrase names somebody: by a capital that begins no sentence, or by a noun for who speaks."""
    words = [word for word in place.words if subject.start <= word.start < subject.end]
    return any(word.low in PEOPLE or (word.text[0].isupper() and word.start > place.start) for word in words)


def _channels(text: str, start: int, end: int, quoted: Sequence[tuple[int, int]], *, verb: str | None) -> _Channels:
    bare = without_quotations(text, start, end, quoted)
    return _Channels(channel_in(bare), via_in(bare, verb))
