"""Texts in, unit vectors out."""

from index.embedding.cross_encoder import CrossEncoder, Read
from index.embedding.embedder import Embedder, Vectors
from index.embedding.minilm import MiniLM, TokenVectors

__all__ = ["CrossEncoder", "Embedder", "MiniLM", "Read", "TokenVectors", "Vectors"]
