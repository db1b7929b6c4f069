"""Opens the model in onnxruntime: builds its graph once, keeps it in the cache, binds it to the weights.

Knows nothing of batches and pooled vectors. onnxruntime is imported here alone.
"""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding.tokens import encode, model_ids, open_tokenizer
from index.embedding.weights import Arrays, Weights
from index.errors import LibraryError

Precision = Literal["float32", "int8"]


class Session(Protocol):
    """The model, ready to run."""

    def run(self, outputs: list[str] | None, inputs: Mapping[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        """The outputs asked for, `"sentence"` and `"tokens"`, from the inputs `"ids"` and `"mask"`; None: all."""


GRAPH_VERSION = 1
"""Raised when the graph changes, so that cached ones are built anew."""


def open_session(weights: Weights, cache: Path, *, precision: Precision, threads: int) -> Session:
    """The model, ready to run. A graph that is missing or damaged in `cache` is built, the weights fully checked.

    Raises WeightsError where the weights are not the expected ones, LibraryError where `cache` cannot be written.
    """
    file = cache / f"all-MiniLM-L6-v2-{precision}-{GRAPH_VERSION}.onnx"
    arrays = weights.arrays()
    graph = _cached(file)
    if graph is None:
        weights.verify()
        graph = _built(weights, precision)
        _keep(file, graph)
    return _session(graph, _bound(arrays, precision), threads=threads)


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


def _built(weights: Weights, precision: Precision) -> bytes:
    from index.embedding.graph import build_graph  # onnx is slow to load, and needed only here
    from index.embedding.quantise import quantise

    arrays = weights.arrays()
    if precision == "float32":
        return build_graph(arrays)
    return build_graph(arrays, quantise(arrays, _largest_inputs(weights, build_graph(arrays, watch=True))))


def _largest_inputs(weights: Weights, graph: bytes) -> list[NDArray[np.float32]]:
    """For each linear layer, the largest absolute value of each input channel over the calibration texts."""
    session = _session(graph, _bound(weights.arrays(), "float32"), threads=1)
    texts = resources.files("index.embedding").joinpath("calibration.txt").read_text("utf-8").splitlines()
    largest: list[NDArray[np.float32]] = []
    for encoding in encode(open_tokenizer(weights), texts):
        ids = np.array([model_ids(encoding)])
        _, _, *watched = session.run(None, {"ids": ids, "mask": np.ones_like(ids)})
        seen = [np.abs(rows).max(axis=0) for rows in watched]
        largest = [np.maximum(*pair) for pair in zip(largest, seen, strict=True)] if largest else seen
    return largest


def _bound(arrays: Arrays, precision: Precision) -> Arrays:
    """The tensors that the graph leaves in the weights file."""
    return {
        name: array
        for name, array in arrays.items()
        if not name.startswith("pooler.")
        and (precision == "float32" or name.startswith("embeddings.") or "LayerNorm" in name)
    }


def _session(graph: bytes, bound: Arrays, *, threads: int) -> Session:
    from onnxruntime import InferenceSession, OrtValue, SessionOptions  # type: ignore[import-untyped]

    options = SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # Waiting threads that spin take the cores from everything else; the peak is the same without.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    values = [OrtValue.ortvalue_from_numpy(array) for array in bound.values()]
    options.add_external_initializers(list(bound), values)
    session: Session = InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    return session


_DIGEST_BYTES = 32
