"""A run folder: written case by case, read back whole, gone on with where it stopped.

    run.json        how the run was made
    answers.jsonl   every case with its answer, its evidence and its scores
    judged.jsonl    what a judge said of each case, where there was one
    plain/          the same of plain methods, a folder each, where they were asked
    report.json     the scores summed up
    report.html     the same for a reader

Knows nothing of asking or scoring.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from assistant.answer import Frozen
from evals.case import Report
from evals.errors import RunError
from evals.files import append_line, write_atomically
from evals.judge.records import Judgement
from evals.runs.records import CaseRecord, RunRecord

RUN, ANSWERS, JUDGED, REPORT, PAGE = "run.json", "answers.jsonl", "judged.jsonl", "report.json", "report.html"
R = TypeVar("R", bound=Frozen)


class RunFolder:
    """A folder that holds one run."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def refuse_another(self) -> None:
        """Raise RunError where the folder holds something that is no run: a run is kept beside nothing else."""
        try:
            if self.path.is_dir() and not (self.path / RUN).exists() and any(map(_is_foreign, self.path.iterdir())):
                raise RunError(f"{self.path}: holds files and no run; name a new or empty folder with --run")
        except OSError as error:
            raise RunError(f"{self.path}: {error.strerror}; name a writable folder with --run") from error

    def begin(self, run: RunRecord) -> Mapping[str, CaseRecord]:
        """The cases that are there already, by id; the folder is made where it is missing.

        Raises RunError where it holds a run with other settings, code, cases or articles, or no run but other files.
        """
        self.refuse_another()
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if not (self.path / RUN).exists():
                write_atomically(self.path / RUN, run.model_dump_json(indent=1) + "\n")
                return {}
        except OSError as error:
            raise RunError(f"{self.path}: {error.strerror}; name a writable folder with --run") from error
        held = self.run()
        differing = [name for name in _COMPARED if getattr(held, name) != getattr(run, name)]
        if differing:
            told = ", ".join(name.replace("_", " ") for name in differing)
            raise RunError(f"{self.path}: holds a run with another {told}; name a new folder with --run")
        return self.cases()

    def keep(self, case: CaseRecord) -> None:
        """Write a case down at once, so that a kill loses none before it."""
        append_line(self.path / ANSWERS, case.model_dump_json())

    def keep_judgement(self, judgement: Judgement) -> None:
        """Write down what a judge says of a case."""
        append_line(self.path / JUDGED, judgement.model_dump_json())

    def finish(self, report: Report, page: str) -> None:
        """Write the report for machines and for readers. Raises RunError."""
        try:
            write_atomically(self.path / REPORT, report.model_dump_json(indent=1) + "\n")
            write_atomically(self.path / PAGE, page)
        except OSError as error:
            raise RunError(f"{self.path}: {error.strerror}; name a writable folder with --run") from error

    def run(self) -> RunRecord:
        """How the run was made. Raises RunError."""
        return self._read(RUN, RunRecord)

    def report(self) -> Report:
        """The scores summed up. Raises RunError where the run was not finished."""
        return self._read(REPORT, Report)

    def cases(self) -> dict[str, CaseRecord]:
        """Every case that was asked without an error, by id; a line that a kill cut off is left out."""
        read = _lines(self.path / ANSWERS, CaseRecord)
        return {one.outcome.case.id: one for one in read if one.outcome.error is None}

    def judgements(self) -> list[Judgement]:
        """Every judgement so far, in order; a line that a kill cut off is left out."""
        return list(_lines(self.path / JUDGED, Judgement))

    def _read(self, name: str, row: type[R]) -> R:
        try:
            return row.model_validate_json((self.path / name).read_bytes())
        except OSError as error:
            raise RunError(
                f"{self.path / name}: {error.strerror}; make a finished run there with `twosource eval --run`"
            ) from error
        except ValidationError as error:
            raise RunError(f"{self.path / name}: damaged; name a new folder with --run") from error


def _is_foreign(path: Path) -> bool:
    """Whether it is not what a kill left of the first file of a run."""
    return not path.name.startswith(f".{RUN}.")


def _lines(path: Path, row: type[R]) -> Iterator[R]:
    """The rows of a file of JSON lines that are whole."""
    for line in path.read_text(encoding="utf-8").split("\n") if path.exists() else ():
        with suppress(ValidationError):
            yield row.model_validate_json(line)


_COMPARED = ("fingerprint", "gold_digest", "articles")
