"""The words of a question that point at something outside it: "he", "there", "that".

Reads the question alone. Knows nothing of the turns before.
"""

import re
from typing import Literal, NamedTuple

from assistant.question.follow_up.mentions import Mention
from assistant.question.follow_up.mentions.phrases import WORD
from assistant.question.follow_up.words import AUXILIARIES, PREPOSITIONS, STOP, TALK, TIME_NOUNS, VERBS

Kind = Literal["he", "she", "they", "it", "there", "this", "these"]
_PRONOUN = re.compile(
    r"\b(he|him|his|himself|she|hers|her|they|them|their|theirs|it|its|there|this|that|these|those)\b(?![’'])", re.I
)
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers"), "she"),
    **dict.fromkeys(("they", "them", "their", "theirs"), "they"),
}
_EXPLETIVE_IT = re.compile(
    r"\b(it('s| is| was| be)? (true|likely|clear|known|worth|okay|ok|raining)|it('s| is| was| be)? \w+ (to|that|for)\b"
    r"|(time|day|year) (is|was) it|what is it like|it take\b|is it that|it (seem|appear)s?)\b",
    re.I,
)
CLAUSAL = frozenset(
    "say said says do does did done mean meant think thought claim claimed write wrote tell told post posted announce"
    " announced report reported confirm confirmed deny denied explain explained know knew believe believed repeat"
    " repeated expect expected admit admitted".split()
)
"""Verbs whose "it" or "that" is a whole clause, no thing."""
_POSSESSIVE = frozenset({"his", "its", "their"})


class Pronoun(NamedTuple):
    """A word that points back."""

    kind: Kind
    """What it can mean."""
    word: str
    """In lower case."""
    start: int
    """First character in the question."""
    end: int
    """One past the last character."""
    after: str
    """The word after it, in lower case; empty: none."""

    @property
    def shown(self) -> str:
        """The noun that it stands before: "meeting" of "that meeting"; empty: it stands alone."""
        alone = self.kind not in {"this", "these"} or self.after in STOP or self.after in VERBS
        return "" if alone else self.after


def pronouns(question: str) -> list[Pronoun]:
    """The words that point back, in order; a "there is" and an "it is true that" are none."""
    found = []
    for match in _PRONOUN.finditer(question):
        after = WORD.match(question[match.end() :].lstrip())
        kind = _kind(question, match, after.group().lower() if after else "")
        if kind:
            follows = after.group().lower() if after else ""
            found.append(Pronoun(kind, match.group().lower(), match.start(), match.end(), follows))
    return found


def _kind(question: str, match: re.Match[str], after: str) -> Kind | None:
    low = match.group().lower()
    if low in _KINDS:
        return _KINDS[low]
    before = next((word.group().lower() for word in reversed(list(WORD.finditer(question[: match.start()])))), "")
    if low == "it" and before in CLAUSAL and (not after or before not in {"do", "does", "did"}):
        return None
    if low in {"it", "its"}:
        return None if any(m.start() <= match.start() < m.end() for m in _EXPLETIVE_IT.finditer(question)) else "it"
    if low == "there":
        dummy = before in AUXILIARIES or after in AUXILIARIES
        return None if dummy and after not in {"", "during", "before", "after"} else "there"
    return _demonstrative(low, before, after)


def _demonstrative(low: str, before: str, after: str) -> Kind | None:
    if before in CLAUSAL or after in TIME_NOUNS or after in TALK or after in {"true", "case"}:
        return None
    if low == "that" and after and before not in PREPOSITIONS and before not in AUXILIARIES:
        return None
    return "these" if low in {"these", "those"} else "this"


def put(question: str, pronoun: Pronoun, meant: Mention) -> tuple[str, int]:
    """The words that stand for a pronoun, and one past what they replace."""
    end = pronoun.end
    if pronoun.word in _POSSESSIVE or (pronoun.word == "her" and pronoun.after and pronoun.after not in STOP):
        mark = "’" if "’" in question else "'"
        return f"{meant.text}{mark}" if meant.text.endswith("s") and meant.plural else f"{meant.text}{mark}s", end
    if pronoun.shown and pronoun.shown.rstrip("s") == meant.head.rstrip("s"):
        end = question.lower().index(pronoun.after, end) + len(pronoun.after)
    if pronoun.kind == "there":
        return f"in {meant.text}", end
    return meant.text, end
