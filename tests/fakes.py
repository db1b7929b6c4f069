"""An embedder for tests: a bag of words, hashed. Quick, deterministic, and near where words are shared.

Needs no model file. Keeps what it was given, so that a test can tell what was embedded.
"""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from index.embedding.embedder import Vectors


class WordEmbedder:
    """Every word adds one signed number; texts without a word in common are nearly at right angles."""

    def __init__(self, name: str = "words", dim: int = 128) -> None:
        self.name = name
        self.dim = dim
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            # Every text shares a little, as with a real model; so no row is zero.
            row[0] = 0.1
            for word in re.findall(r"\w+", text.casefold()):
                digest = hashlib.sha256(word.encode()).digest()
                row[1 + int.from_bytes(digest[:4]) % (self.dim - 1)] += 1.0 if digest[4] % 2 else -1.0
            row /= np.linalg.norm(row)
        return rows

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(re.findall(r"\w+|[^\w\s]", text)) + 2 for text in texts]
