"""Number words and numerals of English, each with its value.

Reads one word at a time; what stands round it is for `numerals`.
"""

import re

from assistant.words import fold, plain_number

SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
"""What a number before such a word is multiplied by."""
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
    for table in (_UNITS, _TENS, _ORDINALS, SCALES):
        if word in table:
            return float(table[word])
    return None
