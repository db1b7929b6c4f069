"""How much of a sentence's wording its quotes hold, and whether it stands there word for word.

Counts words; knows nothing of numbers that do not fit, or of names that were swapped.
"""

import re
from collections.abc import Iterable, Sequence

from assistant.answer import Check
from assistant.figures import quantities
from assistant.figures.numerals import figures
from assistant.figures.units import is_unit
from assistant.tokens import Token, spans, tokens
from assistant.verification.locks.figure_lock import unheld_numbers
from assistant.verification.locks.naming import names, same_name
from assistant.words import fold

TOGETHER = 4
"""Quotes that may prove a sentence together, at most; among more, some word always stands somewhere."""


def stands_whole(sentence: str, quote: str) -> Check | None:
    """`exact` or `normalised` if the sentence's words stand in the quote side by side; else None."""
    words = sentence.strip().strip(_EDGES)
    if not words:
        return None
    if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", quote):
        return "exact"
    own, theirs = _plain(sentence), _plain(quote)
    return "normalised" if own and f" {own} " in f" {theirs} " else None


def coverage(sentence: str, quotes: Sequence[str]) -> float:
    """Share of the sentence's topical words and numbers that stand in the quotes, 0 to 1; 0 where it has none."""
    words, numbers = _wording(sentence), len(figures(sentence))
    theirs = {token for quote in quotes for token in tokens(quote)}
    stems = {token.stem for token in theirs}
    held = sum(token.stem in stems or (token.capital and _named(token, theirs)) for token in words)
    held += max(0, numbers - len(unheld_numbers(sentence, quotes)))
    return held / (len(words) + numbers) if words or numbers else 0.0


def told(sentence: str) -> frozenset[Token]:
    """The topical words by which a sentence says something of its names and numbers."""
    named = {token for name in names(sentence) for token in name}
    return frozenset(token for token in _wording(sentence) if token not in named)


def unheld(words: Iterable[Token], quotes: Sequence[str]) -> list[Token]:
    """Those of the words that stand in none of the quotes."""
    stems = {stem for quote in quotes for stem in _stems(quote)}
    return [token for token in words if token.stem not in stems]


def nearest(sentence: str, quotes: Sequence[str]) -> list[str]:
    """The few quotes that together hold most of the sentence, each adding to the ones before."""
    left = list(dict.fromkeys(quotes))
    chosen: list[str] = []
    open_stems = {token.stem for token in tokens(sentence) if token.topical or token.word[0].isdigit()}
    while left and len(chosen) < TOGETHER:
        best = max(left, key=lambda quote: len(open_stems & _stems(quote)))
        gained = open_stems & _stems(best)
        if not gained:
            break
        chosen.append(best)
        left.remove(best)
        open_stems -= gained
    return chosen


def _plain(text: str) -> str:
    """Words and numerals alone, folded, hyphens open."""
    return " ".join(_WORDS.findall(fold(text)))


def _wording(sentence: str) -> set[Token]:
    """The topical words that are no part of a number, its bound or its unit: those are checked by value."""
    words, places = tokens(sentence), spans(sentence)
    taken = {place for figure in figures(sentence) for place in range(figure.place, figure.end)}
    for figure in figures(sentence):
        behind = range(figure.end, min(figure.end + 1 + bool(figure.unit), len(words)))
        taken |= {place for place in behind if is_unit(words[place].word)}
    for one in quantities(sentence):
        taken |= {place for place, (start, _) in enumerate(places) if one.start <= start < one.end}
    return {token for place, token in enumerate(words) if token.topical and place not in taken}


def _named(name: Token, words: Iterable[Token]) -> bool:
    return any(token.capital and same_name(name.word, token.word) for token in words)


def _stems(quote: str) -> set[str]:
    return {token.stem for token in tokens(quote)}


_EDGES = " \t\n.,;:!?…\"'“”‘’«»()"
_WORDS = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+(?:'[^\W_]+)*|[%$€£]")
