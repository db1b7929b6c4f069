"""What two sentences on one matter contradict each other in, kind by kind.

Compares two texts; knows nothing of evidence or which side is right.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assistant.alike import overlap
from assistant.answer import Kind
from assistant.figures import Quantity, compatible, quantities
from assistant.question.analysis import Question, Wanted
from assistant.words import MONTHS, bare, fold, is_negation, stem, terms, words

ALIGNED = 0.3
"""Share of topic words (Jaccard) from which two sentences are on one matter."""
NEGATION_ALIGNED = 0.6
"""The same where only a negation differs: nearly everything else must be common."""


SUITS: dict[Wanted, frozenset[Kind]] = {
    "yes_no": frozenset({"date", "polarity"}),
    "when": frozenset({"date"}),
    "year": frozenset({"date"}),
    "duration": frozenset({"number", "date"}),
    "where": frozenset(),
    "who": frozenset({"polarity"}),
    "why": frozenset({"polarity"}),
    "what": frozenset({"polarity"}),
}
"""Kinds of contradiction that can be what a question is about; those on numbers for any other sort."""


class Side(NamedTuple):
    """What one sentence says on the matter."""

    key: str
    """The same for all wordings of one side."""
    value: str
    """The words, verbatim."""


class Clash(NamedTuple):
    """A contradiction between two sentences."""

    kind: Kind
    """How they differ."""
    first: Side
    """The first sentence's side."""
    second: Side
    """The second sentence's side."""


def clashes(first: str, second: str) -> list[Clash]:
    """Everything in which two sentences contradict each other; empty where they are on different matters.

    >>> [one.second.value for one in clashes(
    ...     "The old bridge, closed twice, reopened in May 2024.", "The old bridge reopened in May 2025.")]
    ['2025']
    """
    found = [*_statuses(first, second), *_titles(first, second)]
    near = overlap(first, second)
    if near >= ALIGNED:
        found += [*_dates(first, second), *_numbers(first, second)]
    if near >= NEGATION_ALIGNED:
        found += _polarities(first, second)
    return found


def touching(question: Question, found: Iterable[Clash]) -> list[Clash]:
    """The contradictions that the question can be about: of its sort, or on an office or a state that it names."""
    kinds = set(SUITS.get(question.wanted, {"number"}))
    kinds |= {"name"} if re.search(rf"\b(?:{_OFFICE}|title|office)\b", fold(question.text)) else set()
    kinds |= {"status"} if re.search(rf"\b(?:{_DONE}|{_OPEN}|status|over)\b", fold(question.text)) else set()
    return [clash for clash in found if clash.kind in kinds]


_MONTHS = [month[:3] for month in MONTHS]
_YEAR = re.compile(r"\b(?:([A-Z][a-z]{2,8})\.?\s(?:\d{1,2},?\s)?)?((?:1[5-9]|20)\d{2})\b")


def _dates(first: str, second: str) -> Iterator[Clash]:
    """Years (and months of years) that differ, where each sentence has just one."""
    one, other = _YEAR.findall(first), _YEAR.findall(second)
    if len({year for _, year in one}) != 1 or len({year for _, year in other}) != 1:
        return
    (month, year), (other_month, other_year) = one[0], other[0]
    if year != other_year:
        yield Clash("date", Side(year, year), Side(other_year, other_year))
    elif _differ(fold(month)[:3], fold(other_month)[:3]):
        yield Clash("date", Side(*[f"{month} {year}"] * 2), Side(*[f"{other_month} {other_year}"] * 2))


def _differ(month: str, other: str) -> bool:
    return month in _MONTHS and other in _MONTHS and month != other


def _numbers(first: str, second: str) -> Iterator[Clash]:
    """Quantities of the same thing that cannot both be true, where the sentences share none that could."""
    ours, theirs = quantities(first), quantities(second)
    for one in ours:
        if any(compatible(one, other) for other in theirs if _may_count_the_same(one, other)):
            continue
        for other in (other for other in theirs if one.counted & other.counted):
            if not any(compatible(other, mine) for mine in ours if _may_count_the_same(other, mine)):
                yield Clash("number", counted(one), counted(other))
                return


def _may_count_the_same(one: Quantity, other: Quantity) -> bool:
    """Whether nothing speaks against it: "1,000 from each side" does not say 1,000 of what."""
    return bool(one.counted & other.counted) or not one.counted or not other.counted


def counted(quantity: Quantity) -> Side:
    """A quantity as a side of a contradiction."""
    return Side(f"{quantity.low}:{quantity.high}", quantity.text)


_OFFICE = (
    r"(?:president|prime minister|minister|chancellor|premier|secretary|governor|mayor|senator|chief executive|ceo"
    r"|chairman|chairwoman|chair|director|ambassador|commissioner|general|coach|captain|king|queen|leader|head)"
)
_TITLED = re.compile(
    rf"((?i:\b(?P<past>former|ex-|then-)[\s-]?)?(?i:(?:[\w.]+\s){{0,2}}?\b{_OFFICE}))\s+"
    r"(?P<name>(?:[A-Z][\w’'-]+\s)*[A-Z][\w’'-]+)"
)


def _titles(first: str, second: str) -> Iterator[Clash]:
    """One person with "former" before the office in one sentence and without it in the other."""
    ours, theirs = _offices(first), _offices(second)
    for name, one in ours.items():
        other = theirs.get(name)
        if other and one.key != other.key:
            yield Clash("name", one, other)


def _offices(text: str) -> dict[str, Side]:
    return {
        bare(fold(found["name"].split()[-1])): Side("former" if found["past"] else "sitting", found[1])
        for found in _TITLED.finditer(text)
    }


_DONE = r"complet\w+|finish\w+|finali[sz]ed|conclud\w+|implemented|carried out|taken place|is over|was over"
_OPEN = (
    r"ongoing|on-going|under ?way|in progress|(?:have|has|had) begun|began|begin|started|proceeds|to continue"
    r"|still being|first (?:day|stage|phase|part) of"
)
_NOT = r"(?:not|n't|never|not yet|yet to be|have yet to|has yet to)\s(?:\w+\s){0,2}?"
_MAY = r"(?:would|will|could|should|may|might|must|to be|set to|due to|expected to|until|if|once|when)\s(?:\w+\s){0,3}?"
_STATUS = re.compile(rf"({_MAY})?({_NOT})?\b({_DONE}|{_OPEN})\b", re.I)
_NEAR = 60
"""Characters around a status word in which its event must be named."""


def _statuses(first: str, second: str) -> Iterator[Clash]:
    """One event completed in one sentence and not yet in the other."""
    for side, event in _states(first):
        for other, other_event in _states(second):
            if side.key != other.key and event & other_event:
                yield Clash("status", side, other)
                return


def _states(text: str) -> Iterator[tuple[Side, frozenset[str]]]:
    for found in _STATUS.finditer(text):
        if found[1]:
            continue
        done = bool(re.fullmatch(_DONE, found[3], re.I)) and not found[2]
        around = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
        yield Side("done" if done else "open", found[0]), frozenset(_nouns(around))


def _nouns(text: str) -> set[str]:
    """Stems of the lower-case topic words: what an event is called, rather than whose it is."""
    return {stem(word) for word in re.findall(r"\b[a-z]{4,}\b", text) if stem(word) in terms(word)}


def _polarities(first: str, second: str) -> Iterator[Clash]:
    one, other = _negation(first), _negation(second)
    if (one is None) != (other is None):
        yield Clash("polarity", Side(*[one or first] * 2), Side(*[other or second] * 2))


def _negation(text: str) -> str | None:
    return next((word for word in words(text) if is_negation(word)), None)
