"""Two sentences that both answer a question, each with other words: two numbers, days, names that cannot both be true.

Compares the few words that a close reading points to. Knows nothing of evidence or which side is right.
"""

from difflib import SequenceMatcher
from typing import NamedTuple

from assistant.alike import overlap
from assistant.answer import Kind
from assistant.collation.claims import log_odds, logistic
from assistant.collation.compare import compare
from assistant.collation.sides import Clash, Side
from assistant.collation.values import Value, agree, dates, names, parts_of
from assistant.figures import Quantity, compatible, quantities, totals
from assistant.figures import compare as compare_quantities
from assistant.question.analysis import Question
from assistant.words import fold

SAME_EVENT = 0.4
"""Share of topic words (Jaccard) that two replies to "where" must have in common: one place may lie in the other."""
SURE = 0.6
"""Chance from which two replies are shown as a disagreement."""
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
    differ: float
    """1: their few words are numbers, dates or names that cannot both be true."""
    compared: float
    """Log odds that their values contradict each other, by the words around these (`collation.compare`)."""


def rivals(question: Question, first: Reply, second: Reply) -> Clash | None:
    """The contradiction between two replies; None where both may be true, or one of them may be no reply."""
    if question.wanted in ("yes_no", "why") or first.short in second.text or second.short in first.text:
        return None
    compared = compare(question, first.text, second.text)
    kind = differ(question, first, second)
    if kind is None and compared.verdict != "contradict":
        return None
    if question.wanted == "where" and overlap(first.text, second.text) < SAME_EVENT:  # Istanbul is in Turkey.
        return None
    row = signs(first, second, kind, compared.probability)
    if logistic(WEIGHTS, row) < SURE:
        return None
    if kind is not None:
        return Clash(kind, _side(kind, first), _side(kind, second))
    if compared.kind is None or compared.first is None or compared.second is None:
        return None
    ours, theirs = (one._replace(short=said) for one, said in ((first, compared.first), (second, compared.second)))
    return Clash(compared.kind, _side(compared.kind, ours), _side(compared.kind, theirs))


def signs(first: Reply, second: Reply, kind: Kind | None, compared: float) -> Signs:
    """What speaks for a contradiction between two replies of which the few words differ in `kind`."""
    weaker, stronger = sorted(min(max(one.logit, -4.0), 4.0) / 4 for one in (first, second))
    return Signs(
        one=1.0,
        weaker=weaker,
        stronger=stronger,
        pointed=min(first.likelihood, second.likelihood),
        near=overlap(first.text, second.text),
        differ=float(kind is not None),
        compared=log_odds(compared),
    )


def differ(question: Question, first: Reply, second: Reply) -> Kind | None:
    """What the short answers are, where they cannot both be true; None where they can, or cannot be compared."""
    one, other = dates(first.short), dates(second.short)
    if one and other:
        common = dict(parts_of(one[0])).keys() & dict(parts_of(other[0])).keys()
        return "date" if common and not agree(one[0], other[0]) else None
    ours, theirs = _counted(first), _counted(second)
    if ours and theirs:
        like = ours.unit == theirs.unit and ours.ordinal == theirs.ordinal
        return "number" if like and not _fits(ours, second) and not _fits(theirs, first) else None
    if ours or theirs or one or other:
        return None
    mine, yours = names(question.text, first.short), names(question.text, second.short)
    if not mine or not yours:
        return None
    return None if any(_same_name(one, other) for one in mine for other in yours) else "name"


def _side(kind: Kind, reply: Reply) -> Side:
    """A reply as a side: one key for a number, a day, a last name, however it is told."""
    if kind == "number" and (number := _counted(reply)):
        return Side(f"{number.low}:{number.high}", reply.short)
    if kind == "date" and dates(reply.short):
        return Side(" ".join(sorted("".join(part) for part in parts_of(dates(reply.short)[0]))), reply.short)
    return Side(fold(reply.short).split()[-1], reply.short)


def _counted(reply: Reply) -> Quantity | None:
    """The one number of the few words, as it stands in the sentence. None: they hold none, or several."""
    at = reply.text.find(reply.short)
    inside = [one for one in quantities(reply.text) if at <= one.start and one.end <= at + len(reply.short)]
    return inside[0] if at >= 0 and len(inside) == 1 else None


def _fits(number: Quantity, other: Reply) -> bool:
    """Whether a number, or a sum, of the other reply can be true with it: 270 soldiers and 120 civilians are 390."""
    told = (*quantities(other.text), *totals(other.text))
    return any(compatible(number, one) or compare_quantities(number, one) == "compatible" for one in told)


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


WEIGHTS = Signs(one=-0.2, weaker=1.0, stronger=-0.35, pointed=0.4, near=0.7, differ=0.5, compared=0.53)
