"""Finds the noun phrase that speaks: before a verb, after "according to", at the head of a sentence.

Knows the shape of English noun phrases. Knows nothing of quotations.
"""

import re
from typing import NamedTuple

from assistant.proof.speech import BETWEEN, BREAKS, DETERMINERS, NEGATION, PEOPLE, PRONOUNS, TIMES

WORD = re.compile(r"(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gen|Col|Sen|Rep|Gov|Lt|Sgt|St|Jr|Sr)\.|[A-Z]\.(?=\s[A-Z])|[^\W_]+(?:[-’'&.][^\W_]+)*(?:[’'](?=\s))?")
_LINKS = frozenset("of for".split())
_PLACES = frozenset("in at from with familiar close".split())
_MAX_WORDS = 16


class Word(NamedTuple):
    """A word of the article, by place."""

    start: int
    """First character in the article."""
    end: int
    """One past the last character."""
    text: str
    """Verbatim."""

    @property
    def low(self) -> str:
        """Without case and possessive ending."""
        return self.text.lower()


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
    return [Word(m.start(), m.end(), m.group()) for m in WORD.finditer(text, start, end)]


def before(text: str, words: list[Word], verb: int) -> Subject | None:
    """The noun phrase whose verb is `words[verb]`; None where none stands right before it."""
    at, denied = verb - 1, False
    while at >= 0 and (words[at].low in BETWEEN or words[at].low in NEGATION or words[at].low.endswith("ly")):
        denied = denied or words[at].low in NEGATION
        if _gap(text, words, at) not in {" ", ""}:
            break
        at -= 1
    if at < 0:
        return None
    gap = _gap(text, words, at).strip()
    if gap in {",", "—", "–", ")"}:
        return _over_insertion(text, words, at, denied)
    if gap:
        return None
    return _phrase(text, words, at, denied)


def head_of(text: str, words: list[Word], limit: int) -> Subject | None:
    """The subject of the main clause: the first noun phrase of the sentence that can speak, before `limit`."""
    at = 0
    opens = at < len(words) and words[0].low in {
        "in", "on", "at", "after", "before", "while", "when", "as", "despite", "since", "during", "following", "amid",
        "describing", "speaking", "asked", "commenting", "responding", "according", "with", "by", "if", "although",
    }  # fmt: skip
    if opens:
        at = next((i + 1 for i in range(len(words) - 1) if _gap(text, words, i).strip() == ","), 0)
    while at < len(words) and words[at].low in {"but", "and", "however", "meanwhile", "unusually", "so", "yet", "still"}:
        at += 1
    end = at
    while end < len(words) and words[end].start < limit and _continues(text, words, at, end):
        end += 1
    return _phrase(text, words, end - 1, False) if end > at else None


def after(text: str, words: list[Word], at: int) -> Subject | None:
    """The noun phrase that starts at `words[at]`, with what is joined to it by "and" or "of"."""
    if at >= len(words):
        return None
    end = at
    while end < len(words) and end - at < _MAX_WORDS:
        low = words[end].low
        joined = low == "and" and end > at and end + 1 < len(words) and _starts_phrase(words[end + 1])
        if (low in BREAKS and not joined and not (low == "this" or low == "these")) or low in TIMES:
            break
        if end > at and _gap(text, words, end - 1).strip():
            break
        end += 1
    while end > at and words[end - 1].low in _LINKS | _PLACES | {"and", "the", "on", "a"} - {"familiar"}:
        end -= 1
    if end == at:
        return None
    return Subject(words[at].start, words[end - 1].end, words[at].low in PRONOUNS and end == at + 1, False)


def _starts_phrase(word: Word) -> bool:
    return word.text[0].isupper() or word.low in PEOPLE or word.low in DETERMINERS | {"other", "local", "senior"}


def _continues(text: str, words: list[Word], at: int, end: int) -> bool:
    word = words[end]
    if end > at and _gap(text, words, end - 1).strip():
        return False
    if word.low in PRONOUNS:
        return end == at
    return word.text[0].isupper() and word.low not in BREAKS or word.low in DETERMINERS | PEOPLE | _LINKS or (
        end > at and end + 1 < len(words) and words[end - 1].low in DETERMINERS
    )


def _gap(text: str, words: list[Word], at: int) -> str:
    return text[words[at].end : words[at + 1].start] if at + 1 < len(words) else ""


def _over_insertion(text: str, words: list[Word], at: int, denied: bool) -> Subject | None:
    """ "Doe, a senior official in the region, said": the phrase before the insertion."""
    for back in range(at - 1, max(-1, at - 30), -1):
        gap = _gap(text, words, back)
        if any(mark in gap for mark in ".!?;:“”\""):
            return None
        if any(mark in gap for mark in (",", "—", "–", "(")):
            found = _phrase(text, words, back, denied)
            return found if found and not found.pronoun else _phrase(text, words, at, denied)
    return None


def _phrase(text: str, words: list[Word], last: int, denied: bool) -> Subject | None:
    """The noun phrase that ends with `words[last]`."""
    if words[last].low in PRONOUNS:
        return Subject(words[last].start, words[last].end, True, denied)
    first = last + 1
    for at in range(last, max(-1, last - _MAX_WORDS), -1):
        if at < last and _gap(text, words, at).strip():
            break
        if not _inside(text, words, at, last):
            break
        first = at
        if words[at].low in DETERMINERS and not _linked(text, words, at):
            break
    while first <= last and words[first].low in _LINKS | _PLACES:
        first += 1
    return _speaks(words, first, last, denied)


def _inside(text: str, words: list[Word], at: int, last: int) -> bool:
    word = words[at]
    if word.low in TIMES or word.text.isdigit():
        return False
    if word.low in _LINKS:
        return at > 0 and words[at - 1].low not in BREAKS and not _gap(text, words, at - 1).strip()
    if word.low in _PLACES:
        return at > 0 and words[at - 1].low in PEOPLE | {"familiar", "close"}
    return word.low not in BREAKS and word.low not in BETWEEN


def _linked(text: str, words: list[Word], at: int) -> bool:
    """The determiner stands inside a longer phrase: "a spokesman for the ministry"."""
    if at < 2 or _gap(text, words, at - 1).strip() or words[at - 1].low not in _LINKS | _PLACES:
        return False
    noun = words[at - 2]
    return noun.low in PEOPLE or noun.text[0].isupper() or noun.low in {"familiar", "close"}


def _speaks(words: list[Word], first: int, last: int, denied: bool) -> Subject | None:
    """Trims words before the phrase and drops what cannot speak."""
    run = words[first : last + 1]
    while run and run[0].text[0].islower() and run[0].low not in DETERMINERS | PEOPLE and _lower_start(run):
        run = run[1:]
    named = any(word.text[0].isupper() and word.low not in DETERMINERS for word in run)
    noun = any(word.low in PEOPLE for word in run)
    if not run or not (named or noun) or all(word.low in DETERMINERS for word in run):
        return None
    return Subject(run[0].start, run[-1].end, False, denied)


def _lower_start(run: list[Word]) -> bool:
    """Lower-case words at the start belong to the phrase only as adjectives of a speaking noun or a title."""
    return run[0].low not in {"former", "senior", "local", "federal", "military", "state", "top", "prime", "vice", "deputy"}
