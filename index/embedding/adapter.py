"""An adapter: what turns the embedding model into a reader of pairs of texts.

Knows nothing of graphs, sessions and of what the pairs mean. It holds how each learnt weight differs from the model's,
matrices in steps of eight bits with one size for each row, so that it is a ninth of the model.
"""

import hashlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np

from index.embedding.weights import Array, Arrays
from index.errors import WeightsError

_HEADS = ("head", "span")


class Adapter(NamedTuple):
    """What an adapter's file holds."""

    digest: str
    """12 hexadecimal digits of the file's SHA-256."""
    changes: Mapping[str, Array]
    """By name of a weight or bias of the model: what is added to it, of the same shape."""
    head: tuple[Array, Array]
    """Weight, shape (1, 2 * dim), and bias: over the first token and the mean of the second text's tokens."""
    span: tuple[Array, Array]
    """Weight, shape (2, dim), and bias: over each token, for the first and the last token of an answer."""


def read_adapter(path: Path) -> Adapter:
    """The adapter in a .npz file. Raises WeightsError where it is missing or no adapter."""
    try:
        raw = path.read_bytes()
        with np.load(BytesIO(raw), allow_pickle=False) as file:
            arrays = {name: file[name].astype(np.float32) for name in file.files}
        head, span = (_head(arrays, name) for name in _HEADS)
        changes = {name.removesuffix("/steps"): _change(arrays, name) for name in arrays if not name.endswith("/size")}
        return Adapter(hashlib.sha256(raw).hexdigest()[:12], changes, head, span)
    except (OSError, EOFError, BadZipFile, KeyError, ValueError) as error:
        raise WeightsError(f"{path}: no adapter can be read from it ({error}); install twosource again") from error


def adapted(weights: Arrays, adapter: Adapter) -> Arrays:
    """Those weights of the model, with the adapter's changes added to them."""
    changed = {
        name: (weights[name] + change).astype(np.float32) for name, change in adapter.changes.items() if name in weights
    }
    return {**weights, **changed}


def _head(arrays: dict[str, Array], name: str) -> tuple[Array, Array]:
    return arrays.pop(f"{name}.weight"), arrays.pop(f"{name}.bias")


def _change(arrays: Mapping[str, Array], name: str) -> Array:
    whole = arrays[name]
    return whole * arrays[name.removesuffix("steps") + "size"] if name.endswith("/steps") else whole
