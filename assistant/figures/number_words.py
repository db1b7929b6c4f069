"""Number words and numerals of English, each with its value, and how a row of number words adds up.

Reads words; signs, units and bounds round them are read elsewhere.
"""

import re
from collections.abc import Sequence

from assistant.words import fold, plain_number

SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
"""What a number before such a word is multiplied by."""
VAGUE = {
    "dozens": (24.0, 120.0),
    "tens": (20.0, 100.0),
    "scores": (40.0, 200.0),
    "hundreds": (200.0, 1e3),
    "thousands": (2e3, 1e6),
    "millions": (2e6, 1e9),
    "billions": (2e9, 1e12),
}
"""Smallest and largest value of words that count without a number; "tens of thousands" multiplies them."""
_UNITS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_ORDINALS = dict(
    zip("first second third fourth fifth sixth seventh eighth ninth tenth".split(), range(1, 11), strict=True)
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, **{word: value for word, value in _ORDINALS.items() if value > 4}}
_CARDINALS = {**_UNITS, **_TENS}
LONGEST = 20
"""Words of the longest number that anybody spells out."""
OPENERS = frozenset({*_CARDINALS, *_ORDINALS, *SCALES, "half", "a", "dozen"})
"""Words by which a spelled-out number may begin."""


def number_value(word: str) -> float | None:
    """The value of one numeral or number word; None if it is neither.

    >>> number_value("1,000"), number_value("five"), number_value("fifth"), number_value("day")
    (1000.0, 5.0, 5.0, None)
    """
    word = plain_number(fold(word))
    if re.fullmatch(r"\d+(\.\d+)?", word):
        return float(word)
    if ordinal := re.fullmatch(r"(\d+)(?:st|nd|rd|th)", word):
        return float(ordinal[1])
    for table in (_CARDINALS, _ORDINALS, SCALES):
        if word in table:
            return float(table[word])
    return None


def is_ordinal(word: str) -> bool:
    """Whether a folded word tells a place in a row: `fifth`, `64th`."""
    return word in _ORDINALS or bool(re.fullmatch(r"\d+(?:st|nd|rd|th)", word))


def cardinal(words: Sequence[str]) -> tuple[float, int]:
    """The value of the number words that `words` begins with, and how many they are; 0 words where it does not.

    >>> cardinal("two hundred and five thousand men".split()), cardinal("twenty three of".split())
    ((205000.0, 5), (23.0, 2))
    >>> cardinal("half a million".split()), cardinal("one and a half million".split()), cardinal(["two", "or"])
    ((500000.0, 3), (1500000.0, 5), (2.0, 1))
    """
    if words[:1] == ["half"] and words[1:2] in (["a"], ["an"]):
        scale = SCALES.get(words[2], 0.0) if len(words) > 2 else 0.0
        return (scale / 2, 3) if scale else (0.0, 0)
    total, part, used = 0.0, 0.0, 0
    while used < len(words):
        word = words[used]
        if word == "and" and used and _goes_on(words[used + 1 :], words[used - 1]):
            used += 1
            word = words[used]
        if word in ("a", "an") and used and words[used : used + 2] in (["a", "half"], ["an", "half"]):
            part, used = part + 0.5, used + 2
        elif word in _CARDINALS and _fits(_CARDINALS[word], part, total):
            part, used = part + _CARDINALS[word], used + 1
        elif word == "hundred":
            part, used = (part or 1.0) * 100, used + 1
        elif word in SCALES:
            total, part, used = total + (part or 1.0) * SCALES[word], 0.0, used + 1
        else:
            break
    return total + part, used


def share(words: Sequence[str]) -> tuple[float, int]:
    """The part of a whole, 0 to 1, that `words` begins with, and how many they are; 0 words where it does not.

    >>> share("two thirds of voters".split()), share("half of them".split()), share("half time".split())
    ((0.6666666666666666, 2), (0.5, 1), (0.0, 0))
    """
    if words[:1] == ["half"]:
        return (0.5, 1) if words[1:2] and words[1] in ("of", "the", "its", "their", "his", "her", "all") else (0.0, 0)
    count = {"a": 1}.get(words[0], _UNITS.get(words[0], 0)) if words else 0
    word = words[1] if len(words) > 1 else ""
    whole = _PARTS.get(word.removesuffix("s"), 0)
    if not count or not whole or count >= whole or word.endswith("s") != (count > 1):
        return 0.0, 0
    if count == 1 and words[2:3] != ["of"]:
        return 0.0, 0
    return count / whole, 2


def _goes_on(words: Sequence[str], before: str) -> bool:
    """Whether "and" joins two parts of one number: "hundred and five", "two and a half"."""
    if words[:2] == ["a", "half"]:
        return before in _CARDINALS
    return before in SCALES and words[:1] != [] and words[0] in _CARDINALS


def _fits(value: int, part: float, total: float) -> bool:
    """Whether a number word may follow what was read: "twenty-three", "hundred five", not "five three"."""
    last = part % 100
    if part == 0:
        return value < 1000 and (total > 0 or value >= 0)
    return (last == 0 and part >= 100) or (value < 10 and value > 0 and last >= 20 and last % 10 == 0)
