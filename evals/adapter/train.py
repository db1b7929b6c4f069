"""Trains the adapter and writes it: `make adapter LESSONS=file OUT=file.npz`; needs the extra `adapter` (torch).

What it learns from is in `groups.py`; some stories and a fifth of each public set are held out and measured at the end.
Goes over the lessons until the time given is up; the learning rate follows the time. An hour on two cores is one pass.
"""

import argparse
import gzip
import json
import math
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from evals.adapter.model import model_folder
from evals.adapter.network import Network

MINUTES, RATE = 60.0, 8e-5
"""Time, and learning rate of the model, five times that for the heads (AdamW)."""
MOST_PAIRS, MOST_RIGHT, NEAREST = 5, 2, 8
"""Pairs of a group in one pass, right ones among them, and the nearest wrong ones that chance takes the others from."""
BATCH_TOKENS = 3_000
BESIDE = 0.3
"""Chance that a group is read with what stands before its sentences."""
_WARM, _SHORTEST_RATE, _TOLD = 0.03, 0.02, 0.05
_MOST_FIRST, _MOST_BESIDE, _MOST_TOGETHER = 48, 48, 160
"""As `index.embedding.cross_encoder` reads pairs."""
_SPAN_WEIGHT, _RIGHT_WEIGHT = 0.25, 2.0
_BEGIN, _END = 101, 102
KEPT = {"canard": 0.2, "story elsewhere": 0.3}
"""Share of a set's groups in one pass; the others are kept whole."""
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


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lessons", type=Path, required=True, help="file of the lessons, .json.gz")
    parser.add_argument(
        "--weights", type=Path, help="the embedding model's, .safetensors (default: the installed ones)"
    )
    parser.add_argument("--out", type=Path, required=True, help="the adapter's file, .npz")
    parser.add_argument("--start", type=Path, help="an adapter to go on from")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="time for training (%(default)s)")
    given = parser.parse_args()
    texts, lessons = read_lessons(given.lessons)
    school = School(texts, "cuda" if torch.cuda.is_available() else "cpu")
    network = Network(read_weights(given.weights or model_folder() / "model.safetensors"))
    if given.start:
        with np.load(given.start) as arrays:
            network.go_on(arrays)
    network.to(school.device)
    learnt = [one for one in lessons if not one["held"]]
    for share, seen in school.train(network, learnt, minutes=given.minutes):
        np.savez_compressed(given.out, allow_pickle=False, **network.adapter())
        print(f"{share:.0%} of the time, {seen:,} groups", flush=True)  # noqa: T201
    held = [one for one in lessons if one["held"]]
    for beside in (False, True):
        print(f"beside: {beside}\n{school.measured(network, held, beside=beside)}", flush=True)  # noqa: T201


def read_lessons(path: Path) -> tuple[list[list[int]], list[Lesson]]:
    """Texts as token ids, and lessons that name them by place."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        read = json.load(file)
    return read["texts"], read["lessons"]


def read_weights(path: Path) -> dict[str, Tensor]:
    """The model's weights under their own names."""
    return {name.removeprefix("bert."): one.float() for name, one in load_file(path).items()}


class School:
    """Makes batches of lessons on the device that computes, trains a network with them and measures it."""

    def __init__(self, texts: Sequence[list[int]], device: str) -> None:
        self.device = device
        self._lengths = [len(one) for one in texts]
        starts = np.concatenate([[0], np.cumsum(self._lengths)])
        flat = np.concatenate([np.array(one, np.int32) for one in texts])
        self._flat = torch.from_numpy(flat).to(device)
        self._starts = torch.from_numpy(starts).to(device)

    def train(self, network: Network, lessons: Sequence[Lesson], *, minutes: float) -> Iterator[tuple[float, int]]:
        """Train in place; now and then the share of the time that is gone, and the groups seen."""
        torch.manual_seed(0)
        chance = random.Random(0)
        heads = [*network.head.parameters(), *network.span.parameters()]
        inner = [one for name, one in network.named_parameters() if name.startswith("layers.") and one.requires_grad]
        optimiser = torch.optim.AdamW([{"params": inner}, {"params": heads}], weight_decay=0.01)
        network.train()
        started, seen, told = time.monotonic(), 0, 0.0
        while True:
            for batch in self._batches(lessons, chance):
                gone = (time.monotonic() - started) / (60 * minutes)
                if gone >= 1:
                    yield 1.0, seen
                    return
                if gone >= told + _TOLD:
                    told = gone
                    yield gone, seen
                for part, most in zip(optimiser.param_groups, (RATE, 5 * RATE), strict=True):
                    part["lr"] = most * _rate(gone)
                optimiser.zero_grad()
                beside = chance.random() < BESIDE
                self._loss(network, self.batch(batch, beside=beside), len(batch)).backward()
                torch.nn.utils.clip_grad_norm_([*inner, *heads], 1.0)
                optimiser.step()
                seen += len(batch)

    def measured(self, network: Network, lessons: Sequence[Lesson], *, beside: bool = True) -> str:
        """For each set: how often the best sentence is right, and how well its logit tells answerable questions."""
        network.eval()
        rows: dict[str, list[tuple[bool, bool, float]]] = defaultdict(list)
        for batch in self._grouped(sorted(lessons, key=self._longest)):
            told = self.batch(batch, beside=beside)
            with torch.no_grad(), torch.autocast(self.device, torch.bfloat16):
                logits = network(told.ids, told.kinds, told.mask)[0].float().cpu()
            start = 0
            for lesson in batch:
                scores = logits[start : start + len(lesson["pairs"])].tolist()
                start += len(lesson["pairs"])
                best = max(range(len(scores)), key=scores.__getitem__)
                right = [bool(pair[2]) for pair in lesson["pairs"]]
                name = lesson["set"] if lesson["set"].endswith("elsewhere") else lesson["set"].split()[0]
                rows[name].append((any(right), right[best], scores[best]))
        for name in [name for name in rows if name.endswith("elsewhere")]:
            rows[name] += [one for one in rows[name.split()[0]] if one[0]]
        return "\n".join(f"{name:16s} {_told(found)}" for name, found in sorted(rows.items()))

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

    def _loss(self, network: Network, told: Batch, count: int) -> Tensor:
        """Each pair by itself, the right ones of a question against its wrong ones, and the answer's edges."""
        with torch.autocast(self.device, torch.bfloat16):
            scores, edges = network(told.ids, told.kinds, told.mask)
        zeros = torch.zeros(count, device=scores.device)
        size = zeros.scatter_add(0, told.groups, torch.ones_like(scores))
        weight = torch.where(told.right == 1, _RIGHT_WEIGHT, 1.0) / (1 + 0.3 * size[told.groups])
        each = functional.binary_cross_entropy_with_logits(scores, told.right, reduction="none")
        loss = (each * weight).sum()
        powers = torch.exp(scores.clamp(-30.0, 30.0))
        whole = zeros.scatter_add(0, told.groups, powers)
        right = zeros.scatter_add(0, told.groups, powers * told.right)
        answerable = zeros.scatter_add(0, told.groups, told.right) > 0
        loss = loss + torch.where(answerable, torch.log(whole) - torch.log(right.clamp(min=1e-20)), 0.0).sum()
        for column in range(2):
            lost = functional.cross_entropy(edges[:, :, column], told.edges[:, column], reduction="sum")
            loss = loss + _SPAN_WEIGHT * lost
        return loss / count

    def _batches(self, lessons: Sequence[Lesson], chance: random.Random) -> list[list[Lesson]]:
        """The lessons of one pass, shuffled, in batches of like length."""
        chosen = [_fewer(one, chance) for one in lessons if chance.random() < KEPT.get(one["set"], 1.0)]
        chance.shuffle(chosen)
        pieces = [sorted(chosen[at : at + 2_000], key=self._longest) for at in range(0, len(chosen), 2_000)]
        batches = list(self._grouped([one for piece in pieces for one in piece]))
        chance.shuffle(batches)
        return batches

    def _grouped(self, lessons: Sequence[Lesson]) -> Iterator[list[Lesson]]:
        """The lessons, as many together as have few enough tokens once padded."""
        batch, longest, pairs = list[Lesson](), 0, 0
        for lesson in lessons:
            longest, pairs = max(longest, self._longest(lesson)), pairs + len(lesson["pairs"])
            if batch and longest * pairs > BATCH_TOKENS:
                yield batch
                batch, longest, pairs = [], self._longest(lesson), len(lesson["pairs"])
            batch.append(lesson)
        if batch:
            yield batch

    def _longest(self, lesson: Lesson) -> int:
        lengths = self._lengths
        asked = min(lengths[lesson["asked"]], _MOST_FIRST) + 4
        pairs: list[list[int]] = lesson["pairs"]
        return max(asked + lengths[pair[0]] for pair in pairs)


def _fewer(lesson: Lesson, chance: random.Random) -> Lesson:
    pairs = lesson["pairs"]
    if len(pairs) <= MOST_PAIRS:
        return lesson
    right = [pair for pair in pairs if pair[2]]
    right = chance.sample(right, min(len(right), MOST_RIGHT))
    wrong = [pair for pair in pairs if not pair[2]][:NEAREST]
    return {**lesson, "pairs": [*right, *chance.sample(wrong, min(len(wrong), MOST_PAIRS - len(right)))]}


def _told(found: Sequence[tuple[bool, bool, float]]) -> str:
    first = [right for answerable, right, _ in found if answerable]
    yes = np.array([logit for answerable, _, logit in found if answerable])
    no = np.array([logit for answerable, _, logit in found if not answerable])
    area = math.nan
    if len(yes) and len(no):
        area = float(np.mean((yes[:, None] > no[None]) + 0.5 * (yes[:, None] == no[None])))
    rate = float(np.mean(np.array(first, dtype=float))) if first else math.nan
    return f"n={len(found):4d}  first right {rate:.3f}  AUROC {area:.3f}"


def _rate(done: float) -> float:
    """Share of the learning rate after so much of the training, 0 to 1: a short warm-up, then half a cosine."""
    share = min(1.0, (done + 0.001) / _WARM) * (1 + math.cos(math.pi * done)) / 2
    return max(share, _SHORTEST_RATE)


if __name__ == "__main__":
    main()
