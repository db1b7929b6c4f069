"""What a phrase of a question is made of: words, capitals, kinds of mention.

Knows single words and the shape of names. Knows nothing of where a phrase ends.
"""

import re
from typing import Literal, NamedTuple

from assistant.question.follow_up.words import (
    ADJECTIVES,
    FEMALE,
    GROUPS,
    MALE,
    PLACES,
    SPEAKING,
    STOP,
    TIME_NAMES,
    VERBS,
)
from assistant.words import Word

Sort = Literal["person", "place", "group", "thing", "name", "pair"]
WORD = re.compile(
    r"(?:[A-Z]\.){2,}|[A-Z]\.(?=\s[A-Z][a-z])|\d+(?:[.,:]\d+)+|[^\W_]+(?:[-.&][^\W_]+|['’](?!s\b)[^\W_]+)*"
)
"""A word; initials and figures whole, a possessive 's outside."""
GLUE = frozenset("of the de van von al bin der la du and &".split())
"""Small words inside a proper name."""
_INSIDE = re.compile(r"^[ \t]*[“”\"']?$")


class Mention(NamedTuple):
    """A noun phrase of a text."""

    text: str
    """As it can be put into another sentence; titles before a name are left out."""
    start: int
    """First character in the text."""
    end: int
    """One past the last character."""
    sort: Sort
    """`name`: a proper name of unknown kind, most likely a person; `pair`: "Ada and Bo"."""
    named: bool
    """It is a proper name."""
    plural: bool
    """It can be meant by "they"."""
    head: str
    """The noun that carries it, in lower case."""
    gender: Literal["f", "m"] | None
    """As its title or first name tells. None: not told."""


def is_capital(text: str, words: tuple[Word, ...], at: int) -> bool:
    """The word is written as part of a proper name; a sentence's first word needs more than its capital."""
    word = words[at]
    if not word.text[0].isupper() or word.low in STOP or word.low in TIME_NAMES:
        return word.text in {"US", "UN", "IT"}
    before = text[: word.start].rstrip(" “\"'(")
    opens = not before or before[-1] in ".!?:\n"
    if not opens or any(letter.isupper() or letter.isdigit() for letter in word.text[1:]):
        return True
    follows = at + 1 < len(words) and words[at + 1].text[0].isupper() and words[at + 1].low not in STOP
    alone = len(words) == 1 or word.low in PLACES or text[word.end : word.end + 2] in {"'s", "’s"}
    return follows or alone or _acts(words, at)


def _acts(words: tuple[Word, ...], at: int) -> bool:
    """As in "Lind said so": no common noun stands before its verb without "the" unless it is plural."""
    low = words[at].low
    after = words[at + 1].low if at + 1 < len(words) else ""
    common = low in VERBS or low in ADJECTIVES or low in GROUPS or low.endswith(("s", "ed", "ing", "ly"))
    return after in SPEAKING and not common


def together(text: str, left: Word, right: Word) -> bool:
    """Nothing but a space or a mark stands between the two."""
    return bool(_INSIDE.match(text[left.end : right.start]))


def gender_of(lows: list[str]) -> Literal["f", "m"] | None:
    """As the words before or in a name tell; None where they do not."""
    for low in lows[:3]:
        if low in FEMALE:
            return "f"
        if low in MALE:
            return "m"
    if len(lows) > 1 and lows[0].endswith("a") and lows[0] not in PLACES and not is_nationality(lows[0]):
        return "f"
    return None


def is_nationality(low: str) -> bool:
    """As in "Brazilian" or "French"."""
    return low.endswith(("ian", "ish", "ese", "can", "ean", "aeli", "qi", "ni")) or low in {
        "french", "german", "dutch", "greek", "swiss", "afghan", "us", "uk", "thai", "arab", "saudi", "czech",
    }  # fmt: skip
