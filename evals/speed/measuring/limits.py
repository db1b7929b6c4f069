"""What the machine's arithmetic allows at most.

Knows no model but by the multiplications that a text costs in it.
"""

import time
from collections.abc import Sequence

import numpy as np

_SIDE = 2048
# all-MiniLM-L6-v2: six layers, 384 wide, 1,536 inside.
_PER_TOKEN = 6 * 2 * (4 * 384**2 + 2 * 384 * 1536)
_PER_PAIR = 6 * 2 * 2 * 384


def sgemm_gflops(rounds: int) -> float:
    """The best of so many float32 matrix multiplications on all cores, in 10^9 operations a second."""
    dice = np.random.default_rng(0)
    left, right = (dice.standard_normal((_SIDE, _SIDE), dtype=np.float32) for _ in range(2))
    took: list[float] = []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        left @ right
        took.append(time.perf_counter() - started)
    return 2 * _SIDE**3 / min(took[1:]) / 1e9


def gflop(tokens: Sequence[int]) -> float:
    """What texts of so many tokens cost in the model, in 10^9 operations.

    >>> round(1000 * gflop([128]) / 128, 1)
    22.4
    """
    return sum(_PER_TOKEN * count + _PER_PAIR * count**2 for count in tokens) / 1e9
