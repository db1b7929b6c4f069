"""`twosource eval` as its user meets it: gold and articles in, tables and an exit code out."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from evals import GoldError, Report
from evals.shell import run_eval

DAM = "The council of Aske said on Monday that 390 people had left the valley after the dam cracked."
GOLD = {
    "id": "left",
    "kind": "count",
    "question": "How many people had left the valley?",
    "targets": [["390"]],
    "cite": ["dam.txt"],
    "refuse": False,
    "why": "dam.txt: 390 people had left.",
}
WRONG = GOLD | {"id": "silence", "kind": "unanswerable", "targets": [], "cite": [], "refuse": True}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles, gold, and a library that every run of this file shares: building the model once is enough."""
    folder = tmp_path_factory.mktemp("eval")
    (folder / "articles").mkdir()
    (folder / "articles" / "dam.txt").write_text(DAM, encoding="utf-8")
    (folder / "gold.jsonl").write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    (folder / "half.jsonl").write_text(f"{json.dumps(GOLD)}\n{json.dumps(WRONG)}\n", encoding="utf-8")
    return folder


def evaluated(folder: Path, *options: str, gold: str = "gold.jsonl") -> Result:
    command = typer.Typer(add_completion=False)
    command.command()(run_eval)
    given = [
        "--gold",
        str(folder / gold),
        "--articles",
        str(folder / "articles"),
        "--home",
        str(folder / "home"),
    ]
    return CliRunner().invoke(command, [*given, *options])


def test_a_run_prints_its_scores_and_leaves_with_0(folder: Path) -> None:
    told = evaluated(folder, "--json", str(folder / "report.json"), "--fail-under", "1")

    assert told.exit_code == 0, told.output
    assert "1 cases, 0 failed; engine quotes" in told.stdout
    report = Report.model_validate_json((folder / "report.json").read_text(encoding="utf-8"))
    assert report.outcomes[0].cited == (f"dam.txt:0-{len(DAM)}",)


def test_a_run_below_the_bar_names_its_failed_case_and_leaves_with_1(folder: Path) -> None:
    told = evaluated(folder, "--fail-under", "0.9", gold="half.jsonl")

    assert told.exit_code == 1
    assert "wrong silence" in told.stdout
    assert "The gate fell: right is 0.500, below 0.9" in told.stderr


def test_a_run_worse_than_accepted_leaves_with_1_and_names_what_fell(folder: Path) -> None:
    state = folder / "baseline.json"
    evaluated(folder, "--baseline", str(state), "--accept")
    better = json.loads(state.read_text(encoding="utf-8"))
    better["values"]["silence"] = {"right": 1.0}
    state.write_text(json.dumps(better), encoding="utf-8")

    told = evaluated(folder, "--baseline", str(state), gold="half.jsonl")

    assert told.exit_code == 1
    assert "The gate fell: right fell from 1.000 to 0.500; worse: silence" in told.stderr


@pytest.mark.fault("eval")
def test_the_users_own_library_is_not_touched(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOSOURCE_HOME", str(tmp_path / "own"))

    assert evaluated(folder).exit_code == 0
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", r"bad\.jsonl:1: not JSON"),
        (json.dumps(GOLD | {"targets": [["391"]]}), "target '391' stands in no article"),
        (json.dumps(GOLD | {"cite": ["lake.txt"]}), "no article 'lake.txt'"),
    ],
)
@pytest.mark.fault("eval", 82, 83)
def test_gold_that_cannot_be_used_is_an_error(folder: Path, line: str, reason: str) -> None:
    (folder / "bad.jsonl").write_text(line, encoding="utf-8")

    told = evaluated(folder, gold="bad.jsonl")

    assert isinstance(told.exception, GoldError)
    assert told.exception.exit_code == 2
    with pytest.raises(GoldError, match=reason):
        raise told.exception


@pytest.mark.fault("eval", 87)
def test_a_kind_without_cases_is_an_error(folder: Path) -> None:
    told = evaluated(folder, "--kind", "date")

    assert "no case is of the kind date" in str(told.exception)


def test_an_unknown_kind_is_wrong_usage(folder: Path) -> None:
    told = evaluated(folder, "--kind", "riddle")

    assert told.exit_code == 2
    assert "no kind riddle" in told.stderr
