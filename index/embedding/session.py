"""Opens the model in onnxruntime: builds its graph once and keeps it in the cache.

Knows nothing of batches and texts.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from index.embedding.calibration import show_texts
from index.embedding.runtime import Session, start
from index.embedding.weights import Arrays, Weights
from index.errors import LibraryError

Precision = Literal["float32", "int8"]


GRAPH_VERSION = 1
"""Raised when the graph changes, so that cached ones are built anew."""


def open_session(
    weights: Weights,
    cache: Path,
    *,
    precision: Precision,
    threads: int,
    pairs: tuple[str, Callable[[Arrays], Arrays]] | None = None,
) -> Session:
    """The model, ready to run. A graph that is missing or damaged in `cache` is built, the weights fully checked.

    `pairs` makes it read pairs: the name of an adapter, and what it makes of the weights.
    Raises WeightsError where the weights are not the expected ones, LibraryError where `cache` cannot be written.
    """
    name, change = pairs or ("", lambda arrays: arrays)
    file = cache / "-".join(filter(None, ["all-MiniLM-L6-v2", name, precision, f"{GRAPH_VERSION}.onnx"]))
    graph = _cached(file)
    if graph is None:
        weights.verify()
        graph = _built(weights, change(weights.arrays()), precision, pairs=pairs is not None)
        _keep(file, graph)
    return start(graph, change(bound(weights.arrays(), precision)), threads=threads)


def _cached(file: Path) -> bytes | None:
    """The graph in a cached file; None where there is none, or not the one that was written."""
    try:
        raw = file.read_bytes()
    except OSError:
        return None
    digest, graph = raw[:_DIGEST_BYTES], raw[_DIGEST_BYTES:]
    return graph if hashlib.sha256(graph).digest() == digest else None


def _keep(file: Path, graph: bytes) -> None:
    """Writes the file whole or not at all."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=file.name, suffix=".part", delete=False) as part:
            part.write(hashlib.sha256(graph).digest() + graph)
            part.flush()
            os.fsync(part.fileno())
        os.replace(part.name, file)
    except OSError as error:
        raise LibraryError(
            f"{file.parent}: cannot be written ({error.strerror}); free space or give permission"
        ) from error


def _built(weights: Weights, arrays: Arrays, precision: Precision, *, pairs: bool) -> bytes:
    from index.embedding.graph import build_graph  # onnx is slow to load, and needed only here
    from index.embedding.quantise import quantise

    if precision == "float32":
        return build_graph(arrays, pairs=pairs)
    exact = show_texts(start(build_graph(arrays, watch=True), bound(arrays, "float32"), threads=1), weights)
    signed, unsigned = (quantise(arrays, exact.largest, signed=choice) for choice in (True, False))
    seen = show_texts(start(build_graph(arrays, signed), bound(arrays, "int8"), threads=1), weights)
    # Signed weights are twice as fast, but overflow on processors without VNNI instructions.
    agrees = (seen.vectors * exact.vectors).sum(axis=1).mean() > _AGREEMENT
    return build_graph(arrays, signed if agrees else unsigned, pairs=pairs)


def bound(arrays: Arrays, precision: Precision) -> Arrays:
    """The tensors that a graph of this precision leaves in the weights file."""
    return {
        name: array
        for name, array in arrays.items()
        if not name.startswith("pooler.")
        and (precision == "float32" or name.startswith("embeddings.") or "LayerNorm" in name)
    }


_DIGEST_BYTES = 32
_AGREEMENT = 0.997
