"""Noun phrases of a news sentence: the one that ends or starts with a word, where it can speak.

Knows the shape of English noun phrases. Knows nothing of verbs, clauses and quotations.
"""

import re
from typing import NamedTuple

from assistant.attribution.speech import BETWEEN, BREAKS, DETERMINERS, PEOPLE, PRONOUNS, TIMES
from assistant.words import Word, placed

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gen|Col|Sen|Rep|Gov|Lt|Sgt|St|Jr|Sr)\.|[A-Z]\.(?=\s[A-Z])"
    r"|[^\W_]+(?:[-’'&.][^\W_]+)*(?:[’'](?=\s))?"
)
LINKS = frozenset("of for".split())
_PLACES = frozenset("in at from with familiar close".split())
_TITLES = frozenset("former senior local federal military state top prime vice deputy longtime".split())
_JOINTS = LINKS | _PLACES
_NO_END = (_JOINTS | {"and", "the", "on", "a"}) - {"familiar"}
_OPENERS = PEOPLE | DETERMINERS | {"other", "local", "senior"}
_STARTS = DETERMINERS | PEOPLE | _TITLES
_IN_PHRASE = _STARTS | LINKS
_WITH_PLACE = PEOPLE | {"familiar", "close"}
_NO_NAME = BREAKS | TIMES
_CONTRACTED = re.compile(r"(he|she|it|they|we|i)[’'](?:s|ve|d|re|m|ll)$", re.I)
_MAX_WORDS = 16


class Subject(NamedTuple):
    """Who a verb belongs to."""

    start: int
    """First character in the article."""
    end: int
    """One past the last character."""
    pronoun: bool
    """It must be resolved before it names anybody."""
    denied: bool
    """The verb is negated: nothing was said."""


def words_of(text: str, start: int, end: int) -> list[Word]:
    """The words of `text[start:end]`, by their place in `text`."""
    return placed(_WORD, text, start, end)


def ending_at(text: str, words: list[Word], last: int, *, denied: bool = False) -> Subject | None:
    """The noun phrase that ends with `words[last]`; None where it cannot speak. `denied`: its verb is negated."""
    if last < 0:
        return None
    contracted = _CONTRACTED.match(words[last].text)
    if words[last].low in PRONOUNS or contracted:
        end = words[last].start + contracted.end(1) if contracted else words[last].end
        return Subject(words[last].start, end, True, denied)
    first = last + 1
    for at in range(last, max(-1, last - _MAX_WORDS), -1):
        if at < last and gap(text, words, at).strip() and not _of_firm(text, words, at):
            break
        if not _inside(text, words, at, last):
            break
        first = at
        if words[at].low in DETERMINERS and not _linked(text, words, at):
            break
    while first <= last and words[first].low in _JOINTS:
        first += 1
    return _speaks(text, words, _joined(text, words, first, last), last, denied)


def starting_at(text: str, words: list[Word], at: int) -> Subject | None:
    """The noun phrase that starts at `words[at]`, with what is joined to it by "and" or "of"."""
    if at >= len(words):
        return None
    end = at
    while end < len(words) and end - at < _MAX_WORDS:
        low = words[end].low
        joined = low == "and" and end > at and end + 1 < len(words) and _starts_phrase(words[end + 1])
        if low in BREAKS and not joined and not (low in {"this", "these"} or words[end].text.isupper()):
            break
        if low in TIMES and (end == at or words[end - 1].low not in DETERMINERS):
            break
        if end > at and gap(text, words, end - 1).strip() and not _of_firm(text, words, end - 1):
            break
        end += 1
    while end > at and words[end - 1].low in _NO_END:
        end -= 1
    if end == at:
        return None
    return Subject(words[at].start, words[end - 1].end, words[at].low in PRONOUNS and end == at + 1, False)


def _starts_phrase(word: Word) -> bool:
    """The word can open a speaker's noun phrase."""
    if word.low in BREAKS and not word.text.isupper():
        return False
    return word.text[0].isupper() or word.low in _OPENERS


def gap(text: str, words: list[Word], at: int) -> str:
    """What stands between `words[at]` and the next, marks of emphasis left out; empty behind the last."""
    return text[words[at].end : words[at + 1].start].replace("**", "") if at + 1 < len(words) else ""


def _of_firm(text: str, words: list[Word], at: int) -> bool:
    """Whether one name goes on over what stands between two words: "Harlow & Sons"."""
    return gap(text, words, at).strip() == "&" and words[at].text[0].isupper() and words[at + 1].text[0].isupper()


def _joined(text: str, words: list[Word], first: int, last: int) -> int:
    """As in "Doe and Roe said": both speak."""
    if first < 2 or first > last or words[first - 1].low != "and" or not words[first].text[0].isupper():
        return first
    other = first - 2
    if not words[other].text[0].isupper() or gap(text, words, other).strip():
        return first
    while other > 0 and words[other - 1].text[0].isupper() and not gap(text, words, other - 1).strip():
        other -= 1
    return other if words[other].low not in _NO_NAME else first


def _inside(text: str, words: list[Word], at: int, last: int) -> bool:
    word = words[at]
    if word.low in TIMES or word.text.isdigit():
        return False
    lone = word.text[0].islower() and word.low not in _IN_PHRASE
    if lone and 0 < at < last and words[at - 1].text[0].isupper() and words[at + 1].text[0].isupper():
        return False
    if word.low in LINKS:
        return at > 0 and words[at - 1].low not in BREAKS and not gap(text, words, at - 1).strip()
    if word.low in _PLACES:
        return at > 0 and words[at - 1].low in _WITH_PLACE
    return (word.low not in BREAKS and word.low not in BETWEEN) or (word.text.isupper() and len(word.text) > 1)


def _linked(text: str, words: list[Word], at: int) -> bool:
    """The determiner stands inside a longer phrase: "a spokesman for the ministry"."""
    if at < 2 or gap(text, words, at - 1).strip() or words[at - 1].low not in _JOINTS:
        return False
    noun = words[at - 2]
    return noun.low in PEOPLE or noun.text[0].isupper() or noun.low in {"familiar", "close"}


def _speaks(text: str, words: list[Word], first: int, last: int, denied: bool) -> Subject | None:
    """The phrase, if it can speak; words that may belong to what stands before it are dropped."""
    run = words[first : last + 1]
    fresh = first == 0 or bool(gap(text, words, first - 1).strip())
    while not fresh and run and run[0].text[0].islower() and run[0].low not in _STARTS:
        run = run[1:]
    named = any(word.text[0].isupper() and word.low not in DETERMINERS for word in run)
    noun = any(word.low in PEOPLE for word in run)
    determined = len(run) > 1 and run[0].low in DETERMINERS
    determined = determined or (fresh and 0 < len(run) < 4 and run[-1].low.endswith("s"))
    if not (named or noun or determined) or all(word.low in DETERMINERS for word in run):
        return None
    return Subject(run[0].start, run[-1].end, False, denied)
