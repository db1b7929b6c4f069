"""What an embedder is to the index. Knows no particular model."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Shape (n, dim), each row of unit length."""


class Embedder(Protocol):
    """Turns texts into unit vectors; the same text gives the same vector, whatever stands beside it."""

    @property
    def name(self) -> str:
        """Weights and arithmetic in one word: a library is bound to the embedder that built it."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row per text, in order, shape (n, dim). Raises WeightsError where the weights are missing."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text as the model sees them, before any truncation."""


def unrelated(embedder: Embedder) -> float:
    """The cosine that two texts may reach which have nothing to do with each other; -1 where it is not known.

    An embedder that knows says so in an attribute of this name.
    """
    return float(getattr(embedder, "unrelated", -1.0))


def embed_query(embedder: Embedder, query: str) -> Vectors:
    """The query's vector, shape (1, dim): by the embedder's own `embed_query` where it has one, else as a text's."""
    own: Callable[[str], Vectors] | None = getattr(embedder, "embed_query", None)
    return embedder.embed([query]) if own is None else own(query)[None]
