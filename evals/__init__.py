"""Gold questions, scores, reports and the regression gate."""

from evals.baseline import Baseline, Comparison, Fall, compare, faults, read_baseline, write_baseline
from evals.case import Case, Mean, Outcome, Report, Score
from evals.checking import check
from evals.errors import BaselineError, GoldError, ReportError
from evals.reading import bundled_gold, read_cases
from evals.requiring import require_gate, require_right
from evals.running import run
from evals.scoring import score

__all__ = [
    "Baseline",
    "BaselineError",
    "Case",
    "Comparison",
    "Fall",
    "GoldError",
    "Mean",
    "Outcome",
    "Report",
    "ReportError",
    "Score",
    "bundled_gold",
    "check",
    "compare",
    "faults",
    "read_baseline",
    "read_cases",
    "require_gate",
    "require_right",
    "run",
    "score",
    "write_baseline",
]
