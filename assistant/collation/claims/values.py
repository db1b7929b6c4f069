"""What of a passage could answer a question: dates, numbers and names, each in a form that can be compared.

Reads one passage at a time. Knows nothing of which value answers.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from assistant.figures import Quantity, compatible, quantities
from assistant.question.analysis import Question
from assistant.words import MONTHS, STOP_WORDS, WEEKDAYS, bare, fold, stem

Sort = Literal["date", "number", "name", "place"]
"""What a value is: "place" is a name that a question for a place wants."""

Parts = frozenset[tuple[str, str]]
"""A date by its known parts: year, month, day, weekday."""


class Value(NamedTuple):
    """A span of a passage that could answer."""

    start: int
    """First character in the passage."""
    end: int
    """One past the last character."""
    text: str
    """The words, verbatim."""
    key: Parts | Quantity | frozenset[str]
    """What it is compared by: the parts of a date, a quantity, the words of a name."""


def sort_of(question: Question) -> Sort | None:
    """The sort of value that a question wants; None where values do not answer it.

    >>> from assistant.question.analysis import analyse
    >>> [sort_of(analyse(text)) for text in ("What is the population of Ames?", "Who won?", "Did she win?")]
    ['number', 'name', None]
    """
    if question.wanted in _BY_WANTED:
        return _BY_WANTED[question.wanted]
    asked = fold(question.text)
    return (
        next((sort for sort, words in _BY_WORDS if words.search(asked)), None) if question.wanted != "yes_no" else None
    )


def values(question: Question, text: str) -> tuple[Value, ...]:
    """Every value of the sort that the question wants and that does not stand in the question, in order."""
    sort = sort_of(question)
    return _values(sort, question.text, text) if sort else ()


@lru_cache(maxsize=4_000)
def _values(sort: Sort, asked: str, text: str) -> tuple[Value, ...]:
    if sort == "date":
        return tuple(value for value in dates(text) if value.text not in asked)
    return tuple(_numbers(text)) if sort == "number" else names(asked, text)


def agree(first: Value, second: Value) -> bool:
    """Whether two values can both be true: no part of the dates differs, the ranges overlap, one name holds the other.

    >>> from assistant.question.analysis import analyse
    >>> asked = analyse("Who led the march?")
    >>> agree(values(asked, "It was led by Dr Ada Lind.")[0], values(asked, "Then Lind led it.")[-1])
    True
    """
    one, other = first.key, second.key
    if isinstance(one, Quantity) or isinstance(other, Quantity):
        return isinstance(one, Quantity) and isinstance(other, Quantity) and compatible(one, other)
    ours, theirs = dict(parts_of(first)), dict(parts_of(second))
    if ours or theirs:
        common = ours.keys() & theirs.keys()
        return bool(common) and all(ours[part] == theirs[part] for part in common)
    return bool(one & other) and (one == one & other or other == one & other)


def parts_of(value: Value) -> Parts:
    """The known parts of a date; empty for any other value."""
    if isinstance(value.key, Quantity):
        return frozenset()
    return frozenset(part for part in value.key if isinstance(part, tuple))


_M = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_D = r"\d{1,2}(?:st|nd|rd|th)?"
_Y = r"(?:1[1-9]|20)\d\d"
_DATE = re.compile(
    rf"\b(?:(?P<month_a>{_M})\s+(?P<day_a>{_D})(?!\d)(?:\s?,?\s(?P<year_a>{_Y}))?\b"
    rf"|(?P<day_b>{_D})\s(?:of\s)?(?P<month_b>{_M})(?:\s?,?\s?(?P<year_b>{_Y}))?(?!\w)"
    rf"|(?P<month_c>{_M}),?\s(?:of\s)?(?P<year_c>{_Y})\b|(?P<year_d>{_Y})-(?P<month_d>\d\d)-(?P<day_d>\d\d)\b"
    rf"|(?P<year_e>\d{{1,4}}\s(?:BCE?|AD|CE))\b|(?P<year_f>{_Y})(?!\d|[.,]\d|-for\b)\b"
    r"|(?P<weekday_a>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?\b)"
)


@lru_cache(maxsize=4_000)
def dates(text: str) -> tuple[Value, ...]:
    """Every date and year of `text`, in order.

    >>> [sorted(value.key) for value in dates("On 3 May 2024, not in 1999")]
    [[('day', '3'), ('month', '5'), ('year', '2024')], [('year', '1999')]]
    """
    return tuple(_dates(text))


def _dates(text: str) -> Iterator[Value]:
    for found in _DATE.finditer(text):
        parts = {name[:-2]: said for name, said in found.groupdict().items() if said}
        if "month" in parts:
            parts["month"] = str(_month(parts["month"]))
        if "day" in parts:
            parts["day"] = str(int(re.sub(r"\D", "", parts["day"])))
        yield Value(*found.span(), found[0], frozenset(parts.items()))


def _month(said: str) -> int:
    return int(said) if said.isdigit() else [name[:3] for name in MONTHS].index(said[:3].casefold()) + 1


def _numbers(text: str) -> Iterator[Value]:
    for quantity in quantities(text):
        yield Value(quantity.start, quantity.end, quantity.text, quantity)


def names(question: str, text: str) -> tuple[Value, ...]:
    """Every name of `text`, without the words of the question, in order."""
    return tuple(_names(question, text))


_INITIAL = r"(?:(?:[A-Z]\.){2,}|[A-Z]\.(?=\s[A-Z])|(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|Gov|Jr)\.)"
_CAPITAL = rf"(?:{_INITIAL}|[^\W\d_a-z][\w’'&-]*)"
_NAME = re.compile(rf"{_CAPITAL}(?:\s(?:(?:of|the|de|al|bin|van|von|du|da|la)\s)*{_CAPITAL})*")
_NO_NAME = {*MONTHS, *(month[:3] for month in MONTHS), "sept", *WEEKDAYS, "mr", "mrs", "ms", "dr"}
_SAME_NAME = {"u.s": "us", "usa": "us", "u.s.a": "us", "u.k": "uk", "u.n": "un"}


def _names(question: str, text: str) -> Iterator[Value]:
    """Runs of capitalised words, those of the question taken off their ends."""
    asked = set(re.findall(r"[^\W_]+", fold(question)))
    stems = {stem(word) for word in asked}
    for found in _NAME.finditer(text):
        words = list(re.finditer(r"[\w.’'&-]+", found[0]))
        kept = [word for word in words if _tells(word[0], asked, stems)]
        if not kept:
            continue
        first, last = words.index(kept[0]), words.index(kept[-1])
        start, end = found.start() + words[first].start(), found.start() + words[last].end()
        said = text[start:end].removesuffix("'s").removesuffix("’s")
        yield Value(start, start + len(said), said, frozenset(_key(word[0]) for word in kept))


def _key(word: str) -> str:
    plain = bare(fold(word)).rstrip(".")
    return _SAME_NAME.get(plain, plain)


def _tells(word: str, asked: set[str], stems: set[str]) -> bool:
    plain = bare(fold(word)).rstrip(".")
    if plain in asked or stem(plain) in stems or plain in _NO_NAME:
        return False
    return plain not in STOP_WORDS or (word.isupper() and len(word) > 1)


_BY_WANTED: dict[str, Sort] = {
    "when": "date",
    "year": "date",
    "how_many": "number",
    "money": "number",
    "percent": "number",
    "measure": "number",
    "duration": "number",
    "who": "name",
    "where": "place",
}
_BY_WORDS: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    ("date", re.compile(r"\b(?:date|year|day)\b")),
    (
        "number",
        re.compile(
            r"\bhow much\b|\b(?:population|age|revenue|length|height|width|size|number|total|distance|score|turnout"
            r"|toll)\b"
        ),
    ),
    ("place", re.compile(r"\b(?:location|located|city|town|state|county|region|country|province|capital)\b")),
    (
        "name",
        re.compile(
            r"^who\b|\bnames?\b|\b(?:artist|actor|actress|director|author|writer|singer|creator|owner|founder|winner|team|club"
            r"|party|company|firm|movie|film|band|player|president|minister|mayor|leader)\b"
        ),
    ),
)
