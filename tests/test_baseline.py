"""The bundled gold against its accepted state: what was right stays right."""

from pathlib import Path

from assistant import Settings, open_assistant
from evals import bundled_gold, compare, faults, read_baseline, read_cases, run
from evals.baseline import bundled_baseline

NOISE = 0.03
"""A mean may fall this far: another processor rounds vectors otherwise, and a case on the edge may flip."""


def test_no_score_of_the_bundled_gold_falls_below_its_accepted_state(tmp_path: Path) -> None:
    with open_assistant(Path(__file__).parent.parent / "seeds", Settings(home=tmp_path)) as desk:
        report = run(read_cases(bundled_gold()), desk.ask)

    comparison = compare(report, read_baseline(bundled_baseline()), max_regression=NOISE)

    assert faults(report, comparison, fail_under=0.65) == ()
