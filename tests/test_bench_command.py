"""`twosource eval bench` as its user meets it: a folder of files in, one table out, and nothing asked twice."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from bench_rows import ROWS, write_bench
from typer.testing import CliRunner, Result

from assistant import Answer, Settings
from evals.benchmarks.answer_set import Ask
from evals.benchmarks.libraries import library
from evals.benchmarks.page import markdown
from evals.benchmarks.passages import Passage
from evals.benchmarks.records import BenchReport
from evals.benchmarks.running import run_set, settings_fingerprint
from evals.benchmarks.sets import SETS
from evals.benchmarks.suite import chosen
from evals.errors import BenchError
from evals.shell import app

PAGE = Path(__file__).parent.parent / "evals" / "BENCHMARKS.md"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shared, so that the embedding model is built once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_bench(tmp_path_factory.mktemp("bench"))


def measured(bench: Path, home: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["bench", "--bench", str(bench), "--home", str(home), *options])


def test_sets_are_asked_and_told_in_one_table(bench: Path, home: Path, tmp_path: Path) -> None:
    out = tmp_path / "bench.md"

    told = measured(bench, home, "--sets", "rtqa,squad2,canard", "--out", str(out))

    assert told.exit_code == 0, told.output
    assert all(name in told.stdout for name in ("b_qa/rtqa", "c_abstain/squad2", "f_multiturn/canard"))
    report = BenchReport.model_validate_json(out.with_suffix(".json").read_text(encoding="utf-8"))
    assert [(one.name, one.n, one.failed) for one in report.sets] == [
        ("b_qa/rtqa", 1, 0),
        ("c_abstain/squad2", 2, 0),
        ("f_multiturn/canard", 1, 0),
    ]
    assert report.sets[0].figures[0].value == 1
    assert out.read_text(encoding="utf-8") == markdown(report)


def test_a_page_keeps_the_sets_that_are_not_measured_now(bench: Path, home: Path, tmp_path: Path) -> None:
    out = tmp_path / "bench.md"
    for name in ("canard", "emergent", "canard"):
        measured(bench, home, "--sets", name, "--out", str(out))

    report = BenchReport.model_validate_json(out.with_suffix(".json").read_text(encoding="utf-8"))

    assert [one.name for one in report.sets] == ["d_conflict/emergent", "f_multiturn/canard"]


@pytest.mark.fault("eval", 84)
def test_what_was_asked_is_not_asked_again(bench: Path, home: Path) -> None:
    measured(bench, home, "--sets", "squad2")
    (kept,) = (home / "records").glob("*/c_abstain-squad2-*.jsonl")
    before = kept.read_text(encoding="utf-8")

    assert measured(bench, home, "--sets", "squad2").exit_code == 0
    assert kept.read_text(encoding="utf-8") == before


@pytest.mark.fault("eval", 84)
def test_a_run_that_was_cut_off_goes_on(bench: Path, home: Path) -> None:
    measured(bench, home, "--sets", "squad2")
    (kept,) = (home / "records").glob("*/c_abstain-squad2-*.jsonl")
    first, second = kept.read_text(encoding="utf-8").splitlines()
    kept.write_text(f"{first}\n{second[:40]}", encoding="utf-8")

    assert measured(bench, home, "--sets", "squad2").exit_code == 0
    names = [json.loads(line)["id"] for line in kept.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
    assert sorted(names) == ["a", "b"]


@pytest.mark.fault("eval", 84)
def test_an_item_that_fails_is_recorded_and_ends_nothing(bench: Path, home: Path) -> None:
    (one,) = chosen(["squad2"])

    def fail_once(item: object, ask: Ask) -> object:
        if getattr(item, "name", "") == "a":
            raise ValueError("no luck")
        return one.examine(item, ask)

    settings = Settings(home=home, evidence=3)
    report, records = run_set(replace(one, examine=fail_once), bench, home=home, settings=settings)  # type: ignore[arg-type]

    assert (report.n, report.failed) == (2, 1)
    assert {record.id: record.error for record in records} == {"a": "ValueError: no luck", "b": None}
    assert run_set(one, bench, home=home, settings=settings)[0].failed == 0


def test_a_sample_is_the_same_every_time(bench: Path, home: Path) -> None:
    (one,) = chosen(["mtrag_rewrite"])
    (many,) = chosen(["emergent"])

    first, second = (run_set(many, bench, home=home, settings=Settings(home=home), sample=1) for _ in range(2))

    assert first == second
    assert (first[0].n, first[0].of) == (1, 2)
    assert run_set(one, bench, home=home, settings=Settings(home=home), sample=9)[0].n == 1


def test_sets_run_side_by_side_give_the_same_figures(bench: Path, home: Path, tmp_path: Path) -> None:
    sets = ("--sets", "emergent,canard,mtrag_rewrite")

    measured(bench, home, *sets, "--out", str(tmp_path / "one.md"))
    told = measured(bench, tmp_path / "other", *sets, "--jobs", "2", "--out", str(tmp_path / "two.md"))

    assert told.exit_code == 0, told.output
    one, two = (json.loads((tmp_path / name).read_text(encoding="utf-8")) for name in ("one.json", "two.json"))
    assert [each["figures"] for each in one["sets"]] == [each["figures"] for each in two["sets"]]


def test_a_question_is_asked_of_its_own_passages_only(home: Path) -> None:
    lee, roe = Passage(text="The bridge was opened by Ada Lee."), Passage(text="The bridge was opened by Tom Roe.")

    with library(home / "two", [lee, roe], settings=Settings(home=home)) as ask:
        answers: Sequence[Answer] = [ask("Who opened the bridge?", of=[one]) for one in (lee, roe)]
        silent = ask("Who opened the bridge?", of=[])

    assert [{citation.quote for citation in answer.citations} for answer in answers] == [{lee.text}, {roe.text}]
    assert silent.refused


def test_a_library_takes_new_passages_and_keeps_the_old_ones(home: Path) -> None:
    lee, roe = Passage(text="The bridge was opened by Ada Lee."), Passage(text="The school was opened by Tom Roe.")
    stored: list[tuple[int, int]] = []

    for passages in ([lee], [lee, roe], [lee, roe]):
        with library(
            home / "more",
            passages,
            settings=Settings(home=home),
            stored=lambda done, total: stored.append((done, total)),
        ):
            pass

    assert stored == [(1, 1), (1, 1)]


def test_the_fingerprint_changes_with_the_settings(home: Path) -> None:
    assert settings_fingerprint(Settings(home=home)) == settings_fingerprint(Settings(home=home))
    assert settings_fingerprint(Settings(home=home)) != settings_fingerprint(Settings(home=home, evidence=3))


def test_a_missing_folder_is_told_in_one_line(home: Path, tmp_path: Path) -> None:
    told = measured(tmp_path / "none", home)

    assert isinstance(told.exception, BenchError)
    assert told.exception.exit_code == 2
    assert "\n" not in str(told.exception)
    assert "--bench" in str(told.exception)


def test_every_set_has_a_made_up_row() -> None:
    assert {one.file for one in SETS} == set(ROWS)


def test_the_page_of_benchmarks_is_what_its_numbers_say() -> None:
    report = BenchReport.model_validate_json(PAGE.with_suffix(".json").read_text(encoding="utf-8"))

    assert PAGE.read_text(encoding="utf-8") == markdown(report)


def test_the_page_of_benchmarks_holds_every_set_and_measure() -> None:
    report = BenchReport.model_validate_json(PAGE.with_suffix(".json").read_text(encoding="utf-8"))

    held = {(one.name, figure.measure) for one in report.sets for figure in one.figures}

    assert held == {(one.name, measure.name) for one in SETS for measure in one.measures}
