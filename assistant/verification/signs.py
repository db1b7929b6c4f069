"""What speaks for and against a sentence being supported by quotes, as numbers.

Aligns the sentence with the few quoted sentences nearest to it and looks at what does not fit: a changed number, a
swapped name, a lost "not", a word that no near sentence holds. Weighs nothing; that is for `support`.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from assistant.tokens import Token, tokens
from assistant.verification.locks.figure_lock import unheld_numbers
from assistant.verification.locks.naming import missing_name, names, same_name
from assistant.verification.locks.polarity import contradicts
from assistant.verification.locks.roles import names_swapped, numbers_swapped
from index import sentences

NEAR = 4
"""Quoted sentences that a sentence is held against, at most."""
WINDOW = 8
"""Words within which two words stand together."""


class Signs(NamedTuple):
    """How a sentence stands to its quotes."""

    near: float
    """Share of its topical words, by rarity, in the few quoted sentences nearest to it, 0 to 1."""
    pairs: float
    """Share of its neighbouring topical words that stand near each other in one of these too."""
    lost: float
    """Number of topical words that none of these holds: logarithm of 1 more."""
    length: float
    """Number of its topical words: logarithm of 1 more."""
    numbers: float
    """Share of its numbers that no quote holds; 0 where it has none."""
    names: float
    """Share of its names that no quote holds; 0 where it has none."""
    gap: float
    """Longest run of topical words that the nearest do not hold, as a share of all."""
    violated: bool
    """Whether a number, a name, a "not" or a part played by one of them is against the quotes."""


def signs(sentence: str, quotes: Sequence[str]) -> Signs:
    """The signs of one sentence."""
    told = _told(tuple(quotes))
    own = [token for token in tokens(sentence) if token.topical]
    weights = _weights(own, told)
    nearest = _nearest(own, told, weights)
    texts = [text for text, _ in nearest]
    held = [_holds(token, nearest) for token in own]
    named, lost = names(sentence), unheld_numbers(sentence, quotes)
    missing = sum(missing_name(name, quotes) for name in named)
    swapped = numbers_swapped(sentence, texts) or names_swapped(sentence, texts)
    return Signs(
        near=_share(own, held, weights),
        pairs=_pairs(own, nearest),
        lost=math.log1p(held.count(False)),
        length=math.log1p(len(own)),
        numbers=len(lost) / max(1, _numerals(sentence)),
        names=missing / max(1, len(named)),
        gap=_longest_gap(held) / max(1, len(own)),
        violated=bool(lost or missing or swapped or contradicts(sentence, texts[:2])),
    )


_Told = tuple[str, frozenset[str]]


@lru_cache(maxsize=512)
def _told(quotes: tuple[str, ...]) -> tuple[_Told, ...]:
    """Every sentence of the quotes, once, with its stems."""
    texts = dict.fromkeys(quote[span.start : span.end] for quote in quotes for span in sentences(quote))
    return tuple((text, frozenset(token.stem for token in tokens(text))) for text in texts)


def _weights(own: Sequence[Token], told: Sequence[_Told]) -> Mapping[str, float]:
    """The rarity of each stem among the quoted sentences; one that none holds counts as rare as one that one holds."""
    counts = Counter(stem for _, stems in told for stem in stems)
    return {token.stem: math.log(1 + (len(told) + 1) / (1 + counts[token.stem])) for token in own}


def _nearest(own: Sequence[Token], told: Sequence[_Told], weights: Mapping[str, float]) -> list[_Told]:
    """The few quoted sentences that together hold most of the sentence, the one that holds most first."""
    chosen: list[_Told] = []
    open_stems = {token.stem for token in own}
    while len(chosen) < NEAR:
        rest = [one for one in told if one not in chosen]
        best = max(rest, key=lambda one: sum(weights[stem] for stem in open_stems & one[1]), default=None)
        if best is None or not open_stems & best[1]:
            break
        chosen.append(best)
        open_stems -= best[1]
    return chosen


def _holds(token: Token, told: Sequence[_Told]) -> bool:
    if any(token.stem in stems for _, stems in told):
        return True
    return token.capital and any(
        other.capital and same_name(token.word, other.word) for text, _ in told for other in tokens(text)
    )


def _share(own: Sequence[Token], held: Sequence[bool], weights: Mapping[str, float]) -> float:
    total = sum(weights[token.stem] for token in own)
    return sum(weights[token.stem] for token, one in zip(own, held, strict=True) if one) / total if total else 0.0


def _pairs(own: Sequence[Token], nearest: Sequence[_Told]) -> float:
    asked = {(one.stem, other.stem) for one, other in pairwise(own)}
    places: list[dict[str, list[int]]] = []
    for text, _ in nearest:
        at: dict[str, list[int]] = {}
        for place, token in enumerate(tokens(text)):
            at.setdefault(token.stem, []).append(place)
        places.append(at)
    near = sum(
        any(0 < abs(one - other) <= WINDOW for at in places for one in at.get(a, ()) for other in at.get(b, ()))
        for a, b in asked
    )
    return near / len(asked) if asked else 1.0


def _longest_gap(held: Sequence[bool]) -> int:
    longest = run = 0
    for one in held:
        run = 0 if one else run + 1
        longest = max(longest, run)
    return longest


def _numerals(sentence: str) -> int:
    return sum(token.word[0].isdigit() for token in tokens(sentence))
