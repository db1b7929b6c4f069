"""The cross-encoder while it is trained: all-MiniLM-L6-v2, its upper layers learning, the rest as it is.

Knows nothing of data. torch is imported here and in `train.py` alone.
"""

import math
from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

LAYERS, HEADS, DIM = 6, 12, 384
FIRST = 2
"""The lowest layer that learns."""
EPSILON = 1e-12
_PARTS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
_NORMS = ("attention.output.LayerNorm", "output.LayerNorm")


class Layer(nn.Module):
    """One layer of the model."""

    def __init__(self, weights: Mapping[str, Tensor], number: int) -> None:
        super().__init__()
        name = f"encoder.layer.{number}"
        self.parts = nn.ModuleList(_linear(weights, f"{name}.{part}") for part in _PARTS)
        self.norms = nn.ModuleList(_norm(weights, f"{name}.{part}") for part in _NORMS)

    def forward(self, states: Tensor, bias: Tensor, dropout: float) -> Tensor:
        texts, tokens, _ = states.shape
        query, key, value, output, inner, outer = self.parts
        heads = (part(states).view(texts, tokens, HEADS, DIM // HEADS).transpose(1, 2) for part in (query, key, value))
        attended = output(_mixed(bias, *heads).transpose(1, 2).reshape(texts, tokens, DIM))
        states = self.norms[0](states + functional.dropout(attended, dropout, self.training))
        changed = outer(functional.gelu(inner(states)))
        return self.norms[1](states + functional.dropout(changed, dropout, self.training))


class Network(nn.Module):
    """Token ids of pairs in; a logit for each pair and two for each token of its second text out."""

    def __init__(self, weights: Mapping[str, Tensor]) -> None:
        super().__init__()
        for name in ("word", "token_type", "position"):
            self.register_buffer(name, weights[f"embeddings.{name}_embeddings.weight"].float())
        for name in ("weight", "bias"):
            self.register_buffer(f"norm_{name}", weights[f"embeddings.LayerNorm.{name}"].float())
        self.layers = nn.ModuleList(Layer(weights, number) for number in range(LAYERS))
        self.head, self.span = nn.Linear(2 * DIM, 1), nn.Linear(DIM, 2)
        for layer in self.layers[:FIRST]:
            layer.requires_grad_(False)
        self._start = {name: one.detach().clone().cpu() for name, one in self._named().items()}

    def forward(self, ids: Tensor, kinds: Tensor, mask: Tensor, dropout: float = 0.1) -> tuple[Tensor, Tensor]:
        """Shapes (pairs,) and (pairs, tokens, 2); `kinds` is 1 for the second text."""
        bias = (1.0 - mask[:, None, None, :].float()) * -1e4
        states = self._embedded(ids, kinds)
        for layer in self.layers:
            states = layer(states, bias, dropout)
        states = states.float()
        second = (kinds * mask).float()[..., None]
        mean = (states * second).sum(1) / second.sum(1).clamp(min=1)
        pooled = functional.dropout(torch.cat([states[:, 0], mean], 1), dropout, self.training)
        with torch.autocast(ids.device.type, enabled=False):
            return self.head(pooled)[:, 0], self.span(states).masked_fill(second == 0, -1e4)

    def adapter(self) -> dict[str, NDArray[np.generic]]:
        """What it learnt, as `index.embedding.adapter` reads it: changes of matrices in eight bits, the rest whole."""
        arrays: dict[str, NDArray[np.generic]] = {}
        for name, one in self._named().items():
            change = (one.detach().cpu() - self._start[name]).numpy()
            if not change.any():
                continue
            if change.ndim == 1:
                arrays[name] = change.astype(np.float32)
                continue
            scale = np.abs(change).max(axis=1, keepdims=True) / 127 + 1e-12
            arrays[f"{name}/steps"] = np.round(change / scale).astype(np.int8)
            arrays[f"{name}/size"] = scale.astype(np.float32)
        for name, head in (("head", self.head), ("span", self.span)):
            arrays[f"{name}.weight"] = head.weight.detach().cpu().numpy()
            arrays[f"{name}.bias"] = head.bias.detach().cpu().numpy()
        return arrays

    def go_on(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        """Start from an adapter, as `adapter` gives it."""
        with torch.no_grad():
            for name, one in self._named().items():
                if f"{name}/steps" in arrays:
                    one += _tensor(arrays[f"{name}/steps"]) * _tensor(arrays[f"{name}/size"])
                elif name in arrays:
                    one += _tensor(arrays[name])
            for name, head in (("head", self.head), ("span", self.span)):
                head.weight.copy_(_tensor(arrays[f"{name}.weight"]))
                head.bias.copy_(_tensor(arrays[f"{name}.bias"]))

    def _named(self) -> dict[str, Tensor]:
        """What learns of the model, under the model's own names."""
        named: dict[str, Tensor] = {}
        for number, layer in enumerate(self.layers):
            both = (*zip(_PARTS, layer.parts, strict=True), *zip(_NORMS, layer.norms, strict=True))
            for part, module in both:
                for kind in ("weight", "bias"):
                    named[f"encoder.layer.{number}.{part}.{kind}"] = getattr(module, kind)
        return named

    def _embedded(self, ids: Tensor, kinds: Tensor) -> Tensor:
        summed = self.word[ids] + self.token_type[kinds] + self.position[: ids.shape[1]]
        return functional.layer_norm(summed, (DIM,), self.norm_weight, self.norm_bias, EPSILON)


def _mixed(bias: Tensor, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Attention, spelled out: on processors the backward pass of torch's own takes several times as long."""
    near = query @ key.transpose(2, 3) / math.sqrt(DIM // HEADS) + bias.to(query.dtype)
    return near.softmax(-1).to(value.dtype) @ value


def _linear(weights: Mapping[str, Tensor], name: str) -> nn.Linear:
    outputs, inputs = weights[f"{name}.weight"].shape
    linear = nn.Linear(inputs, outputs)
    _fill(linear, weights, name)
    return linear


def _norm(weights: Mapping[str, Tensor], name: str) -> nn.LayerNorm:
    norm = nn.LayerNorm(DIM, eps=EPSILON)
    _fill(norm, weights, name)
    return norm


def _fill(module: nn.Module, weights: Mapping[str, Tensor], name: str) -> None:
    module.load_state_dict({kind: weights[f"{name}.{kind}"].float() for kind in ("weight", "bias")})


def _tensor(array: NDArray[np.generic]) -> Tensor:
    return torch.from_numpy(array.astype(np.float32))
