"""Texts in, unit vectors out."""

from index.embedding.embedder import Embedder, Vectors
from index.embedding.minilm import MiniLM, TokenVectors

__all__ = ["Embedder", "MiniLM", "TokenVectors", "Vectors"]
