"""A question that asks two things, taken apart into questions that each stand alone.

Reads the question alone; a question it cannot take apart stays whole.
"""

import re

from assistant.words import ASKING

_CLAUSES = re.compile(rf"(?:,\s*|\s+)and\s+(?={ASKING}\b(?!\s+(?:by|with|for)\b))", re.I)
_NAME = r"[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*"
_PAIR = re.compile(
    rf"\b(did|do|have|were|are|has|was|will)\s+(the\s)?({_NAME})\s+and\s+(the\s)?({_NAME})\s+(?:each\s|both\s)?"
)
_FEWEST_WORDS = 3


def parts(question: str) -> list[str]:
    """The questions that `question` is made of; itself alone where it asks one thing.

    >>> parts("Who built the bridge, and when was it opened?")
    ['Who built the bridge?', 'when was it opened?']
    >>> parts("Where did Anna Lind and Omar Said speak?")
    ['Where did Anna Lind speak?', 'Where did Omar Said speak?']
    >>> parts("Who brokered the deal between Oslo and Rome?")
    ['Who brokered the deal between Oslo and Rome?']
    """
    clauses = [clause.strip(" ?") for clause in _CLAUSES.split(question)]
    if len(clauses) == 2 and all(len(clause.split()) >= _FEWEST_WORDS for clause in clauses):
        return [f"{clause}?" for clause in clauses]
    if pair := _PAIR.search(question):
        verb, first_the, first, second_the, second = pair.groups()
        before, behind = question[: pair.start()], question[pair.end() :]
        if behind.strip(" ?"):
            subjects = ((first_the or "") + first, (second_the or "") + second)
            return [f"{before}{verb} {subject} {behind}" for subject in subjects]
    return [question]
