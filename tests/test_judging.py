"""Who judges an answer: code alone, the same way every time."""

import ast
import json
import re
from pathlib import Path

import pytest
from fakes import WordEmbedder
from gold_answers import LEFT, answered, case, unanswerable
from pydantic import ValidationError

from assistant import Settings, open_assistant
from evals import Report, run, score
from evals.case import Score

SCORING = Path(__file__).parent.parent / "evals" / "scoring"


@pytest.mark.threat("T14")
@pytest.mark.fault("eval", 85)
def test_no_model_judges() -> None:
    imported = {
        name
        for path in SCORING.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom | ast.Import)
        for name in [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
    }

    assert not {
        name for name in imported if name.startswith(("assistant.writing", "openai", "llama_index", "ChatModel"))
    }


@pytest.mark.fault("eval", 85)
@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan"), "10 of 10"])
def test_a_score_is_between_nothing_and_one_or_not_given(value: object) -> None:
    with pytest.raises(ValidationError):
        Score(scorer="a", value=value, explanation="b")  # type: ignore[arg-type]
    assert Score(scorer="a", value=None, explanation="does not apply").value is None


@pytest.mark.fault("eval", 85)
def test_what_does_not_apply_is_listed_without_a_value() -> None:
    unscored = [one for one in score(unanswerable(), answered(LEFT)) if one.value is None]

    assert unscored
    assert all(one.explanation for one in unscored)


@pytest.mark.fault("eval", 86)
def test_two_runs_differ_in_nothing_but_their_time(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("The council said 390 people left, 120 of them children.")
    cases = [case(id="x"), unanswerable()]

    def reported(home: str) -> bytes:
        with open_assistant(settings=Settings(home=tmp_path / home), embedder=WordEmbedder()) as desk:
            desk.add(tmp_path / "one.txt")
            report = run(cases, lambda question, history: desk.ask(question, history))
        return re.sub(rb'("\w*elapsed_ms":)[\d.]+', rb"\1", report.model_dump_json().encode())

    assert reported("one") == reported("two")


@pytest.mark.fault("eval", 87)
def test_a_run_of_no_cases_divides_by_nothing() -> None:
    report = run([], lambda question, history: answered(LEFT))

    assert report.outcomes == ()
    assert all(mean.n == 0 for mean in report.means)
    assert Report.model_validate_json(json.dumps(json.loads(report.model_dump_json()))) == report
