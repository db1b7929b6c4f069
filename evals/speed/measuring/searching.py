"""Retrieval, answers and memory, by the size of a library.

Fills libraries where they are not there yet; knows no ingest of new texts.
"""

import json
import shutil
from pathlib import Path
from statistics import median

import numpy as np

from assistant.answer import Frozen
from evals.speed.measuring.ingesting import Peak, disk_mb
from evals.speed.measuring.plan import Plan, Told
from evals.speed.records import Search
from evals.speed.sides.side import Side
from evals.speed.sources import write_sources

_WARM_UP = 5
_ANSWERS = 10
_AT_ONCE = 1_000
"""Articles that are filled in between two moves of the bar."""
_CLOSE = 0.999
"""A library that has this share of its chunks is full: articles are whole."""


class Filled(Frozen):
    """How far a library is."""

    chunks: int
    """In it."""


class Times(Frozen):
    """Of one after the other."""

    ms: tuple[float, ...]
    """Each."""
    cpu_ms: float
    """Processor time, mean."""


def library(plan: Plan, size: int) -> Path:
    """Where the library of so many chunks is kept."""
    return plan.home / f"library-{size}"


def measure_search(plan: Plan, model: str | None, *, threads: int, told: Told) -> tuple[Search, ...]:
    """Every size of ours, and where `model` names the weights, every size of the stack's."""
    chunks = _fill(plan, told)
    found = [_search(plan, size, chunks[size], told) for size in plan.sizes]
    if model:
        found += _search_stack(plan, model, threads, told)
    return tuple(found)


def _fill(plan: Plan, told: Told) -> dict[int, int]:
    """The chunks of each library, each grown from the one before; those that are there are kept."""
    texts = plan.home / "texts.jsonl"
    texts.write_text("".join(json.dumps(text._asdict()) + "\n" for text in plan.texts), encoding="utf-8")
    held: dict[int, int] = {}
    before: Path | None = None
    for size in plan.sizes:
        home = library(plan, size)
        whole = home / "whole.json"
        if not whole.exists():
            shutil.rmtree(home, ignore_errors=True)
            if before:
                shutil.copytree(before, home)
                (home / whole.name).unlink()
            whole.write_text(Filled(chunks=_grow(plan, size, texts, told)).model_dump_json())
        held[size] = Filled.model_validate_json(whole.read_bytes()).chunks
        # A small library holds the starts of texts, which a larger one holds whole.
        before = home if size > len(plan.texts) else None
    return held


def _grow(plan: Plan, size: int, texts: Path, told: Told) -> int:
    """Fill a library; the chunks that it then has."""
    with Side("ours", folder=plan.home) as side:
        side.do("open", home=str(library(plan, size)), models=str(plan.home / "models"))
        chunks = 0
        while chunks < _CLOSE * size:
            told(f"filling {size:,} chunks", chunks, size)
            chunks = side.ask("fill", Filled, texts=str(texts), chunks=size, most=_AT_ONCE).chunks
        side.do("close")
    return chunks


def _search(plan: Plan, size: int, chunks: int, told: Told) -> Search:
    queries = [text.title for text in plan.texts[: plan.queries]]
    home = library(plan, size)
    with Side("ours", folder=plan.home) as side:
        told(f"searching {size:,} chunks", 0, len(queries))
        side.do("open", home=str(home), models=str(plan.home / "models"))
        side.do("retrieve", queries=[f"{query} again" for query in queries[:_WARM_UP]])
        found = side.ask("retrieve", Times, queries=list(queries))
        ms = found.ms
        peak = side.ask("peak", Peak).mb
        side.do("ask", questions=[*queries[:1]])
        asked = side.ask("ask", Times, questions=[f"What about {query}?" for query in queries[:_ANSWERS]]).ms
        return Search(
            arm="twosource float32",
            chunks=chunks,
            queries=len(ms),
            median_ms=median(ms),
            p95_ms=float(np.percentile(ms, 95)),
            cpu_ms=found.cpu_ms,
            disk_mb=disk_mb(home),
            peak_mb=peak,
            ask_ms=median(asked),
            ask_peak_mb=side.ask("peak", Peak).mb,
        )


def _search_stack(plan: Plan, model: str, threads: int, told: Told) -> list[Search]:
    """One collection, grown from size to size."""
    queries = [text.title for text in plan.texts[: plan.queries]]
    home, texts = plan.home / "stack", plan.home / "stack-texts"
    for folder in (home, texts):
        shutil.rmtree(folder, ignore_errors=True)
    write_sources(plan.texts, texts)
    found: list[Search] = []
    for size in plan.stack_sizes:
        with Side("stack", python=plan.stack_python, folder=plan.home) as side:
            side.do("open", home=str(home), model=model, threads=threads)
            chunks = 0
            while chunks < size:
                told(f"filling {size:,} chunks of the stack", chunks, size)
                chunks = side.ask("fill", Filled, folder=str(texts), chunks=size, most=5_000).chunks
        with Side("stack", python=plan.stack_python, folder=plan.home) as side:
            told(f"searching {size:,} chunks of the stack", 0, len(queries))
            side.do("open", home=str(home), model=model, threads=threads)
            side.do("retrieve", queries=[f"{query} again" for query in queries[:_WARM_UP]])
            times = side.ask("retrieve", Times, queries=list(queries))
            ms = times.ms
            found.append(
                Search(
                    arm="llama-index",
                    chunks=chunks,
                    queries=len(ms),
                    median_ms=median(ms),
                    p95_ms=float(np.percentile(ms, 95)),
                    cpu_ms=times.cpu_ms,
                    disk_mb=disk_mb(home),
                    peak_mb=side.ask("peak", Peak).mb,
                )
            )
    return found
