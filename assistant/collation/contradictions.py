"""What two sentences on one matter contradict each other in, kind by kind.

Compares two texts; knows nothing of evidence or which side is right.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.alike import overlap
from assistant.collation.compare import Comparison, compare
from assistant.collation.roots import Passage, root
from assistant.collation.sides import Clash, Side
from assistant.collation.statements import statements
from assistant.collation.statuses import DONE, OPEN, planned, statuses
from assistant.collation.titles import OFFICE, channels, titles
from assistant.collation.values import Value, dates
from assistant.figures import Quantity, quantities, totals
from assistant.figures import compare as compare_quantities
from assistant.question.analysis import Question, Wanted
from assistant.words import fold, is_negation, terms, words

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

SUITS: dict[Wanted, frozenset[str]] = {
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
    if near >= ALIGNED:
        found += _dates(first, second)
    found += _numbers(first, second, near)
    if near >= NEGATION_ALIGNED:
        found += _polarities(first, second)
    return found


def contradictions(question: Question, first: Statement, second: Statement) -> list[Clash]:
    """What two sentences contradict each other in, as far as the question asks for it."""
    kinds = set(SUITS.get(question.wanted, {"number"}))
    asked = fold(question.text)
    kinds |= {"name"} if re.search(rf"\b(?:{OFFICE}|title|office)\b", asked) else set()
    kinds |= {"status"} if re.search(rf"\b(?:{DONE}|{OPEN}|status|over)\b", asked) else set()
    found = [one for one in clashes(first.text, second.text) if one.kind in kinds]
    if ("polarity" in kinds and _SAYING.search(asked)) or (question.wanted == "yes_no" and not _SAYING.search(asked)):
        found += statements(first.text, first.speaker, second.text, second.speaker)
    if question.wanted == "where" or "channel" in asked:
        found += channels(first.text, first.channel, second.text, second.channel)
    found = [one for one in found if one.kind not in ("number", "date") or _asked(question, one, first, second)]
    return found or _answers(question, first.text, second.text)


_SAYING = re.compile(r"\b(?:confirm|comment|statement|announc|respon|react|official|silent|acknowledg)\w*")


def _asked(question: Question, clash: Clash, first: Statement, second: Statement) -> bool:
    """Whether both sentences hold enough of the question to be about what it asks."""
    return all(holds(question, text) >= HOLDS for text in (first.text, second.text))


def holds(question: Question, text: str) -> float:
    """The share of the question's topic words that a sentence holds, kin counted."""
    held = {root(word) for word in words(text)} | set(terms(text))
    asked = [(term, root(word)) for term, word in question.words.items()]
    return sum(term in held or kin in held for term, kin in asked) / (len(asked) or 1)


def _answers(question: Question, first: str, second: str) -> list[Clash]:
    """The contradiction between two sentences that answer the question with values that cannot both be true."""
    if question.wanted in ("who", "where", "what", "why") or min(holds(question, x) for x in (first, second)) < 0.75:
        return []
    found: Comparison = compare(question, first, second)
    if found.verdict != "contradict" or found.probability < SURE or not (found.kind and found.first and found.second):
        return []
    if found.kind == "number" and not _count_alike(found.first, first, found.second, second):
        return []
    return [Clash(found.kind, Side(fold(found.first), found.first), Side(fold(found.second), found.second))]


def _count_alike(short: str, text: str, other: str, other_text: str) -> bool:
    """Whether two numbers count the same, and neither sentence holds one that fits the other's."""
    ours = [one for one in quantities(text) if one.text == short]
    theirs = [one for one in quantities(other_text) if one.text == other]
    return bool(ours and theirs) and compare_quantities(ours[0], theirs[0]) == "contradicting"


def _dates(first: str, second: str) -> Iterator[Clash]:
    """Years (and months of years) that differ, where each sentence has just one."""
    ours, theirs = _dated(first), _dated(second)
    if ours is None or theirs is None:
        return
    one, other = dict(ours.key), dict(theirs.key)  # type: ignore[arg-type]
    if one["year"] != other["year"]:
        yield Clash("date", Side(one["year"], one["year"]), Side(other["year"], other["year"]))
    elif "month" in one and "month" in other and one["month"] != other["month"]:
        yield Clash("date", Side(*[_month_of(ours.text)] * 2), Side(*[_month_of(theirs.text)] * 2))


def _dated(text: str) -> Value | None:
    """The one year of a sentence, with its month; None where it has none or several."""
    found = [value for value in dates(text) if "year" in dict(value.key)]  # type: ignore[arg-type]
    years = {dict(value.key)["year"] for value in found}  # type: ignore[arg-type]
    return found[0] if len(years) == 1 else None


def _month_of(date: str) -> str:
    """A date without its day, in its own words: "May 3, 2024" is "May 2024"."""
    return " ".join(re.findall(r"[A-Z][a-z]+\.?|\d{4}", date))


def _numbers(first: str, second: str, near: float) -> Iterator[Clash]:
    """Quantities of the same thing that cannot both be true, where the sentences share none that could."""
    if planned(first) != planned(second):
        return
    ours, theirs = quantities(first), quantities(second)
    sums, other_sums = [*ours, *totals(first)], [*theirs, *totals(second)]
    for one in ours:
        if any(_fit(one, other) for other in other_sums):
            continue
        for other in (other for other in theirs if compare_quantities(one, other) == "contradicting"):
            aligned = near >= ALIGNED or _beside(first, one, second, other) >= BESIDE
            if one.counted & other.counted and aligned and not any(_fit(other, mine) for mine in sums):
                yield Clash("number", counted(one), counted(other))
                return


def _fit(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers may count the same and can both be true: "1,000 from each side" does not say of what."""
    if compare_quantities(one, other) == "compatible":
        return True
    may_be_one = bool(one.counted & other.counted) or not one.counted or not other.counted
    return may_be_one and one.unit == other.unit and one.low <= other.high and other.low <= one.high


def _beside(first: str, one: Quantity, second: str, other: Quantity) -> float:
    """The share of the words beside two numbers that they have in common, of the fewer; what is counted left out."""
    counts = {root(word) for word in one.counted | other.counted}
    ours = Passage.of(first).around(one.start, one.end, words=6) - counts
    theirs = Passage.of(second).around(other.start, other.end, words=6) - counts
    common = ours & theirs
    return len(common) / min(len(ours), len(theirs)) if len(common) > 1 else 0.0


def counted(quantity: Quantity) -> Side:
    """A quantity as a side of a contradiction."""
    return Side(f"{quantity.low}:{quantity.high}", quantity.text)


def _polarities(first: str, second: str) -> Iterator[Clash]:
    one, other = _negation(first), _negation(second)
    if (one is None) != (other is None):
        yield Clash("polarity", Side(*[one or first] * 2), Side(*[other or second] * 2))


def _negation(text: str) -> str | None:
    return next((word for word in words(text) if is_negation(word)), None)
