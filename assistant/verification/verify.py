"""Whether quotes prove a sentence, by code alone.

Reads words, numbers, names and negations; understands nothing, and so doubts where a reader would not. The
threshold was set on the development halves of WiCE (Kamoi et al. 2023) and SummEdits (Laban et al. 2023).
"""

import re
from collections.abc import Iterable, Sequence

from assistant.answer import Check
from assistant.figures.calendar import days_and_months
from assistant.figures.numerals import figures, stands_in
from assistant.tokens import Token, tokens
from assistant.verification.naming import missing_name, names, same_name
from assistant.verification.polarity import contradicts
from assistant.verification.roles import names_swapped, numbers_swapped
from assistant.words import fold

ENOUGH = 0.7
"""Share of a sentence's topical words that must stand in its quotes."""
TOGETHER = 4
"""Quotes that may prove a sentence together, at most; among more, some word always stands somewhere."""


def verify(sentence: str, quote: str) -> Check:
    """How `sentence` relates to `quote`.

    `exact`: its words stand there verbatim. `normalised`: they do but for case, white space, quotation marks,
    dashes; or it is a fair paraphrase: every number and name stands there in the same part, no negation or
    certainty differs, and enough of its topical words do. `number_mismatch`, `name_mismatch`: one is not
    there, or plays another's part. `unsupported`: anything else.
    """
    whole = _stands_whole(sentence, quote)
    if whole and not contradicts(sentence, [quote]):
        return whole
    return _paraphrase(sentence, [quote])


def supported(check: Check) -> bool:
    """Whether a check says that the quote proves the sentence."""
    return check in ("exact", "normalised")


def proves(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether the quotes prove `sentence`: one of them, or the few nearest to it together.

    Together, a number or a name may stand in any of them.
    """
    if any(supported(verify(sentence, quote)) for quote in quotes):
        return True
    nearest = _nearest(sentence, quotes)
    return len(nearest) > 1 and supported(_paraphrase(sentence, nearest))


def coverage(sentence: str, quotes: Sequence[str]) -> float:
    """Share of the sentence's topical words and numbers that stand in the quotes, 0 to 1; 0 where it has none."""
    words, numbers = _wording(sentence), figures(sentence)
    theirs = {token for quote in quotes for token in tokens(quote)}
    stems = {token.stem for token in theirs}
    held = sum(token.stem in stems or (token.capital and _named(token, theirs)) for token in words)
    held += sum(stands_in(number, [figure for quote in quotes for figure in figures(quote)]) for number in numbers)
    return held / (len(words) + len(numbers)) if words or numbers else 0.0


def _paraphrase(sentence: str, quotes: Sequence[str]) -> Check:
    theirs = [figure for quote in quotes for figure in figures(quote)]
    if not all(stands_in(figure, theirs) for figure in figures(sentence)):
        return "number_mismatch"
    if days_and_months(sentence) - {day for quote in quotes for day in days_and_months(quote)}:
        return "number_mismatch"
    if any(missing_name(name, quotes) for name in names(sentence)):
        return "name_mismatch"
    if numbers_swapped(sentence, quotes):
        return "number_mismatch"
    if names_swapped(sentence, quotes):
        return "name_mismatch"
    if coverage(sentence, quotes) < ENOUGH or contradicts(sentence, quotes):
        return "unsupported"
    return "normalised"


def _stands_whole(sentence: str, quote: str) -> Check | None:
    """`exact` or `normalised` if the sentence's words stand in the quote side by side; else None."""
    words = sentence.strip().strip(_EDGES)
    if not words:
        return None
    if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", quote):
        return "exact"
    own, theirs = _plain(sentence), _plain(quote)
    return "normalised" if own and f" {own} " in f" {theirs} " else None


def _plain(text: str) -> str:
    """Words and numerals alone, folded, hyphens open."""
    return " ".join(_WORDS.findall(fold(text)))


def _nearest(sentence: str, quotes: Sequence[str]) -> list[str]:
    """The few quotes that together hold most of the sentence, each adding to the ones before."""
    own = _topical(sentence)
    left = list(dict.fromkeys(quotes))
    chosen: list[str] = []
    open_stems = set(own)
    while left and len(chosen) < TOGETHER:
        best = max(left, key=lambda quote: len(open_stems & _stems(quote)))
        gained = open_stems & _stems(best)
        if not gained:
            break
        chosen.append(best)
        left.remove(best)
        open_stems -= gained
    return chosen


def _wording(sentence: str) -> set[Token]:
    """The topical words that are no part of a number: numbers are checked by value."""
    taken = {place for figure in figures(sentence) for place in range(figure.place, figure.end)}
    return {token for place, token in enumerate(tokens(sentence)) if token.topical and place not in taken}


def _named(name: Token, words: Iterable[Token]) -> bool:
    return any(token.capital and same_name(name.word, token.word) for token in words)


def _topical(sentence: str) -> set[str]:
    return {token.stem for token in tokens(sentence) if token.topical or token.word[0].isdigit()}


def _stems(quote: str) -> set[str]:
    return {token.stem for token in tokens(quote)}


_EDGES = " \t\n.,;:!?…\"'“”‘’«»()"
_WORDS = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+(?:'[^\W_]+)*|[%$€£]")
