"""Two sentences that both answer a question, each with another name or number.

Compares the few words that a close reading points to. Knows nothing of evidence or which side is right.
"""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from assistant.alike import overlap
from assistant.collation.claims.claims import log_odds, logistic
from assistant.collation.claims.values import Value, dates, names
from assistant.collation.compare import compare
from assistant.collation.contradicting.clashes import as_side, counted_in, may_be_one
from assistant.collation.contradicting.contradictions import WHOLLY, holds
from assistant.collation.contradicting.sites import sites
from assistant.collation.contradicting.statuses import planned
from assistant.collation.sides import Clash, Side
from assistant.figures import Quantity, quantities, totals
from assistant.question.analysis import COUNTED, Question
from assistant.words import fold, stem, terms

SAME_EVENT = 0.4
"""Share of topic words (Jaccard) that two replies to "where" must have in common: one place may lie in the other."""
SURE = 0.75
"""Chance from which two replies are shown as a disagreement."""
ANSWERS, POINTED = 2.0, 0.5
"""Logit and likelihood that each of the two must have. Without them, and with a chance of 0.6, nearly half of the
questions of RGB whose passages are all true got a disagreement; with them one in twelve."""
NUMBERS_ANSWER = 2.5
"""As `ANSWERS` for numbers: two counts are seldom read so surely unless they are of the same thing."""
MEASURES_ANSWER = 0.5
"""The same for the less sure of two numbers with a unit, of what the question names."""
SITES_ANSWER = 3.0
"""The same for two sorts of places."""
WITHIN = 2.0
"""Times that the greater of two rival numbers may be the smaller: what is farther apart counts two things."""
SPELLING = 0.75
"""Likeness of two last names from which they are one: "Zelensky" and "Zelenskyy"."""


class Reply(NamedTuple):
    """A sentence that answers, as far as a close reading can tell."""

    text: str
    """The words, verbatim."""
    short: str
    """The few of them that answer."""
    logit: float
    """That it answers at all."""
    likelihood: float
    """That these few do, 0 to 1."""
    before: str = ""
    """The title and the sentence before it: they often name what it leaves out."""


class Signs(NamedTuple):
    """What speaks for two replies contradicting each other, each about 0 to 1."""

    one: float
    """Always 1."""
    weaker: float
    """Logit of the reply that answers less surely, within bounds."""
    stronger: float
    """Of the other."""
    pointed: float
    """Likelihood of the less likely few words."""
    near: float
    """Share of topic words (Jaccard) that the two have in common."""
    compared: float
    """Log odds that the sentences contradict each other, by the words around their values (`collation.compare`)."""


def rivals(question: Question, first: Reply, second: Reply) -> Clash | None:
    """The contradiction between two replies; None where both may be true, or one of them may be no reply."""
    if first.short in second.text or second.short in first.text:
        return None
    if min(first.likelihood, second.likelihood) < POINTED:
        return None
    if question.wanted == "where" and overlap(first.text, second.text) < SAME_EVENT:  # Istanbul is in Turkey.
        surely = min(first.logit, second.logit) >= SITES_ANSWER
        return sites((first.short, first.text), (second.short, second.text)) if surely else None
    if not _bear_office(question, first, second):
        return None
    weaker, stronger = sorted((first.logit, second.logit))
    if question.wanted in COUNTED:
        surely = weaker >= NUMBERS_ANSWER
        nearly = weaker >= MEASURES_ANSWER and stronger >= NUMBERS_ANSWER and _measures(question, first, second)
        return _numbers(first, second) if surely or nearly else None
    if weaker < ANSWERS or not differ(question, first.short, second.short):
        return None
    row = signs(first, second, compare(question, first.text, second.text).probability)
    return Clash("name", _side(first), _side(second)) if logistic(WEIGHTS, row) >= SURE else None


def _bear_office(question: Question, first: Reply, second: Reply) -> bool:
    """Whether both replies name the office whose holder is asked for: not everybody is "the head of the board"."""
    found = _OFFICE_ASKED.match(fold(question.text))
    return found is None or all(stem(found["office"]) in terms(one.text) for one in (first, second))


_OFFICE_ASKED = re.compile(
    r"(?:and |so )?who (?:is|was|are|were) the (?:[\w'-]+ )*?(?P<office>[\w'-]+)(?= of\b| at\b| in\b| for\b|\W*$)"
)


def _numbers(first: Reply, second: Reply) -> Clash | None:
    """Two numbers of one unit, near enough to count the same, of which neither fits what the other sentence counts."""
    one, other = _counted(first), _counted(second)
    if one is None or other is None or may_be_one(one, other):
        return None
    alike = (one.unit, one.each, one.ordinal) == (other.unit, other.each, other.ordinal)
    least, most = sorted((max(one.low, 0.0) or one.high, max(other.low, 0.0) or other.high))
    if not alike or not most <= WITHIN * least or planned(first.text, one.start) != planned(second.text, other.start):
        return None
    beside = [(one, second.text), (other, first.text)]
    if any(may_be_one(own, told) for own, text in beside for told in (*counted_in(text), *totals(text))):
        return None
    return Clash("number", as_side(one), as_side(other))


def _measures(question: Question, first: Reply, second: Reply) -> bool:
    """Whether both replies surely point to a number with a unit, and name what is asked, or stand by what does."""
    pointed = min(first.likelihood, second.likelihood) >= SURE
    told = [_counted(one) for one in (first, second)]
    named = all(holds(question, f"{one.before} {one.text}") >= WHOLLY for one in (first, second))
    return pointed and named and all(one is not None and one.unit for one in told)


def _counted(reply: Reply) -> Quantity | None:
    """The one number of the few words, as its sentence has it; None where they hold none or several."""
    start = reply.text.find(reply.short)
    found = [one for one in counted_in(reply.text) if start <= one.start and one.end <= start + len(reply.short)]
    return found[0] if len(found) == 1 and not _LABEL.search(reply.text[: found[0].start]) else None


_LABEL = re.compile(r"\b(?:number|no\.?|nr\.?|room|camp|gate|flight|line|route|unit|block)\s$|#$", re.I)
"""What stands before a number that names a thing and counts nothing."""


def signs(first: Reply, second: Reply, compared: float) -> Signs:
    """What speaks for a contradiction between two replies of different names."""
    weaker, stronger = sorted(min(max(one.logit, -4.0), 4.0) / 4 for one in (first, second))
    return Signs(
        one=1.0,
        weaker=weaker,
        stronger=stronger,
        pointed=min(first.likelihood, second.likelihood),
        near=overlap(first.text, second.text),
        compared=log_odds(compared),
    )


def differ(question: Question, first: str, second: str) -> bool:
    """Whether two short answers are names of which none can be another's."""
    if any(dates(one) or quantities(one) for one in (first, second)):
        return False
    mine, yours = names(question.text, first), names(question.text, second)
    return bool(mine and yours) and not any(_same_name(one, other) for one in mine for other in yours)


def _side(reply: Reply) -> Side:
    """A reply as a side: one key for a last name, however it is told."""
    return Side(fold(reply.short).split()[-1], reply.short)


def _same_name(one: Value, other: Value) -> bool:
    """Whether two names may be of one: they share a word, one is the other's initials, or both end nearly alike."""
    ours, theirs = one.text.split(), other.text.split()
    if _words(one) & _words(other):
        return True
    initials = {"".join(word[0] for word in words).casefold() for words in (ours, theirs) if len(words) > 1}
    if initials & {fold(one.text), fold(other.text)}:
        return True
    return SequenceMatcher(None, fold(ours[-1]), fold(theirs[-1])).ratio() >= SPELLING


def _words(name: Value) -> frozenset[object]:
    return name.key if isinstance(name.key, frozenset) else frozenset()


# Logistic regression on pairs of two public development sets (RGB and RAMDocs, 340 pairs whose values differ, numbers
# and dates among them), by five folds over questions: of what it would show .79 and .67 contradict each other, of what
# agrees it would show 1 and 4 %. Numbers and dates, which `contradictions` compares, were left to it afterwards.
WEIGHTS = Signs(one=0.3, weaker=1.0, stronger=-0.35, pointed=0.4, near=0.7, compared=0.53)
