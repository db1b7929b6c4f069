"""Shows the model some news sentences, to learn the range of what its layers see and to compare two graphs.

Knows nothing of caches. The sentences were written for this; no article holds them.
"""

from collections.abc import Iterator
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.embedding.embedder import Vectors
from index.embedding.runtime import IDS, MASK, Session
from index.embedding.tokens import encode, model_ids, open_tokenizer
from index.embedding.weights import Weights


class Seen(NamedTuple):
    """What a run over the calibration texts gave."""

    vectors: Vectors
    """One unit vector per text."""
    largest: tuple[NDArray[np.float32], ...]
    """For each further output of the graph, the largest absolute value of each of its columns."""


def show_texts(session: Session, weights: Weights) -> Seen:
    """Runs every calibration text by itself."""
    vectors: list[NDArray[np.float32]] = []
    largest: list[NDArray[np.float32]] = []
    for ids in _texts(weights):
        sentence, _, *watched = session.run(None, {IDS: ids, MASK: np.ones_like(ids)})
        columns = [np.abs(rows).max(axis=0) for rows in watched]
        largest = [np.maximum(*pair) for pair in zip(largest, columns, strict=True)] if vectors else columns
        vectors.append(sentence)
    return Seen(np.concatenate(vectors), tuple(largest))


def _texts(weights: Weights) -> Iterator[NDArray[np.int64]]:
    texts = resources.files("index.embedding").joinpath("calibration.txt").read_text("utf-8").splitlines()
    for encoding in encode(open_tokenizer(weights), texts):
        yield np.array([model_ids(encoding)], np.int64)
