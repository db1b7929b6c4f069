"""What a sentence says of the person whom a question asks about: who that is, or how old.

The form of the sentence tells, whatever a reading makes of it.
"""

from assistant.attribution.identity import age, identity
from assistant.question.analysis import Question


def asks_of_person(question: Question) -> bool:
    """Whether a question asks who somebody is, or how old."""
    return question.person is not None or question.aged is not None


def described(question: Question, sentence: str) -> str | None:
    """The words that say so, verbatim. None: none do, or the question asks for something else."""
    if question.person is not None:
        return identity(sentence, question.person)
    return age(sentence, question.aged) if question.aged is not None else None
