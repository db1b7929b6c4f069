"""Whole processes, start to end, taking turns.

Knows nothing of what happens inside.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from evals.errors import BenchError
from evals.speed.measuring.plan import Plan, Told
from evals.speed.measuring.searching import library
from evals.speed.records import ColdStart

_ROOT = Path(__file__).parents[3]
_LARGE = 30_000
"""Libraries above this are not asked cold."""


def measure_cold(plan: Plan, told: Told) -> tuple[ColdStart, ...]:
    """The smallest library, and the largest of an ordinary size, each as often as there are rounds and once before."""
    ordinary = [size for size in plan.sizes if size <= _LARGE] or [plan.sizes[0]]
    return tuple(_cold(plan, size, told) for size in dict.fromkeys((ordinary[0], ordinary[-1])))


def _cold(plan: Plan, size: int, told: Told) -> ColdStart:
    home = library(plan, size)
    if not (home / "models").exists():
        (home / "models").symlink_to(Path("..", "models"))
    question = f"What about {plan.texts[0].title}?"
    asks, imports = list[_Took](), list[_Took]()
    for number in range(plan.rounds + 1):
        told(f"cold start at {size:,} chunks", number, plan.rounds + 1)
        asks.append(_run(["-c", "from assistant.shell import main; main()", "ask", question], home))
        imports.append(_run(["-c", "import chromadb"], home))
    # The first of each reads files that the others find in memory.
    return ColdStart(
        chunks=size,
        ask_s=median(one.seconds for one in asks[1:]),
        chromadb_s=median(one.seconds for one in imports[1:]),
        ask_cpu_s=median(one.cpu_s for one in asks[1:]),
        chromadb_cpu_s=median(one.cpu_s for one in imports[1:]),
    )


class _Took(NamedTuple):
    seconds: float
    cpu_s: float


def _cpu_s() -> float:
    """Processor time of all processes that were started here and are over."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(arguments: Sequence[str], home: Path) -> _Took:
    """What one process took."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TWOSOURCE_")}
    # Without its compiled files, Python would spend the time on compiling.
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    paths = os.pathsep.join([str(_ROOT), *filter(None, [kept.get("PYTHONPATH")])])
    started, used = time.perf_counter(), _cpu_s()
    done = subprocess.run(
        [sys.executable, "-P", *arguments],
        env=kept | {"TWOSOURCE_HOME": str(home), "PYTHONPATH": paths},
        cwd=home,
        capture_output=True,
        check=False,
    )
    took = _Took(time.perf_counter() - started, _cpu_s() - used)
    if done.returncode:
        raise BenchError(
            f"{arguments[-1]!r} left with {done.returncode}: {done.stderr.decode(errors='replace').strip()}"
        )
    return took
