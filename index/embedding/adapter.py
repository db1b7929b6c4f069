"""A low-rank adapter: small matrices that turn the embedding model into a reader of pairs of texts.

Knows nothing of graphs, sessions and of what the pairs mean. Method: Hu et al. 2021, "LoRA" (arXiv 2106.09685).
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


class Adapter(NamedTuple):
    """What an adapter's file holds."""

    digest: str
    """12 hexadecimal digits of the file's SHA-256."""
    low_rank: Mapping[str, tuple[Array, Array]]
    """By name of a linear layer: `up`, shape (outputs, rank), and `down`, shape (rank, inputs)."""
    head: tuple[Array, Array]
    """Weight, shape (scores, 2 * dim), and bias: over the first token and the mean of the second text's tokens."""
    span: tuple[Array, Array]
    """Weight, shape (2, dim), and bias: over each token, for the first and the last token of an answer."""


def read_adapter(path: Path) -> Adapter:
    """The adapter in a .npz file. Raises WeightsError where it is missing or no adapter."""
    try:
        raw = path.read_bytes()
        with np.load(BytesIO(raw), allow_pickle=False) as file:
            arrays = {name: file[name].astype(np.float32) for name in file.files}
        names = sorted({name.rsplit("/", 1)[0] for name in arrays if "/" in name})
        return Adapter(
            digest=hashlib.sha256(raw).hexdigest()[:12],
            low_rank={name: (arrays[f"{name}/up"], arrays[f"{name}/down"]) for name in names},
            head=(arrays["head.weight"], arrays["head.bias"]),
            span=(arrays["span.weight"], arrays["span.bias"]),
        )
    except (OSError, EOFError, BadZipFile, KeyError, ValueError) as error:
        raise WeightsError(f"{path}: no adapter can be read from it ({error}); install twosource again") from error


def adapted(weights: Arrays, adapter: Adapter) -> Arrays:
    """The model's weights with the adapter's products added to those of the layers it names."""
    changed = {
        f"{name}.weight": (weights[f"{name}.weight"] + up @ down).astype(np.float32)
        for name, (up, down) in adapter.low_rank.items()
    }
    return {**weights, **changed}
