"""A sentence with one wrong number, date or name, put right from the quotes that it cites.

Only where exactly one correction is proved: two that fit would be a guess. Writes no word that no quote holds.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from typing import NamedTuple

from assistant.figures import whens
from assistant.figures.numerals import figures
from assistant.tokens import Token, spans, tokens
from assistant.verification.locks.figure_lock import unheld_numbers, without_known_dates
from assistant.verification.locks.naming import missing_name, names
from assistant.verification.reading import Reading
from assistant.verification.said import Said
from assistant.verification.verify import proves
from assistant.verification.wording import coverage

TRIED = 40
"""Corrections tried at most; a sentence that needs more is not nearly right."""
NEARLY_ALL = 0.8
"""Share of a sentence's topical words that its quotes must hold to put it right: more than to prove it."""


class _Slot(NamedTuple):
    """A number, date or name with its place in a text."""

    start: int
    end: int
    text: str
    before: str  # the folded word before it
    words: frozenset[str]  # its own folded words


class _Correction(NamedTuple):
    text: str
    fits: bool  # whether what is put in stands in its quote behind the same word, or shares one with what was wrong


def repaired(sentence: str, quotes: Sequence[Said], reading: Reading | None = None) -> str | None:
    """`sentence` with what is wrong in it, or two names that changed places, as the quotes have it.

    None where no correction is proved, or more than one: then only what stands behind the same word counts.

    >>> repaired("65 passengers drowned.", [Said("At Lorn 64 passengers drowned and 46 were hurt.")])
    '64 passengers drowned.'
    >>> repaired("65 were there.", [Said("At Lorn 64 were there and 46 were there too.")]) is None
    True
    """
    tried = islice(dict.fromkeys(_corrections(sentence, quotes)), TRIED)
    held = [quote.text for quote in quotes]
    proved = [one for one in tried if coverage(one.text, held) >= NEARLY_ALL and proves(one.text, quotes, reading)]
    texts = {one.text for one in proved}
    if len(texts) > 1:
        texts = {one.text for one in proved if one.fits}
    return texts.pop() if len(texts) == 1 else None


def _corrections(sentence: str, quotes: Sequence[Said]) -> Iterator[_Correction]:
    texts = [quote.text for quote in quotes]
    undated = without_known_dates(sentence, quotes)
    dates = [slot for slot in _dates(sentence) if undated[slot.start : slot.end] == slot.text]
    names_lost = [slot for slot, name in _named(sentence) if missing_name(name, texts)]
    lost = unheld_numbers(undated, texts)
    numbers = [slot for slot in _numbers(undated) if any(start <= slot.start < end for start, end in lost)]
    for wrong, found in ((dates, _dates), (numbers, _numbers), (names_lost, _names)):
        if wrong:
            # With two things wrong it is another story, not a slip.
            yield from _filled(sentence, wrong[0], [slot for text in texts for slot in found(text)])
            return
    yield from _exchanged(sentence, texts)


def _filled(sentence: str, wrong: _Slot, candidates: Sequence[_Slot]) -> Iterator[_Correction]:
    taken = {slot.words for slot in _names(sentence)}
    for one in candidates:
        if one.words not in taken:
            fits = one.before == wrong.before or bool(one.words & wrong.words)
            yield _Correction(_put(sentence, (wrong, one.text)), fits)


def _exchanged(sentence: str, texts: Sequence[str]) -> Iterator[_Correction]:
    """The sentence with a number of another part put right, or with two of its names in each other's place."""
    for slot in _numbers(sentence):
        yield from _filled(sentence, slot, [other for text in texts for other in _numbers(text)])
    placed = {(other.before, word) for text in texts for other in _names(text) for word in other.words}
    for one, other in combinations(_names(sentence), 2):
        fits = any((one.before, word) in placed for word in other.words)
        fits = fits and any((other.before, word) in placed for word in one.words)
        yield _Correction(_put(sentence, (one, other.text), (other, one.text)), fits)


def _dates(text: str) -> list[_Slot]:
    return [_slot(text, when.start, when.end) for when in whens(text)]


def _numbers(text: str) -> list[_Slot]:
    """The numbers of a text that are no part of a date, without their bounds: the sentence keeps its own."""
    places = spans(text)
    found = [(places[figure.place][0], places[figure.end - 1][1]) for figure in figures(text)]
    dated = whens(text)
    return [_slot(text, *place) for place in found if not any(one.start <= place[0] < one.end for one in dated)]


def _names(text: str) -> list[_Slot]:
    return [slot for slot, _ in _named(text)]


def _named(text: str) -> list[tuple[_Slot, tuple[Token, ...]]]:
    """The names of a text, each with its slot; a possessive ending stays outside."""
    words, places = tokens(text), spans(text)
    found = []
    for name in names(text):
        first = next(place for place in range(len(words)) if words[place : place + len(name)] == name)
        start, end = places[first][0], places[first + len(name) - 1][1]
        found.append((_slot(text, start, end - 2 * text[start:end].endswith(("'s", "’s"))), name))
    return found


def _slot(text: str, start: int, end: int) -> _Slot:
    before = tokens(text[:start])[-1:]
    own = frozenset(token.word for token in tokens(text[start:end]))
    return _Slot(start, end, text[start:end], before[0].word if before else "", own)


def _put(sentence: str, *changes: tuple[_Slot, str]) -> str:
    """The sentence with other words in some slots."""
    for slot, words in sorted(changes, reverse=True):
        sentence = sentence[: slot.start] + words + sentence[slot.end :]
    return sentence
