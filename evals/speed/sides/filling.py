"""Fills a library beyond what a model can embed in minutes: copies of texts with ready vectors.

A copy has the words of its text in another order, so that words index and fingerprints have all their work, and for
vectors those of real chunks, each turned a little.
"""

import hashlib
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import Article, MiniLM
from evals.speed.sources import Source

_NEAR = 0.9
"""Cosine of a copy's vector with the one that it is made of: as near as two reports of one event."""
_TOKENS_PER_WORD = 1.35


class Watched(MiniLM):
    """The default embedder, with an eye on what it is given; or ready vectors in its place."""

    def __init__(self, cache: Path, *, int8: bool) -> None:
        super().__init__(cache, precision="int8" if int8 else "float32")
        self.texts = 0
        """Embedded so far."""
        self.seconds = 0.0
        """Spent on that."""
        self.made: list[NDArray[np.float32]] = []
        """Every vector made, in order."""
        self.ready: NDArray[np.float32] | None = None
        """Vectors to give turned copies of, shape (n, dim). None: embed."""
        self._dice = np.random.default_rng(7)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As ever, or ready vectors."""
        started = time.perf_counter()
        vectors = super().embed(texts) if self.ready is None else self._turned(self.ready, len(texts))
        self.seconds += time.perf_counter() - started
        self.texts += len(texts)
        if self.ready is None:
            self.made.append(vectors)
        return vectors

    def embed_query(self, query: str) -> NDArray[np.float32]:
        """The query's own vector, whatever chunks get."""
        return np.asarray(super().embed([query])[0])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """As ever; an estimate where vectors are ready, for then it would take most of the time."""
        if self.ready is None:
            return super().count_tokens(texts)
        return [round(_TOKENS_PER_WORD * len(text.split())) + 2 for text in texts]

    def _turned(self, ready: NDArray[np.float32], count: int) -> NDArray[np.float32]:
        picked = ready[(self.texts + np.arange(count)) % len(ready)]
        noise = self._dice.standard_normal(picked.shape, dtype=np.float32)
        noise -= (noise * picked).sum(axis=1, keepdims=True) * picked
        noise /= np.linalg.norm(noise, axis=1, keepdims=True)
        return np.asarray(_NEAR * picked + np.sqrt(1 - _NEAR**2) * noise, dtype=np.float32)


def article_of(source: Source, key: str) -> Article:
    """The text as an article that was handed in."""
    return Article(
        id=hashlib.sha256(key.encode()).hexdigest()[:24],
        key=key,
        title=source.title,
        title_how="given",
        language="en",
        text=source.written,
    )


def copy_of(source: Source, number: int) -> Source:
    """The text with the words of each paragraph in another order; no run of words is that of another copy."""
    dice = random.Random(number)
    return Source(
        _shuffled(source.title, dice), "\n\n".join(_shuffled(part, dice) for part in source.text.split("\n\n"))
    )


def _shuffled(text: str, dice: random.Random) -> str:
    """Its words in another order, a full stop after every twenty."""
    words = [word.rstrip(".") for word in text.split()]
    dice.shuffle(words)
    return " ".join(word + "." * (place % 20 == 19) for place, word in enumerate(words))
