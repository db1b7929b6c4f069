"""Gold in a test suite of your own: what `twosource eval` would say, as an assertion.

    cases = read_cases(Path("gold.jsonl"))

    @pytest.mark.parametrize("case", cases, ids=lambda case: case.id)
    def test_the_desk_is_right(desk, case):
        require_right(case, desk.ask(case.question, case.history))

    def test_nothing_got_worse(desk):
        require_gate(run(cases, desk.ask), baseline=Path("baseline.json"), fail_under=0.8)

Needs no plugin and imports no test framework.
"""

from pathlib import Path

from assistant.answer import Answer
from evals.baseline import compare, faults, read_baseline
from evals.case import Case, Report
from evals.scoring import score


def require_right(case: Case, answer: Answer) -> None:
    """Nothing where the answer is right. Raises AssertionError that says what was asked, answered and wanted."""
    (headline, *others) = score(case, answer)
    if headline.value == 1:
        return
    doubts = [f"  {one.scorer}: {one.explanation}" for one in others if one.value is not None and one.value < 1]
    told = [
        f"{case.id}: {headline.explanation}",
        f"  asked: {case.question}",
        f"  answered: {answer.text or '(nothing)'}",
        f"  gold: {case.why}",
    ]
    raise AssertionError("\n".join([*told, *doubts]))


def require_gate(
    report: Report, *, baseline: Path | None = None, fail_under: float = 0.0, max_regression: float = 0.0
) -> None:
    """Nothing where the run is as good as accepted. Raises AssertionError, a line per fall, and BaselineError."""
    comparison = compare(report, read_baseline(baseline), max_regression=max_regression) if baseline else None
    fallen = faults(report, comparison, fail_under=fail_under)
    if fallen:
        raise AssertionError("\n".join(fallen))
