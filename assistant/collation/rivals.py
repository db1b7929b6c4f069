"""Two sentences that both answer one question, with values that cannot both be true.

Anchored in the question; contradictions on a matter of their own are `contradictions`.
"""

import re

from assistant.answer import Kind
from assistant.collation.contradictions import Clash, Side, counted
from assistant.figures import Quantity, compatible, quantities
from assistant.question.analysis import Question, Wanted
from assistant.question.short_answer import short_answer
from assistant.words import MONTHS, fold, terms

_RIVAL_KINDS: dict[Wanted, Kind] = {
    "how_many": "number",
    "money": "number",
    "percent": "number",
    "measure": "number",
    "duration": "number",
    "year": "date",
    "when": "date",
}
HELD = 0.75
"""Share of the question's topic words that a sentence must hold to be taken as an answer to it."""
_MONTH = "|".join(month[:3] for month in MONTHS)


def rivals(question: Question, first: str, second: str) -> list[Clash]:
    """A contradiction between two sentences that both answer the question, with values that cannot both be true.

    Both must hold nearly all of the question's topic words, and numbers must count the same.
    """
    if question.wanted not in _RIVAL_KINDS or not all(_answers(question, text) for text in (first, second)):
        return []
    one, other = short_answer(question, first), short_answer(question, second)
    if one is None or other is None:
        return []
    if _RIVAL_KINDS[question.wanted] == "date":
        differ = _different_dates(one, other)
        return [Clash("date", Side(fold(one), one), Side(fold(other), other))] if differ else []
    ours, theirs = _quantity(one, first), _quantity(other, second)
    if ours is None or theirs is None or compatible(ours, theirs):
        return []
    same = question.wanted != "how_many" or ours.counted & theirs.counted
    return [Clash("number", counted(ours), counted(theirs))] if same else []


def _answers(question: Question, text: str) -> bool:
    held = set(terms(text))
    return bool(question.terms) and sum(term in held for term in question.terms) >= HELD * len(question.terms)


def _quantity(short: str, text: str) -> Quantity | None:
    """The quantity of a sentence that its short answer gives."""
    return next((one for one in quantities(text) if one.text in short or short in one.text), None)


def _different_dates(first: str, second: str) -> bool:
    """Whether two dates name the same part (year, weekday, month with day) differently, and no part alike."""
    one, other = _date_parts(first), _date_parts(second)
    common = one.keys() & other.keys()
    return bool(common) and all(one[part] != other[part] for part in common)


def _date_parts(text: str) -> dict[str, str]:
    folded = fold(text)
    found = {
        "year": re.search(r"\b(?:1[5-9]|20)\d{2}\b", folded),
        "weekday": re.search(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", folded),
        "day": re.search(rf"(?:{_MONTH})[a-z]*\.?\s\d{{1,2}}\b|\b\d{{1,2}}\s(?:{_MONTH})", folded),
    }
    return {part: match[0] for part, match in found.items() if match}
