"""Says who somebody is, or how old, in a sentence's own words: "Ann Doe, *the mayor*", "Ann Doe, *41*, left".

Knows the shape of appositions and titles. Knows nothing of questions.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.attribution.speech import PEOPLE, PERSONS


def identity(sentence: str, person: str) -> str | None:
    """The words that say who `person` is, verbatim; None where the sentence only tells of him.

    >>> identity("Ann Doe, the former mayor, left.", "Ann Doe"), identity("Ann Doe left.", "Ann Doe")
    ('the former mayor', None)
    >>> identity("The firm's lawyer, Ann Doe, left.", "Doe"), identity("On Friday Judge Ann Doe left.", "Ann Doe")
    ("The firm's lawyer", 'Judge')
    """
    return next((words for words in _beside_name(_PATTERNS, sentence, person) if _describes(words)), None)


def age(sentence: str, person: str) -> str | None:
    """The words that say how old `person` is, verbatim; None where the sentence does not.

    >>> age("Doe, 41, ran the library.", "Ann Doe"), age("A 41-year-old teacher, Ann Doe, won.", "Ann Doe")
    ('41', '41-year-old')
    >>> age("Bo Doe, 41, ran.", "Ann Doe"), age("Ann Doe, 1,204 votes ahead, won.", "Ann Doe")
    (None, None)
    """
    return next(_beside_name(_AGES, sentence, person), None)


def _beside_name(patterns: Sequence[str], sentence: str, person: str) -> Iterator[str]:
    """The `words` of each match of a pattern whose NAME may be the person's."""
    last = person.split()[-1]
    if last not in sentence:
        return
    name = rf"(?P<name>(?:[A-Z][\w’'-]+\s)*{re.escape(last)})"
    for pattern in patterns:
        for found in re.finditer(pattern.replace("NAME", name), sentence):
            if _is_one(found["name"], person):
                yield found["words"]


def _is_one(name: str, person: str) -> bool:
    """Whether a name as it stands may be the person's: no other first name stands before it."""
    firsts = [word for word in name.split()[:-1] if word.lower() not in _TITLES]
    return not firsts or len(person.split()) == 1 or person.split()[0] in firsts


def _describes(words: str) -> bool:
    """Whether words are a noun phrase for somebody, and do not go on with the sentence."""
    if _NO_PHRASE.match(words):
        return False
    return bool(_DETERMINED.match(words)) or bool({word.lower() for word in words.split()[:4]} & _TITLES)


_TITLES = PEOPLE | PERSONS | {"judge", "sheriff", "chair", "clerk"}
_NOUNS = "|".join(sorted(_TITLES, key=len, reverse=True))
_RANKS = "former|acting|deputy|vice|chief|prime|senior|foreign|defence|defense|interior|finance|state|police|fire"
_DETERMINED = re.compile(r"(?:the|an?|its|his|her|their|one of|[A-Z][\w’'-]+['’]s)\s", re.I)
_NO_OPENER = r"(?!(?:In|On|At|By|For|From|As|When|While|After|Before|But|And|Yet|So|\w+day)\b)"
_INNER = r"[^,.;:—–()“”\"]{2,80}"
_ENDS = r"(?=[,.;:—–)]|$)"
_PATTERNS = (
    rf"\bNAME,\s(?:(?:aged\s)?\d{{1,3}},\s)?(?P<words>[a-z]{_INNER}?){_ENDS}",
    rf"\bNAME,?\s(?:is|was|remains|became)\s(?P<words>(?:(?:the|an?|its|his|her|their|{_RANKS})\s){_INNER}?){_ENDS}",
    rf"(?:^|[,.;:]\s|[“\"]|\b(?:that|by|of|said|from|with|and)\s)(?P<words>(?:[Tt]he|[Aa]n?|[A-Z][\w’'-]+['’]s|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir)\s{_INNER}),\sNAME\b",
    rf"(?P<words>\b(?:(?:{_NO_OPENER}[A-Z][\w’'-]+|{_RANKS})\s){{0,3}}(?i:{_NOUNS}))\sNAME\b",
)
"""An apposition behind the name, what he "is", an apposition before it, a title."""
_AGES = (
    r"\bNAME,?\s\(?(?:aged\s|who\s(?:is|was)\s)?(?P<words>\d{1,3})(?=\)|,\s(?!\d)|\.?$|\syears\sold)",
    r"\bNAME\s(?:is|was|turned|turns)\s(?P<words>\d{1,3}(?:\syears\sold)?)(?=[.;]|$|,\s(?!\d)|\s(?:on|this|last|when|in)\b)",
    r"\bNAME,\s(?:a|an)\s(?P<words>\d{1,3}-year-old)\b",
    r"\b(?P<words>\d{1,3}-year-old)\s(?:[\w’'-]+,?\s){0,4}?NAME\b",
)
"""Behind the name, after a verb, or as "41-year-old" beside it."""
_NO_PHRASE = re.compile(
    r"(?:who|whose|which|whom|and|but|or|as|where|when|while|because|said|says|told|had|has|have|is|was|were|will|would"
    r"|did|does|not|to|in|on|at|after|before|by|with|from|for|of)\b|(?!acting\b)\w+(?:ed|ing)\b"
)
"""What goes on with the sentence, or tells what somebody did."""
