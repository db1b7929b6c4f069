"""Ingest, syncs and the model alone, the arms by turns.

Knows no search.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Self

from assistant.answer import Frozen
from evals.speed.measuring.limits import gflop, sgemm_gflops
from evals.speed.measuring.plan import Plan, Told
from evals.speed.records import Arm, Embedding, Ingest, Resync
from evals.speed.sides.side import Side
from evals.speed.sources import Source, write_sources

_TEXTS = 64
"""Pieces that the model is timed on."""
_WORDS = 170
"""In each: about a chunk."""


class Took(Frozen):
    """One ingest or sync."""

    seconds: float
    """Of all of it."""
    cpu_s: float
    """Processor time, all threads."""
    embedding_s: float | None = None
    """Of that, inside the model."""
    articles: int
    """Texts taken in."""
    chunks: int
    """What they were cut into."""


class Embedded(Frozen):
    """One run of the model."""

    seconds: float
    """Of all of it."""
    cpu_s: float
    """Processor time, all threads."""
    tokens: tuple[int, ...] = ()
    """Of each text, as far as the model reads it."""


class Peak(Frozen):
    """Memory of a side."""

    mb: float
    """At its highest."""


class Arms:
    """The processes that take turns, each with an empty library."""

    def __init__(self, folder: Path, plan: Plan, *, model: str | None, threads: int) -> None:
        """`model` is the folder of the weights for the stack; None: leave the stack out."""
        self.folder, self.plan, self._model, self._threads = folder, plan, model, threads
        self.sides: dict[Arm, Side] = {}

    def __enter__(self) -> Self:
        models = str(self.plan.home / "models")
        for name in ("float32", "int8"):
            side = self.sides[_OURS[name]] = Side("ours", folder=self.folder)
            side.do("open", home=str(self.home(_OURS[name])), models=models, int8=name == "int8")
        if self._model:
            side = self.sides["llama-index"] = Side("stack", python=self.plan.stack_python, folder=self.folder)
            side.do("open", home=str(self.home("llama-index")), model=self._model, threads=self._threads)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for side in self.sides.values():
            side.__exit__(kind, error, trace)

    def home(self, arm: Arm) -> Path:
        """Where an arm keeps its library."""
        return self.folder / f"library {arm}"

    def turns(self) -> Iterator[tuple[int, Arm, Side]]:
        """Every arm in every round; who goes first changes."""
        for number in range(self.plan.rounds):
            names = list(self.sides)
            for arm in [*names[number % len(names) :], *names[: number % len(names)]]:
                yield number, arm, self.sides[arm]


def measure_ingest(arms: Arms, told: Told) -> tuple[Ingest, ...]:
    """The texts in as many parts as there are rounds, each part by every arm."""
    texts, rounds = arms.plan.texts, arms.plan.rounds
    for number in range(rounds):
        write_sources(texts[number::rounds], arms.folder / "texts" / str(number))
    took: dict[Arm, list[Took]] = {arm: [] for arm in arms.sides}
    for done, (number, arm, side) in enumerate(arms.turns()):
        told(f"ingest: {arm}", done, rounds * len(arms.sides))
        took[arm].append(side.ask("add", Took, folder=str(arms.folder / "texts" / str(number))))
    return tuple(_summed(arms, arm, all_of_it) for arm, all_of_it in took.items())


def _summed(arms: Arms, arm: Arm, took: list[Took]) -> Ingest:
    inside = [one.embedding_s for one in took if one.embedding_s is not None]
    return Ingest(
        arm=arm,
        articles=sum(one.articles for one in took),
        chunks=sum(one.chunks for one in took),
        seconds=tuple(one.seconds for one in took),
        cpu_s=sum(one.cpu_s for one in took),
        embedding_s=sum(inside) if inside else None,
        disk_mb=disk_mb(arms.home(arm)),
        peak_mb=arms.sides[arm].ask("peak", Peak).mb,
    )


def measure_resync(arms: Arms, ingest: tuple[Ingest, ...], told: Told) -> tuple[Resync, ...]:
    """One article in a hundred edited, then a sync of the folder that was taken in."""
    files = sorted((arms.folder / "texts").rglob("*.txt"))
    edited = files[:: max(1, len(files) // max(1, round(len(files) / 100)))][: max(1, round(len(files) / 100))]
    found: list[Resync] = []
    for number, one in enumerate(full for full in ingest if full.arm in _OURS.values()):
        told(f"sync: {one.arm}", number, len(_OURS))
        for path in edited:
            path.write_text(f"{path.read_text(encoding='utf-8')}\nCorrection {number}: a word.\n", encoding="utf-8")
        took = arms.sides[one.arm].ask("sync", Took, folder=str(arms.folder / "texts"))
        found.append(
            Resync(
                arm=one.arm,
                articles=len(files),
                changed=took.articles,
                seconds=took.seconds,
                full_seconds=sum(one.seconds),
                cpu_share=took.cpu_s / one.cpu_s,
            )
        )
    return tuple(found)


def measure_embedding(arms: Arms, told: Told) -> tuple[Embedding, ...]:
    """The model alone, with what the machine's arithmetic would allow measured in between."""
    pieces = [piece for _, piece in zip(range(_TEXTS), _pieces(arms.plan.texts), strict=False)]
    took: dict[Arm, list[Embedded]] = {arm: [] for arm in arms.sides}
    tokens: tuple[int, ...] = ()
    limit = 0.0
    for done, (_, arm, side) in enumerate(arms.turns()):
        told(f"model: {arm}", done, arms.plan.rounds * len(arms.sides))
        limit = max(limit, sgemm_gflops(2))
        embedded = side.ask("embed", Embedded, texts=list(pieces))
        tokens = embedded.tokens or tokens
        took[arm].append(embedded)
    return tuple(_alone(arm, runs, tokens, limit) for arm, runs in took.items())


def _alone(arm: Arm, runs: list[Embedded], tokens: tuple[int, ...], limit: float) -> Embedding:
    seconds = median(one.seconds for one in runs)
    return Embedding(
        arm=arm,
        tokens_per_s=sum(tokens) / seconds,
        tokens_per_cpu_s=sum(tokens) / median(one.cpu_s for one in runs),
        share=gflop(tokens) / seconds / limit,
    )


def disk_mb(folder: Path) -> float:
    """Of all files under a folder, in MB of a million bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _pieces(texts: tuple[Source, ...]) -> Iterator[str]:
    for text in texts:
        words = text.text.split()
        for at in range(0, len(words), _WORDS):
            yield " ".join(words[at : at + _WORDS])


_OURS: dict[str, Arm] = {"float32": "twosource float32", "int8": "twosource int8"}
