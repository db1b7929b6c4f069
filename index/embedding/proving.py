"""What an embedder gave, proved to be what was asked for.

Knows no model.
"""

from collections.abc import Sequence

import numpy as np

from index.embedding.embedder import Embedder, Vectors
from index.errors import EmbedderError


def embed(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    """One unit vector per text. Raises EmbedderError if `embedder` gives anything else."""
    return checked(embedder, texts, embedder.embed(texts))


def checked(embedder: Embedder, texts: Sequence[str], given: Vectors) -> Vectors:
    """What `embedder` gave for the texts. Raises EmbedderError if that is not one unit vector per text."""
    vectors = np.asarray(given, dtype=np.float32)
    if vectors.shape != (len(texts), embedder.dim):
        raise EmbedderError(
            f"embedder {embedder.name!r} gave vectors of shape {vectors.shape} for {len(texts)} texts; "
            f"it must give ({len(texts)}, {embedder.dim})"
        )
    lengths = np.linalg.norm(vectors, axis=1)
    if not np.allclose(lengths, 1.0, atol=1e-3):
        raise EmbedderError(f"embedder {embedder.name!r} gave vectors that are not of unit length; normalise them")
    return vectors
