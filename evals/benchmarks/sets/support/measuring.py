"""What every set on support has in common: one judgement against whether the claim is supported."""

from evals.benchmarks import statistics
from evals.benchmarks.judging import Support
from evals.benchmarks.measures import Measure, area, classified
from evals.benchmarks.records import Finding


def support_finding(judged: Support, *, supported: bool, expected: str, **more: float) -> Finding:
    """The judgement beside the truth."""
    values = {"said": float(judged.supported), "score": judged.score, "supported": float(supported)}
    verdict = "supported" if judged.supported else "not supported"
    return Finding(values=values | more, expected=expected, shown=f"{verdict} ({judged.score:.2f})")


def support_measures(
    *,
    floor: float | None = 0.5,
    area_floor: float | None = None,
    published: str = "",
    area_published: str = "",
) -> tuple[Measure, ...]:
    """Balanced accuracy and AUROC, and how the errors fall."""
    return (
        classified(
            statistics.balanced_accuracy, "said", "supported", "balanced accuracy", floor=floor, published=published
        ),
        area("score", "supported", "AUROC", floor=area_floor, published=area_published),
        classified(statistics.recall, "said", "supported", "supported ones accepted"),
        classified(_rejected, "said", "supported", "unsupported ones rejected"),
    )


def _rejected(said: statistics.Numbers, labels: statistics.Numbers) -> float:
    return statistics.recall(1 - said, 1 - labels)
