"""What two sentences on one matter contradict each other in, kind by kind.

Compares two texts; knows nothing of evidence or which side is right.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from assistant.alike import overlap
from assistant.answer import Kind
from assistant.collation.compare import compare
from assistant.collation.never import never
from assistant.collation.roots import Passage, root
from assistant.collation.sides import Clash, Side
from assistant.collation.statements import statements
from assistant.collation.statuses import DONE, OPEN, planned, statuses
from assistant.collation.titles import OFFICE, channels, titles
from assistant.collation.values import Value, dates, parts_of, sort_of
from assistant.figures import Quantity, quantities, totals
from assistant.figures import compare as compare_quantities
from assistant.question.analysis import Question, Wanted
from assistant.words import MONTHS, fold, terms, words

ALIGNED = 0.3
"""Share of topic words (Jaccard) from which two sentences are on one matter."""
BESIDE = 0.5
"""The same of the words beside two numbers, as a share of the fewer, where the sentences differ in all else."""
NEGATION_ALIGNED = 0.6
"""As `ALIGNED` where only a negation differs: nearly everything else must be common."""
HOLDS = 0.4
"""Share of the question's topic words that both sentences must hold to contradict each other on what is asked."""
SURE = 0.6
"""Probability from which two answers to a question contradict each other; above that of `compare`: it is printed."""

ANSWERS = 0.75
"""Share of the question's topic words that both sentences must hold to be taken as answers to it."""
_SAYING = re.compile(r"\b(?:confirm|comment|statement|announc|respon|react|official|silent|acknowledg)\w*")
_NEGATED = re.compile(
    r"(?:[\w’']+\s)?(?:\b(?:not|never|no|cannot|without|nobody|none|neither|nor)|\w+n[’']t)\s(?:(?:yet|been|be)\s)*(?P<verb>[\w’']+)"
)
_STATE = re.compile(rf"\b(?:{DONE}|{OPEN}|status|over|end(?:ed)?)\b")
_TIME = re.compile(rf"\b(?:when|since|year|month|date|day|{'|'.join(MONTHS)}|\d{{4}})\b")

SUITS: dict[Wanted, frozenset[str]] = {
    "yes_no": frozenset({"polarity"}),
    "when": frozenset({"date"}),
    "year": frozenset({"date"}),
    "duration": frozenset({"number", "date"}),
    "where": frozenset(),
    "who": frozenset({"polarity"}),
    "why": frozenset({"polarity"}),
    "what": frozenset({"polarity"}),
}
"""Kinds of contradiction that can be what a question is about; those on numbers for any other sort."""


class Statement(NamedTuple):
    """A sentence with who says it, and where."""

    text: str
    """The words."""
    speaker: str | None = None
    """As in `Attribution.speaker`."""
    channel: str | None = None
    """As in `Attribution.channel`."""


def clashes(first: str, second: str) -> list[Clash]:
    """Everything in which two sentences contradict each other; empty where they are on different matters.

    >>> [one.second.value for one in clashes(
    ...     "The old bridge, closed twice, reopened in May 2024.", "The old bridge reopened in May 2025.")]
    ['2025']
    """
    found = [*statuses(first, second), *titles(first, second)]
    near = overlap(first, second)
    found += _dates(first, second, near)
    found += _numbers(first, second, near)
    if near >= NEGATION_ALIGNED:
        found += _polarities(first, second)
    return found


def contradictions(question: Question, first: Statement, second: Statement) -> list[Clash]:
    """What two sentences contradict each other in, as far as the question asks for it."""
    asked = fold(question.text)
    kinds = _asked_for(question, asked)
    found = [one for one in clashes(first.text, second.text) if one.kind in kinds]
    on_saying = bool(_SAYING.search(asked))
    if on_saying or question.wanted == "yes_no":
        voices = first.speaker, second.speaker
        found += statements(first.text, second.text, voices, bare=on_saying)
    if question.wanted == "when" and holds(question, first.text) >= HOLDS and holds(question, second.text) >= HOLDS:
        found += never(first.text, second.text)
    if question.wanted == "where" or "channel" in asked:
        found += channels(first.text, first.channel, second.text, second.channel)
    about = min(holds(question, text) for text in (first.text, second.text))
    to_come = planned(question.text) and not (planned(first.text) and planned(second.text))
    found = [one for one in found if one.kind not in ("number", "date") or (about >= HOLDS and not to_come)]
    return found or (_answers(question, first.text, second.text) if about >= ANSWERS else [])


def _asked_for(question: Question, asked: str) -> set[str]:
    """The kinds of contradiction that a question can be about: of its sort, or on an office or a state it names."""
    kinds = set(SUITS.get(question.wanted, {"number"}))
    if sort_of(question) == "number":
        kinds.add("number")
    if question.wanted == "yes_no" and _TIME.search(asked):
        kinds.add("date")
    if re.search(rf"\b(?:{OFFICE}|title|office)\b", asked):
        kinds.add("name")
    if question.wanted in ("yes_no", "what", "who") and re.search(
        rf"\b(?:{DONE}|{OPEN}|status|over|end(?:ed)?)\b", asked
    ):
        kinds.add("status")
    return kinds


def holds(question: Question, text: str) -> float:
    """The share of the question's topic words that a sentence holds, kin counted."""
    held = _held(text)
    asked = [(term, root(word)) for term, word in question.words.items()]
    return sum(term in held or kin in held for term, kin in asked) / (len(asked) or 1)


@lru_cache(maxsize=4_000)
def _held(text: str) -> frozenset[str]:
    """Stems and roots of the words of a sentence."""
    return frozenset({root(word) for word in words(text)} | set(terms(text)))


def _answers(question: Question, first: str, second: str) -> list[Clash]:
    """The contradiction between two sentences that answer the question with values that cannot both be true."""
    named = question.wanted == "who" and not question.asks_speaker and overlap(first, second) >= ALIGNED
    if question.wanted in ("who", "where", "what", "why") and not named:
        return []
    found = compare(question, first, second)
    if found.probability < SURE or not (found.kind and found.first and found.second):
        return []
    if found.kind == "number" and not _differ(question, (first, found.first), (second, found.second)):
        return []
    return [Clash(found.kind, _told(found.kind, found.first), _told(found.kind, found.second))]


def _told(kind: Kind, value: str) -> Side:
    """An answer as a side; "six" and "6" are one."""
    numbers = quantities(value) if kind == "number" else ()
    return counted(numbers[0]) if len(numbers) == 1 else Side(fold(value), value)


def _differ(question: Question, ours: tuple[str, str], theirs: tuple[str, str]) -> bool:
    """Whether two numbers count the same, both done or both to come, and cannot both be true."""
    (text, said), (other_text, other_said) = ours, theirs
    one = next((one for one in _counts(text) if one.text == said), None)
    other = next((one for one in _counts(other_text) if one.text == other_said), None)
    if one is None or other is None or compare_quantities(one, other) != "contradicting":
        return False
    to_come = planned(text, one.start)
    return to_come == planned(other_text, other.start) and planned(question.text) == to_come


def _counts(text: str) -> list[Quantity]:
    """The quantities of a sentence; "1,000-for-1,000" names an event and counts nothing."""
    return [
        one
        for one in quantities(text)
        if not re.match(r"-for\b", text[one.end :]) and "for-" not in text[: one.start][-4:]
    ]


def _dates(first: str, second: str, near: float) -> Iterator[Clash]:
    """Years (and months of years) that differ, where each sentence has just one."""
    ours, theirs = _dated(first), _dated(second)
    if ours is None or theirs is None or (near < ALIGNED and _beside((first, ours), (second, theirs)) < BESIDE):
        return
    one, other = dict(parts_of(ours)), dict(parts_of(theirs))
    if one["year"] != other["year"]:
        yield Clash("date", Side(one["year"], one["year"]), Side(other["year"], other["year"]))
    elif "month" in one and "month" in other and one["month"] != other["month"]:
        yield Clash("date", Side(*[_month_of(ours.text)] * 2), Side(*[_month_of(theirs.text)] * 2))


def _dated(text: str) -> Value | None:
    """The one year of a sentence, with its month; None where it has none or several."""
    found = [value for value in dates(text) if "year" in dict(parts_of(value))]
    years = {dict(parts_of(value))["year"] for value in found}
    return found[0] if len(years) == 1 else None


def _month_of(date: str) -> str:
    """A date without its day, in its own words: "May 3, 2024" is "May 2024"."""
    return " ".join(re.findall(r"[A-Z][a-z]+\.?|\d{4}", date))


def _numbers(first: str, second: str, near: float) -> Iterator[Clash]:
    """Quantities of the same thing that cannot both be true, where the sentences share none that could."""
    ours, theirs = _counts(first), _counts(second)
    sums, other_sums = [*ours, *totals(first)], [*theirs, *totals(second)]
    for one in ours:
        if any(_fit(one, other) for other in other_sums):
            continue
        for other in (other for other in theirs if compare_quantities(one, other) == "contradicting"):
            counts = {root(word) for word in one.counted | other.counted}
            aligned = near >= ALIGNED or _beside((first, one), (second, other), counts) >= BESIDE
            same = one.counted & other.counted or (one.unit and near >= ALIGNED)
            if (
                aligned
                and same
                and planned(first, one.start) == planned(second, other.start)
                and not any(_fit(other, mine) for mine in sums)
            ):
                yield Clash("number", counted(one), counted(other))
                return


def _fit(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers may count the same and can both be true: "1,000 from each side" does not say of what."""
    if compare_quantities(one, other) == "compatible":
        return True
    may_be_one = bool(one.counted & other.counted) or not one.counted or not other.counted
    return may_be_one and one.unit == other.unit and one.low <= other.high and other.low <= one.high


def _beside(
    ours: tuple[str, Quantity | Value], theirs: tuple[str, Quantity | Value], counts: Collection[str] = ()
) -> float:
    """The share of the words beside two values that they have in common, of the fewer; `counts` are left out."""
    (first, one), (second, other) = ours, theirs
    left = Passage.of(first).around(one.start, one.end, words=6) - set(counts)
    right = Passage.of(second).around(other.start, other.end, words=6) - set(counts)
    common = left & right
    return len(common) / min(len(left), len(right)) if len(common) > 1 else 0.0


def counted(quantity: Quantity) -> Side:
    """A quantity as a side of a contradiction."""
    return Side(f"{quantity.low}:{quantity.high}", quantity.text)


def _polarities(first: str, second: str) -> Iterator[Clash]:
    ours, theirs = _NEGATED.search(first), _NEGATED.search(second)
    if ours and not theirs:
        yield Clash("polarity", Side("not", ours[0]), Side("so", _affirmed(second, ours["verb"])))
    elif theirs and not ours:
        yield Clash("polarity", Side("so", _affirmed(first, theirs["verb"])), Side("not", theirs[0]))


def _affirmed(text: str, verb: str) -> str:
    """The verb that the other sentence denies, with the word before it; the whole sentence where it has another."""
    found = re.search(rf"(?:[\w’']+\s)?\b{re.escape(verb[:4])}\w*", text)
    return found[0] if found else text
