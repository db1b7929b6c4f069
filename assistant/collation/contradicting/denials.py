"""What a question asks about, told by one sentence and denied by another: "had not asked for it", "no observer".

Compares two texts; knows nothing of which side is right.
"""

import re

from assistant.collation.contradicting.clashes import NEGATED
from assistant.collation.sides import Clash, Side
from assistant.question.analysis import Question
from assistant.words import fold, is_negation, stem, words

_NONE = re.compile(r"\b(?:no|not an?|not a single|none of the)\s(?P<denied>[\w’'-]+)", re.I)
_SMALL = frozenset("be is are was were been have has had do does did will would can could the a an of to in on".split())


def denials(question: Question, first: str, second: str) -> Clash | None:
    """The contradiction between a sentence that denies a verb or a noun of the question and one that has it so.

    >>> from assistant.question.analysis import analyse
    >>> found = denials(analyse("Did Roe ask for it?"), "Roe had not asked for it.", "Roe asked for it in May.")
    >>> found.first.value, found.second.value
    ('had not asked', 'asked')
    """
    return denied(question, first, second) or _clash(question, first, second, NEGATED)


def denied(question: Question, first: str, second: str) -> Clash | None:
    """The same of nouns alone."""
    return _clash(question, first, second, _NONE)


def _clash(question: Question, first: str, second: str, pattern: re.Pattern[str]) -> Clash | None:
    ours, theirs = _denials(question, first, pattern), _denials(question, second, pattern)
    if ours and not _negates(second) and (told := _told(ours[1], second)):
        return Clash("polarity", Side("not", ours[0]), Side("so", told))
    if theirs and not _negates(first) and (told := _told(theirs[1], first)):
        return Clash("polarity", Side("so", told), Side("not", theirs[0]))
    return None


def _denials(question: Question, text: str, pattern: re.Pattern[str]) -> tuple[str, str] | None:
    """The first words of a sentence that deny a word of the question, with the stem of that word."""
    asked = {stem(word) for word in words(question.text) if word not in _SMALL}
    for found in pattern.finditer(text):
        if (held := stem(fold(found["denied"]))) in asked:
            return found[0], held
    return None


def _negates(text: str) -> bool:
    return any(map(is_negation, words(text)))


def _told(denied: str, text: str) -> str | None:
    """The word of a sentence that the other one denies."""
    return next((word for word in re.findall(r"[\w’'-]+", text) if stem(fold(word)) == denied), None)
