"""Common noun phrases in a short text: "the meeting in Istanbul", "prisoners".

Knows word lists and order, no grammar. Knows nothing of proper names.
"""

from assistant.figures.number_words import number_value
from assistant.question.follow_up.mentions.phrases import GLUE, Mention, Sort, gender_of, is_capital, together
from assistant.question.follow_up.words import (
    ADJECTIVES,
    AUXILIARIES,
    DETERMINERS,
    GROUPS,
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
from assistant.words import Word

_DEFINITE = frozenset("the his her their its my our your".split())
_OPENERS = DETERMINERS | {"how"}
_BEFORE_VERB = frozenset("it he she they we i you".split())
_NO_ATTACHMENT = AUXILIARIES | QUESTION_WORDS | PRONOUNS | (PREPOSITIONS - {"of"}) | {"that", "if", "but", "or"}


def noun_end(text: str, words: tuple[Word, ...], at: int) -> int:
    """One past the last word of the common noun phrase that starts at `at`; `at` itself if none does."""
    start = at
    while at < len(words) and words[at].low in _OPENERS and at < start + 2:
        at += 1
    first = at
    while at < len(words) and words[at].low not in STOP and (at == first or together(text, words[at - 1], words[at])):
        if is_capital(text, words, at) or (at > first and _is_verb(words, at, first)):
            break
        at += 1
    if at == first or (start == first and words[first].low in VERBS and at == first + 1):
        return start
    return at


def noun(text: str, words: tuple[Word, ...], at: int, stop: int) -> list[Mention]:
    """The common noun phrase `words[at:stop]` with what is attached; empty where it names nothing."""
    run = words[at:stop]
    if _is_apposed(text, words, run, stop):
        return []
    content = [word for word in run if word.low not in DETERMINERS and word.low != "how"]
    determined = content[0] is not run[0]
    while not determined and len(content) > 1 and content[0].low in VERBS:
        content = content[1:]
    if not determined and at and words[at - 1].low in _BEFORE_VERB:
        return []
    if not _names_something(content, determined) or _is_title_of_name(text, words, run, stop):
        return []
    head, lead = content[-1].low, run[0].low
    begin = run[0] if lead in _DEFINITE else content[0]
    end = _attached(text, words, stop)
    plural = head in PEOPLE or head in GROUPS or (head.endswith("s") and not head.endswith(("ss", "us", "is")))
    shown = text[begin.start : words[end - 1].end]
    if begin is content[0] and (lead in DETERMINERS or plural) and not (plural and lead in {"a", "an"}):
        shown = f"the {shown}"
    return [Mention(shown, run[0].start, words[end - 1].end, _sort(head), False, plural, head, gender_of([head]))]


def _names_something(content: list[Word], determined: bool) -> bool:
    head = content[-1].low
    if number_value(head) is not None:
        return False
    if head in TIME_NOUNS or head in TIME_NAMES or head in TALK or not any(map(str.isalpha, head)):
        return False
    if not determined and len(content) == 1 and content[0].text[0].isupper() and not head.endswith("s"):
        return False
    return not all(_no_noun(word.low) for word in content) or (determined and head not in ADJECTIVES)


def _is_title_of_name(text: str, words: tuple[Word, ...], run: tuple[Word, ...], stop: int) -> bool:
    """As in "spokesman Ada Lee": the name that follows is the mention."""
    named = stop < len(words) and words[stop].text[0].isupper()
    return run[-1].low in ROLES and named and together(text, run[-1], words[stop])


def _is_apposed(text: str, words: tuple[Word, ...], run: tuple[Word, ...], stop: int) -> bool:
    """As in "the tanker Aurora": the name that follows is the mention."""
    singular = run[0].low == "the" and len(run) > 1 and not run[-1].low.endswith("s")
    return singular and stop < len(words) and is_capital(text, words, stop) and together(text, run[-1], words[stop])


def _sort(head: str) -> Sort:
    if gender_of([head]) or head in ROLES or head in PEOPLE:
        return "person"
    return "group" if head in GROUPS else "thing"


def _is_verb(words: tuple[Word, ...], at: int, first: int) -> bool:
    low = words[at].low
    if low in VERBS or low.removesuffix("s") in VERBS or low.removesuffix("d") in VERBS:
        return True
    if low.endswith("ed") or low.removesuffix("ed") in VERBS:
        return True
    asked = any(word.low in {"do", "does", "did"} for word in words[max(0, first - 3) : first])
    last = at + 1 == len(words) or words[at + 1].low in STOP
    return asked and last


def _no_noun(low: str) -> bool:
    return low in VERBS or low in ADJECTIVES or low.endswith(("ed", "ing", "ly")) or len(low) < 3


def _attached(text: str, words: tuple[Word, ...], stop: int) -> int:
    """Takes "of ...", "in ..." and the like into the phrase: "the meeting in Istanbul"."""
    if stop + 1 >= len(words) or not together(text, words[stop - 1], words[stop]):
        return stop
    if words[stop].low not in {"of", "in", "for", "between", "at", "by", "with", "on"}:
        return stop
    at = stop + 1
    while at < len(words) and at < stop + 7 and together(text, words[at - 1], words[at]):
        if _ends_attachment(words, at, stop):
            break
        at += 1
    while at > stop and words[at - 1].low in STOP:
        at -= 1
    return at if at > stop else stop


def _ends_attachment(words: tuple[Word, ...], at: int, stop: int) -> bool:
    low, before = words[at].low, words[at - 1]
    if low in _NO_ATTACHMENT:
        return True
    if low in VERBS and at > stop + 1 and before.low not in DETERMINERS:
        return True
    return before.text[0].isupper() and words[at].text[0].islower() and low not in GLUE
