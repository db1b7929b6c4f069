"""Trains the adapter and writes it: `make adapter LESSONS=file OUT=file.npz`; needs the extra `adapter` (torch).

What it learns from is in `groups.py`; some stories and a fifth of each public set are held out and measured at the end.
Goes over the lessons until the time given is up; the learning rate follows the time. On two cores a pass is two hours.
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

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from evals.adapter.batching import Batch, Batches, Lesson
from evals.adapter.model import model_folder
from evals.adapter.network import Network

MINUTES, RATE = 60.0, 8e-5
"""Time, and learning rate of the model, five times that for the heads (AdamW)."""
BESIDE = 0.3
"""Chance that a group is read with what stands before its sentences."""
_WARM, _SHORTEST_RATE, _TOLD = 0.03, 0.02, 0.05
_SPAN_WEIGHT, _RIGHT_WEIGHT = 0.25, 2.0


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
    batches = Batches(texts, "cuda" if torch.cuda.is_available() else "cpu")
    network = Network(read_weights(given.weights or model_folder() / "model.safetensors"))
    if given.start:
        with np.load(given.start) as arrays:
            network.go_on(arrays)
    network.to(batches.device)
    learnt = [one for one in lessons if not one["held"]]
    for share, seen in train(network, learnt, batches, minutes=given.minutes):
        np.savez_compressed(given.out, allow_pickle=False, **network.adapter())
        print(f"{share:.0%} of the time, {seen:,} groups", flush=True)  # noqa: T201
    held = [one for one in lessons if one["held"]]
    for beside in (False, True):
        print(f"beside: {beside}\n{measured(network, held, batches, beside=beside)}", flush=True)  # noqa: T201


def read_lessons(path: Path) -> tuple[list[list[int]], list[Lesson]]:
    """Texts as token ids, and lessons that name them by place."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        read = json.load(file)
    return read["texts"], read["lessons"]


def read_weights(path: Path) -> dict[str, Tensor]:
    """The model's weights under their own names."""
    return {name.removeprefix("bert."): one.float() for name, one in load_file(path).items()}


def train(
    network: Network, lessons: Sequence[Lesson], batches: Batches, *, minutes: float
) -> Iterator[tuple[float, int]]:
    """Train in place; now and then the share of the time that is gone, and the groups seen."""
    torch.manual_seed(0)
    chance = random.Random(0)
    heads = [*network.head.parameters(), *network.span.parameters()]
    inner = [one for name, one in network.named_parameters() if name.startswith("layers.") and one.requires_grad]
    optimiser = torch.optim.AdamW([{"params": inner}, {"params": heads}], weight_decay=0.01)
    network.train()
    started, seen, told = time.monotonic(), 0, 0.0
    while True:
        for batch in batches.passed(lessons, chance):
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
            _loss(network, batches.batch(batch, beside=beside), len(batch), batches.device).backward()
            torch.nn.utils.clip_grad_norm_([*inner, *heads], 1.0)
            optimiser.step()
            seen += len(batch)


def measured(network: Network, lessons: Sequence[Lesson], batches: Batches, *, beside: bool) -> str:
    """For each set: how often the best sentence is right, and how well its logit tells answerable questions."""
    network.eval()
    rows: dict[str, list[tuple[bool, bool, float]]] = defaultdict(list)
    for batch in batches.grouped(sorted(lessons, key=batches.longest)):
        told = batches.batch(batch, beside=beside)
        with torch.no_grad(), torch.autocast(batches.device, torch.bfloat16):
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


def _loss(network: Network, told: Batch, count: int, device: str) -> Tensor:
    """Each pair by itself, the right ones of a question against its wrong ones, and the answer's edges."""
    with torch.autocast(device, torch.bfloat16):
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
