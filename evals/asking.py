"""Gold cases asked of the product, of plain methods and of a judge where they are wanted; kept in a run folder.

Knows the order of a run. Answers, scores and judges nothing itself.
"""

from collections.abc import Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from rich.progress import Progress, TaskID
from rich.text import Text

from assistant import Answer, Article, Assistant
from evals.case import Case, Outcome, Report
from evals.checking import check, edited
from evals.errors import GoldError
from evals.judge.agreeing import judge_report
from evals.judge.judge import Judge
from evals.opening import opened, progress
from evals.plain.methods import plain_methods
from evals.running import Ask, Verify, run
from evals.runs.folder import RunFolder
from evals.runs.recording import answer_record, run_record
from evals.runs.records import CaseRecord, RunRecord


class Asked(NamedTuple):
    """What is asked, and how."""

    cases: Sequence[Case]
    """The questions."""
    gold: Traversable
    """Where they were read from."""
    articles: Path | None = None
    """Folder that is asked. None: the sample articles."""
    home: Path | None = None
    """Where the library is kept. None: it is thrown away."""
    folder: Path | None = None
    """Where the run is kept. None: nowhere."""
    jobs: int = 1
    """Questions asked at once."""
    plain: bool = False
    """Whether plain methods are asked, too."""
    judge: Judge | None = None
    """Who scores the answers beside the scorers. None: nobody."""


class Told(NamedTuple):
    """What a run found."""

    report: Report
    """Of the product."""
    plain: Mapping[str, Report]
    """Of plain methods, by their names; empty where they were not asked."""


def ask_all(asked: Asked) -> Told:
    """The reports of asking all cases. Raises GoldError where gold and articles differ, RunError."""
    if folder := _run_folder(asked.folder):
        folder.refuse_another()  # Reading the articles may take long.
    with progress() as bar:
        task = bar.add_task("Reading articles", total=None)
        with opened(asked.articles, asked.home, judged=asked.judge is not None) as desk:
            held = desk.articles()
            misfits = check(asked.cases, held)
            if misfits:
                raise GoldError("\n".join(misfits))
            for line in edited(asked.cases, held):
                bar.console.print(Text(line), soft_wrap=True)
            return _Run(asked, desk, held, bar, task).told()


class _Run(NamedTuple):
    """A run under way."""

    asked: Asked
    desk: Assistant
    articles: Sequence[Article]
    bar: Progress
    task: TaskID

    def told(self) -> Told:
        """Ask the product, then plain methods and the judge where they are wanted; write the page last."""
        asked, folder = self.asked, _run_folder(self.asked.folder)
        records: dict[str, CaseRecord] = {}
        made = self._made()
        if folder:
            records |= folder.begin(made)
        report = self._report("Asking", asked.cases, self.desk.ask, records, folder, verify=self.desk.verify)
        plain = self._plain() if asked.plain else {}
        if asked.judge:
            report = self._judged(asked.judge, report, records, folder)
        if folder:
            _finish(folder, report, records, made, plain)
        return Told(report, plain)

    def _plain(self) -> dict[str, Report]:
        """What plain methods make of the cases that are no drafts, each kept in a run folder of its own."""
        cases = [case for case in self.asked.cases if case.kind != "draft"]
        made = self._made(Path(__file__).parent / "plain")
        reports: dict[str, Report] = {}
        for name, ask in plain_methods(self.desk).items():
            records: dict[str, CaseRecord] = {}
            place = self.asked.folder / "plain" / _file_name(name) if self.asked.folder else None
            folder = _run_folder(place)
            if folder:
                records |= folder.begin(made)
            reports[name] = self._report(name, cases, ask, records, folder)
            if folder:
                _finish(folder, reports[name], records, made, {})
        return reports

    def _report(
        self,
        what: str,
        cases: Sequence[Case],
        ask: Ask,
        records: dict[str, CaseRecord],
        folder: RunFolder | None,
        *,
        verify: Verify | None = None,
    ) -> Report:
        """What `ask` makes of the cases that stand in no record; `records` takes every answer."""
        self.bar.update(self.task, description=what, completed=0, total=len(cases))

        def keep(outcome: Outcome, answer: Answer | None) -> None:
            record = CaseRecord(outcome=outcome, answer=answer_record(answer) if answer else None)
            records[outcome.case.id] = record
            if folder:
                folder.keep(record)

        return run(
            cases,
            ask,
            done=lambda _: self.bar.advance(self.task),
            kept=keep,
            known={name: one.outcome for name, one in records.items()},
            verify=verify,
            jobs=self.asked.jobs,
        )

    def _judged(
        self, judge: Judge, report: Report, records: Mapping[str, CaseRecord], folder: RunFolder | None
    ) -> Report:
        """The report with what the judge says of every answer; what it said of the same one before counts."""
        self.bar.update(self.task, description=f"Judging ({judge.name})", completed=0, total=len(report.outcomes))
        known = folder.judgements() if folder else []
        judgements = []
        for outcome in report.outcomes:
            answer = records[outcome.case.id].answer
            if answer:
                judgements.append(judge.judge(outcome, answer, known=known))
                if folder and judgements[-1] not in known:
                    folder.keep_judgement(judgements[-1])
            self.bar.advance(self.task)
        told = judge_report(judge.name, report.outcomes, judgements)
        return report.model_copy(update={"judge": told})

    def _made(self, *code: Path) -> RunRecord:
        return run_record(self.desk.settings, gold=self.asked.gold, articles=self.articles, code=code)


def _finish(
    folder: RunFolder,
    report: Report,
    records: Mapping[str, CaseRecord],
    made: RunRecord,
    plain: Mapping[str, Report],
) -> None:
    from evals.runs.page.rendering import render

    folder.finish(report, render(report, records, made, plain=plain))


def _run_folder(path: Path | None) -> RunFolder | None:
    return RunFolder(path) if path else None


def _file_name(name: str) -> str:
    """A method's name as a folder's: "BM25, best passage" is `bm25-best-passage`."""
    return "-".join("".join(char if char.isalnum() else " " for char in name.lower()).split())
