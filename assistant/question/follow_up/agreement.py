"""Which mentions a pronoun can mean: number, gender and sort agree, and the question does not say it itself.

Knows one question and single mentions. Knows nothing of the turns before.
"""

from assistant.question.follow_up.mentions import Mention, mentions
from assistant.question.follow_up.mentions.phrases import WORD
from assistant.question.follow_up.pronouns import Kind, Pronoun, pronouns
from assistant.question.follow_up.words import AUXILIARIES, PREPOSITIONS, STOP

_CLAUSE = frozenset("that because if when while after before and or but since until whether who which where as".split())
_NO_SUBJECT_VERB = STOP - AUXILIARIES


def points_back(question: str) -> bool:
    """Whether a pronoun of the question means something that the question does not say."""
    found = ((pronoun, own_meaning(question, pronoun)) for pronoun in pronouns(question))
    return any(own is None or is_object_of(question, pronoun, own) for pronoun, own in found)


def own_meaning(question: str, pronoun: Pronoun) -> Mention | None:
    """What stands before the pronoun in its own question and agrees with it: "Did Ada say that she ..."."""
    before = [m for m in mentions(question) if m.end <= pronoun.start and _fits(m, pronoun.kind)]
    return before[-1] if before else None


def is_object_of(question: str, pronoun: Pronoun, subject: Mention) -> bool:
    """As in "Did Anna call her?": the object of a verb is another than its subject."""
    low, after = pronoun.word, pronoun.after
    if low not in {"him", "her", "them", "it"} or (low in {"her", "it"} and after and after not in _NO_SUBJECT_VERB):
        return False
    between = {word.group().lower() for word in WORD.finditer(question[subject.end : pronoun.start])}
    return not between & _CLAUSE and not between & PREPOSITIONS


def may_fit(mention: Mention, kind: Kind) -> bool:
    """Wider than a strict fit: a name of unknown kind may be a group or a thing."""
    if _fits(mention, kind):
        return True
    if kind in {"they", "these"}:
        return mention.named
    return kind in {"it", "this"} and mention.sort == "name" and mention.gender is None


def _fits(mention: Mention, kind: Kind) -> bool:
    """Whether number, gender and sort agree."""
    if kind in {"he", "she"}:
        other = "f" if kind == "he" else "m"
        return mention.sort in {"person", "name"} and mention.gender != other and (mention.named or not mention.plural)
    if kind in {"they", "these"}:
        return mention.plural or mention.sort == "group"
    if kind == "there":
        return mention.sort == "place" and mention.named
    if kind == "this" and mention.sort == "place":
        return False
    return mention.sort not in {"person", "name", "pair"} and (
        not mention.plural or mention.named or mention.sort == "group"
    )
