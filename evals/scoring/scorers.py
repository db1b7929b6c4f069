"""What an answer is worth against its case: one function per question an editor would ask.

Pure: a case and an answer in, a score out. Knows nothing of files, runs or means.
"""

from collections.abc import Callable

from assistant.answer import Answer
from evals.case import Case, Score
from evals.scoring.kinds import (
    attributed,
    disagreement_named,
    disagreement_shown,
    draft_checked,
    known_then,
    look_alike_left_alone,
)
from evals.scoring.shown import all_citations, place, shown, shown_citations, stands
from evals.scoring.verdicts import groups_told, to_be_answered, verdict
from evals.scoring.wording import missing

Scorer = Callable[[Case, Answer], tuple[float | None, str]]
"""Value 0 (wrong) to 1 (right), None where it does not apply, and why."""


def answer_contains(case: Case, answer: Answer) -> tuple[float | None, str]:
    """Every group of targets is in the answer as shown."""
    if not case.targets or not to_be_answered(case, answer):
        return None, "nothing to contain"
    lacking = missing(shown(case, answer), case.targets)
    return verdict(not lacking, "says what it should", f"lacks {groups_told(lacking)}")


def first_sentence_contains(case: Case, answer: Answer) -> tuple[float | None, str]:
    """Every group of targets is in the first sentence; asked where one sentence can hold the answer."""
    if not to_be_answered(case, answer) or case.kind in ("multi_source", "disagreement", "draft"):
        return None, "no one sentence holds the answer"
    first = answer.sentences[0].text if answer.sentences else ""
    lacking = missing(first, case.targets)
    return verdict(not lacking, "right in the first sentence", f"the first sentence lacks {groups_told(lacking)}")


def cited_right(case: Case, answer: Answer) -> tuple[float | None, str]:
    """Only articles that may be cited are, and one of every group that must be."""
    if not to_be_answered(case, answer):
        return None, "nothing to cite"
    cited = {citation.article.called for citation in shown_citations(case, answer)}
    strays = sorted(cited - set(case.cite))
    lacking = [group for group in case.must_cite if cited.isdisjoint(group)]
    faults = [f"cites {', '.join(strays)}, which does not say so"] if strays else []
    faults += [f"does not cite {groups_told(lacking)}"] if lacking else []
    faults += [] if cited or not case.cite else ["cites nothing"]
    return verdict(not faults, "cites the right articles", "; ".join(faults))


def spans_exact(case: Case, answer: Answer) -> tuple[float | None, str]:
    """Every quote stands in its article at its place, and every sentence of an answer has one."""
    bare = [] if answer.refused else [sentence.text for sentence in answer.sentences if not sentence.citations]
    if not answer.refused and not answer.sentences and case.kind != "draft":
        return 0, "neither an answer nor a refusal"
    off = [citation for citation in all_citations(answer) if not stands(citation)]
    faults = [f"sentence without a citation: {text!r}" for text in bare]
    faults += [f"[{c.label}] does not stand at {place(c)}" for c in off]
    return verdict(not faults, "every quote stands where it says", "; ".join(faults))


def short_right(case: Case, answer: Answer) -> tuple[float | None, str]:
    """The few words that answer are the target; asked where one group of targets is all there is to say."""
    if not to_be_answered(case, answer) or len(case.targets) != 1 or case.kind not in _SHORT:
        return None, "no few words answer this"
    return verdict(not missing(answer.short or "", case.targets), "short and right", f"in short: {answer.short!r}")


def refused_rightly(case: Case, answer: Answer) -> tuple[float | None, str]:
    """Refused what the articles do not answer."""
    if case.refuse is not True:
        return None, "the articles answer this"
    return verdict(answer.refused, "refused", "answered what no article says")


def not_over_refused(case: Case, answer: Answer) -> tuple[float | None, str]:
    """Answered what the articles answer."""
    if case.refuse is not False or case.kind == "draft":
        return None, "a refusal is right here"
    answered = bool(answer.sentences) and not answer.refused
    return verdict(answered, "answered", "refused what the articles answer" if answer.refused else "no answer")


def right(case: Case, answer: Answer) -> tuple[float, str]:
    """The headline: refused what should be; else all that is asked of this kind of case holds."""
    if answer.refused:
        return (0, "refused what the articles answer") if case.refuse is False else (1, "refused")
    if case.refuse:
        return 0, "answered what no article says"
    asked = (answer_contains, cited_right, disagreement_shown, look_alike_left_alone, draft_checked, known_then)
    faults = [why for value, why in (ask(case, answer) for ask in asked) if value is not None and value < 1]
    return (0, "; ".join(faults)) if faults else (1, "right")


SCORERS: dict[str, Scorer] = {
    scorer.__name__: scorer
    for scorer in (
        right,
        answer_contains,
        first_sentence_contains,
        cited_right,
        spans_exact,
        refused_rightly,
        not_over_refused,
        disagreement_shown,
        disagreement_named,
        look_alike_left_alone,
        short_right,
        attributed,
        draft_checked,
        known_then,
    )
}
"""Every scorer by its name, the headline first; of all of them higher is better."""


def score(case: Case, answer: Answer) -> tuple[Score, ...]:
    """What every scorer says of the answer."""
    verdicts = ((name, *scorer(case, answer)) for name, scorer in SCORERS.items())
    return tuple(Score(scorer=name, value=value, explanation=why) for name, value, why in verdicts)


_SHORT = ("fact", "date", "count", "follow_up", "look_alike")
"""Kinds of case that a few words answer."""
