"""The cross-encoder while it is trained: all-MiniLM-L6-v2, its upper layers with low-rank matrices beside them.

Knows nothing of data. torch is imported here and in `train.py` alone.
"""

import math
from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

RANK, ALPHA = 32, 64
"""Of the low-rank matrices; the product counts ALPHA / RANK times."""
LAYERS, HEADS, DIM = 6, 12, 384
FIRST = 2
"""The lowest layer that learns; those below stay as they are."""
EPSILON = 1e-12
_PARTS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


class Linear(nn.Module):
    """A frozen linear layer, with a low-rank one beside it where it learns."""

    def __init__(self, weights: Mapping[str, Tensor], name: str, *, learns: bool) -> None:
        super().__init__()
        self.learns = learns
        self.weight, self.bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
        if learns:
            outputs, inputs = self.weight.shape
            self.down = nn.Parameter(torch.randn(RANK, inputs) / math.sqrt(inputs))
            self.up = nn.Parameter(torch.zeros(outputs, RANK))

    def forward(self, rows: Tensor) -> Tensor:
        told: Tensor = functional.linear(rows, self.weight, self.bias)
        if self.learns:
            told = told + functional.linear(functional.linear(rows, self.down), self.up) * (ALPHA / RANK)
        return told


class Layer(nn.Module):
    """One layer of the model."""

    def __init__(self, weights: Mapping[str, Tensor], number: int) -> None:
        super().__init__()
        name = f"encoder.layer.{number}"
        self.parts = nn.ModuleList(Linear(weights, f"{name}.{part}", learns=number >= FIRST) for part in _PARTS)
        self.norms = [
            (weights[f"{name}.{part}.LayerNorm.weight"], weights[f"{name}.{part}.LayerNorm.bias"])
            for part in ("attention.output", "output")
        ]

    def forward(self, states: Tensor, bias: Tensor, dropout: float) -> Tensor:
        texts, tokens, _ = states.shape
        query, key, value, output, inner, outer = self.parts
        heads = [part(states).view(texts, tokens, HEADS, DIM // HEADS).transpose(1, 2) for part in (query, key, value)]
        mixed = functional.scaled_dot_product_attention(*heads, attn_mask=bias.to(states.dtype))
        attended = output(mixed.transpose(1, 2).reshape(texts, tokens, DIM))
        states = self._normed(states, attended, dropout, 0)
        return self._normed(states, outer(functional.gelu(inner(states))), dropout, 1)

    def _normed(self, states: Tensor, change: Tensor, dropout: float, place: int) -> Tensor:
        summed = states + functional.dropout(change, dropout, self.training)
        return functional.layer_norm(summed, (DIM,), *self.norms[place], EPSILON)


class Network(nn.Module):
    """Token ids of pairs in; two logits for each pair and two for each token of its second text out."""

    def __init__(self, weights: Mapping[str, Tensor]) -> None:
        super().__init__()
        self.tables = {name: tensor for name, tensor in weights.items() if name.startswith("embeddings.")}
        self.layers = nn.ModuleList(Layer(weights, number) for number in range(LAYERS))
        self.head, self.span = nn.Linear(2 * DIM, 2), nn.Linear(DIM, 2)

    def forward(self, ids: Tensor, kinds: Tensor, mask: Tensor, dropout: float = 0.1) -> tuple[Tensor, Tensor]:
        """Shapes (pairs, 2) and (pairs, tokens, 2); `kinds` is 1 for the second text."""
        bias = (1.0 - mask[:, None, None, :].float()) * -1e4
        with torch.no_grad():
            states = self._embedded(ids, kinds)
            for layer in self.layers[:FIRST]:
                states = layer(states, bias, 0.0)
        for layer in self.layers[FIRST:]:
            states = layer(states, bias, dropout)
        states = states.float()
        second = (kinds * mask).float()[..., None]
        mean = (states * second).sum(1) / second.sum(1).clamp(min=1)
        pooled = functional.dropout(torch.cat([states[:, 0], mean], 1), dropout, self.training)
        return self.head(pooled), self.span(states).masked_fill(second == 0, -1e4)

    def go_on(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        """Start from an adapter of the same or a lower rank, as `adapter` gives it."""
        with torch.no_grad():
            for number, layer in enumerate(self.layers):
                for part, linear in zip(_PARTS, layer.parts, strict=True):
                    name = f"encoder.layer.{number}.{part}"
                    if linear.learns and f"{name}/up" in arrays:
                        up, down = (
                            torch.from_numpy(arrays[f"{name}/{one}"].astype(np.float32)) for one in ("up", "down")
                        )
                        linear.up[:, : up.shape[1]] = up / (ALPHA / RANK)
                        linear.down[: down.shape[0]] = down
            for name, head in (("head", self.head), ("span", self.span)):
                head.weight.copy_(_tensor(arrays[f"{name}.weight"]))
                head.bias.copy_(_tensor(arrays[f"{name}.bias"]))

    def adapter(self) -> dict[str, NDArray[np.generic]]:
        """What it learnt, as `index.embedding.adapter` reads it."""
        arrays: dict[str, NDArray[np.generic]] = {}
        for number, layer in enumerate(self.layers):
            for part, linear in zip(_PARTS, layer.parts, strict=True):
                if linear.learns:
                    name = f"encoder.layer.{number}.{part}"
                    arrays[f"{name}/up"] = (linear.up.detach().numpy() * (ALPHA / RANK)).astype(np.float16)
                    arrays[f"{name}/down"] = linear.down.detach().numpy().astype(np.float16)
        for name, head in (("head", self.head), ("span", self.span)):
            arrays[f"{name}.weight"] = head.weight.detach().numpy()
            arrays[f"{name}.bias"] = head.bias.detach().numpy()
        return arrays

    def _embedded(self, ids: Tensor, kinds: Tensor) -> Tensor:
        name = "embeddings"
        places = self.tables[f"{name}.position_embeddings.weight"][: ids.shape[1]]
        words = self.tables[f"{name}.word_embeddings.weight"][ids]
        summed = words + self.tables[f"{name}.token_type_embeddings.weight"][kinds] + places
        norm = self.tables[f"{name}.LayerNorm.weight"], self.tables[f"{name}.LayerNorm.bias"]
        return functional.layer_norm(summed, (DIM,), *norm, EPSILON)


def _tensor(array: NDArray[np.generic]) -> Tensor:
    return torch.from_numpy(array.astype(np.float32))
