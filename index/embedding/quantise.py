"""Turns the linear layers into eight bits: smoothed input channels, a scale for each row and each output.

Knows nothing of sessions and files; it is handed the largest inputs that the layers see.
Smoothing after Xiao et al. 2022, "SmoothQuant" (arXiv 2211.10438), equation 4.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.embedding.graph import LAYERS, Quantised, linear_groups
from index.embedding.weights import Arrays

ALPHA = 0.65
"""How much of the range moves from the inputs to the weights; 0.5 to 0.8 differ little on this model."""


def quantise(
    weights: Arrays, largest_inputs: Sequence[NDArray[np.float32]], *, signed: bool = True
) -> Mapping[str, Quantised]:
    """Every linear layer in eight bits, by the name of the first layer that shares its input.

    `largest_inputs` holds, for each group of `linear_groups` in the order of the graph, the largest absolute
    value of each input channel over the calibration texts.
    """
    groups = [names for layer in range(LAYERS) for names in linear_groups(layer)]
    return {
        names[0]: _quantised(
            np.concatenate([weights[f"{name}.weight"] for name in names]),
            np.concatenate([weights[f"{name}.bias"] for name in names]),
            largest,
            signed=signed,
        )
        for names, largest in zip(groups, largest_inputs, strict=True)
    }


def _quantised(
    weight: NDArray[np.float32], bias: NDArray[np.float32], largest: NDArray[np.float32], *, signed: bool
) -> Quantised:
    """`weight` has shape (outputs, inputs)."""
    smooth = np.maximum(largest, 1e-5) ** ALPHA / np.maximum(np.abs(weight).max(axis=0), 1e-5) ** (1 - ALPHA)
    moved = weight.T * smooth[:, None]
    scale = np.abs(moved).max(axis=0) / 127
    steps = np.rint(moved / scale)
    return Quantised(
        smoothing=(1 / smooth).astype(np.float32),
        weight=steps.astype(np.int8) if signed else (steps + 128).astype(np.uint8),
        scale=scale.astype(np.float32),
        bias=bias,
    )
