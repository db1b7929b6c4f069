"""Proper names in a short text: where they end, and what they name.

Knows capitals and titles. Knows no gazetteer beyond countries and large cities.
"""

import re

from assistant.question.follow_up.mentions.phrases import (
    GLUE,
    Mention,
    Sort,
    gender_of,
    is_capital,
    is_nationality,
    together,
)
from assistant.question.follow_up.words import ADJECTIVES, GROUPS, ORGANISATIONS, PLACES, ROLES, STOP, TIME_NAMES
from assistant.words import Word

_NOT_FIRST = (STOP - {"the", "a"}) | ADJECTIVES | TIME_NAMES


def is_title(text: str, words: tuple[Word, ...]) -> bool:
    """The text is nothing but a name, as in "The Sound of Music"."""
    words = _outside_parentheses(text, words)
    if not 0 < len(words) <= 6 or re.search(r"[?.!,:;]", text.rstrip(" .?!")):
        return False
    if words[0].low in _NOT_FIRST:
        return False
    low = [w for w in words[1:] if w.text[0].islower() and w.low not in GLUE]
    return words[0].text[0].isupper() and words[-1].text[0].isupper() and not low


def _outside_parentheses(text: str, words: tuple[Word, ...]) -> tuple[Word, ...]:
    opens = text.find("(")
    return tuple(word for word in words if opens <= 0 or word.start < opens)


def title(text: str, words: tuple[Word, ...]) -> Mention:
    """The name that the whole text is."""
    kept = _outside_parentheses(text, words)
    lows = [w.low for w in kept]
    sort = _sort_of_name(words, 0, lows, False)
    shown = text[kept[0].start : kept[-1].end]
    plural = sort in {"group", "place"} or lows[-1].endswith("s")
    return Mention(shown, words[0].start, words[-1].end, sort, True, plural, lows[-1], gender_of(lows))


def name_end(text: str, words: tuple[Word, ...], at: int) -> int:
    """One past the last word of the proper name that starts at `at`; `at` itself if none does."""
    if not is_capital(text, words, at) or _opens_a_sentence(text, words[at]):
        return at
    end = at + 1
    while end < len(words) and together(text, words[end - 1], words[end]):
        if is_capital(text, words, end) or (words[end].text.isdigit() and len(words[end].text) < 4):
            end += 1
            continue
        glue = end
        while glue < len(words) and words[glue].low in GLUE - {"and"} and glue < end + 2:
            glue += 1
        if glue == end or glue >= len(words) or not is_capital(text, words, glue) or words[end].low == "the":
            break
        end = glue + 1
    return end


def _opens_a_sentence(text: str, word: Word) -> bool:
    """As "Meanwhile," does: a capital and a comma, and nothing before it in its sentence."""
    before = text[: word.start].rstrip(" “\"'(")
    return text[word.end : word.end + 1] == "," and (not before or before[-1] in ".!?\n")


def name(text: str, words: tuple[Word, ...], at: int, stop: int) -> list[Mention]:
    """The proper name `words[at:stop]`, its titles left out; empty for an adjective of a noun."""
    run = words[at:stop]
    lows = [word.low.rstrip(".") for word in run]
    role = any(low in ROLES for low in lows) or (at > 0 and words[at - 1].low in ROLES)
    first = 0
    if role:
        last_role = max((i for i, low in enumerate(lows) if low in ROLES), default=-1)
        first = last_role + 1 if last_role + 1 < len(run) else 0
    adjective = len(run) == 1 and is_nationality(lows[0]) and stop < len(words) and words[stop].low not in STOP
    if adjective and together(text, run[0], words[stop]):
        return []
    kept = run[first:]
    sort = _sort_of_name(words, at, [low for low in lows[first:]], role)
    plural = sort in {"group", "place"} or lows[-1].endswith("s")
    gender = gender_of(lows) or gender_of([words[at - 1].low] if at else [])
    shown = text[kept[0].start : kept[-1].end]
    return [Mention(shown, run[0].start, run[-1].end, sort, True, plural, lows[-1], gender)]


def _sort_of_name(words: tuple[Word, ...], at: int, lows: list[str], role: bool) -> Sort:
    if any(low in ORGANISATIONS or low in GROUPS for low in lows):
        return "group"
    if len(lows) == 1 and lows[0].endswith(("ians", "icans", "eans")):
        return "group"
    if " ".join(lows) in PLACES or lows[0] in PLACES or lows[-1] in PLACES:
        return "place"
    if role or gender_of(lows[:1]):
        return "person"
    before = words[at - 1].low if at else ""
    if before in {"in", "at", "near", "inside", "outside"}:
        return "place"
    if len(lows) == 1 and before in {"the", "a", "an"}:
        return "thing"
    return (
        "name"
        if len([low for low in lows if low not in GLUE]) < 4 and not any(char.isdigit() for low in lows for char in low)
        else "thing"
    )
