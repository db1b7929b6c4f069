"""What every set on silence has in common: one answer against whether there is one."""

from assistant.answer import Answer
from evals.benchmarks import statistics
from evals.benchmarks.measures import Measure, answered_best, area, average, classified, risk_area
from evals.benchmarks.records import Finding
from evals.benchmarks.wording import contains


def silence_finding(answer: Answer, *, answerable: bool, references: tuple[str, ...]) -> Finding:
    """Whether the answer was due, and whether it holds a reference. A refusal is never right as an answer."""
    held = not answer.refused and contains(answer.text, references)
    values = {
        "confidence": answer.confidence,
        "answerable": float(answerable),
        "answered": float(not answer.refused),
        "right": float(answerable and held),
    }
    values |= {"over_abstained": float(answer.refused)} if answerable else {"false_answer": float(not answer.refused)}
    expected = " | ".join(references) if answerable else "(refuse)"
    return Finding(values=values, expected=expected, shown=f"{answer.confidence:.2f} // {answer.text}")


def silence_measures(*, floor: float | None = None) -> tuple[Measure, ...]:
    """Ranking by confidence, the one threshold, and right answers among the surest."""
    return (
        area("confidence", "answerable", "AUROC of confidence", floor=floor),
        classified(statistics.balanced_accuracy, "answered", "answerable", "balanced accuracy", floor=0.5),
        average("false_answer", "false answers (unanswerable)", lower_is_better=True),
        average("over_abstained", "refused (answerable)", lower_is_better=True),
        answered_best("right", "confidence", 0.5),
        answered_best("right", "confidence", 0.7),
        answered_best("right", "confidence", 0.9),
        risk_area("right", "confidence"),
    )
