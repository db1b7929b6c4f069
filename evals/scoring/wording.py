"""Texts as words that compare: case, dashes, thousands separators and spelled-out numbers made alike.

Knows nothing of cases or answers.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_COUNTS = {word: value for value, word in enumerate(_SMALL)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), start=1
    )
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

_LABEL = re.compile(r"\[\d+\]")
_ABBREVIATION = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_THOUSANDS = re.compile(r"(?<=\d)[,'\u2019\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_WORD = re.compile(r"\d+(?:\.\d+)?[^\W\d_]*|[^\W_]+|%")
_ORDINAL_DIGITS = re.compile(r"(\d+)(?:st|nd|rd|th)")


def words(text: str) -> tuple[str, ...]:
    """The words of `text` in the form in which they compare; labels such as `[1]` are no words.

    >>> words("The U.S. freed one thousand – “1,000 for 1,000” – on its sixty-fourth try [2].")
    ('the', 'us', 'freed', '1000', '1000', 'for', '1000', 'on', 'its', '64th', 'try')
    """
    # Separators first: NFKC turns a thin space into a plain one, which may stand between two numbers.
    plain = _THOUSANDS.sub("", _LABEL.sub(" ", text))
    plain = unicodedata.normalize("NFKC", plain).casefold()
    plain = _ABBREVIATION.sub(lambda found: found.group().replace(".", ""), plain)
    return tuple(_singular(word) for word in _digits(_WORD.findall(plain)))


def contains(text: str, target: str) -> bool:
    """`target` stands in `text` as whole words, in any spelling that `words` makes alike.

    >>> contains("It took two hours.", "a two-hour"), contains("1,390 people", "390")
    (False, False)
    """
    wanted, given = words(target), words(text)
    length = len(wanted)
    return bool(length) and any(given[start : start + length] == wanted for start in range(len(given) - length + 1))


def missing(text: str, groups: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The groups of which `text` holds no alternative."""
    return tuple(tuple(group) for group in groups if not any(contains(text, target) for target in group))


def _singular(word: str) -> str:
    """Without one plural s, so that "two-hour" and "two hours" are alike."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _digits(tokens: Sequence[str]) -> Iterator[str]:
    """The tokens with every run of number words as one number in digits."""
    at = 0
    while at < len(tokens):
        length, number = _longest_number(tokens, at)
        yield number
        at += length


def _longest_number(tokens: Sequence[str], at: int) -> tuple[int, str]:
    """How many tokens from `at` on make one number, and that number; one token and itself where none does."""
    end = at
    while end < len(tokens) and _is_number_word(tokens[end]):
        end += 1
    while end > at:
        number = _number(tokens[at:end])
        if number is not None:
            return end - at, number
        end -= 1
    ordinal = _ORDINAL_DIGITS.fullmatch(tokens[at])
    return 1, f"{ordinal[1]}th" if ordinal else tokens[at]


def _is_number_word(token: str) -> bool:
    known = token in _COUNTS or token in _ORDINALS or token in _SCALES
    return known or token in ("a", "and") or token.isdecimal()


def _number(run: Sequence[str]) -> str | None:
    """The run as digits, ordinals with "th"; None where it is not one number ("one two", "thousand")."""
    if not _may_start(run) or run[-1] == "and":
        return None
    total = part = 0
    for place, word in enumerate(run):
        if word in _SCALES:
            total, part = (total, part * 100) if word == "hundred" else (total + part * _SCALES[word], 0)
            continue
        if word == "and" and run[place - 1] in _SCALES:
            continue
        value = _value(word, place)
        if value is None or not _fits(part, value) or (word in _ORDINALS and place < len(run) - 1):
            return None
        part += value
    return f"{total + part}{'th' if run[-1] in _ORDINALS else ''}"


def _may_start(run: Sequence[str]) -> bool:
    """A number starts with a count; "a" and digits need a scale behind them ("a thousand", "4 million")."""
    if run[0] == "a" or run[0].isdecimal():
        return len(run) > 1 and run[1] in _SCALES
    return run[0] in _COUNTS or run[0] in _ORDINALS


def _value(word: str, place: int) -> int | None:
    """What a count, an ordinal or a starting "a" or digits stand for."""
    if place == 0 and (word == "a" or word.isdecimal()):
        return 1 if word == "a" else int(word)
    return _COUNTS.get(word, _ORDINALS.get(word))


def _fits(part: int, value: int) -> bool:
    """`value` may follow `part` in one number: "sixty" then "four", "hundred" then anything below."""
    if part % 100 == 0:
        return True
    return part % 100 >= 20 and part % 10 == 0 and 0 < value < 10
