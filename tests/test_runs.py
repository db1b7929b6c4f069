"""Run folders: what is kept, what is gone on with, what is compared, and the page that tells it."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from gold_answers import ARTICLES, DAY, LEFT, MONDAY, TUESDAY, answered, apart, asks, case, refused, unanswerable

from assistant import Answer, Settings, Turn
from evals import run
from evals.benchmarks.records import Finding, Record
from evals.case import Case, Outcome, Report
from evals.errors import RunError
from evals.runs.comparing import compare_runs
from evals.runs.folder import ANSWERS, PAGE, RunFolder
from evals.runs.page.rendering import render
from evals.runs.recording import answer_record, run_record
from evals.runs.records import CaseRecord, RunRecord


def made(folder: Path, **settings: object) -> RunRecord:
    gold = folder.parent / "gold.jsonl"
    gold.write_text("{}", encoding="utf-8")
    return run_record(Settings(home=folder, **settings), gold=gold, articles=ARTICLES)  # type: ignore[arg-type]


def kept(path: Path, *pairs: tuple[Case, Answer | Exception | None]) -> Report:
    """A run of these answers, kept in a folder; None: this case is not asked again."""
    folder = RunFolder(path)
    known = {name: one.outcome for name, one in folder.begin(made(path)).items()}

    def keep(outcome: Outcome, answer: Answer | None) -> None:
        folder.keep(CaseRecord(outcome=outcome, answer=answer_record(answer) if answer else None))

    cases, answers = [one for one, _ in pairs], [answer for _, answer in pairs if answer is not None]
    report = run(cases, asks(*answers), kept=keep, known=known)  # type: ignore[arg-type]
    folder.finish(report, render(report, folder.cases(), made(path)))
    return report


def test_a_run_folder_holds_every_answer_with_its_evidence(tmp_path: Path) -> None:
    kept(tmp_path / "run", (case(id="x"), answered(LEFT)), (unanswerable(), refused()))

    folder = RunFolder(tmp_path / "run")
    told = folder.cases()["x"].answer
    assert told is not None
    assert [sentence.text for sentence in told.sentences] == [LEFT[0]]
    assert [citation.check for citation in told.sentences[0].citations] == ["exact"]
    assert folder.report().outcomes == tuple(one.outcome for one in folder.cases().values())
    assert folder.run().articles.keys() == {"one.txt", "two.txt"}
    assert "twosource" in folder.run().versions


@pytest.mark.threat("T12")
@pytest.mark.fault("model", 73)
def test_no_key_and_no_address_of_a_library_is_kept(tmp_path: Path) -> None:
    told = made(tmp_path / "run", api_key="sk-secret", base_url="http://127.0.0.1:1/v1", model="m").model_dump_json()

    assert "sk-secret" not in told
    assert str(tmp_path / "run") not in told


@pytest.mark.fault("eval", 84)
def test_a_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    kept(tmp_path / "run", (case(id="x"), answered(LEFT)), (case(id="y"), ValueError("no luck")))

    report = kept(tmp_path / "run", (case(id="x"), None), (case(id="y"), answered(LEFT)))

    assert [outcome.error for outcome in report.outcomes] == [None, None]


def test_a_case_that_changed_is_asked_again(tmp_path: Path) -> None:
    kept(tmp_path / "run", (case(id="x"), answered(LEFT)))

    report = kept(tmp_path / "run", (case(id="x", question="How many?"), answered(MONDAY)))

    assert report.outcomes[0].text == answered(MONDAY).text


@pytest.mark.fault("eval", 84)
def test_a_line_that_a_kill_cut_off_costs_that_case_only(tmp_path: Path) -> None:
    kept(tmp_path / "run", (case(id="x"), answered(LEFT)), (case(id="y"), answered(LEFT)))
    answers = tmp_path / "run" / ANSWERS
    answers.write_bytes(answers.read_bytes()[:-40])

    assert RunFolder(tmp_path / "run").cases().keys() == {"x"}
    kept(tmp_path / "run", (case(id="x"), None), (case(id="y"), answered(LEFT)))
    assert RunFolder(tmp_path / "run").cases().keys() == {"x", "y"}


def test_a_folder_of_another_run_is_not_gone_on_with(tmp_path: Path) -> None:
    RunFolder(tmp_path / "run").begin(made(tmp_path / "run"))

    with pytest.raises(RunError, match="another fingerprint; name a new folder"):
        RunFolder(tmp_path / "run").begin(made(tmp_path / "run", evidence=3))


def test_a_folder_of_other_files_takes_no_run(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "ship.txt").write_text("The ship left.", encoding="utf-8")

    with pytest.raises(RunError, match="holds files and no run; name a new or empty folder with --run"):
        RunFolder(tmp_path / "news").begin(made(tmp_path / "run"))

    assert [path.name for path in (tmp_path / "news").iterdir()] == ["ship.txt"]


def test_an_empty_folder_takes_a_run_and_what_a_kill_left_of_its_first_file_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / ".run.json.x1y2").write_text("{", encoding="utf-8")

    RunFolder(tmp_path / "run").begin(made(tmp_path / "run"))

    assert RunFolder(tmp_path / "run").run().articles.keys() == {"one.txt", "two.txt"}


def test_an_unfinished_run_has_no_report(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="finished run there"):
        RunFolder(tmp_path).report()


def test_questions_asked_side_by_side_keep_their_order() -> None:
    cases = [case(id=str(number)) for number in range(9)]

    def ask(question: str, history: Sequence[Turn]) -> Answer:
        return answered(LEFT)

    report = run(cases, ask, jobs=3)

    assert [outcome.case.id for outcome in report.outcomes] == [one.id for one in cases]


def test_a_comparison_names_what_flipped_and_what_changed(tmp_path: Path) -> None:
    many = [(case(id=f"n{number}"), answered(MONDAY)) for number in range(20)]
    kept(tmp_path / "a", (case(id="x"), answered(LEFT)), (case(id="y"), answered(MONDAY)), *many)
    kept(tmp_path / "b", (case(id="x"), answered(MONDAY)), *((one, answered(LEFT)) for one, _ in many))

    told = compare_runs(tmp_path / "a", tmp_path / "b")

    assert [flip.id for flip in told.lost] == ["x"]
    assert len(told.gained) == 20
    assert told.lost[0].before == answered(LEFT).text
    assert told.lost[0].after == answered(MONDAY).text
    assert told.unmatched == 1
    right = next(one for one in told.differences if one.name == "right")
    assert (right.n, right.before, right.after) == (21, pytest.approx(1 / 21), pytest.approx(20 / 21))
    assert not right.is_noise
    assert right.p < 0.01


def test_equal_runs_differ_by_nothing(tmp_path: Path) -> None:
    for name in "ab":
        kept(tmp_path / name, (case(id="x"), answered(LEFT)), (case(id="y"), answered(MONDAY)))

    told = compare_runs(tmp_path / "a", tmp_path / "b")

    assert all(one.is_noise and one.p == 1 for one in told.differences)
    assert told.gained == told.lost == ()


def test_what_is_no_run_cannot_be_compared(tmp_path: Path) -> None:
    kept(tmp_path / "a", (case(id="x"), answered(LEFT)))

    with pytest.raises(RunError, match="none: no run to compare"):
        compare_runs(tmp_path / "a", tmp_path / "none")


def records(folder: Path, *values: float) -> Path:
    folder.mkdir()
    lines = [
        Record(
            id=str(place),
            group=str(place),
            asked="Who?",
            finding=Finding(values={"cited_containment": value}, expected="Lee", shown=f"said {value:g}"),
            elapsed_ms=1,
        ).model_dump_json()
        for place, value in enumerate(values)
    ]
    (folder / "b_qa-rtqa-0123456789ab.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_records_of_benchmarks_are_compared_item_by_item(tmp_path: Path) -> None:
    told = compare_runs(records(tmp_path / "a", 1, 0, 0, 1), records(tmp_path / "b", 0, 1, 1, 1))

    (one,) = told.differences
    assert (one.name, one.n, one.before, one.after) == ("b_qa/rtqa: gold in a cited sentence", 4, 0.5, 0.75)
    assert [flip.id for flip in told.gained] == ["b_qa/rtqa 1", "b_qa/rtqa 2"]
    assert [flip.before for flip in told.lost] == ["said 1"]


HOSTILE = '<script>alert("x")</script><img src=//evil.example/x onerror=alert(1)>'


def page(tmp_path: Path) -> str:
    kept(
        tmp_path / "run",
        (case(id="x", question=f"How many? {HOSTILE}", why=f"one.txt: {HOSTILE}"), answered(LEFT)),
        (apart(id="y"), answered(MONDAY, TUESDAY, disagreements=(DAY,))),
        (unanswerable(), refused()),
        (case(id="z"), ValueError(HOSTILE)),
    )
    return (tmp_path / "run" / PAGE).read_text(encoding="utf-8")


def test_the_page_asks_nothing_of_a_network(tmp_path: Path) -> None:
    told = page(tmp_path)

    assert "default-src 'none'" in told
    assert re.findall(r'(?:src|href)\s*=\s*"', told.replace(HOSTILE, "")) == []
    assert "url(" not in told
    assert "@import" not in told


def test_nothing_from_a_question_or_an_error_is_markup_on_the_page(tmp_path: Path) -> None:
    told = page(tmp_path)

    assert HOSTILE not in told
    assert told.count("<script>") == 1
    assert "&lt;script&gt;alert(" in told


def test_the_page_shows_quotes_sides_and_errors(tmp_path: Path) -> None:
    told = page(tmp_path)

    assert "The articles disagree: the day of the inspection (date)" in told
    assert "<mark>The dam was inspected on Tuesday</mark>" in told
    assert 'data-kind="disagreement" data-verdict="right"' in told
    assert told.count("<svg") == 4
    assert "ValueError" in told


def test_a_quote_is_kept_with_its_surroundings() -> None:
    told = answer_record(answered(MONDAY, disagreements=(DAY,)))

    first, second = (side.quotes[0] for side in told.disagreements[0].sides)
    assert (first.before, first.quote) == ("", "The dam was inspected on Monday.")
    assert second.after == ", the mayor wrote."
