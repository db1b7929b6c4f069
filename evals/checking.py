"""Gold held against the articles it asks of: every target stands where the case says, and nothing was edited since.

Judges the gold, never an answer.
"""

from collections.abc import Iterable, Sequence

from assistant.answer import Article
from assistant.verification.drafts import parts
from evals.case import Case
from evals.hashing import content_hash
from evals.scoring.wording import contains, words


def check(cases: Iterable[Case], articles: Sequence[Article]) -> tuple[str, ...]:
    """What is wrong with the cases, one line per fault; empty where they fit the articles."""
    texts = {article.called: article.text for article in articles}
    faults: list[str] = []
    for case in cases:
        lacking = [name for name in case.cite if name not in texts]
        faults += [
            f"case {case.id!r}: no article {name!r}; add it, change the case, or name its folder with --articles"
            for name in lacking
        ]
        if not lacking:
            faults += _targets(case, [texts[name] for name in case.cite])
            faults += _later(case, articles)
        faults += _sentences(case)
    return tuple(faults)


def doubts(cases: Sequence[Case], articles: Sequence[Article]) -> tuple[str, ...]:
    """What an editor should look at again, one line each: the cases can be run all the same."""
    return (*edited(cases, articles), *_twins(cases), *_bare(cases))


def edited(cases: Iterable[Case], articles: Sequence[Article]) -> tuple[str, ...]:
    """Articles that are not as they were when a case was written for them."""
    held = {article.called: content_hash(article.text) for article in articles}
    return tuple(
        f"case {case.id!r}: article {name!r} was edited since the case was written; read both and pin it anew"
        for case in cases
        for name, pinned in case.pinned.items()
        if held.get(name, pinned) != pinned
    )


def _twins(cases: Sequence[Case]) -> Iterable[str]:
    """Cases that ask what an earlier one asks."""
    seen: dict[tuple[str, ...], str] = {}
    for case in cases:
        asked = (str(case.as_of), *(turn.text for turn in case.history), *words(case.question))
        if asked in seen:
            yield f"case {case.id!r}: asks what {seen[asked]!r} asks; drop one"
        seen.setdefault(asked, case.id)


def _bare(cases: Iterable[Case]) -> Iterable[str]:
    """Cases whose reason says nothing."""
    for case in cases:
        if len(words(case.why)) < _FEWEST_WORDS:
            yield f"case {case.id!r}: why is {case.why!r}; say where it stands, or what the articles lack"


def _targets(case: Case, texts: Sequence[str]) -> list[str]:
    """The targets of a case that stand in none of the texts it may cite."""
    return [
        f"case {case.id!r}: target {target!r} stands in no article that it may cite"
        for group in case.targets
        for target in group
        if not any(contains(text, target) for text in texts)
    ]


def _later(case: Case, articles: Iterable[Article]) -> list[str]:
    """The articles that a case may cite and that nobody could know on its day."""
    if case.as_of is None:
        return []
    told = []
    for one in (article for article in articles if article.called in case.cite):
        day = one.published.date if one.published else None
        if day is None or day > case.as_of:
            what = f"of {day}" if day else "undated"
            told.append(f"case {case.id!r}: article {one.called!r} is {what}, so not known on {case.as_of}")
    return told


def _sentences(case: Case) -> list[str]:
    """Whether a draft has a finding for each of its sentences."""
    count = len(parts(case.question))
    if case.kind != "draft" or count == len(case.findings):
        return []
    return [f"case {case.id!r}: {len(case.findings)} findings for a draft of {count} sentences; give one for each"]


_FEWEST_WORDS = 2
"""Words of a reason that can be one."""
