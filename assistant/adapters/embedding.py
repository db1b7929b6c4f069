"""A llama-index embedding model as the embedder of a library.

Knows no library. What the model cannot say (its tokenizer, how near unrelated texts come) is estimated or tried out.
"""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np

from index import Embedder, EmbedderError

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding, Embedding
    from numpy.typing import NDArray


def as_embedder(model: "BaseEmbedding | Embedder") -> Embedder:
    """The model as an embedder; one that is an embedder already is given back."""
    if hasattr(model, "get_text_embedding_batch"):
        return _LlamaIndexEmbedder(cast("BaseEmbedding", model))
    return model


class _LlamaIndexEmbedder:
    """Any llama-index embedding model; asks it nothing before the first text."""

    def __init__(self, model: "BaseEmbedding") -> None:
        self._model = model
        self.name = f"{type(model).__name__}:{model.model_name}"
        """Class and model name: a library is bound to it."""

    @cached_property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self.embed(_UNRELATED[:1]).shape[1])

    @cached_property
    def unrelated(self) -> float:
        """The cosine that unrelated texts may reach: three standard deviations above that of a dozen such texts."""
        vectors = self.embed(_UNRELATED)
        pairs = (vectors @ vectors.T)[np.triu_indices(len(vectors), k=1)]
        return min(0.95, float(pairs.mean() + 3 * pairs.std()))

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """One unit vector per text, in order. Raises EmbedderError where the model fails."""
        return self._unit(lambda: self._model.get_text_embedding_batch(list(texts)))

    def embed_query(self, query: str) -> "NDArray[np.float32]":
        """The query's unit vector, shape (dim,): many models read a query otherwise than a text."""
        return np.asarray(self._unit(lambda: [self._model.get_query_embedding(query)])[0])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """An estimate, on the high side: a token is at most six letters, one ideograph or one mark."""
        return [len(_TOKEN.findall(text)) + 2 for text in texts]

    def _unit(self, ask: Callable[[], "list[Embedding]"]) -> "NDArray[np.float32]":
        try:
            vectors = np.asarray(ask(), dtype=np.float32)
        except Exception as error:  # Every integration has errors of its own.
            what = " ".join(str(error).split())[:200]
            raise EmbedderError(f"embedder {self.name!r} failed ({what}); check that it runs, and retry") from error
        lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)


_TOKEN = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w{1,6}|[^\w\s]")
_UNRELATED = (
    "The orchestra tuned its strings before the second act.",
    "Interest rates were left unchanged on Thursday.",
    "A goalkeeper saved two penalties in extra time.",
    "Soak the beans overnight and rinse them well.",
    "The glacier has lost a third of its ice since 1980.",
    "Her new phone does not charge without a cable.",
    "The court adjourned the hearing until spring.",
    "Bees find their way home by the light of the sun.",
    "Le train de nuit part à vingt-deux heures.",
    "Der Zahnarzt hat mittwochs geschlossen.",
    "Вчера в парке посадили сорок лип.",
    "这家书店星期天不开门。",
)
