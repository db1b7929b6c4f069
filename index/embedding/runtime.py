"""Starts a graph in onnxruntime, its weights mapped from their file.

Knows nothing of caches and texts. onnxruntime is imported here alone.
"""

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding.weights import Arrays

IDS, MASK, KINDS, SENTENCE, TOKENS = "ids", "mask", "kinds", "sentence", "tokens"
"""Inputs, int64 (texts, tokens); outputs: unit vectors (texts, dim) and last hidden states (texts, tokens, dim).

`KINDS` is an input of a graph for pairs only: 0 for the tokens of the first text, 1 for those of the second.
"""


class Session(Protocol):
    """The model, ready to run; one may serve several threads."""

    def run(self, outputs: list[str] | None, inputs: Mapping[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        """The outputs asked for, of `SENTENCE` and `TOKENS`, from the inputs of the graph; None: all."""


def start(graph: bytes, arrays: Arrays, *, threads: int) -> Session:
    """A session of a graph that `build_graph` made; the tensors that it leaves out are those of `arrays`."""
    from onnxruntime import InferenceSession, OrtValue, SessionOptions  # type: ignore[import-untyped]

    options = SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # Waiting threads that spin take the cores from everything else; the peak is the same without.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_external_initializers(list(arrays), [OrtValue.ortvalue_from_numpy(array) for array in arrays.values()])
    session: Session = InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    return session
