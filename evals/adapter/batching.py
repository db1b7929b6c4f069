"""Makes batches of lessons, on the device that computes: only places of texts travel there.

Knows nothing of networks and losses.
"""

import random
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

MOST_PAIRS, MOST_RIGHT, NEAREST = 5, 2, 8
"""Pairs of a group in one pass, right ones among them, and the nearest wrong ones that chance takes the others from."""
BATCH_TOKENS = 3_000
KEPT = {"canard": 0.2, "story elsewhere": 0.3}
"""Share of a set's groups in one pass; the others are kept whole."""
_MOST_FIRST, _MOST_BESIDE, _MOST_TOGETHER = 48, 48, 160
"""As `index.embedding.cross_encoder` reads pairs."""
_BEGIN, _END = 101, 102
Lesson = dict[str, Any]
"""As `evals.adapter.lessons` writes it."""


class Batch(NamedTuple):
    """Token ids, kinds and mask, shape (pairs, tokens), and of each pair what it should give."""

    ids: Tensor
    kinds: Tensor
    mask: Tensor
    groups: Tensor
    """Shape (pairs,): number of its group within the batch."""
    right: Tensor
    """Shape (pairs,): 1 or 0."""
    edges: Tensor
    """Shape (pairs, 2): places of the answer's first and last token; -100 where they are not known."""


class Batches:
    """Batches of lessons that name the same texts."""

    def __init__(self, texts: Sequence[list[int]], device: str) -> None:
        self.device = device
        self._lengths = [len(one) for one in texts]
        starts = np.concatenate([[0], np.cumsum(self._lengths)])
        flat = np.concatenate([np.array(one, np.int32) for one in texts])
        self._flat = torch.from_numpy(flat).to(device)
        self._starts = torch.from_numpy(starts).to(device)

    def passed(self, lessons: Sequence[Lesson], chance: random.Random) -> list[list[Lesson]]:
        """The lessons of one pass, shuffled, in batches of like length."""
        chosen = [_fewer(one, chance) for one in lessons if chance.random() < KEPT.get(one["set"], 1.0)]
        chance.shuffle(chosen)
        pieces = [sorted(chosen[at : at + 2_000], key=self.longest) for at in range(0, len(chosen), 2_000)]
        batches = list(self.grouped([one for piece in pieces for one in piece]))
        chance.shuffle(batches)
        return batches

    def grouped(self, lessons: Sequence[Lesson]) -> Iterator[list[Lesson]]:
        """The lessons, as many together as have few enough tokens once padded."""
        batch, longest, pairs = list[Lesson](), 0, 0
        for lesson in lessons:
            longest, pairs = max(longest, self.longest(lesson)), pairs + len(lesson["pairs"])
            if batch and longest * pairs > BATCH_TOKENS:
                yield batch
                batch, longest, pairs = [], self.longest(lesson), len(lesson["pairs"])
            batch.append(lesson)
        if batch:
            yield batch

    def longest(self, lesson: Lesson) -> int:
        """Tokens of the longest pair, without what stands before its sentence."""
        lengths = self._lengths
        asked = min(lengths[lesson["asked"]], _MOST_FIRST) + 4
        pairs: list[list[int]] = lesson["pairs"]
        return max(asked + lengths[pair[0]] for pair in pairs)

    def batch(self, lessons: Sequence[Lesson], *, beside: bool) -> Batch:
        """The lessons' pairs on the device, with what stands before each sentence where `beside` is asked."""
        table = [(number, lesson["asked"], *pair) for number, lesson in enumerate(lessons) for pair in lesson["pairs"]]
        rows = torch.tensor(table, device=self.device)
        groups, asked, said, before, right, first, last = rows.T
        first_length = self._length(asked).clamp(max=_MOST_FIRST)
        length = torch.minimum(self._length(said), _MOST_TOGETHER - 3 - first_length)
        more = self._length(before).clamp(max=_MOST_BESIDE)
        more = more if beside else torch.zeros_like(more)
        start = first_length + 2
        end = start + length
        whole = end + 1 + torch.where(more > 0, more + 1, 0)
        at = torch.arange(int(whole.max()), device=self.device)[None]
        starts, ends, wholes = (one[:, None] for one in (start, end, whole))
        ids = torch.where(at == 0, _BEGIN, torch.full((len(rows), at.shape[1]), _END, device=self.device))
        ids = torch.where((at >= 1) & (at < starts - 1), self._token(asked, at - 1), ids)
        ids = torch.where((at >= starts) & (at < ends), self._token(said, at - starts), ids)
        ids = torch.where((at > ends) & (at < wholes - 1), self._token(before, at - ends - 1, last=more), ids)
        mask = at < wholes
        kinds = (at >= starts) & (at <= ends)
        known = (right == 1) & (first >= 0) & (last < length)
        edges = torch.where(known[:, None], torch.stack([start + first, start + last], 1), -100)
        return Batch((ids * mask).long(), kinds.long(), mask.long(), groups, right.float(), edges)

    def _length(self, places: Tensor) -> Tensor:
        return self._starts[places + 1] - self._starts[places]

    def _token(self, places: Tensor, at: Tensor, *, last: Tensor | None = None) -> Tensor:
        """Tokens `at` of texts, of their `last` ones where that is given; any token where there is none."""
        starts = self._starts[places] if last is None else self._starts[places + 1] - last
        return self._flat[(starts[:, None] + at).clamp(0, len(self._flat) - 1)].long()


def _fewer(lesson: Lesson, chance: random.Random) -> Lesson:
    pairs = lesson["pairs"]
    if len(pairs) <= MOST_PAIRS:
        return lesson
    right = [pair for pair in pairs if pair[2]]
    right = chance.sample(right, min(len(right), MOST_RIGHT))
    wrong = [pair for pair in pairs if not pair[2]][:NEAREST]
    return {**lesson, "pairs": [*right, *chance.sample(wrong, min(len(wrong), MOST_PAIRS - len(right)))]}
