"""all-MiniLM-L6-v2 on onnxruntime: texts in, unit vectors out.

Knows nothing of articles and libraries. Nothing is opened before the first text.
"""

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.embedding.embedder import Vectors
from index.embedding.runtime import IDS, MASK, SENTENCE, TOKENS, Session
from index.embedding.session import Precision, open_session
from index.embedding.tokens import encode, model_ids, open_tokenizer
from index.embedding.weights import DIM, Weights, find_weights

if TYPE_CHECKING:
    from index.embedding.tokens import Encoding, Tokenizer


BATCH_TOKENS = 768
"""Tokens run together; activations of more fall out of the cores' caches."""


class TokenVectors(NamedTuple):
    """The tokens of one text, its start and end marks left out."""

    offsets: NDArray[np.int64]
    """Shape (m, 2): where each token starts and ends in the text, half open, in characters."""
    vectors: Vectors
    """Shape (m, dim): each token's last hidden state, of unit length."""


class MiniLM:
    """The default embedder; one may serve several threads."""

    unrelated = 0.4
    """Cosine up to which unrelated texts come: of questions in seven other scripts, none was nearer to any of 2,083
    English passages (the nearest .39); of 442 English questions, the nearest passage was in 98 of 100 (lowest .38)."""

    def __init__(self, cache: Path, *, precision: Precision = "float32", threads: int | None = None) -> None:
        """`cache` is a folder for the graph; `threads` None takes the cores this process may use, at most 8."""
        self._cache = cache
        self._precision: Precision = precision
        self._threads = threads or min(8, cores())
        self._opening = RLock()

    @property
    def name(self) -> str:
        """Weights and arithmetic."""
        return f"all-MiniLM-L6-v2-{self._precision}"

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return DIM

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit vector per text, in order, shape (n, dim); what is beyond 256 tokens is not read.

        Raises WeightsError where the weights are missing.
        """
        vectors = np.zeros((len(texts), DIM), np.float32)
        ids = [model_ids(encoding) for encoding in self._encoded(texts)]
        for batch in batches(ids, BATCH_TOKENS):
            (vectors[batch],) = self._run([SENTENCE], [ids[place] for place in batch])
        return vectors

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The vectors of each text's tokens, to score words against words."""
        return self.embed_both(texts)[1]

    def embed_both(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """What `embed` and `embed_tokens` give, in one pass."""
        vectors = np.zeros((len(texts), DIM), np.float32)
        encodings = self._encoded(texts, offsets=True)
        ids = [model_ids(encoding) for encoding in encodings]
        tokens: dict[int, TokenVectors] = {}
        for batch in batches(ids, BATCH_TOKENS):
            vectors[batch], states = self._run([SENTENCE, TOKENS], [ids[place] for place in batch])
            for row, place in enumerate(batch):
                tokens[place] = _token_vectors(encodings[place], states[row, 1 : len(ids[place]) - 1])
        return vectors, [tokens[place] for place in range(len(texts))]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text before any is cut off, the start and end marks counted."""
        return [len(encoding) for encoding in self._encoded(texts)]

    def _encoded(self, texts: Sequence[str], *, offsets: bool = False) -> "list[Encoding]":
        with self._opening:
            tokenizer = self._tokenizer
        return encode(tokenizer, texts, offsets=offsets)

    def _run(self, outputs: list[str], ids: list[list[int]]) -> list[NDArray[np.float32]]:
        with self._opening:
            session = self._session
        shape = len(ids), max(map(len, ids))
        padded, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, text_ids in enumerate(ids):
            padded[row, : len(text_ids)] = text_ids
            mask[row, : len(text_ids)] = 1
        return session.run(outputs, {IDS: padded, MASK: mask})

    @cached_property
    def _weights(self) -> Weights:
        return find_weights()

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return open_tokenizer(self._weights)

    @cached_property
    def _session(self) -> Session:
        return open_session(self._weights, self._cache, precision=self._precision, threads=self._threads)


def batches(ids: Sequence[Sequence[int]], most: int) -> Iterator[list[int]]:
    """Places of texts of like length, together at most `most` tokens with their padding."""
    batch: list[int] = []
    for place in sorted(range(len(ids)), key=lambda place: len(ids[place])):
        if batch and (len(batch) + 1) * len(ids[place]) > most:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _token_vectors(encoding: "Encoding", states: NDArray[np.float32]) -> TokenVectors:
    offsets = np.array(encoding.offsets[1 : 1 + len(states)], np.int64).reshape(-1, 2)
    return TokenVectors(offsets, states / np.linalg.norm(states, axis=1, keepdims=True))


def cores() -> int:
    """Cores that this process may use."""
    # macOS has no affinity.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
