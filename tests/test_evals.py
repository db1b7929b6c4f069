"""Runs, their report, and the gate."""

from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from gold_answers import LEFT, MONDAY, answered, apart, case, ran, refused, unanswerable
from rich.console import Console

from assistant.answer import Answer, Turn
from evals import (
    BaselineError,
    Outcome,
    Report,
    ReportError,
    compare,
    faults,
    read_baseline,
    run,
    write_baseline,
)
from evals.reporting import failures, tables, write_json


def test_a_report_holds_means_with_their_standard_error() -> None:
    report = ran((case(id="x"), answered(LEFT)), (case(id="y"), answered(MONDAY)), (unanswerable(), refused()))

    everything, counts, silence = (report.mean("right", kind) for kind in ("all", "count", "unanswerable"))
    assert everything is not None
    assert counts is not None
    assert silence is not None
    assert (everything.n, everything.mean) == (3, pytest.approx(2 / 3))
    assert (counts.mean, counts.standard_error, counts.n) == (0.5, 0.5, 2)
    assert (silence.mean, silence.standard_error, silence.n) == (1, None, 1)
    assert report.mean("refused_rightly", "count") is None
    assert [outcome.case.id for outcome in report.failed] == ["y"]
    assert (report.fingerprint, report.engine, report.median_elapsed_ms) == ("abc", "quotes", 7)


@pytest.mark.fault("eval", 84)
def test_a_case_that_raises_is_wrong_and_ends_nothing() -> None:
    report = ran((unanswerable(), ValueError("no luck")), (case(), answered(LEFT)))

    first, second = report.outcomes
    assert (first.error, first.right, second.right) == ("ValueError: no luck", False, True)
    assert first.value("refused_rightly") == first.value("spans_exact") == 0


def test_a_run_hands_over_question_and_history_and_tells_each_outcome() -> None:
    heard: list[Outcome] = []
    given: list[tuple[str, int]] = []
    history = [{"role": "user", "text": "Who left?"}, {"role": "assistant", "text": "People [1]."}]

    def ask(question: str, turns: Sequence[Turn]) -> Answer:
        given.append((question, len(turns)))
        return answered(LEFT)

    run([case(kind="follow_up", history=history)], ask, done=heard.append)

    assert given == [("How many people left?", 2)]
    assert [outcome.case.id for outcome in heard] == ["a"]


def printed(*parts: object) -> str:
    console = Console(file=StringIO(), width=140, color_system=None)
    console.print(*parts)
    file = console.file
    assert isinstance(file, StringIO)
    return file.getvalue()


def test_a_failed_case_is_printed_with_question_answer_and_reason() -> None:
    told = printed(failures(ran((case(question="[red]How many?[/red]"), answered(MONDAY)))))

    assert "wrong a  [red]How many?[/red]" in told
    assert "answer: It was inspected on Monday. [1]" in told
    assert "right: 0, lacks 390" in told
    assert "gold: one.txt says 390." in told


def test_a_right_case_is_printed_only_when_every_case_is_wanted() -> None:
    report = ran((case(), answered(LEFT)))

    assert printed(failures(report)).strip() == ""
    assert "right a" in printed(failures(report, verbose=True))


def test_the_tables_show_every_scorer_that_applied() -> None:
    report = ran(
        (case(id="x"), answered(LEFT)),
        (case(id="y"), answered(MONDAY)),
        (unanswerable(), refused()),
        (apart(), refused()),
    )

    told = printed(tables(report))

    assert "50 ±50" in told
    assert all(mean.scorer.split("_")[0] in told for mean in report.means)
    assert "4 cases, 2 failed; engine quotes, settings abc, median answer" in told


def test_the_report_as_json_is_read_back_whole(tmp_path: Path) -> None:
    report = ran((case(), answered(LEFT)), (unanswerable(), ValueError("no luck")))
    path = tmp_path / "report.json"

    write_json(report, path)

    assert Report.model_validate_json(path.read_text(encoding="utf-8")) == report
    assert [held.name for held in tmp_path.iterdir()] == ["report.json"]


def test_a_report_that_cannot_be_written_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="No such file"):
        write_json(ran((case(), answered(LEFT))), tmp_path / "none" / "report.json")


GOOD = [(case(id="x"), answered(LEFT)), (case(id="y"), answered(LEFT)), (unanswerable(), refused())]
WORSE = [(case(id="x"), answered(LEFT)), (case(id="y"), answered(MONDAY)), (unanswerable(), refused())]


def accepted(report: Report, folder: Path) -> Path:
    path = folder / "baseline.json"
    write_baseline(report, path)
    return path


def test_a_case_that_was_right_and_is_wrong_now_is_named(tmp_path: Path) -> None:
    baseline = read_baseline(accepted(ran(*GOOD), tmp_path))

    comparison = compare(ran(*WORSE), baseline)

    assert (comparison.lost, comparison.gained, comparison.unknown) == (("y",), (), ())
    assert str(comparison.falls[0]) == "right fell from 1.000 to 0.667; worse: y"


def test_the_same_run_falls_nowhere(tmp_path: Path) -> None:
    baseline = read_baseline(accepted(ran(*WORSE), tmp_path))

    assert compare(ran(*WORSE), baseline).falls == ()
    assert compare(ran(*GOOD), baseline).gained == ("y",)


def test_a_drop_within_what_is_allowed_holds(tmp_path: Path) -> None:
    baseline = read_baseline(accepted(ran(*GOOD), tmp_path))

    assert [fall.scorer for fall in compare(ran(*WORSE), baseline, max_regression=0.4).falls] == [
        "answer_contains",
        "first_sentence_contains",
    ]
    assert compare(ran(*WORSE), baseline, max_regression=0.5).falls == ()


def test_only_cases_that_both_have_are_compared(tmp_path: Path) -> None:
    baseline = read_baseline(accepted(ran(GOOD[0]), tmp_path))

    comparison = compare(ran(*WORSE), baseline)

    assert (comparison.unknown, comparison.falls) == (("y", "b"), ())


def test_the_gate_names_what_fell(tmp_path: Path) -> None:
    worse = ran(*WORSE)
    comparison = compare(worse, read_baseline(accepted(ran(*GOOD), tmp_path)))

    assert faults(worse, comparison, fail_under=0.9)[:2] == (
        "right is 0.667, below 0.9",
        "right fell from 1.000 to 0.667; worse: y",
    )


def test_a_run_as_good_as_accepted_passes(tmp_path: Path) -> None:
    report = ran(*GOOD)

    assert faults(report, compare(report, read_baseline(accepted(report, tmp_path))), fail_under=1) == ()


@pytest.mark.parametrize("content", ["", "[]", '{"values": 3}'])
def test_a_file_that_is_no_baseline_is_an_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(BaselineError, match="not a baseline"):
        read_baseline(path)


def test_a_baseline_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="--baseline"):
        write_baseline(ran(*GOOD), tmp_path / "none" / "baseline.json")
