"""In what two sentences contradict each other, kind by kind, whatever was asked.

Compares two texts; knows nothing of questions, evidence or which side is right.
"""

import re
from collections.abc import Collection, Iterator

from assistant.alike import overlap
from assistant.collation.claims.roots import SMALL, Passage, root
from assistant.collation.claims.values import Value, dates, parts_of
from assistant.collation.contradicting.statuses import planned, statuses
from assistant.collation.contradicting.titles import titles
from assistant.collation.sides import Clash, Side
from assistant.figures import Quantity, quantities, totals
from assistant.figures import compare as compare_quantities
from assistant.figures.number_words import number_value
from assistant.irregular import IRREGULAR
from assistant.words import STOP_WORDS, fold, stem, terms, words

ALIGNED = 0.3
"""Share of topic words (Jaccard) from which two sentences are on one matter."""
BESIDE = 0.5
"""The same of the words beside two numbers, as a share of the fewer, where the sentences differ in all else."""
NEGATION_ALIGNED = 0.6
"""As `ALIGNED` where only a negation differs: nearly everything else must be common."""
NEGATION_SHARED, NEGATION_SHARE = 4, 0.5
"""Else: topic words that the two must have in common, and share of the fewer that these must be."""
NEGATED = re.compile(
    r"(?:[\w’']+\s)?(?:\b(?:not|never|no|cannot|without|nobody|none|neither|nor)|\w+n[’']t)\s(?:(?:yet|been|be)\s)*(?P<denied>[\w’']+)"
)


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
    found += _polarities(first, second, near)
    return found


def counted_in(text: str) -> list[Quantity]:
    """The quantities of a sentence; "1,000-for-1,000" names an event and counts nothing."""
    return [
        one
        for one in quantities(text)
        if not re.match(r"-for\b", text[one.end :]) and "for-" not in text[: one.start][-4:]
    ]


def may_be_one(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers may count the same and can both be true: "1,000 from each side" does not say of what."""
    if compare_quantities(one, other) == "compatible":
        return True
    of_one = bool(one.counted & other.counted) or not one.counted or not other.counted
    return of_one and one.unit == other.unit and one.low <= other.high and other.low <= one.high


def of_one_deed(first: str, one: Quantity, second: str, other: Quantity) -> bool:
    """Whether two numbers are told of one thing at one time: "2,000 remained" is not "48,000 were counted".

    People must be counted for one thing: "killed three people" is not "14 people were injured".
    """
    if any(bool(mark.match(first[one.end :])) != bool(mark.match(second[other.end :])) for mark in (_LEFT, _THEN)):
        return False
    if not (shared := one.counted & other.counted) or not shared <= _PEOPLE:
        return True
    return bool(_clause(first, one) & _clause(second, other))


def as_side(quantity: Quantity) -> Side:
    """A quantity as a side of a contradiction."""
    return Side(f"{quantity.low}:{quantity.high}", quantity.text)


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
    ours, theirs = counted_in(first), counted_in(second)
    sums, other_sums = [*ours, *totals(first)], [*theirs, *totals(second)]
    for one in ours:
        if any(may_be_one(one, other) for other in other_sums):
            continue
        for other in (other for other in theirs if compare_quantities(one, other) == "contradicting"):
            kin = {root(word) for word in one.counted | other.counted}
            aligned = near >= ALIGNED or _beside((first, one), (second, other), kin) >= BESIDE
            same = one.counted & other.counted or (one.unit and near >= ALIGNED)
            if (
                aligned
                and same
                and of_one_deed(first, one, second, other)
                and planned(first, one.start) == planned(second, other.start)
                and not any(may_be_one(other, mine) for mine in sums)
            ):
                yield Clash("number", as_side(one), as_side(other))
                return


def _clause(text: str, one: Quantity) -> set[str]:
    """Roots of the topic words that stand with a number, as far as no joint and no other number stands between."""
    before, behind = text[: one.start], _JOINTS.split(_WHO.sub(" ", text[one.end :], count=1))[0]
    before = _JOINTS.split(before)[-1]
    return {root(word) for word in words(f"{before} {behind}") if word not in SMALL} - _PEOPLE


_LEFT = re.compile(
    r"(?:\s[\w’'-]+){0,3}?\s(?:remain(?:s|ed|ing)?|(?:is|are|was|were|still) (?:left|missing|to))\b", re.I
)
"""What follows a number that tells how many are left."""
_THEN = re.compile(r"[^.;:]*\b(?:then|at (?:that|the) time|previously|formerly)(?=[.,;:]|$)", re.I)
"""What follows a number of another time."""
_JOINTS = re.compile(
    r"[,;:()–—.!?]|\b(?:and|or|but|while|after|before|when|where|who|which|although|though|as|one|two|three|four|five|six"
    r"|seven|eight|nine|ten)\b|\d+",
    re.I,
)
_WHO = re.compile(r"^(?:\s[\w’'-]+){1,2}\swho\s")
"""As in "13 people who were injured": it goes on with what they are counted for."""
_PEOPLE = frozenset(
    form
    for word in ("people", "persons", "men", "women", "others")
    for form in (stem(word), stem(IRREGULAR.get(word, word)))
)
"""Stems of what is counted whatever is said of it."""


def _beside(
    ours: tuple[str, Quantity | Value], theirs: tuple[str, Quantity | Value], but: Collection[str] = ()
) -> float:
    """The share of the words beside two values that they have in common, of the fewer; `but` are left out."""
    (first, one), (second, other) = ours, theirs
    left = Passage.of(first).around(one.start, one.end, words=6) - set(but)
    right = Passage.of(second).around(other.start, other.end, words=6) - set(but)
    common = left & right
    return len(common) / min(len(left), len(right)) if len(common) > 1 else 0.0


def _polarities(first: str, second: str, near: float) -> Iterator[Clash]:
    ours, theirs = NEGATED.search(first), NEGATED.search(second)
    if ours and not theirs and _of_one_matter(first, second, near, denied=ours["denied"]):
        yield Clash("polarity", Side("not", ours[0]), Side("so", _affirmed(second, ours["denied"])))
    elif theirs and not ours and _of_one_matter(second, first, near, denied=theirs["denied"]):
        yield Clash("polarity", Side("so", _affirmed(first, theirs["denied"])), Side("not", theirs[0]))


def _of_one_matter(denying: str, saying: str, near: float, *, denied: str) -> bool:
    """Whether nearly all is common; or most of the shorter sentence, and what is denied stands in the other."""
    if near >= NEGATION_ALIGNED:
        return True
    ours, theirs = set(terms(denying)), set(terms(saying))
    common = ours & theirs
    return (
        len(common) >= NEGATION_SHARED
        and len(common) >= NEGATION_SHARE * min(len(ours), len(theirs))
        and fold(denied) not in STOP_WORDS
        and number_value(fold(denied)) is None
        and stem(fold(denied)) in {stem(word) for word in words(saying)}
    )


def _affirmed(text: str, verb: str) -> str:
    """The verb that the other sentence denies, with the word before it; the whole sentence where it has another."""
    found = re.search(rf"(?:[\w’']+\s)?\b{re.escape(verb[:4])}\w*", text)
    return found[0] if found else text
