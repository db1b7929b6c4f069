"""Which of the best sentences answer a question otherwise than the best one, as a close reading tells.

Needs no value that can be compared: "the guns are where they were" stands against "the army has drawn back its
artillery". Knows nothing of evidence, labels or of how an answer is told.
"""

from collections.abc import Mapping
from typing import NamedTuple

from assistant.alike import alike, contained, negated, overlap
from assistant.answer import Kind
from assistant.close_reading.reader import answers
from assistant.close_reading.spans import answering_span
from assistant.collation.claims.claims import logistic
from assistant.collation.contradicting.clashes import as_side, counted_in
from assistant.collation.contradicting.contradictions import holds
from assistant.collation.sides import Clash, Side
from assistant.figures import compare as compare_quantities
from assistant.figures import compare_dates, quantities, whens
from assistant.question.analysis import COUNTED, Question
from assistant.quoting.pointing import in_words, pointed_at
from assistant.quoting.short_values import same_value
from assistant.quoting.weighing.ranking import Ranked, Ranking, as_read
from assistant.words import fold

MOST = 5
"""Sentences behind the best one that are looked at."""
SURE = 0.6
"""Chance from which two sentences are shown as a disagreement."""
Place = tuple[str, int, int]
"""Where a sentence stands: its article's id, its first character and one past its last."""


class Signs(NamedTuple):
    """What speaks for two sentences answering a question against each other, each about 0 to 1."""

    one: float
    """Always 1."""
    weaker: float
    """Logit of the sentence that answers less surely, a quarter of it."""
    stronger: float
    """Of the other."""
    second: float
    """1: the other stands right behind the best one in the ranking."""
    same_article: float
    """1: both stand in one article."""
    same_value: float
    """1: their few words mean one number, day or name."""
    numbers_apart: float
    """1: numbers of their few words cannot both be true."""
    numbers_fit: float
    """1: they can."""
    dates_apart: float
    """The same of days."""
    dates_fit: float
    """1: they can."""
    negated: float
    """1: one of them is negated and the other is not."""
    overlap: float
    """Share of topic words (Jaccard) that they have in common."""
    held: float
    """Share of the question's words that each holds, with what stands before it; of the one that holds fewer."""
    alike: float
    """1: one says nearly what the other says."""
    yes_no: float
    """1: a yes or no is asked for."""


def otherwise(ranking: Ranking) -> Mapping[Place, Clash]:
    """For each sentence that answers otherwise than the best one, how; the best one's side stands first."""
    question = ranking.question
    read = [one for one in ranking.ranked[: MOST + 1] if one.read is not None and not _no_prose(one)]
    if question.asks_speaker or question.person is not None or len(read) < 2 or read[0] is not ranking.ranked[0]:
        return {}
    lead, *others = read
    found = {}
    for one in others:
        if logistic(WEIGHTS, signs(question, lead, one, second=one is others[0])) >= SURE:
            found[place_of(one)] = _clash(question, lead, one)
    return found


def signs(question: Question, lead: Ranked, one: Ranked, *, second: bool) -> Signs:
    """What speaks for a sentence answering against the best one; `second`: it stands right behind that."""
    ours, theirs = lead.candidate, one.candidate
    few, other_few = told_by(question, lead), told_by(question, one)
    numbers, dates = _numbers(few, other_few), _days(few, other_few)
    weaker, stronger = sorted(_quarter(answers(each.read)) if each.read else -1.0 for each in (lead, one))
    return Signs(
        one=1.0,
        weaker=weaker,
        stronger=stronger,
        second=float(second),
        same_article=float(ours.article.id == theirs.article.id),
        same_value=float(same_value(few, other_few)),
        numbers_apart=float(numbers is False),
        numbers_fit=float(numbers is True),
        dates_apart=float(dates is False),
        dates_fit=float(dates is True),
        negated=float(negated(ours.core) != negated(theirs.core)),
        overlap=overlap(ours.core, theirs.core),
        held=min(holds(question, f"{each.before} {each.core}") for each in (ours, theirs)),
        alike=float(
            alike(ours.core, theirs.core) or contained(ours.core, theirs.core) or contained(theirs.core, ours.core)
        ),
        yes_no=float(question.wanted == "yes_no"),
    )


def told_by(question: Question, one: Ranked) -> str:
    """The few words by which a sentence answers, as far as a reading can point to any; else the sentence."""
    if few := pointed_at(question, one) or in_words(question, one):
        return few
    text = as_read(question, one.candidate)
    span = answering_span(one.read, text)[0] if one.read else None
    return text[span.start : span.end] if span and span.start < span.end else text


def place_of(one: Ranked) -> Place:
    """Where a sentence stands."""
    return one.candidate.article.id, one.candidate.span.start, one.candidate.span.end


def _clash(question: Question, lead: Ranked, one: Ranked) -> Clash:
    few = [told_by(question, each) for each in (lead, one)]
    counts = [counted_in(words)[:1] for words in few]
    if question.wanted in COUNTED and all(counts):
        return Clash("number", *(Side(as_side(count).key, words) for (count,), words in zip(counts, few, strict=True)))
    kind: Kind = "polarity" if question.wanted == "yes_no" else "name"
    if question.wanted in ("when", "year") and all(map(whens, few)):
        kind = "date"
    return Clash(kind, *(Side(fold(words), words) for words in few))


def _numbers(few: str, other: str) -> bool | None:
    """Whether numbers in both can be one; None: one of them holds none."""
    found = [compare_quantities(one, two) for one in quantities(few) for two in quantities(other)]
    return None if not found else "compatible" in found


def _days(few: str, other: str) -> bool | None:
    """The same of days."""
    found = [compare_dates(one, two) for one in whens(few) for two in whens(other)]
    return None if not found else "contradicting" not in found or "compatible" in found


def _no_prose(one: Ranked) -> bool:
    return bool(one.features.outward.no_prose)


def _quarter(logit: float) -> float:
    return min(max(logit, -4.0), 5.0) / 4


WEIGHTS = Signs(*(0.0 for _ in Signs._fields))
