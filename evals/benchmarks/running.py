"""Sets, asked item by item: resumable, and never ended by an item that fails.

Every record is written down as it comes. What was asked with the same settings, code and file is not asked again.
"""

import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from pydantic import ValidationError

from assistant import Settings
from evals.benchmarks.answer_set import AnswerSet, Ask, Item
from evals.benchmarks.libraries import Unasked, library
from evals.benchmarks.loading import digest
from evals.benchmarks.measures import figure
from evals.benchmarks.records import Record, SetReport
from evals.benchmarks.statistics import SEED
from evals.files import append_line
from evals.fingerprint import fingerprint

Moved = Callable[[str, int, int], None]
"""Called with what is being done, the number done and the total."""


def run_set(
    answer_set: AnswerSet[Any],
    bench: Path,
    *,
    home: Path,
    settings: Settings,
    sample: int | None = None,
    moved: Moved | None = None,
) -> tuple[SetReport, tuple[Record, ...]]:
    """The figures of a set and the records they were computed from.

    `home` keeps libraries and records from run to run. `sample` bounds the items; which, a seed decides.
    Raises BenchError where a file is missing or malformed.
    """
    tell: Moved = moved or (lambda what, done, total: None)
    rows = answer_set.asked_of(bench)
    chosen = _sampled(rows, sample)
    settings = settings.model_copy(update={"evidence": answer_set.evidence or settings.evidence})
    made_with = settings_fingerprint(settings)
    kept = home / "records" / made_with / _file_name(answer_set, bench)
    known = read_records(kept)
    if new := [item for item in chosen if item.name not in known]:
        tell(f"{answer_set.name}: reading", 0, len(new))
        with _asked(answer_set, chosen, bench, home=home, settings=settings, moved=tell) as ask:
            for done, item in enumerate(new, start=1):
                known[item.name] = record = _record(answer_set, item, ask)
                kept.parent.mkdir(parents=True, exist_ok=True)
                append_line(kept, record.model_dump_json())
                tell(answer_set.name, done, len(new))
    records = tuple(known[item.name] for item in chosen)
    report = _report(answer_set, records, of=len(rows))
    return report.model_copy(update={"fingerprint": made_with}), records


def settings_fingerprint(settings: Settings) -> str:
    """Of the settings and of all code that a record depends on; how figures are computed and shown is no part of it."""
    here = Path(__file__).parent
    names = ("judging.py", "libraries.py", "passages.py", "ranking.py", "wording.py", "sets", "brought")
    return fingerprint(settings, [here / name for name in names])


def _sampled(rows: Sequence[Item], sample: int | None) -> list[Item]:
    """At most `sample` rows in random order, the same every time: the smaller sample is the start of the larger.

    So a run that was stopped half-way has asked a fair sample.
    """
    order = list(range(len(rows)))
    random.Random(SEED).shuffle(order)
    return [rows[place] for place in order[:sample]]


@contextmanager
def _asked(
    answer_set: AnswerSet[Any], rows: Sequence[Item], bench: Path, *, home: Path, settings: Settings, moved: Moved
) -> Iterator[Ask]:
    """What the items ask: the set's corpus, all its passages together, or nothing where it asks no library."""
    corpus = answer_set.articles(bench / answer_set.corpus) if answer_set.corpus else ()
    passages = corpus or tuple(dict.fromkeys(passage for row in rows for passage in row.passages))
    if not passages:
        yield Unasked()
        return
    reading = f"{answer_set.name}: reading articles"
    with library(
        home / answer_set.library,
        passages,
        settings=settings,
        stored=lambda done, total: moved(reading, done, total),
    ) as ask:
        yield ask


def _record(answer_set: AnswerSet[Any], item: Item, ask: Ask) -> Record:
    started = perf_counter()
    finding, told = None, None
    try:
        finding = answer_set.examine(item, ask)
    except Exception as error:  # The batch goes on; the item is recorded.
        told = f"{type(error).__name__}: {error}"
    elapsed_ms = round(1000 * (perf_counter() - started))
    return Record(id=item.name, group=item.group, asked=item.asked, finding=finding, error=told, elapsed_ms=elapsed_ms)


def _report(answer_set: AnswerSet[Any], records: Sequence[Record], *, of: int) -> SetReport:
    times = [record.elapsed_ms for record in records]
    return SetReport(
        name=answer_set.name,
        about=answer_set.about,
        grouped_by=answer_set.grouped_by,
        n=len(records),
        of=of,
        groups=len({record.group for record in records}),
        failed=sum(record.error is not None for record in records),
        seconds=sum(times) / 1000,
        median_ms=statistics.median(times) if times else 0.0,
        figures=tuple(figure(measure, records) for measure in answer_set.measures),
    )


def _file_name(answer_set: AnswerSet[Any], bench: Path) -> str:
    return f"{answer_set.name.replace('/', '-')}-{digest(*answer_set.files(bench))}.jsonl"


def read_records(path: Path) -> dict[str, Record]:
    """What was written down before; a line that a kill cut off is left out, and failures get another try."""
    known: dict[str, Record] = {}
    for line in path.read_text(encoding="utf-8").split("\n") if path.exists() else ():
        try:
            record = Record.model_validate_json(line)
        except ValidationError:
            continue
        if record.error is None:
            known[record.id] = record
    return known
