"""Two people who answer one question one after the other: "Roe said it took two hours, Doe said that it took five".

The second sentence leaves out what the first has said. Compares two texts; knows nothing of articles.
"""

from assistant.collation.contradicting.clashes import as_side, counted_in
from assistant.collation.contradicting.contradictions import Statement
from assistant.collation.contradicting.denials import denied
from assistant.collation.sides import Clash, Side
from assistant.figures import compare_dates, whens
from assistant.question.analysis import COUNTED, Question
from assistant.words import fold, stem, terms, words

ANSWERS = 0.0
"""Logit from which the first of the two answers the question."""
MOST_NEW = 1
"""Topic words that the other may have of its own, beside its speaker and its value."""


def contrast(question: Question, first: Statement, second: Statement) -> Clash | None:
    """What two neighbouring sentences of two speakers contradict each other in; None where they do not."""
    if question.wanted not in ("yes_no", "when", "year", *COUNTED) or not _two_speakers(first, second):
        return None
    if question.wanted == "yes_no" and (found := denied(question, first.text, second.text)):
        return found
    for lead, other, turned in ((first, second, False), (second, first, True)):
        answer = question.text if question.wanted == "yes_no" else lead.short if lead.logit >= ANSWERS else None
        if answer is not None and _leaves_out(question, lead, other):
            clash = _numbers(answer, lead, other) if question.wanted in COUNTED else _days(answer, lead, other)
            if clash is not None:
                return _turned(clash) if turned else clash
    return None


def _two_speakers(first: Statement, second: Statement) -> bool:
    ours, theirs = (set(terms(one.speaker or "")) for one in (first, second))
    return bool(ours and theirs) and not ours & theirs


def _leaves_out(question: Question, lead: Statement, other: Statement) -> bool:
    """Whether a sentence has next to no words but its speaker, its value, and what the question and the other have."""
    known = {*terms(lead.text), *terms(other.speaker or ""), *question.terms}
    values = [one.text for one in counted_in(other.text)] + [one.text for one in whens(other.text, None)]
    known |= {stem(word) for value in values for word in words(value)}
    return len({term for term in terms(other.text) if term not in known}) <= MOST_NEW


def _numbers(answer: str, lead: Statement, other: Statement) -> Clash | None:
    ours = [one for one in counted_in(lead.text) if one.text in answer]
    theirs = counted_in(other.text)
    if len(ours) != 1 or len(theirs) != 1:
        return None
    one, two = ours[0], theirs[0]
    apart = one.high < two.low or two.high < one.low
    if not apart or two.unit not in ("", one.unit):
        return None
    return Clash("number", Side(as_side(one).key, answer), as_side(two))


def _days(answer: str, lead: Statement, other: Statement) -> Clash | None:
    ours = [one for one in whens(lead.text, None) if one.text in answer]
    theirs = whens(other.text, None)
    if len(ours) != 1 or len(theirs) != 1 or compare_dates(ours[0], theirs[0]) != "contradicting":
        return None
    return Clash("date", *(Side(fold(each.text), each.text) for each in (ours[0], theirs[0])))


def _turned(clash: Clash | None) -> Clash | None:
    return Clash(clash.kind, clash.second, clash.first) if clash else None
