"""The usual llama-index stack on its side of the benchmark, set up as its own pages do.

VectorStoreIndex, ChromaVectorStore, SentenceSplitter, HuggingFaceEmbedding on sentence-transformers and torch. Run in
a process of its own, under any Python that has these; needs nothing of ours.
"""

import re
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from llama_index.core.node_parser import SentenceSplitter

    from evals.speed.sides.channel import Figures

_READS = 256
"""Tokens that all-MiniLM-L6-v2 reads of a text."""
_NEAR = 0.9


class Stack:
    """What the other process may ask for; each method's parameters are the request's fields."""

    def __init__(self) -> None:
        self._index: Any = None
        self._store: Any = None
        self._embedding: Any = None
        self._vectors: list[list[float]] = []
        self._nodes: list[Any] = []

    def load(self) -> "Figures":
        """Load the libraries, to see that they are there."""
        for name in ("chromadb", "llama_index.embeddings.huggingface", "llama_index.vector_stores.chroma", "torch"):
            import_module(name)
        return {}

    def open(self, home: str, model: str, threads: int) -> "Figures":
        """An index in a folder, new or old, and the model on the CPU."""
        import chromadb
        import torch
        from llama_index.core import StorageContext, VectorStoreIndex
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding
        from llama_index.vector_stores.chroma import ChromaVectorStore

        torch.set_num_threads(threads)
        if self._embedding is None:
            self._embedding = HuggingFaceEmbedding(model_name=model, device="cpu")
        client = chromadb.PersistentClient(home, settings=chromadb.config.Settings(anonymized_telemetry=False))
        self._store = ChromaVectorStore(chroma_collection=client.get_or_create_collection("articles"))
        self._index = VectorStoreIndex(
            nodes=[],
            storage_context=StorageContext.from_defaults(vector_store=self._store),
            embed_model=self._embedding,
            transformations=[_splitter(_READS, 0)],
        )
        self._embedding.get_query_embedding("ready")
        return {}

    def add(self, folder: str) -> "Figures":
        """Read a folder of files, split, embed and store them."""
        from llama_index.core import Document
        from llama_index.core.ingestion import run_transformations

        started, used = time.perf_counter(), time.process_time()
        documents = [Document(text=text) for text in _texts(folder)]
        nodes = run_transformations(documents, self._index._transformations)
        self._index.insert_nodes(nodes)
        return {
            "seconds": time.perf_counter() - started,
            "cpu_s": time.process_time() - used,
            "articles": len(documents),
            "chunks": len(nodes),
        }

    def fill(self, folder: str, chunks: int, most: int) -> "Figures":
        """Fill the collection up to so many chunks, at most so many now: real ones, then copies turned a little."""
        import numpy as np

        held = self._store._collection.count()
        if not self._nodes:
            from llama_index.core import Document

            documents = [Document(text=text) for text in _texts(folder)]
            self._nodes = _splitter(_READS, 0).get_nodes_from_documents(documents)
            self._vectors = self._embedding.get_text_embedding_batch([node.get_content() for node in self._nodes])
        count = min(most, chunks - held)
        dice, nodes = np.random.default_rng(held), []
        for at in range(held, held + count):
            vector = np.asarray(self._vectors[at % len(self._vectors)])
            if at >= len(self._nodes):
                noise = dice.standard_normal(len(vector))
                noise -= (noise @ vector) * vector
                vector = _NEAR * vector + (1 - _NEAR**2) ** 0.5 * noise / np.linalg.norm(noise)
            base = self._nodes[at % len(self._nodes)]
            nodes.append(base.model_copy(update={"id_": f"chunk-{at}", "embedding": vector.tolist()}))
        for start in range(0, len(nodes), 500):
            self._store.add(nodes[start : start + 500])
        return {"chunks": held + count}

    def retrieve(self, queries: list[str], k: int = 10) -> "Figures":
        """Milliseconds of each retrieval."""
        retriever = self._index.as_retriever(similarity_top_k=k)
        took, used = list[float](), time.process_time()
        for query in queries:
            started = time.perf_counter()
            retriever.retrieve(query)
            took.append(1000 * (time.perf_counter() - started))
        return {"ms": took, "cpu_ms": 1000 * (time.process_time() - used) / len(queries)}

    def embed(self, texts: list[str]) -> "Figures":
        """Seconds to embed these, in batches as the stack makes them."""
        started, used = time.perf_counter(), time.process_time()
        self._embedding.get_text_embedding_batch(texts)
        return {"seconds": time.perf_counter() - started, "cpu_s": time.process_time() - used}

    def chunking(self, folder: str, model: str) -> "Figures":
        """How its splitter's own defaults fit the model: chunks, tokens, and those of them that are not read."""
        from llama_index.core import Document
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(Path(model) / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        documents = [Document(text=text) for text in _texts(folder)]
        nodes = _splitter(1024, 200).get_nodes_from_documents(documents)
        counts = [len(one) for one in tokenizer.encode_batch([node.get_content() for node in nodes])]
        overlapping = _splitter(_READS, 200).get_nodes_from_documents(documents)
        plain = _splitter(_READS, 0).get_nodes_from_documents(documents)
        return {
            "chunks": len(counts),
            "tokens": sum(counts),
            "unread": sum(max(0, count - _READS) for count in counts),
            "cut": sum(count > _READS for count in counts),
            "chunks_256": len(plain),
            "chunks_256_overlapping": len(overlapping),
        }


def _texts(folder: str) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(Path(folder).glob("*.txt"))]


def _splitter(tokens: int, overlap: int) -> "SentenceSplitter":
    from llama_index.core.node_parser import SentenceSplitter

    # Its own sentence splitter, nltk's, refuses to start after an installer that links files.
    return SentenceSplitter(chunk_size=tokens, chunk_overlap=overlap, chunking_tokenizer_fn=_sentences)


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])(?=\s)", text)


SIDE = Stack
