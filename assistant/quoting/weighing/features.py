"""How a sentence fits a question, in numbers.

Works on candidates and vectors; knows nothing of weights, thresholds or answers.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.question.analysis import Question, Wanted
from assistant.question.short_answer import answering_spans
from assistant.quoting.candidates import Candidate, Meaning
from assistant.words import STOP_WORDS, fold, words

UNTYPED: dict[Wanted, float] = {"what": 0.0, "why": 0.7, "yes_no": 0.0, "who": 0.4, "where": 0.4, "when": 0.4}
"""What it counts against a sentence that no span of the wanted sort was found in it; 1 for the other sorts.

Numbers are found surely; a name or a place may be there and not be seen.
"""


class Outward(NamedTuple):
    """What of one sentence against one question costs no model; shares are 0 to 1."""

    cover: float
    """Share of the question's topic words that the sentence holds, weighted by rarity."""
    context: float
    """The same, with the title and the sentences beside it."""
    names: float
    """Share of the question's names that stand in the sentence; 1 where it has none."""
    numbers: float
    """Share of the question's numerals that stand in the sentence; 1 where it has none."""
    passage: float
    """Cosine of the question and the passage that the sentence stands in, -1 to 1."""
    words: float
    """BM25 of the question's words in that passage, a tenth of it."""
    place: float
    """Logarithm of that passage's place in the search, 0 for the first."""
    length: float
    """Logarithm of the number of words."""
    no_prose: float
    """1: a heading or a line that is no sentence."""


class Features(NamedTuple):
    """One sentence against one question."""

    outward: Outward
    """What costs no model."""
    cosine: float
    """Cosine of question and sentence, -1 to 1."""
    late: float
    """Mean, over the question's telling tokens, of the cosine of the nearest token, -1 to 1."""
    beside: float
    """The same over the sentence, the one before it and the title; as `late` where it is not read closely."""
    faintest: float
    """The smallest of these cosines: how near the part that is least met comes."""
    typed: float
    """1: a span of the wanted sort that the question does not hold itself stands in the sentence."""
    untyped: float
    """1: a number of a sort is wanted and none stands in the sentence; 0.4 where a name or a date is."""
    focus: float
    """1: what is counted or chosen is named in the sentence."""

    @property
    def row(self) -> tuple[float, ...]:
        """All of them, the outward ones first."""
        return (*self.outward, *self[1:])


def rarity(question: Question, found: Sequence[Candidate]) -> dict[str, float]:
    """Weight of each topic word of the question: rarer among the sentences found is more telling.

    Inverse document frequency (Robertson and Spärck Jones 1976) over the sentences found, not the library:
    what all of them share is the topic, and the rest is what is asked of it.
    """
    count = len(found)
    return {
        term: math.log(1 + (count + 1) / (sum(term in one.terms for one in found) + 0.5)) for term in question.terms
    }


def outward(question: Question, found: Sequence[Candidate], weights: Mapping[str, float]) -> list[Outward]:
    """One row per candidate, in order; `found` is in the order of the passages."""
    places = {hit: place for place, hit in enumerate(dict.fromkeys(one.hit.chunk.id for one in found))}
    return [
        Outward(
            cover=coverage(weights, one.terms),
            context=coverage(weights, {*one.terms, *one.context}),
            names=_share(question.names, text := fold(one.text)),
            numbers=_share(question.numbers, f"{text} {' '.join(one.terms)}"),
            passage=one.hit.cosine,
            words=one.hit.words / 10,
            place=math.log1p(places[one.hit.chunk.id]),
            length=math.log1p(len(words(one.core))),
            no_prose=float(one.span.kind != "sentence"),
        )
        for one in found
    ]


def features(
    question: Question,
    found: Sequence[Candidate],
    rows: Sequence[Outward],
    *,
    asked: Sequence[Meaning],
    meant: Sequence[Meaning],
) -> list[Features]:
    """One row per candidate, in order; `rows`, `asked` (the question as it is put to it) and `meant` hold one each."""
    telling = {put.words: _telling_tokens(put) for put in {one.words: one for one in asked}.values()}
    return [
        Features(
            outward=row,
            cosine=float(put.vector @ meaning.vector),
            late=float((echo := _echo(telling[put.words], meaning)).mean()),
            beside=float(echo.mean()),
            faintest=float(echo.min()),
            typed=float(bool(spans := answering_spans(question, one.core))),
            untyped=0.0 if spans else UNTYPED.get(question.wanted, 1.0),
            focus=float(question.focus is not None and question.focus in one.terms),
        )
        for one, row, put, meaning in zip(found, rows, asked, meant, strict=True)
    ]


def late(asked: Meaning, parts: Sequence[Meaning]) -> float:
    """Mean, over the question's telling tokens, of the cosine of the nearest token of any part, -1 to 1."""
    telling = _telling_tokens(asked)
    echoes = [_echo(telling, part) for part in parts if part.words] or [np.zeros(1, np.float32)]
    return float(np.maximum.reduce(echoes).mean())


def _telling_tokens(asked: Meaning) -> NDArray[np.float32]:
    """The tokens of a question that carry the topic; all where none does."""
    telling = [place for place, word in enumerate(asked.words) if _telling(word)] or list(range(len(asked.words)))
    return asked.tokens[telling].astype(np.float32)


def _echo(telling: NDArray[np.float32], meant: Meaning) -> NDArray[np.float32]:
    """How near the nearest token of a sentence comes to each token of the question that carries the topic.

    Late interaction (Khattab and Zaharia 2020, ColBERT), without training for it.
    """
    if not meant.words:
        return np.zeros(1, np.float32)
    echo: NDArray[np.float32] = (telling @ meant.tokens.T.astype(np.float32)).max(axis=1)
    return echo


def _telling(word: str) -> bool:
    return any(char.isalnum() for char in word) and fold(word) not in STOP_WORDS


def coverage(weights: Mapping[str, float], heard: Collection[str]) -> float:
    """Share of the question's topic words that the stems `heard` hold, by weight, 0 to 1."""
    return sum(weight for term, weight in weights.items() if term in heard) / (sum(weights.values()) or 1.0)


def _share(wanted: Sequence[str], folded: str) -> float:
    return sum(one in folded for one in wanted) / len(wanted) if wanted else 1.0
