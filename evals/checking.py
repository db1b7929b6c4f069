"""Gold held against the articles it asks of: every target stands where the case says.

Judges the gold, never an answer.
"""

from collections.abc import Iterable, Sequence

from assistant.answer import Article
from evals.case import Case
from evals.scoring.shown import file_name
from evals.scoring.wording import contains


def check(cases: Iterable[Case], articles: Sequence[Article]) -> tuple[str, ...]:
    """What is wrong with the cases, one line per fault; empty where they fit the articles."""
    texts = {file_name(article): article.text for article in articles}
    faults: list[str] = []
    for case in cases:
        lacking = [name for name in case.cite if name not in texts]
        faults += [f"case {case.id!r}: no article {name!r}; add it or change the case" for name in lacking]
        if not lacking:
            faults += _targets(case, [texts[name] for name in case.cite])
    return tuple(faults)


def _targets(case: Case, texts: Sequence[str]) -> list[str]:
    """The targets of a case that stand in none of the texts it may cite."""
    return [
        f"case {case.id!r}: target {target!r} stands in no article that it may cite"
        for group in case.targets
        for target in group
        if not any(contains(text, target) for text in texts)
    ]
