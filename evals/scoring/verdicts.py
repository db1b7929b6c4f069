"""What all scorers share: whether an answer was due, and verdicts in words.

Pure. Knows no scorer.
"""

from collections.abc import Sequence

from assistant.answer import Answer
from evals.case import Case


def to_be_answered(case: Case, answer: Answer) -> bool:
    """An answer is due, or was given where it may be."""
    return case.refuse is False or (case.refuse is None and not answer.refused)


def verdict(good: bool, praise: str, fault: str) -> tuple[float, str]:
    """1 with praise or 0 with what is wrong."""
    return (1, praise) if good else (0, fault)


def groups_told(groups: Sequence[Sequence[str]]) -> str:
    """Groups in words: alternatives joined by "or", groups by "and"."""
    return " and ".join(" or ".join(group) for group in groups)
