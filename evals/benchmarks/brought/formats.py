"""Every form in which a user may bring a set, by the name of its option.

Reads nothing itself.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from evals.benchmarks.answer_set import AnswerSet
from evals.benchmarks.brought import beir, multihop, rgb, squad
from evals.benchmarks.loading import corpus_file, digest, first_row, packed_or_plain
from evals.benchmarks.measures import Measure
from evals.benchmarks.sets.conflict import rgb_fact


class Brought(NamedTuple):
    """A set that a user brings: what a process needs to know of it."""

    form: str
    """Of `FORMS`."""
    path: Path
    """Its folder or file."""


def brought_set(one: Brought) -> AnswerSet[Any]:
    """The set, its files looked up. Raises BenchError where they are missing."""
    path = one.path.resolve()
    return FORMS[one.form](path, re.sub(r"[^\w.-]+", "-", path.stem if path.is_file() else path.name))


def _beir(path: Path, name: str) -> AnswerSet[Any]:
    corpus = corpus_file(path)
    return replace(
        beir.SET,
        name=f"beir/{name}",
        file=str(beir.qrels(path)),
        also=(str(packed_or_plain(path, "queries.jsonl")), str(corpus)),
        source=str(path),
        corpus=str(path),
        shelf=f"beir-{name}-{digest(corpus)}",
    )


def _multihop(path: Path, name: str) -> AnswerSet[Any]:
    corpus = path / multihop.CORPUS
    return replace(
        multihop.SET,
        name=f"multihop/{name}",
        file=str(path / multihop.QUESTIONS),
        also=(str(corpus),),
        source=str(path),
        corpus=str(path),
        shelf=f"multihop-{name}-{digest(corpus)}",
    )


def _rgb(path: Path, name: str) -> AnswerSet[Any]:
    """Swapped answers, where the file's first row has them, are another task."""
    if "positive_wrong" in first_row(path):
        return replace(rgb_fact.SET, name=f"rgb-fact/{name}", file=str(path), shelf=f"rgb-fact-{name}")
    return replace(rgb.SET, name=f"rgb/{name}", file=str(path), source=str(path), shelf=f"rgb-{name}")


def _squad(path: Path, name: str) -> AnswerSet[Any]:
    return replace(squad.SET, name=f"squad/{name}", file=str(path), source=str(path), shelf=f"squad-{name}")


FORMS: Mapping[str, Callable[[Path, str], AnswerSet[Any]]] = {
    "beir": _beir,
    "multihop": _multihop,
    "rgb": _rgb,
    "squad": _squad,
}
"""Form to what makes a set of a path and a name."""

MEASURES: Mapping[str, tuple[Measure, ...]] = {
    "beir": beir.SET.measures,
    "multihop": multihop.SET.measures,
    "rgb": rgb.SET.measures,
    "rgb-fact": rgb_fact.SET.measures,
    "squad": squad.SET.measures,
}
"""First part of a set's name to its measures: what is needed to compare its records."""
