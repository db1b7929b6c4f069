"""Reads two texts together: how the second bears on the first, and which of its words.

Knows nothing of what the score means: whoever made the adapter does. Nothing is opened before the first pair.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.embedding.adapter import Adapter, adapted, read_adapter
from index.embedding.minilm import BATCH_TOKENS, batches, cores
from index.embedding.runtime import IDS, KINDS, MASK, TOKENS, Session
from index.embedding.session import Precision, open_session
from index.embedding.tokens import encode, open_tokenizer
from index.embedding.weights import Arrays, Weights, find_weights

if TYPE_CHECKING:
    from index.embedding.tokens import Encoding, Tokenizer

MOST_FIRST, MOST_TOGETHER, MOST_BESIDE = 48, 160, 48
"""Tokens of the first text, of both with their three marks, and of what stands beside the second; no more are read."""


class Read(NamedTuple):
    """What reading a pair gave."""

    score: float
    """A logit: what the adapter says of the pair."""
    offsets: NDArray[np.int64]
    """Shape (m, 2): where each token that was read stands in the second text, half open, in characters."""
    first: NDArray[np.float32]
    """Shape (m,): logit of each token to be the first of a span."""
    last: NDArray[np.float32]
    """Shape (m,): logit of each token to be the last of a span."""


class CrossEncoder:
    """all-MiniLM-L6-v2 with an adapter, reading both texts at once (Nogueira and Cho 2019); threads may share it."""

    def __init__(
        self, cache: Path, adapter: Path, *, precision: Precision = "float32", threads: int | None = None
    ) -> None:
        """`cache` is a folder for the graph, `adapter` a .npz file; `threads` None takes the cores, at most 8."""
        self._cache, self._path = cache, adapter
        self._precision: Precision = precision
        self._threads = threads or min(8, cores())
        self._opening = RLock()

    def read(self, first: str, seconds: Sequence[str], beside: Sequence[str] | None = None) -> list[Read]:
        """`first` with each of `seconds`, in order. Raises WeightsError where the weights are missing.

        `beside` holds for each of `seconds` what helps to understand it; an empty text is none.
        """
        with self._opening:
            session, tokenizer, adapter = self._session, self._tokenizer, self._adapter
        begin, *asked, end = encode(tokenizer, [first])[0].ids
        asked = asked[:MOST_FIRST]
        told = encode(tokenizer, seconds, offsets=True)
        start, room = len(asked) + 2, MOST_TOGETHER - len(asked) - 3
        lengths = [min(len(one.ids) - 2, room) for one in told]
        helping = [one.ids[1:-1][-MOST_BESIDE:] for one in encode(tokenizer, beside or [""] * len(told))]
        pairs = [
            [begin, *asked, end, *one.ids[1 : 1 + length], end, *([*more, end] if more else [])]
            for one, length, more in zip(told, lengths, helping, strict=True)
        ]
        reads: dict[int, Read] = {}
        for batch in batches(pairs, BATCH_TOKENS):
            spans = [(start, start + lengths[place] + 1) for place in batch]
            states = _run(session, [pairs[place] for place in batch], spans)
            for row, (place, span) in enumerate(zip(batch, spans, strict=True)):
                reads[place] = _read(adapter, states[row], told[place], span)
        return [reads[place] for place in range(len(seconds))]

    @cached_property
    def _weights(self) -> Weights:
        return find_weights()

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return open_tokenizer(self._weights)

    @cached_property
    def _adapter(self) -> Adapter:
        return read_adapter(self._path)

    @cached_property
    def _session(self) -> Session:
        adapter = self._adapter

        def changed(weights: Arrays) -> Arrays:
            return adapted(weights, adapter)

        return open_session(
            self._weights,
            self._cache,
            precision=self._precision,
            threads=self._threads,
            pairs=(adapter.digest, changed),
        )


def _run(session: Session, ids: list[list[int]], spans: list[tuple[int, int]]) -> NDArray[np.float32]:
    """Last hidden states, shape (pairs, tokens, dim); `spans`: the tokens of each second text with its end mark."""
    shape = len(ids), max(map(len, ids))
    padded, mask, kinds = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for row, (pair, (first, last)) in enumerate(zip(ids, spans, strict=True)):
        padded[row, : len(pair)] = pair
        mask[row, : len(pair)] = 1
        kinds[row, first:last] = 1
    (states,) = session.run([TOKENS], {IDS: padded, MASK: mask, KINDS: kinds})
    return states


def _read(adapter: Adapter, states: NDArray[np.float32], told: "Encoding", span: tuple[int, int]) -> Read:
    second = states[span[0] : span[1]]
    pooled = np.concatenate([states[0], second.mean(axis=0)])
    weight, bias = adapter.head
    # The end mark is no token of the text.
    words = second[:-1]
    span_weight, span_bias = adapter.span
    edges = words @ span_weight.T + span_bias
    offsets = np.array(told.offsets[1 : 1 + len(words)], np.int64).reshape(-1, 2)
    return Read(float((weight @ pooled + bias)[0]), offsets, edges[:, 0], edges[:, 1])
