"""Scorers of one kind of case each: disagreements, look-alikes, whose words it is, drafts, what was known on a day.

Pure: a case and an answer in, a score out. Value None where the case is of another kind.
"""

from itertools import chain

from assistant.answer import Answer
from evals.case import Case
from evals.drafts import findings
from evals.scoring.shown import place, positions, said, shown, shown_citations
from evals.scoring.verdicts import groups_told, to_be_answered, verdict
from evals.scoring.wording import missing, words


def attributed(case: Case, answer: Answer) -> tuple[float | None, str]:
    """A quote that is cited says whose words it is, and names somebody the question or the gold names."""
    if case.kind != "who_said" or not to_be_answered(case, answer):
        return None, "nobody's words are asked for"
    named = {word for text in (case.question, *chain.from_iterable(case.targets)) for word in words(text)}
    speakers = [one.attribution.speaker for one in shown_citations(case, answer) if one.attribution.speaker]
    good = any(words(speaker)[-1:] and words(speaker)[-1] in named for speaker in speakers)
    return verdict(good, "says whose words it is", f"attributed to {', '.join(speakers) or 'nobody'}")


def disagreement_shown(case: Case, answer: Answer) -> tuple[float | None, str]:
    """Both sides are said, each from its own article, or by its own quote where one article holds both."""
    if case.kind != "disagreement":
        return None, "no disagreement in this case"
    one_article = len(case.cite) == 1
    cited = shown_citations(case, answer)
    sides = [
        {place(c) if one_article else c.article.called for c in cited if not missing(c.quote, [group])}
        for group in case.targets
    ]
    unsaid = list(missing(shown(case, answer), case.targets))
    unsaid += [group for group, side in zip(case.targets, sides, strict=True) if not side and group not in unsaid]
    if unsaid:
        return 0, f"one side is not shown: {groups_told(unsaid)}"
    return verdict(len(set().union(*sides)) > 1, "both sides shown", "both sides are cited from one place")


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
    return verdict(not wrong, "not called a disagreement", f"calls {', '.join(wrong)} a disagreement")


def draft_checked(case: Case, answer: Answer) -> tuple[float | None, str]:
    """The share of a draft's sentences of which is found what should be."""
    if case.kind != "draft":
        return None, "no draft in this case"
    found = list(findings(answer).items())
    if len(found) != len(case.findings):
        return 0, f"{len(found)} sentences found, {len(case.findings)} expected"
    in_order = sorted(found, key=lambda each: case.question.find(each[0]))
    wrong = [
        f"{text!r} is {was.replace('_', ' ')}, not {wanted.replace('_', ' ')}"
        for (text, was), wanted in zip(in_order, case.findings, strict=True)
        if was != wanted
    ]
    return 1 - len(wrong) / len(case.findings), "; ".join(wrong) or "every sentence is judged rightly"


def known_then(case: Case, answer: Answer) -> tuple[float | None, str]:
    """Nothing is cited that was published after the day on which is asked, or on no known day."""
    if case.as_of is None:
        return None, "asked of all days"
    days = {one.article.called: one.article.published for one in shown_citations(case, answer)}
    late = [name for name, published in days.items() if published is None or published.date > case.as_of]
    return verdict(not late, f"cites what was known on {case.as_of}", f"cites {', '.join(late)}, not known then")
