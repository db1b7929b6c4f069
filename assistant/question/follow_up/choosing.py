"""How likely a question means, or leaves out, what the conversation has mentioned.

Two small logistic models over plain traits; `weights` holds what they were fitted to. Rewrites nothing.
"""

import math
import re
from collections.abc import Mapping

from assistant.question.follow_up.agreement import points_back
from assistant.question.follow_up.candidates import Candidate, Traits, content
from assistant.question.follow_up.mentions import Mention, mentions
from assistant.question.follow_up.mentions.phrases import WORD
from assistant.question.follow_up.pronouns import Pronoun
from assistant.question.follow_up.turns import Said
from assistant.question.follow_up.weights import MEANT, TOPIC
from assistant.question.follow_up.words import AUXILIARIES, QUESTION_WORDS, VERBS

_SORT_OF_KIND = {
    "he": "someone", "she": "someone", "it": "something", "this": "something", "they": "several", "these": "several",
    "there": "somewhere",
}  # fmt: skip
_TELLING = frozenset(
    {"last question", "first in last question", "last answer", "two words", "nested", "named", "place", "group", "name"}
)
_ACTING = re.compile(r"\b(?:do|did|does|can|could|would|will|have|has|had)\s+they\b|\btheir\b", re.I)
"""As in "They" that does something is people, not things."""
_OTHER = re.compile(
    r"\b(?:else|others?|another|any ?more|more (?:details?|about)|ones?|next|besides|instead|afterwards?"
    r"|(?:day|night|week|month|year) (?:after|before))\b",
    re.I,
)
_DEFINES = re.compile(r"\W*(?:what|who) (?:is|are|was|were) (?!the\b)", re.I)
_ATTACHED = re.compile(r"\s+(?:of|in|for|that|which|who|between)\b|['’]", re.I)
_HAPPENED = re.compile(r"\bhappen", re.I)


def likely_meant(pronoun: Pronoun, candidate: Candidate, question: str) -> float:
    """How likely the pronoun means the candidate, 0 to 1."""
    return _likely(MEANT, meaning_traits(pronoun, candidate, question))


def likely_left_out(question_traits: Traits, candidate: Candidate, question: str) -> float:
    """How likely a reader would add the candidate to make the question stand alone, 0 to 1."""
    return _likely(TOPIC, topic_traits(question_traits, candidate, question))


def meaning_traits(pronoun: Pronoun, candidate: Candidate, question: str) -> Traits:
    """What speaks for and against a pronoun meaning the candidate."""
    kind = _SORT_OF_KIND[pronoun.kind]
    mention = candidate.mention
    agrees = mention.gender == ("m" if pronoun.kind == "he" else "f")
    return {
        **{f"{kind}: {trait}": value for trait, value in candidate.traits.items() if _tells(kind, trait)},
        **{trait: value for trait, value in candidate.traits.items()},
        kind: 1,
        "agrees in gender": kind == "someone" and agrees,
        "the one asked for": kind == "someone" and candidate.traits["named by the answer"],
        "acts, a thing": kind == "several" and mention.sort == "thing" and bool(_ACTING.search(question)),
        "this, last answer": pronoun.kind in {"this", "these"} and candidate.traits["last answer"],
    }


def _tells(kind: str, trait: str) -> bool:
    """Too few examples of "it" and "there" are known to learn more of them than this."""
    return kind in {"someone", "several"} or trait in _TELLING


def traits_of_question(question: str, said: tuple[Said, ...], *, resolved: bool) -> Traits:
    """What tells whether a question leans on the turns before; `resolved`: a pronoun of it has been replaced."""
    words = content(question)
    told = frozenset().union(*(content(turn.text) for turn in said if turn.by_user))
    spoken = [word.group().lower() for word in WORD.finditer(question)]
    names = [mention for mention in mentions(question) if mention.named]
    definites = bare_definites(question)
    return {
        "points back": points_back(question),
        "fragment": not any(word in AUXILIARIES or word in VERBS or word in QUESTION_WORDS for word in spoken),
        "short": len(words) < 3,
        "long": len(words) > 5,
        "names": bool(names),
        "new name": any(not content(name.text) & told for name in names),
        "the": bool(definites),
        "the, told": any(mention.head in told for mention in definites),
        "other": bool(_OTHER.search(question)),
        "defines": bool(_DEFINES.match(question)),
        "happened": bool(_HAPPENED.search(question)),
        "resolved": resolved,
        "repeats": bool(words & told),
        "all told": bool(words) and words <= told,
        "asks": bool(spoken) and spoken[0] in QUESTION_WORDS,
    }


def bare_definites(question: str) -> list[Mention]:
    """As in "the meeting", with no word that says which one."""
    return [
        mention
        for mention in mentions(question)
        if not mention.named
        and mention.text.lower().removeprefix("the ") == mention.head
        and question[mention.start :].lower().startswith("the ")
        and not _ATTACHED.match(question[mention.end :])
    ]


_TOGETHER = (
    ("points back", "last question"), ("points back", "last answer"), ("points back", "declared"),
    ("fragment", "last question"), ("fragment", "named"), ("the", "named"), ("the", "declared"), ("the, told", "named"),
    ("names", "named"), ("names", "declared"), ("other", "last answer"), ("other", "last question"),
    ("resolved", "declared"), ("resolved", "named"), ("resolved", "last question"), ("repeats", "last question"),
    ("repeats", "named"), ("short", "last question"), ("short", "named"), ("happened", "named"), ("long", "named"),
    ("long", "last question"), ("named", "declared"), ("named", "first question"), ("defines", "named"),
    ("defines", "last question"), ("new name", "declared"), ("new name", "last question"),
)  # fmt: skip


def topic_traits(question_traits: Traits, candidate: Candidate, question: str) -> Traits:
    """What speaks for and against a question leaving the candidate out."""
    words = content(question)
    traits = {**question_traits, **candidate.traits}
    pairs = {f"{one} & {other}": traits.get(one, 0) * traits.get(other, 0) for one, other in _TOGETHER}
    return {
        **traits,
        **pairs,
        "completes": candidate.mention.head in words,
        "shares a word": bool(candidate.words & words),
    }


def _likely(weights: Mapping[str, float], traits: Traits) -> float:
    total = weights.get("", 0.0) + sum(weights.get(trait, 0.0) * value for trait, value in traits.items())
    return 1 / (1 + math.exp(-total))
