"""What `twosource eval` says to bad input, and how a run that was stopped goes on."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant import Answer, Assistant, Settings, Turn, open_assistant
from evals import GoldError, Report, read_cases, run
from evals.errors import RunError
from evals.runs.folder import ANSWERS, REPORT, RUN
from evals.shell import app

DAM = "The council of Aske said on Monday that 390 people had left the valley after the dam cracked."
GOOD = {
    "id": "left",
    "kind": "count",
    "question": "How many people had left the valley?",
    "targets": [["390"]],
    "cite": ["dam.txt"],
    "refuse": False,
    "why": "dam.txt: 390 people had left.",
}
WHO = GOOD | {"id": "who", "kind": "who_said", "question": "Who said that people had left?", "targets": [["council"]]}
SILENT = {"id": "goats", "kind": "unanswerable", "question": "Who bought goats?", "refuse": True, "why": "Not there."}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles, and a library that every run of this file shares."""
    folder = tmp_path_factory.mktemp("faults")
    (folder / "articles").mkdir()
    (folder / "articles" / "dam.txt").write_text(DAM, encoding="utf-8")
    return folder


@pytest.fixture
def desk(place: Path) -> Iterator[Assistant]:
    with open_assistant(place / "articles", settings=Settings(home=place / "home")) as opened:
        yield opened


def evaluated(place: Path, gold: str | Sequence[object], *options: str) -> Result:
    told = gold if isinstance(gold, str) else "".join(f"{json.dumps(row)}\n" for row in gold)
    (place / "gold.jsonl").write_text(told, encoding="utf-8")
    given = ["--gold", str(place / "gold.jsonl"), "--articles", str(place / "articles"), "--home", str(place / "home")]
    return CliRunner().invoke(app, [*given, *options])


@pytest.mark.fault("eval", 82)
@pytest.mark.parametrize(
    ("gold", "reason"),
    [
        ("", r"gold\.jsonl: no cases"),
        ("\n \n", r"gold\.jsonl: no cases"),
        ([GOOD, "x"], r"gold\.jsonl:2: a case is a JSON object, not str"),
        (json.dumps(GOOD) + "\n{\n", r"gold\.jsonl:2: not JSON at column 2"),
        ([GOOD, WHO | {"id": "left"}], r"gold\.jsonl:2: id 'left' is taken by line 1"),
        ([GOOD | {"kind": "riddle"}], r"gold\.jsonl:1: kind: Input should be 'fact', "),
        ([GOOD | {"mood": 1}], r"gold\.jsonl:1: unknown field 'mood'; a case has id, kind, question"),
        ([{name: told for name, told in GOOD.items() if name != "why"}], r"gold\.jsonl:1: field 'why' is missing"),
    ],
)
def test_gold_that_is_malformed_is_told_with_its_line(place: Path, gold: str | list[object], reason: str) -> None:
    told = evaluated(place, gold)

    assert isinstance(told.exception, GoldError)
    assert told.exception.exit_code == 2
    with pytest.raises(GoldError, match=reason):
        raise told.exception


@pytest.mark.fault("eval", 82)
def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    rows = [json.dumps(GOOD | {"why": "dam.txt:\u2028390 people."}, ensure_ascii=False), json.dumps(WHO)]
    (tmp_path / "gold.jsonl").write_text("\r\n".join(rows), encoding="utf-8")

    assert [case.id for case in read_cases(tmp_path / "gold.jsonl")] == ["left", "who"]


@pytest.mark.fault("eval", 83)
def test_a_gold_article_that_is_not_there_is_an_error_and_no_score(place: Path, tmp_path: Path) -> None:
    told = evaluated(place, [GOOD, WHO | {"cite": ["lake.txt"]}], "--run", str(tmp_path / "run"))

    assert isinstance(told.exception, GoldError)
    assert (
        str(told.exception)
        == "case 'who': no article 'lake.txt'; add it, change the case, or name its folder with --articles"
    )
    assert not (tmp_path / "run").exists()


@pytest.mark.fault("eval", 84)
def test_a_run_that_is_stopped_says_so_and_goes_on_without_asking_or_counting_twice(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = Assistant.ask

    def stopped(self: Assistant, question: str, history: Sequence[Turn] = ()) -> Answer:
        asked.append(question)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return ask(self, question, history)

    monkeypatch.setattr(Assistant, "ask", stopped)
    rows = [GOOD, WHO, SILENT]

    first = evaluated(place, rows, "--run", str(tmp_path / "run"))
    second = evaluated(place, rows, "--run", str(tmp_path / "run"))

    assert (first.exit_code, first.stderr) == (130, "stopped; the same command goes on from there\n")
    assert second.exit_code == 0, second.output
    assert asked == [GOOD["question"], WHO["question"], WHO["question"], SILENT["question"]]
    report = Report.model_validate_json((tmp_path / "run" / REPORT).read_bytes())
    assert [outcome.case.id for outcome in report.outcomes] == ["left", "who", "goats"]
    assert len((tmp_path / "run" / ANSWERS).read_bytes().splitlines()) == 3


@pytest.mark.fault("eval", 84)
def test_a_damaged_run_folder_is_told_and_not_gone_on_with(place: Path, tmp_path: Path) -> None:
    evaluated(place, [GOOD], "--run", str(tmp_path / "run"))
    (tmp_path / "run" / RUN).write_text('{"fingerprint": ', encoding="utf-8")

    told = evaluated(place, [GOOD], "--run", str(tmp_path / "run"))

    assert isinstance(told.exception, RunError)
    assert str(told.exception).endswith("run.json: damaged; name a new folder with --run")


@pytest.mark.fault("eval", 84)
def test_a_run_among_the_articles_is_refused_before_anything_is_read_or_written(place: Path) -> None:
    articles = place / "articles"
    before = sorted(articles.rglob("*"))

    told = evaluated(place, [GOOD], "--run", str(articles))

    assert isinstance(told.exception, RunError)
    assert str(told.exception) == f"{articles}: holds files and no run; name a new or empty folder with --run"
    assert sorted(articles.rglob("*")) == before


@pytest.mark.fault("eval", 86)
def test_two_runs_of_the_same_questions_differ_in_nothing_but_time(place: Path, tmp_path: Path) -> None:
    for name in "ab":
        evaluated(place, [GOOD, WHO, SILENT], "--run", str(tmp_path / name))

    first, second = (timeless(tmp_path / name / REPORT) for name in "ab")

    assert first == second


def timeless(path: Path) -> str:
    """A report as its bytes, every time taken set to zero."""
    report = Report.model_validate_json(path.read_bytes())
    outcomes = tuple(outcome.model_copy(update={"elapsed_ms": 0}) for outcome in report.outcomes)
    return report.model_copy(update={"outcomes": outcomes, "median_elapsed_ms": 0}).model_dump_json()


@pytest.mark.fault("eval", 87)
def test_no_questions_make_an_empty_report(desk: Assistant) -> None:
    report = run([], desk.ask)

    assert (report.means, report.outcomes, report.median_elapsed_ms, report.median_words) == ((), (), 0, 0)
