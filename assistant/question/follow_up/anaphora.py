"""Puts what a pronoun means in its place, from the turns before.

Weighs the mentions that agree with a pronoun. Knows nothing of fragments: `ellipsis` completes those.
"""

import re

from assistant.question.follow_up.agreement import is_object_of, may_fit, own_meaning
from assistant.question.follow_up.candidates import Candidate, candidates
from assistant.question.follow_up.choosing import likely_meant
from assistant.question.follow_up.mentions import Mention, mentions
from assistant.question.follow_up.pronouns import Kind, Pronoun, pronouns, put
from assistant.question.follow_up.turns import Said, in_full

_SURE: dict[Kind, float] = {"he": 0.1, "she": 0.1, "they": 0.2, "these": 0.3, "it": 0.3, "this": 0.3, "there": 0.1}
"""Likelihood from which a pronoun is replaced: below, the wrong thing would be asked about too often."""


def resolve(question: str, said: tuple[Said, ...]) -> Said:
    """`question` with its first pronoun of each kind replaced by what it means; unchanged where nothing fits."""
    done: dict[Kind, Mention] = {}
    pieces: list[str] = []
    at = 0
    for pronoun in pronouns(question):
        meant = None if pronoun.kind in done else _meant(question, pronoun, said)
        if meant is None or meant in done.values():
            continue
        words, end = put(question, pronoun, meant)
        done[pronoun.kind] = meant
        pieces += [question[at : pronoun.start], words]
        at = end
    people = frozenset(mention.head for kind, mention in done.items() if kind in {"he", "she"})
    return Said(True, "".join([*pieces, question[at:]]), people)


def _meant(question: str, pronoun: Pronoun, said: tuple[Said, ...]) -> Mention | None:
    found = fitting(question, pronoun, said)
    if not found:
        return None
    likely, best = max(((likely_meant(pronoun, one, question), one) for one in found), key=lambda pair: pair[0])
    if likely < _SURE[pronoun.kind]:
        return None
    by_user = tuple(turn for turn in said if turn.by_user)
    meant = in_full(_as_asked(best, by_user), by_user)
    return _described(meant, said) if pronoun.kind == "they" else meant


def _as_asked(meant: Candidate, by_user: tuple[Said, ...]) -> Mention:
    """The longest form of a name that the user gave; the longest of all where the user gave none."""
    known = meant.mention
    if known.sort not in {"person", "name"}:
        return known
    own = [one for turn in by_user for one in mentions(turn.text) if one.named and one.head == known.head]
    return max(own, key=lambda one: len(one.text), default=known)


def fitting(question: str, pronoun: Pronoun, said: tuple[Said, ...]) -> list[Candidate]:
    """What the turns before have mentioned that the pronoun can mean; none where the question itself says it."""
    own = own_meaning(question, pronoun)
    if own and not is_object_of(question, pronoun, own):
        return []
    excluded = own.head if own else None
    shown = pronoun.shown.rstrip("s")
    return [
        one
        for one in candidates(said)
        if one.mention.head != excluded
        and (one.mention.head.rstrip("s") == shown if shown else may_fit(one.mention, pronoun.kind))
    ]


def _described(mention: Mention, said: tuple[Said, ...]) -> Mention:
    """As in "the prisoners who came home" after "How many prisoners came home?"."""
    asked = next((turn.text for turn in reversed(said) if turn.by_user), "")
    noun = re.escape(mention.text.removeprefix("the "))
    found = re.match(
        rf"\W*(?:how many|which|what) {noun} (?P<did>(?P<verb>[\w’']+)\b[^?.!]{{0,80}}?)[\s?.!]*$", asked, re.I
    )
    if mention.named or not found or found["verb"].lower() in {"do", "does", "did", "of", "in", "on", "at", "for"}:
        return mention
    who = "who" if mention.sort in {"person", "group"} else "that"
    return mention._replace(text=f"{mention.text} {who} {found['did']}")
