"""Says who asserts a span of an article, in the article's own words.

Knows the sentences around the span. Knows nothing of questions or answers.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from assistant.answer import Attribution
from assistant.proof.cues import Cue, cues
from assistant.proof.speakers import Subject, head_of, words_of
from assistant.proof.speech import PEOPLE, WRITING
from index.splitting import sentences


class _Sentence(NamedTuple):
    start: int
    end: int
    cues: tuple[Cue, ...]


class _Reading(NamedTuple):
    sentences: tuple[_Sentence, ...]
    quoted: tuple[tuple[int, int], ...]


_NEAR = 3
"""Sentences before a span in which its speaker may stand."""
_OPEN, _CLOSE = "“", "”"


def attribute(text: str, start: int, end: int) -> Attribution:
    """Who asserts `text[start:end]`; speaker, verb, channel and via are verbatim in `text`.

    All None: the publisher's own voice. A pronoun is resolved to the nearest name before it that fits.

    >>> attribute("“It is late,” the mayor said on Telegram.", 0, 13)
    Attribution(speaker='the mayor', verb='said', channel='Telegram', via=None)
    """
    reading = _read(text)
    places = [i for i, s in enumerate(reading.sentences) if s.start < end and s.end > start]
    if not places:
        return Attribution()
    at = max(places, key=lambda i: _overlap(reading.sentences[i], start, end))
    return _told(text, reading, at, start, end)


@lru_cache(maxsize=64)
def _read(text: str) -> _Reading:
    quoted = _quotations(text)
    spans = [span for span in sentences(text) if span.kind == "sentence"]
    found = tuple(_Sentence(s.start, s.end, tuple(cues(text, s.start, s.end, quoted))) for s in spans)
    return _Reading(found, tuple(quoted))


def _quotations(text: str) -> list[tuple[int, int]]:
    """Every quotation with its marks; one left open ends with its paragraph."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for match in re.finditer(r"[“”\"]|\n\s*\n", text):
        mark, at = match.group(), match.start()
        if mark.isspace():
            runs_on = opened is not None and text[opened] == _OPEN and _closes_later(text, match.end())
            if opened is not None and not runs_on:
                found.append((opened, at))
                opened = None
        elif opened is None and mark != _CLOSE:
            opened = at
        elif opened is not None and mark != _OPEN:
            found.append((opened, at + 1))
            opened = None
    if opened is not None:
        found.append((opened, len(text)))
    return found


def _closes_later(text: str, at: int) -> bool:
    """The next mark closes: the quotation runs over a paragraph break."""
    mark = re.compile(r"[“”]").search(text, at)
    return mark is not None and mark.group() == _CLOSE


def _told(text: str, reading: _Reading, at: int, start: int, end: int) -> Attribution:
    sentence = reading.sentences[at]
    own = _governing(sentence, start, end)
    if own is not None:
        return _attribution(text, reading, at, own)
    if not _is_quoted(reading, max(start, sentence.start), min(end, sentence.end)):
        return Attribution()
    for near in _around(reading, at):
        beside = [cue for cue in reading.sentences[near].cues if cue.quotes or _colon(text, reading.sentences[near])]
        if beside:
            return _attribution(text, reading, near, beside[-1] if near < at else beside[0])
    return Attribution()


def _governing(sentence: _Sentence, start: int, end: int) -> Cue | None:
    """The cue whose stretch holds at least half of the span; the closest of several."""
    left, right = max(start, sentence.start), min(end, sentence.end)
    fitting = [cue for cue in sentence.cues if _overlap(cue, left, right) * 2 >= _assertion(cue, left, right)]
    return min(fitting, key=lambda cue: cue.end - cue.start) if fitting else None


def _assertion(cue: Cue, left: int, right: int) -> int:
    """Characters of the span that are not the attribution itself."""
    named = cue.speaker
    inside = min(right, named.end) - max(left, named.start) if named else 0
    return max(1, right - left - max(0, inside))


def _overlap(span: _Sentence | Cue, start: int, end: int) -> int:
    return max(0, min(span.end, end) - max(span.start, start))


def _is_quoted(reading: _Reading, start: int, end: int) -> bool:
    inside = sum(max(0, min(b, end) - max(a, start)) for a, b in reading.quoted)
    return inside * 2 > end - start


def _around(reading: _Reading, at: int) -> list[int]:
    """Where to look for the speaker of a quotation: first in the same quotation, then before it, then after."""
    here = reading.sentences[at]
    marks = next(((a, b) for a, b in reading.quoted if a < here.end and b > here.start), None)
    if marks is None:
        return []
    same = [i for i, s in enumerate(reading.sentences) if i != at and s.start < marks[1] and s.end > marks[0]]
    same.sort(key=lambda i: abs(i - at))
    before = [i for i in range(at - 1, max(-1, at - _NEAR - 1), -1) if i not in same]
    behind = [i for i in (at + 1,) if i < len(reading.sentences) and i not in same]
    return [*same, *_unbroken(reading, at, before), *behind]


def _unbroken(reading: _Reading, at: int, before: list[int]) -> list[int]:
    """The sentences back to the first that is not all quotation, which is the last that may name the speaker."""
    kept = []
    for i in before:
        kept.append(i)
        if not _is_quoted(reading, reading.sentences[i].start, reading.sentences[i].end):
            break
    return kept


def _colon(text: str, sentence: _Sentence) -> bool:
    return text[sentence.start : sentence.end].rstrip().endswith((":", ","))


def _attribution(text: str, reading: _Reading, at: int, cue: Cue) -> Attribution:
    speaker = cue.speaker
    name = _name(text, reading, at, speaker) if speaker else None
    channel = cue.channel
    if channel is None and name and cue.verb in WRITING and at > 0:
        channel = _channel_before(text, reading, at, name)
    return Attribution(speaker=name, verb=cue.verb, channel=channel, via=cue.via)


def _name(text: str, reading: _Reading, at: int, subject: Subject) -> str | None:
    if not subject.pronoun:
        return text[subject.start : subject.end]
    low = text[subject.start : subject.end].lower()
    return _antecedent(text, reading, at, subject) if low in {"he", "she"} else None


def _channel_before(text: str, reading: _Reading, at: int, name: str) -> str | None:
    """ "She confirmed it in a post on X. “...,” she wrote.": the same speaker's channel, one sentence before."""
    for cue in reversed(reading.sentences[at - 1].cues):
        if cue.channel and cue.speaker:
            earlier = _name(text, reading, at - 1, cue.speaker)
            if earlier and earlier.split()[-1] == name.split()[-1]:
                return cue.channel
    return None


def _antecedent(text: str, reading: _Reading, at: int, pronoun: Subject) -> str | None:
    """The nearest person before the pronoun: who spoke in a sentence, else who its subject is."""
    here = reading.sentences[at]
    for i in range(at, max(-1, at - _NEAR - 1), -1):
        sentence = reading.sentences[i]
        spoke = [c.speaker for c in sentence.cues if c.speaker and not c.speaker.pronoun and c.speaker.end <= pronoun.start]
        people = [s for s in spoke if _is_person(text, s)]
        if people:
            return text[people[-1].start : people[-1].end]
        if _is_quoted(reading, sentence.start, sentence.end) and sentence is not here:
            continue
        head = head_of(text, words_of(text, sentence.start, sentence.end), pronoun.start)
        if head and not head.pronoun and head.end <= pronoun.start and _is_person(text, head):
            return text[head.start : head.end]
    return None


def _is_person(text: str, subject: Subject) -> bool:
    words = text[subject.start : subject.end].split()
    capital = [word for word in words if word[0].isupper()]
    if not capital or words[0].lower() in {"the", "a", "an"} or words[-1].lower() in PEOPLE:
        return words[-1].lower() in {"official", "spokesman", "spokeswoman", "minister", "president", "officer"}
    return words[-1][0].isupper() and not words[-1].isupper()
