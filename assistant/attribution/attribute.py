"""Says who asserts a span of an article, in the article's own words.

Knows the sentences around the span. Knows nothing of questions or answers.
"""

from functools import lru_cache

from assistant.answer import Attribution
from assistant.attribution.antecedents import NEAR, Heard, Reading, antecedent
from assistant.attribution.cues import Cue
from assistant.attribution.noun_phrases import Subject
from assistant.attribution.speech import WRITING
from index.splitting import quotations, sentences


def attribute(text: str, start: int, end: int) -> Attribution:
    """Who asserts `text[start:end]`; speaker, verb, channel and via are verbatim in `text`, marks of emphasis left out.

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


def person(text: str, start: int, end: int) -> str | None:
    """Whom the pronoun `text[start:end]` means, verbatim; None where that is not clear.

    >>> person("Ann Doe spoke. The crowd cheered. She left.", 34, 37)
    'Ann Doe'
    """
    reading = _read(text)
    at = next((i for i, one in enumerate(reading.sentences) if one.start <= start < one.end), None)
    return None if at is None else antecedent(text, reading, at, Subject(start, end, True, False))


@lru_cache(maxsize=64)
def _read(text: str) -> Reading:
    quoted = tuple(quotations(text))
    spans = [span for span in sentences(text) if span.kind == "sentence"]
    return Reading(tuple(Heard(span.start, span.end, text, quoted) for span in spans), quoted)


def _told(text: str, reading: Reading, at: int, start: int, end: int) -> Attribution:
    sentence = reading.sentences[at]
    own = _governing(text, sentence, start, end)
    if own is not None:
        return _attribution(text, reading, at, own)
    left, right = max(start, sentence.start), min(end, sentence.end)
    if not _is_quoted(reading, left, right) or not _open_ended(reading, sentence, left, right):
        return Attribution()
    for near in _around(reading, at):
        beside = [cue for cue in reading.sentences[near].cues if cue.quotes or _colon(text, reading.sentences[near])]
        if beside:
            return _attribution(text, reading, near, beside[-1] if near < at else beside[0])
    return Attribution()


def _governing(text: str, sentence: Heard, start: int, end: int) -> Cue | None:
    """The cue that speaks for most of the span, if its speaker holds two fifths of what is asserted there."""
    left, right = max(start, sentence.start), min(end, sentence.end)
    held: dict[str, int] = {}
    for cue in sentence.cues:
        speaker = _words_of_speaker(text, cue)
        held[speaker] = held.get(speaker, 0) + _overlap(cue, left, right)
    told = sum(max(0, min(right, cue.told[1]) - max(left, cue.told[0])) for cue in sentence.cues)
    enough = [cue for cue in sentence.cues if held[_words_of_speaker(text, cue)] * 5 >= 2 * max(1, right - left - told)]
    return min(enough, key=lambda cue: (-_overlap(cue, left, right), cue.end - cue.start)) if enough else None


def _words_of_speaker(text: str, cue: Cue) -> str:
    return text[cue.speaker.start : cue.speaker.end] if cue.speaker else ""


def _overlap(span: Heard | Cue, start: int, end: int) -> int:
    return max(0, min(span.end, end) - max(span.start, start))


def _is_quoted(reading: Reading, start: int, end: int) -> bool:
    inside = sum(max(0, min(b, end) - max(a, start)) for a, b in reading.quoted)
    return inside * 2 > end - start


def _open_ended(reading: Reading, sentence: Heard, start: int, end: int) -> bool:
    """The quotation runs over the sentence's bounds, or fills it: its speaker stands elsewhere."""
    touching = [(a, b) for a, b in reading.quoted if a < end and b > start]
    beyond = any(a < sentence.start or b > sentence.end for a, b in touching)
    inside = sum(min(b, sentence.end) - max(a, sentence.start) for a, b in touching)
    return beyond or inside * 10 >= (sentence.end - sentence.start) * 9


def _around(reading: Reading, at: int) -> list[int]:
    """Where to look for the speaker of a quotation: first in the same quotation, then before it, then after."""
    here = reading.sentences[at]
    marks = next(((a, b) for a, b in reading.quoted if a < here.end and b > here.start), None)
    if marks is None:
        return []
    same = [i for i, s in enumerate(reading.sentences) if i != at and s.start < marks[1] and s.end > marks[0]]
    same.sort(key=lambda i: abs(i - at))
    before = [i for i in range(at - 1, max(-1, at - NEAR - 1), -1) if i not in same]
    behind = [i for i in (at + 1,) if i < len(reading.sentences) and i not in same]
    return [*same, *_unbroken(reading, at, before), *behind]


def _unbroken(reading: Reading, at: int, before: list[int]) -> list[int]:
    """The sentences back to the first that is not all quotation, which is the last that may name the speaker."""
    kept = []
    for i in before:
        kept.append(i)
        if not _is_quoted(reading, reading.sentences[i].start, reading.sentences[i].end):
            break
    return kept


def _colon(text: str, sentence: Heard) -> bool:
    return text[sentence.start : sentence.end].rstrip().endswith((":", ","))


def _attribution(text: str, reading: Reading, at: int, cue: Cue) -> Attribution:
    name = _name(text, reading, at, cue.speaker) if cue.speaker else None
    channel, via = cue.channel, cue.via
    if name and channel is None and cue.speaker and (cue.verb in WRITING or cue.speaker.pronoun):
        earlier = _same_speaker_before(text, reading, at, name)
        channel, via = (earlier.channel, via or earlier.via) if earlier else (channel, via)
    return Attribution(speaker=name, verb=cue.verb, channel=channel, via=via)


def _name(text: str, reading: Reading, at: int, subject: Subject) -> str | None:
    if not subject.pronoun:
        return text[subject.start : subject.end].replace("**", "")
    low = text[subject.start : subject.end].lower()
    return antecedent(text, reading, at, subject) if low in {"he", "she"} else None


def _same_speaker_before(text: str, reading: Reading, at: int, name: str) -> Cue | None:
    """As in "She confirmed it in a post on X. “...,” she wrote.": where she said it stands a sentence before."""
    for i in range(at - 1, max(-1, at - NEAR - 1), -1):
        sentence = reading.sentences[i]
        for cue in reversed(sentence.cues):
            if cue.channel and cue.speaker and not cue.speaker.pronoun:
                earlier = text[cue.speaker.start : cue.speaker.end]
                return cue if earlier.split()[-1] == name.split()[-1] else None
        if not _is_quoted(reading, sentence.start, sentence.end):
            return None
    return None
