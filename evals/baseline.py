"""The accepted state of an evaluation, and what a later run lost against it.

Knows nothing of how answers are made, scored or shown.
"""

import statistics
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from assistant.answer import Frozen
from evals.case import Report
from evals.errors import BaselineError
from evals.files import write_atomically


class Baseline(Frozen):
    """What was accepted: for every case what every scorer that applies gave."""

    fingerprint: str
    """Of the settings and the library it was accepted with."""
    values: dict[str, dict[str, float]]
    """Case id to scorer to value, 0 to 1."""


class Fall(Frozen):
    """A scorer whose mean fell further than is allowed."""

    scorer: str
    """Name of the scorer."""
    before: float
    """Accepted mean over the cases that both have."""
    after: float
    """Mean of this run over the same cases."""
    lost: tuple[str, ...]
    """Cases that scored lower than accepted."""

    def __str__(self) -> str:
        cases = f"; worse: {', '.join(self.lost)}" if self.lost else ""
        return f"{self.scorer} fell from {self.before:.3f} to {self.after:.3f}{cases}"


class Comparison(Frozen):
    """A run held against the accepted state, over the cases that both have."""

    lost: tuple[str, ...]
    """Cases that were right and are wrong now."""
    gained: tuple[str, ...]
    """Cases that were wrong and are right now."""
    unknown: tuple[str, ...]
    """Cases that the baseline does not have."""
    falls: tuple[Fall, ...]
    """Scorers that fell; empty where the gate holds."""


def bundled_baseline() -> Path:
    """Where the accepted state of the bundled gold is kept."""
    return Path(str(files("evals").joinpath("baseline.json")))


def read_baseline(path: Path) -> Baseline:
    """The accepted state in a file. Raises BaselineError."""
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except OSError as error:
        raise BaselineError(f"{path}: {error.strerror}; write a baseline with --accept") from error
    except ValidationError as error:
        raise BaselineError(f"{path}: not a baseline; write a new one with --accept") from error


def write_baseline(report: Report, path: Path) -> None:
    """Accepts a run: the file then holds what it scored. Raises BaselineError."""
    accepted = Baseline(fingerprint=report.fingerprint, values=_values(report))
    try:
        write_atomically(path, accepted.model_dump_json(indent=1) + "\n")
    except OSError as error:
        raise BaselineError(f"{path}: {error.strerror}; name a writable file with --baseline") from error


def compare(report: Report, baseline: Baseline, *, max_regression: float = 0.0) -> Comparison:
    """What the run lost and gained; a scorer falls when its mean drops by more than `max_regression`."""
    now, before = _values(report), baseline.values
    both = [case for case in now if case in before]
    headline = {case: (before[case].get("right", 0), now[case].get("right", 0)) for case in both}
    falls = (_fall(scorer, {case: (before[case], now[case]) for case in both}) for scorer in _scorers(report))
    return Comparison(
        lost=tuple(case for case, (then, today) in headline.items() if then == 1 > today),
        gained=tuple(case for case, (then, today) in headline.items() if then < 1 == today),
        unknown=tuple(case for case in now if case not in before),
        # A mean of equal values may differ in its last digit.
        falls=tuple(fall for fall in falls if fall and fall.before - fall.after > max_regression + 1e-9),
    )


def faults(report: Report, comparison: Comparison | None, *, fail_under: float = 0.0) -> tuple[str, ...]:
    """What the gate holds against a run, in words; empty where it passes."""
    headline = report.mean("right")
    low = [f"right is {headline.mean:.3f}, below {fail_under:g}"] if headline and headline.mean < fail_under else []
    return (*low, *(str(fall) for fall in (comparison.falls if comparison else ())))


def _fall(scorer: str, pairs: dict[str, tuple[dict[str, float], dict[str, float]]]) -> Fall | None:
    """A scorer's means before and after over the cases it applies to in both; None where there are none."""
    values = {
        case: (then[scorer], today[scorer])
        for case, (then, today) in pairs.items()
        if scorer in then and scorer in today
    }
    if not values:
        return None
    return Fall(
        scorer=scorer,
        before=statistics.fmean(then for then, _ in values.values()),
        after=statistics.fmean(today for _, today in values.values()),
        lost=tuple(case for case, (then, today) in values.items() if today < then),
    )


def _scorers(report: Report) -> list[str]:
    return list(dict.fromkeys(mean.scorer for mean in report.means))


def _values(report: Report) -> dict[str, dict[str, float]]:
    return {
        outcome.case.id: {score.scorer: score.value for score in outcome.scores if score.value is not None}
        for outcome in report.outcomes
    }
