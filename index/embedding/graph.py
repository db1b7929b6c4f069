"""Writes all-MiniLM-L6-v2 down as an ONNX graph of plain operators; onnxruntime fuses them when it loads it.

Knows nothing of files and sessions. The float32 graph holds no weights: it names tensors of the weights file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from index.embedding.runtime import IDS, KINDS, MASK, SENTENCE, TOKENS
from index.embedding.weights import DIM, Arrays

LAYERS, HEADS = 6, 12
EPSILON = 1e-12
"""Of the layer norms, as in the model's config.json."""


@dataclass(frozen=True)
class Quantised:
    """One linear layer in eight bits."""

    smoothing: NDArray[np.float32]
    """Factor for each input channel, shape (inputs,); its inverse is in the weight."""
    weight: NDArray[np.int8] | NDArray[np.uint8]
    """Shape (inputs, outputs); zero is at 0 where it is signed, else at 128."""
    scale: NDArray[np.float32]
    """Of each output channel, shape (outputs,)."""
    bias: NDArray[np.float32]
    """Shape (outputs,)."""


@dataclass
class GraphBuilder:
    """Collects nodes and initializers; each method adds one step and gives the name of its outcome."""

    weights: Arrays
    quantised: Mapping[str, Quantised] = field(default_factory=dict)
    watched: list[str] = field(default_factory=list)
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    initializers: dict[str, onnx.TensorProto] = field(default_factory=dict)

    def add(self, operator: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        """One node with one output."""
        name = f"{operator}_{len(self.nodes)}"
        node = helper.make_node(operator, list(inputs), [name], name=name, domain=domain)
        node.attribute.extend(helper.make_attribute(*attribute) for attribute in attributes.items())
        self.nodes.append(node)
        return name

    def constant(self, values: object, dtype: type[np.generic] = np.int64) -> str:
        """A small array inside the graph."""
        name = f"constant_{len(self.initializers)}"
        self.initializers[name] = numpy_helper.from_array(np.asarray(values, dtype), name)
        return name

    def weight(self, name: str) -> str:
        """A tensor that stays in the weights file."""
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=self.weights[name].shape)
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value="weights")
        self.initializers[name] = tensor
        return name

    def linear(self, rows: str, *names: str) -> list[str]:
        """Linear layers over the same input of shape (rows, inputs)."""
        self.watched.append(rows)
        packed = self.quantised.get(names[0])
        if packed is not None:
            joined = self._linear_int8(rows, packed)
            if len(names) == 1:
                return [joined]
            parts = [f"{name}_part" for name in names]
            self.nodes.append(helper.make_node("Split", [joined], parts, axis=1, num_outputs=len(names)))
            return parts
        return [
            self.add("Gemm", rows, self.weight(f"{name}.weight"), self.weight(f"{name}.bias"), transB=1)
            for name in names
        ]

    def norm(self, rows: str, name: str) -> str:
        """A layer norm."""
        scale, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.add("LayerNormalization", rows, scale, bias, axis=-1, epsilon=EPSILON)

    def _linear_int8(self, rows: str, packed: Quantised) -> str:
        """Each row with a scale of its own, so that a text's vector does not depend on its neighbours."""
        smooth = self.add("Mul", rows, self.constant(packed.smoothing, np.float32))
        largest = self.add("ReduceMax", self.add("Abs", smooth), self.constant([1]), keepdims=1)
        step = self.add(
            "Add", self.add("Mul", largest, self.constant(1 / 127, np.float32)), self.constant(1e-9, np.float32)
        )
        one, centre = self.constant(1, np.float32), self.constant(128, np.uint8)
        small = self.add("QuantizeLinear", self.add("Div", smooth, step), one, centre)
        kind = packed.weight.dtype.type
        weight = self.constant(packed.weight, kind)
        scale = self.constant(packed.scale, np.float32)
        centres = self.constant(np.full(packed.scale.shape, 0 if kind is np.int8 else 128), kind)
        product = self.add("MatMulIntegerToFloat", small, weight, one, scale, centre, centres, domain="com.microsoft")
        return self.add("Add", self.add("Mul", product, step), self.constant(packed.bias, np.float32))


def build_graph(
    weights: Arrays, quantised: Mapping[str, Quantised] | None = None, *, watch: bool = False, pairs: bool = False
) -> bytes:
    """The serialised graph; with `quantised` (by name of the first layer that shares an input) in eight bits.

    `watch` adds the input of every linear layer to the outputs, for calibration. `pairs` adds the input `KINDS`.
    """
    graph = GraphBuilder(weights, quantised or {})
    shape = graph.add("Shape", IDS)
    states = _embeddings(graph, shape, kinds=KINDS if pairs else graph.constant(0))
    bias = _attention_bias(graph)
    for layer in range(LAYERS):
        states = _layer(graph, states, shape, bias, name=f"encoder.layer.{layer}")
    _outputs(graph, states, shape)
    return _serialised(graph, [IDS, MASK, KINDS] if pairs else [IDS, MASK], watch=watch)


def linear_groups(layer: int) -> list[list[str]]:
    """The names of a layer's linear layers, those that share an input together, in the order of the graph."""
    name = f"encoder.layer.{layer}"
    attention = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    return [attention, [f"{name}.attention.output.dense"], [f"{name}.intermediate.dense"], [f"{name}.output.dense"]]


def _embeddings(graph: GraphBuilder, shape: str, *, kinds: str) -> str:
    """The first states, shape (texts * tokens, dim)."""
    words = graph.add("Gather", graph.weight("embeddings.word_embeddings.weight"), IDS)
    length = graph.add("Slice", shape, graph.constant([1]), graph.constant([2]))
    positions = graph.add(
        "Slice", graph.weight("embeddings.position_embeddings.weight"), graph.constant([0]), length, graph.constant([0])
    )
    kind = graph.add("Gather", graph.weight("embeddings.token_type_embeddings.weight"), kinds)
    summed = graph.add("Add", graph.add("Add", words, positions), kind)
    return graph.norm(graph.add("Reshape", summed, graph.constant([-1, DIM])), "embeddings.LayerNorm")


def _attention_bias(graph: GraphBuilder) -> str:
    """Zero for tokens and a large negative number for padding, shape (texts, 1, 1, tokens)."""
    present = graph.add("Unsqueeze", graph.add("Cast", MASK, to=TensorProto.FLOAT), graph.constant([1, 2]))
    absent = graph.add("Sub", graph.constant(1, np.float32), present)
    return graph.add("Mul", absent, graph.constant(-1e9, np.float32))


def _layer(graph: GraphBuilder, states: str, shape: str, bias: str, *, name: str) -> str:
    self_attention, output, inner, outer = linear_groups(int(name.rsplit(".", 1)[1]))
    split_shape = graph.add("Concat", shape, graph.constant([HEADS, DIM // HEADS]), axis=0)
    query, key, value = (graph.add("Reshape", part, split_shape) for part in graph.linear(states, *self_attention))
    query = graph.add("Transpose", query, perm=[0, 2, 1, 3])
    key = graph.add("Transpose", key, perm=[0, 2, 3, 1])
    value = graph.add("Transpose", value, perm=[0, 2, 1, 3])
    scale = graph.constant((DIM // HEADS) ** -0.5, np.float32)
    scores = graph.add("Add", graph.add("Mul", graph.add("MatMul", query, key), scale), bias)
    mixed = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), value)
    flat = graph.add("Reshape", graph.add("Transpose", mixed, perm=[0, 2, 1, 3]), graph.constant([-1, DIM]))
    attended = graph.add("Add", graph.linear(flat, *output)[0], states)
    states = graph.norm(attended, f"{name}.attention.output.LayerNorm")
    active = graph.add("Gelu", graph.linear(states, *inner)[0])
    return graph.norm(graph.add("Add", graph.linear(active, *outer)[0], states), f"{name}.output.LayerNorm")


def _outputs(graph: GraphBuilder, states: str, shape: str) -> None:
    """Last hidden states, and their mean over the tokens that are no padding, of unit length."""
    tokens = graph.add("Reshape", states, graph.add("Concat", shape, graph.constant([DIM]), axis=0))
    present = graph.add("Unsqueeze", graph.add("Cast", MASK, to=TensorProto.FLOAT), graph.constant([2]))
    # The mean's divisor falls away with the length.
    summed = graph.add("ReduceSum", graph.add("Mul", tokens, present), graph.constant([1]), keepdims=0)
    length = graph.add("ReduceL2", summed, graph.constant([1]), keepdims=1)
    graph.nodes.append(helper.make_node("Div", [summed, length], [SENTENCE]))
    graph.nodes.append(helper.make_node("Identity", [tokens], [TOKENS]))


def _serialised(graph: GraphBuilder, names: Sequence[str], *, watch: bool) -> bytes:
    whole = ["texts", "tokens"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, whole) for name in names]
    outputs = [
        helper.make_tensor_value_info(SENTENCE, TensorProto.FLOAT, ["texts", DIM]),
        helper.make_tensor_value_info(TOKENS, TensorProto.FLOAT, [*whole, DIM]),
        *(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in graph.watched if watch),
    ]
    made = helper.make_graph(graph.nodes, "all-MiniLM-L6-v2", inputs, outputs, list(graph.initializers.values()))
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(made, opset_imports=opsets, ir_version=10)
    serialised: bytes = model.SerializeToString()
    return serialised
