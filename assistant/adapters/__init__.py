"""The assistant in the shapes that other libraries expect; each library is imported only when asked for."""

from assistant.adapters.embedding import as_embedder
from assistant.adapters.llama_index import as_query_engine, as_retriever

__all__ = ["as_embedder", "as_query_engine", "as_retriever"]
