"""What an answer is worth against its case: one function per question an editor would ask.

Pure: a case and an answer in, a score out. Knows nothing of files, runs or means.
"""

from collections.abc import Callable, Sequence
from itertools import chain

from assistant.answer import Answer
from evals.case import Case, Score
from evals.scoring.shown import (
    all_citations,
    file_name,
    place,
    positions,
    said,
    shown,
    shown_citations,
    stands,
)
from evals.scoring.wording import missing, words

Scorer = Callable[[Case, Answer], tuple[float | None, str]]
"""Value 0 (wrong) to 1 (right), None where it does not apply, and why."""


def answer_contains(case: Case, answer: Answer) -> tuple[float | None, str]:
    """Every group of targets is in the answer as shown."""
    if not _to_be_answered(case, answer):
        return None, "nothing to contain"
    lacking = missing(shown(case, answer), case.targets)
    return _verdict(not lacking, "says what it should", f"lacks {_groups(lacking)}")


def first_sentence_contains(case: Case, answer: Answer) -> tuple[float | None, str]:
    """Every group of targets is in the first sentence; asked where one sentence can hold the answer."""
    if not _to_be_answered(case, answer) or case.kind in ("multi_source", "disagreement"):
        return None, "no one sentence holds the answer"
    first = answer.sentences[0].text if answer.sentences else ""
    lacking = missing(first, case.targets)
    return _verdict(not lacking, "right in the first sentence", f"the first sentence lacks {_groups(lacking)}")


def cited_right(case: Case, answer: Answer) -> tuple[float | None, str]:
    """Only articles that may be cited are, and one of every group that must be."""
    if not _to_be_answered(case, answer):
        return None, "nothing to cite"
    cited = {file_name(citation.article) for citation in shown_citations(case, answer)}
    strays = sorted(cited - set(case.cite))
    lacking = [group for group in case.must_cite if cited.isdisjoint(group)]
    faults = [f"cites {', '.join(strays)}, which does not say so"] if strays else []
    faults += [f"does not cite {_groups(lacking)}"] if lacking else []
    faults += [] if cited else ["cites nothing"]
    return _verdict(not faults, "cites the right articles", "; ".join(faults))


def spans_exact(case: Case, answer: Answer) -> tuple[float | None, str]:
    """Every quote stands in its article at its place, and every sentence of an answer has one."""
    bare = [] if answer.refused else [sentence.text for sentence in answer.sentences if not sentence.citations]
    if not answer.refused and not answer.sentences:
        return 0, "neither an answer nor a refusal"
    off = [citation for citation in all_citations(answer) if not stands(citation)]
    faults = [f"sentence without a citation: {text!r}" for text in bare]
    faults += [f"[{c.label}] does not stand at {place(c)}" for c in off]
    return _verdict(not faults, "every quote stands where it says", "; ".join(faults))


def short_right(case: Case, answer: Answer) -> tuple[float | None, str]:
    """The few words that answer are the target; asked where one group of targets is all there is to say."""
    if not _to_be_answered(case, answer) or len(case.targets) != 1 or case.kind not in _SHORT:
        return None, "no few words answer this"
    return _verdict(not missing(answer.short or "", case.targets), "short and right", f"in short: {answer.short!r}")


def attributed(case: Case, answer: Answer) -> tuple[float | None, str]:
    """A quote that is cited says whose words it is, and names somebody the question or the gold names."""
    if case.kind != "who_said" or not _to_be_answered(case, answer):
        return None, "nobody's words are asked for"
    named = {word for text in (case.question, *chain.from_iterable(case.targets)) for word in words(text)}
    speakers = [one.attribution.speaker for one in shown_citations(case, answer) if one.attribution.speaker]
    good = any(words(speaker)[-1:] and words(speaker)[-1] in named for speaker in speakers)
    return _verdict(good, "says whose words it is", f"attributed to {', '.join(speakers) or 'nobody'}")


def refused_rightly(case: Case, answer: Answer) -> tuple[float | None, str]:
    """Refused what the articles do not answer."""
    if case.refuse is not True:
        return None, "the articles answer this"
    return _verdict(answer.refused, "refused", "answered what no article says")


def not_over_refused(case: Case, answer: Answer) -> tuple[float | None, str]:
    """Answered what the articles answer."""
    if case.refuse is not False:
        return None, "a refusal is right here"
    answered = bool(answer.sentences) and not answer.refused
    return _verdict(answered, "answered", "refused what the articles answer" if answer.refused else "no answer")


def disagreement_shown(case: Case, answer: Answer) -> tuple[float | None, str]:
    """Both sides are said, each from its own article, or by its own quote where one article holds both."""
    if case.kind != "disagreement":
        return None, "no disagreement in this case"
    one_article = len(case.cite) == 1
    cited = shown_citations(case, answer)
    sides = [
        {place(c) if one_article else file_name(c.article) for c in cited if not missing(c.quote, [group])}
        for group in case.targets
    ]
    unsaid = list(missing(shown(case, answer), case.targets))
    unsaid += [group for group, side in zip(case.targets, sides, strict=True) if not side and group not in unsaid]
    if unsaid:
        return 0, f"one side is not shown: {_groups(unsaid)}"
    return _verdict(len(set().union(*sides)) > 1, "both sides shown", "both sides are cited from one place")


def disagreement_named(case: Case, answer: Answer) -> tuple[float | None, str]:
    """A disagreement of the answer sets the sides against each other."""
    if case.kind != "disagreement":
        return None, "no disagreement in this case"
    for disagreement in answer.disagreements:
        told = [said(position) for position in disagreement.positions]
        sides = [{at for at, text in enumerate(told) if not missing(text, [group])} for group in case.targets]
        if all(sides) and len(set().union(*sides)) > 1:
            return 1, f"named as a disagreement on {disagreement.topic!r}"
    return 0, "the sides are not set against each other"


def look_alike_left_alone(case: Case, answer: Answer) -> tuple[float | None, str]:
    """Values that agree in other words are not called a disagreement."""
    if case.kind != "look_alike":
        return None, "no look-alike in this case"
    wrong = sorted({side.value for side in positions(answer) if not missing(side.value, [case.alike])})
    return _verdict(not wrong, "not called a disagreement", f"calls {', '.join(wrong)} a disagreement")


def right(case: Case, answer: Answer) -> tuple[float, str]:
    """The headline: refused what should be; else all that is asked of this kind of case holds."""
    if answer.refused:
        return (0, "refused what the articles answer") if case.refuse is False else (1, "refused")
    if case.refuse:
        return 0, "answered what no article says"
    asked = (answer_contains, cited_right, disagreement_shown, look_alike_left_alone)
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
    )
}
"""Every scorer by its name, the headline first; of all of them higher is better."""


def score(case: Case, answer: Answer) -> tuple[Score, ...]:
    """What every scorer says of the answer."""
    verdicts = ((name, *scorer(case, answer)) for name, scorer in SCORERS.items())
    return tuple(Score(scorer=name, value=value, explanation=why) for name, value, why in verdicts)


def _to_be_answered(case: Case, answer: Answer) -> bool:
    """An answer is due, or was given where it may be."""
    return case.refuse is False or (case.refuse is None and not answer.refused)


def _verdict(good: bool, praise: str, fault: str) -> tuple[float, str]:
    return (1, praise) if good else (0, fault)


def _groups(groups: Sequence[Sequence[str]]) -> str:
    """Groups in words: alternatives joined by "or", groups by "and"."""
    return " and ".join(" or ".join(group) for group in groups)


_SHORT = ("fact", "date", "count", "follow_up", "look_alike")
"""Kinds of case that a few words answer."""
