"""Sentences of the days that a question names: "Friday" in an article of that week is "23 May" in the question.

Knows no library and no scores.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

from assistant.figures.dating import whens
from assistant.figures.when import Precision
from assistant.question.analysis import Question
from assistant.quoting.candidates import Candidate
from assistant.quoting.speech import asks
from assistant.words import stem, topic_words
from index import Days, DaysTold, Filters

NEXT_DAY = timedelta(days=1)
"""How long after an event a paper tells of it without a date."""
MONTH = timedelta(days=31)
"""Longest stretch of which a sentence is told by its date alone: "since February 2022" everything happened."""
_EXACT: frozenset[Precision] = frozenset({"day", "week", "month"})
"""How exactly a date must be told to say when the sentence's own event was."""
_BEFORE = "on|in|at|by|of|for|from|since|after|during|until|till|before|between|over"
_NEWS = frozenset(
    stem(word)
    for word in "new news latest event headline story main overview summary summarise summarize summed".split()
)
"""Words that ask for whatever there is."""


def dated(question: str, found: Sequence[Candidate], told: Sequence[DaysTold]) -> list[Candidate]:
    """The sentences; those of days that the question names hold the words for them, and are asked without these."""
    return [_dated(question, one, told) for one in found]


def _dated(question: str, one: Candidate, told: Sequence[DaysTold]) -> Candidate:
    own = [each.words for each in told if each.days.last - each.days.first <= MONTH and of_days(one, each.days)]
    held = {term: word for words in own for term, word in topic_words(words).items()}
    asked = without(question, own)
    return one._replace(terms={**one.terms, **held}, asked=asked if own and topic_words(asked) else None)


def without(question: str, days: Sequence[str]) -> str:
    """The question without the words that name these days.

    >>> without("Where did they meet on 3 May, and why?", ["3 May"])
    'Where did they meet, and why?'
    """
    for words in days:
        question = re.sub(rf"(?:\b(?:{_BEFORE})\s+(?:the\s+)?)?{re.escape(words)}\b", "", question, flags=re.I)
    return re.sub(r"\s+(?=[?,.;]|$)|\s+(?=\s)", "", question).lstrip(" ,")


def of_days(one: Candidate, days: Days, *, late: timedelta = timedelta()) -> bool:
    """Whether a sentence is of these days: by a date of its own, or, without one, by when its article was published.

    That may be `late`.
    """
    published = one.article.published.date if one.article.published else None
    own = [when for when in whens(one.text, published) if when.precision in _EXACT]
    known = [(when.first, when.last) for when in own if when.first is not None and when.last is not None]
    if any(days.first <= first and last <= days.last for first, last in known):
        return True
    return not known and published is not None and days.first <= published <= days.last + late


def asks_news(question: Question, told: Sequence[DaysTold]) -> bool:
    """Whether a question asks for whatever the articles tell of some days: "What happened on 2 June 2025?"."""
    if question.wanted != "what" or not told:
        return False
    named = {term for each in told for term in topic_words(each.words)}
    return not question.words.keys() - named - _NEWS


def published_in(filters: Filters, days: Days) -> Filters:
    """The filters, and only articles that were published on these days or right after."""
    since = max(filter(None, (filters.since, days.first)))
    until = min(filter(None, (filters.until, days.last + NEXT_DAY)))
    return filters.model_copy(update={"since": since, "until": until})


def news(found: Sequence[Candidate], told: Sequence[DaysTold]) -> list[Candidate]:
    """Of each article that tells of these days the first sentence that does; the articles in the order of `found`."""
    firsts: dict[str, Candidate] = {}
    for one in sorted(found, key=lambda one: one.span.start):
        if (
            one.span.kind == "sentence"
            and not asks(one.core)
            and any(of_days(one, each.days, late=NEXT_DAY) for each in told)
        ):
            firsts.setdefault(one.article.id, one)
    return [firsts[key] for key in dict.fromkeys(one.article.id for one in found) if key in firsts]
