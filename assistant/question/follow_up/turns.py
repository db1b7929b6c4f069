"""The turns before a question, and the names they gave in full.

Knows nothing of pronouns and fragments.
"""

import unicodedata
from typing import NamedTuple

from assistant.question.follow_up.mentions import Mention, mentions
from assistant.question.follow_up.mentions.phrases import WORD


class Said(NamedTuple):
    """One turn before the question, itself made to stand alone."""

    by_user: bool
    """Else it is an answer."""
    text: str
    """Without labels."""
    people: frozenset[str] = frozenset()
    """Last words of the names that "he" or "she" stood for in it."""


def with_full_names(question: str, said: tuple[Said, ...]) -> str:
    """A first or last name alone in full, where the user gave it in full before."""
    by_user = tuple(turn for turn in said if turn.by_user)
    for mention in reversed(mentions(question)):
        full = in_full(mention, by_user) if " " not in mention.text else mention
        if full is not mention and not _words(full.text) <= _words(question):
            question = question[: mention.start] + full.text + question[mention.end :]
    return question


def in_full(mention: Mention, said: tuple[Said, ...]) -> Mention:
    """The longest form of a name in the turns before: "Lee" was "Ada Lee"."""
    if not mention.named or mention.sort not in {"person", "name"}:
        return mention
    words = set(_plain(mention.text).split())
    for turn in said:
        for other in mentions(turn.text):
            whole = _plain(other.text).split()
            if other.named and other.sort in {"person", "name"} and words < set(whole) and len(whole) < 5:
                return other
    return mention


def _words(text: str) -> set[str]:
    return {word.group() for word in WORD.finditer(_plain(text))}


def _plain(text: str) -> str:
    """Without case and accents."""
    parts = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
