"""The people, places, groups and things that a short text mentions, found by the shape of its words.

Knows nothing of conversations: which mention a pronoun means is decided in `anaphora`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from assistant.question.words import (
    ADJECTIVES,
    AUXILIARIES,
    COUNTRIES,
    DETERMINERS,
    FEMALE,
    GROUPS,
    MALE,
    ORGANISATIONS,
    PEOPLE,
    PREPOSITIONS,
    PRONOUNS,
    QUESTION_WORDS,
    ROLES,
    STOP,
    TALK,
    TIME_NAMES,
    TIME_NOUNS,
    VERBS,
)

Sort = Literal["person", "place", "group", "thing", "name", "pair"]
WORD = re.compile(r"(?:[A-Z]\.){2,}|[A-Z]\.(?=\s[A-Z][a-z])|\d+(?:[.,:]\d+)+|[^\W_]+(?:[-.&][^\W_]+|['’](?!s\b)[^\W_]+)*")
_GLUE = frozenset("of the de van von al bin der la du and &".split())
_INSIDE = re.compile(r"^[ \t]*[“”\"']?$")


class Word(NamedTuple):
    """A word with its place in the text; a possessive 's stays outside."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """The word without case."""
        return self.text.lower()


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


@lru_cache(maxsize=512)
def mentions(text: str) -> tuple[Mention, ...]:
    """Every mention of `text`, in order, without overlaps; names before common nouns."""
    words = tuple(Word(m.group(), m.start(), m.end()) for m in WORD.finditer(text))
    if _is_title(text, words):
        return (_title(text, words),)
    found: list[Mention] = []
    at = 0
    while at < len(words):
        stop = _name_end(text, words, at)
        if stop > at:
            found.extend(_name(text, words, at, stop))
            at = stop
            continue
        stop = _noun_end(text, words, at)
        if stop > at:
            found.extend(_noun(text, words, at, stop))
        at = max(stop, at + 1)
    return tuple(_with_pairs(text, found))


def _with_pairs(text: str, found: list[Mention]) -> Iterator[Mention]:
    for place, mention in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        joined = after and text[mention.end : after.start].strip() in {"and", "&", ", and"}
        if after and joined and mention.named and after.named:
            both = f"{mention.text} and {after.text}"
            yield Mention(both, mention.start, after.end, "pair", True, True, after.head, None)
        yield mention


def _is_title(text: str, words: tuple[Word, ...]) -> bool:
    """The text is nothing but a name, as in "The Sound of Music"."""
    words = _outside_parentheses(text, words)
    if not 0 < len(words) <= 6 or re.search(r"[?.!,:;]", text.rstrip(" .?!")):
        return False
    if words[0].low in STOP - {"the", "a"} or words[0].low in ADJECTIVES | TIME_NAMES:
        return False
    low = [w for w in words[1:] if w.text[0].islower() and w.low not in _GLUE]
    return words[0].text[0].isupper() and words[-1].text[0].isupper() and not low


def _outside_parentheses(text: str, words: tuple[Word, ...]) -> tuple[Word, ...]:
    opens = text.find("(")
    return tuple(word for word in words if opens <= 0 or word.start < opens)


def _title(text: str, words: tuple[Word, ...]) -> Mention:
    kept = _outside_parentheses(text, words)
    lows = [w.low for w in kept]
    sort = _sort_of_name(words, 0, lows, False)
    shown = text[kept[0].start : kept[-1].end]
    plural = sort in {"group", "place"} or lows[-1].endswith("s")
    return Mention(shown, words[0].start, words[-1].end, sort, True, plural, lows[-1], _gender(lows))


def _capital(text: str, words: tuple[Word, ...], at: int) -> bool:
    word = words[at]
    if not word.text[0].isupper() or word.low in STOP or word.low in TIME_NAMES:
        return word.text in {"US", "UN", "IT"}
    before = text[: word.start].rstrip(" “\"'(")
    opens = not before or before[-1] in ".!?:\n"
    if not opens or any(letter.isupper() for letter in word.text[1:]):
        return True
    follows = at + 1 < len(words) and words[at + 1].text[0].isupper() and words[at + 1].low not in STOP
    return follows or len(words) == 1 or word.low in COUNTRIES or text[word.end : word.end + 2] in {"'s", "’s"}


def _together(text: str, left: Word, right: Word) -> bool:
    return bool(_INSIDE.match(text[left.end : right.start]))


def _name_end(text: str, words: tuple[Word, ...], at: int) -> int:
    """One past the last word of the proper name that starts at `at`; `at` itself if none does."""
    if not _capital(text, words, at):
        return at
    end = at + 1
    while end < len(words) and _together(text, words[end - 1], words[end]):
        if _capital(text, words, end) or (words[end].text.isdigit() and len(words[end].text) < 4):
            end += 1
            continue
        glue = end
        while glue < len(words) and words[glue].low in _GLUE - {"and"} and glue < end + 2:
            glue += 1
        if glue == end or glue >= len(words) or not _capital(text, words, glue) or words[end].low == "the":
            break
        end = glue + 1
    return end


def _name(text: str, words: tuple[Word, ...], at: int, stop: int) -> list[Mention]:
    run = words[at:stop]
    lows = [word.low.rstrip(".") for word in run]
    role = any(low in ROLES for low in lows) or (at > 0 and words[at - 1].low in ROLES)
    first = 0
    if role:
        last_role = max((i for i, low in enumerate(lows) if low in ROLES), default=-1)
        first = last_role + 1 if last_role + 1 < len(run) else 0
    adjective = len(run) == 1 and _nationality(lows[0]) and stop < len(words) and words[stop].low not in STOP
    if adjective and _together(text, run[0], words[stop]):
        return []
    kept = run[first:]
    sort = _sort_of_name(words, at, [low for low in lows[first:]], role)
    plural = sort in {"group", "place"} or lows[-1].endswith("s")
    gender = _gender(lows) or _gender([words[at - 1].low] if at else [])
    shown = text[kept[0].start : kept[-1].end]
    return [Mention(shown, run[0].start, run[-1].end, sort, True, plural, lows[-1], gender)]


def _sort_of_name(words: tuple[Word, ...], at: int, lows: list[str], role: bool) -> Sort:
    if any(low in ORGANISATIONS or low in GROUPS for low in lows):
        return "group"
    if len(lows) == 1 and lows[0].endswith(("ians", "icans", "eans")):
        return "group"
    if " ".join(lows) in COUNTRIES or lows[0] in COUNTRIES or lows[-1] in COUNTRIES:
        return "place"
    if role or _gender(lows[:1]):
        return "person"
    before = words[at - 1].low if at else ""
    if before in {"in", "at", "near", "inside", "outside"}:
        return "place"
    if len(lows) == 1 and before in {"the", "a", "an"}:
        return "thing"
    return "name" if len([low for low in lows if low not in _GLUE]) < 4 and not any(low.isdigit() for low in lows) else "thing"


def _gender(lows: list[str]) -> Literal["f", "m"] | None:
    for low in lows[:3]:
        if low in FEMALE:
            return "f"
        if low in MALE:
            return "m"
    if len(lows) > 1 and lows[0].endswith("a") and lows[0] not in COUNTRIES and not _nationality(lows[0]):
        return "f"
    return None


def _nationality(low: str) -> bool:
    return low.endswith(("ian", "ish", "ese", "can", "ean", "aeli", "qi", "ni")) or low in {
        "french", "german", "dutch", "greek", "swiss", "afghan", "us", "uk", "thai", "arab", "saudi", "czech",
    }  # fmt: skip


def _noun_end(text: str, words: tuple[Word, ...], at: int) -> int:
    """One past the last word of the common noun phrase that starts at `at`; `at` itself if none does."""
    start = at
    while at < len(words) and words[at].low in DETERMINERS | {"how"} and at < start + 2:
        at += 1
    first = at
    while at < len(words) and words[at].low not in STOP and (at == first or _together(text, words[at - 1], words[at])):
        if _capital(text, words, at) or (at > first and _is_verb(words, at, first)):
            break
        at += 1
    if at == first or (start == first and words[first].low in VERBS and at == first + 1):
        return start
    return at


def _is_verb(words: tuple[Word, ...], at: int, first: int) -> bool:
    low = words[at].low
    if low in VERBS or low.removesuffix("s") in VERBS or low.removesuffix("d") in VERBS:
        return True
    if low.endswith("ed") or low.removesuffix("ed") in VERBS:
        return True
    asked = any(word.low in {"do", "does", "did"} for word in words[max(0, first - 3) : first])
    last = at + 1 == len(words) or words[at + 1].low in STOP
    return asked and last


def _noun(text: str, words: tuple[Word, ...], at: int, stop: int) -> list[Mention]:
    run = words[at:stop]
    content = [word for word in run if word.low not in DETERMINERS and word.low != "how"]
    head = content[-1].low
    determined = content[0] is not run[0]
    while not determined and len(content) > 1 and content[0].low in VERBS:
        content = content[1:]
    if head in TIME_NOUNS or head in TIME_NAMES or head in TALK or not any(map(str.isalpha, head)):
        return []
    if not determined and len(content) == 1 and run[0].text[0].isupper() and not head.endswith("s"):
        return []
    if all(_no_noun(w.low) for w in content) and not (determined and head not in ADJECTIVES):
        return []
    if head in ROLES and stop < len(words) and words[stop].text[0].isupper() and _together(text, run[-1], words[stop]):
        return []
    lead = run[0].low
    begin = content[0] if lead not in {"the", "his", "her", "their", "its", "my", "our", "your"} else run[0]
    end = _attached(text, words, stop)
    plural = head in PEOPLE or head in GROUPS or (head.endswith("s") and not head.endswith(("ss", "us", "is")))
    sort: Sort = "group" if head in GROUPS else "thing"
    if _gender([head]) or head in ROLES or head in PEOPLE:
        sort = "person"
    shown = text[begin.start : words[end - 1].end]
    if plural and begin is content[0] and lead not in {"a", "an"}:
        shown = f"the {shown}"
    elif begin is content[0] and (lead in DETERMINERS):
        shown = f"the {shown}"
    return [Mention(shown, run[0].start, words[end - 1].end, sort, False, plural, head, _gender([head]))]


def _no_noun(low: str) -> bool:
    return low in VERBS or low in ADJECTIVES or low.endswith(("ed", "ing", "ly")) or len(low) < 3


def _attached(text: str, words: tuple[Word, ...], stop: int) -> int:
    """Takes "of ...", "in ..." and the like into the phrase: "the meeting in Istanbul"."""
    if stop + 1 >= len(words) or not _together(text, words[stop - 1], words[stop]):
        return stop
    if words[stop].low not in {"of", "in", "for", "between", "at", "by", "with", "on"}:
        return stop
    at = stop + 1
    while at < len(words) and at < stop + 7 and _together(text, words[at - 1], words[at]):
        low = words[at].low
        if low in AUXILIARIES | QUESTION_WORDS | PRONOUNS or low in PREPOSITIONS - {"of"} or low in {"that", "if", "but", "or"}:
            break
        if low in VERBS and at > stop + 1 and words[at - 1].low not in DETERMINERS:
            break
        if words[at - 1].text[0].isupper() and words[at].text[0].islower() and low not in _GLUE:
            break
        at += 1
    while at > stop and words[at - 1].low in STOP:
        at -= 1
    return at if at > stop else stop
