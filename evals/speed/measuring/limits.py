"""What the machine's arithmetic allows at most.

Knows no model but by the multiplications that a text costs in it.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]

_ROWS, _SIDE, _WIDE = 2048, 384, 1536
# all-MiniLM-L6-v2: six layers, 384 wide, 1,536 inside.
_PER_TOKEN = 6 * 2 * (4 * _SIDE**2 + 2 * _SIDE * _WIDE)
_PER_PAIR = 6 * 2 * 2 * _SIDE


def cores() -> int:
    """Cores that this process may use."""
    # macOS has no affinity.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def sgemm_gflops(rounds: int) -> float:
    """The best of so many float32 matrix multiplications on all cores, in 10^9 operations a second.

    Those of the model's own sizes and a square one, each by numpy's library and by onnxruntime's: neither is the
    faster on every machine.
    """
    best = 0.0
    for operations, multiply in _multiplications():
        multiply()
        for _ in range(rounds):
            started = time.perf_counter()
            multiply()
            best = max(best, operations / (time.perf_counter() - started))
    return best / 1e9


def _multiplications() -> Iterator[tuple[int, Callable[[], object]]]:
    """Each with its number of operations."""
    dice = np.random.default_rng(0)
    for inner, outer in ((_SIDE, _WIDE), (_WIDE, _SIDE), (_ROWS, _ROWS)):
        left, right = (dice.standard_normal(shape, dtype=np.float32) for shape in ((_ROWS, inner), (inner, outer)))
        session = _session(right)
        operations = 2 * _ROWS * inner * outer
        yield operations, partial(np.matmul, left, right)
        yield operations, partial(session.run, None, {"left": left})


def _session(right: NDArray[np.float32]) -> "InferenceSession":
    """A session of onnxruntime, with a graph that multiplies by `right`."""
    from onnx import TensorProto, helper
    from onnxruntime import InferenceSession, SessionOptions

    inner, outer = right.shape
    stored = helper.make_tensor("right", TensorProto.FLOAT, [inner, outer], right.tobytes(), raw=True)
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["left", "right"], ["product"])],
        "product",
        [helper.make_tensor_value_info("left", TensorProto.FLOAT, [_ROWS, inner])],
        [helper.make_tensor_value_info("product", TensorProto.FLOAT, [_ROWS, outer])],
        [stored],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    options = SessionOptions()
    options.intra_op_num_threads = cores()
    return InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def gflop(tokens: Sequence[int]) -> float:
    """What texts of so many tokens cost in the model, in 10^9 operations.

    >>> round(1000 * gflop([128]) / 128, 1)
    22.4
    """
    return sum(_PER_TOKEN * count + _PER_PAIR * count**2 for count in tokens) / 1e9
