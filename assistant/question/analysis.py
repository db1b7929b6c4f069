"""What a question asks for: the sort of answer it wants, its topic words, its focus.

Reads the question alone; knows nothing of articles.
"""

import re
from typing import Literal

from assistant.question.asked_speaker import asked_speaker
from assistant.words import ASKING, STOP_WORDS, fold, stem, topic_words, words
from index import Frozen

Wanted = Literal[
    "who", "when", "year", "where", "how_many", "money", "percent", "duration", "measure", "yes_no", "why", "what"
]
"""The sort of answer a question wants; `what` is any other."""
COUNTED: frozenset[Wanted] = frozenset({"how_many", "money", "percent", "measure", "duration"})
"""Sorts that are numbers, with a unit or without."""

_PATTERNS: tuple[tuple[Wanted, str], ...] = (
    (
        "money",
        r"\bhow much (?:money|compensation|aid|tax|rent|(?:did|does|do|will|would|must) .* (?:cost|pay|earn|spend|owe)"
        r"|was .* paid|is .* worth)",
    ),
    ("money", r"\b(?:what|how much)\b.*\b(?:cost|price|budget|salary|fine|ransom)\b"),
    ("percent", r"\b(?:what|which) (?:percentage|per ?cent|share|proportion)\b|\bhow (?:big|large) a share\b"),
    (
        "measure",
        r"\bhow long (?:is|are|was|were) the\b(?!.*\b(?:talks?|meeting|strike|war|wait|trip|visit|match|game|film)\b)",
    ),
    (
        "measure",
        r"\bhow (?:tall|high|wide|deep|far|fast|heavy|old)\b(?! (?:a share|\w+ the (?:number|total)))",
    ),
    ("measure", r"\b(?:what|which) (?:is|was) the (?:length|height|width|depth|speed|weight|age|size|distance)\b"),
    ("duration", r"\bhow long\b|\bhow many (?:hours|days|weeks|months|years|minutes)\b|\bover what period\b"),
    ("how_many", r"\bhow many\b|\bwhat (?:number|total|count)\b|\bhow (?:large|big) \w+ the (?:number|total)\b"),
    ("how_many", r"\bthe number of\b"),
    ("year", r"\b(?:what|which) year\b"),
    ("when", r"\bwhen\b|\b(?:what|which) (?:day|date|month|time|week|weekday)\b|\bsince when\b"),
    ("where", r"\bwhere\b|\b(?:what|which) (?:city|country|place|town|region|location|state|venue|cities)\b"),
    ("where", r"\b(?:what|which) (?:platform|channel)\b"),
    ("what", r"^(?:and |so )?who (?:is|was|are|were) (?!the\b|in\b|on\b|it\b|to\b|\w+ing\b|\w+ed\b|\w+ by\b)"),
    ("who", r"\bwho(?:m|se)?\b|\bwhich side\b|\bby whom\b"),
    ("who", r"\b(?:what|which) (?:person|man|woman|officials?|minister|leader|spokes\w+|president)\b"),
    ("why", r"\bwhy\b|\bfor what reason\b|\bwhat (?:was|is) the reason\b"),
    ("yes_no", r"^(?:and |but |so )?(?:is|are|was|were|did|do|does|has|have|had|can|could|will|would|should|am)\b"),
)

_QUESTION = re.compile(rf"\b{ASKING}\b|[?]\W*$")

_FORM: dict[Wanted, frozenset[str]] = {
    "year": frozenset({"year"}),
    "when": frozenset({"day", "date", "month", "time", "week", "weekday", "hour"}),
    "where": frozenset({"city", "cities", "country", "place", "town", "location", "venue", "platform", "platforms"}),
    "duration": frozenset({"last", "lasted", "lasting", "hours", "days", "weeks", "months", "years", "minutes"}),
    "measure": frozenset("long tall high wide deep far fast heavy old length height width depth speed".split()),
    "how_many": frozenset({"number", "total", "people", "persons"}),
    "money": frozenset({"cost", "price", "money", "paid", "pay"}),
    "percent": frozenset({"percentage", "percent", "share", "proportion"}),
}
"""Words by which a question names the sort of its answer: the answer itself rarely holds them."""
_FOCUS = re.compile(r"\b(?:how many|which|what|number of|percentage of|share of)\s+((?:[\w'’-]+\s+){0,3}[\w'’-]+)")

_ASKS_TITLE = re.compile(r"\b(?:what|which) (?:title|office|rank|position)\b|\b(?:title|office)\b.*\b(?:held?|holds)\b")
_TITLE_FORM = frozenset("title office rank position give gives given hold holds held bear".split())
"""Words by which a question names an office that somebody is given."""
_ASKS_SPEAKER = re.compile(
    r"\b(?:who|whom)\s(?:has |had |was |did )?(?:\w+ly )?(?:(?:said|says?|posted|announced|stated|reported|confirmed"
    r"|den(?:ied|ies)|warned|called|described|praised|congratulated|thanked|insisted|added|quoted)\b"
    # Who wrote a book, told a lie or claims a throne is no speaker.
    r"|(?:told|wrote|claim(?:ed|s))\b(?:\s(?:on|in|he|she|it|they|there)\b|.*\bthat\b|\W*$))"
)

_NAME = r"[^\W\d_a-z][\w'’.-]*"
_ASKS_PERSON = re.compile(
    r"(?i:(?:and |so )?who(?: is|'s|’s| was| are)) (?:(?:Mr|Mrs|Ms|Dr)\.? )?"
    rf"(?P<person>{_NAME}(?: {_NAME}| (?:de|van|von|al|bin|el|di|da|la|le)){{0,3}})\s*\??$"
)
_ASKS_AGE = re.compile(
    rf"(?i:(?:and |so )?(?:how old (?:is|was)|what (?:is|was) the age of)) (?:(?:Mr|Mrs|Ms|Dr)\.? )?"
    rf"(?P<person>{_NAME}(?: {_NAME}| (?:de|van|von|al|bin|el|di|da|la|le)){{0,3}})\s*\??$"
)


class Question(Frozen):
    """A stand-alone question, taken apart."""

    text: str
    """As it stands."""
    wanted: Wanted
    """The sort of answer."""
    asks: bool
    """Whether it has the form of a question, and is not a few words only."""
    terms: tuple[str, ...]
    """Stems of its topic words, each once, in order."""
    words: dict[str, str]
    """Each of these stems with the word of the question that it stands for, folded."""
    focus: str | None
    """Stem of what is counted or chosen ("how many *Ukrainians*", "which *city*"). None: nothing is."""
    asks_speaker: bool
    """True: it asks who said, wrote or announced something."""
    speaker: str | None
    """Whose statement is asked for ("according to *the ministry*"), verbatim. None: nobody's."""
    person: str | None
    """Whom it asks about, as in "Who is *Ann Doe*?". None: it asks for something else."""
    aged: str | None
    """Whose age it asks for, as in "How old is *Ann Doe*?". None: nobody's."""
    names: tuple[str, ...]
    """Folded words written with a capital inside the question, numbers left out."""
    numbers: tuple[str, ...]
    """Numerals of the question, as written."""


def analyse(text: str) -> Question:
    """The question `text`, taken apart.

    >>> question = analyse("How many Ukrainians came home on the first day?")
    >>> question.wanted, question.focus, question.names
    ('how_many', 'ukrainian', ('ukrainians',))
    """
    folded = fold(text)
    wanted = _wanted(folded)
    form = _TITLE_FORM if _ASKS_TITLE.search(folded) else _FORM.get(wanted, frozenset())
    spoken = {term: word for term, word in topic_words(text).items() if word not in form}
    return Question(
        text=text,
        wanted=wanted,
        asks=bool(_QUESTION.search(folded)),
        terms=tuple(spoken),
        words=spoken,
        focus=_focus(folded),
        asks_speaker=bool(_ASKS_SPEAKER.search(folded)),
        speaker=asked_speaker(text),
        person=found["person"] if (found := _ASKS_PERSON.match(text)) else None,
        aged=found["person"] if (found := _ASKS_AGE.match(text)) else None,
        names=tuple(dict.fromkeys(fold(name) for name in re.findall(r"(?<=[\s(\"“])[^\W\d_a-z][\w'’-]+", text))),
        numbers=tuple(re.findall(r"\d+(?:[.,]\d+)*", text)),
    )


def may_stand_alone(text: str, *, topics: int = 2) -> bool:
    """Whether a question has a form, at least so many topic words of its own, and no word that points back.

    >>> may_stand_alone("How deep is the river?"), may_stand_alone("And how deep is it?"), may_stand_alone("When?")
    (True, False, False)
    >>> may_stand_alone("Who resigned?"), may_stand_alone("Who resigned?", topics=1)
    (False, True)
    """
    spoken = words(text)
    asks = bool(spoken) and re.match(rf"(?:{ASKING}|in|on|at|by|to|from|for)$", spoken[0])
    pointing = set(spoken) - ({"there"} if re.search(rf"\b{_BE} there\b|\bthere {_BE}\b", fold(text)) else set())
    return bool(asks) and len(topic_words(text)) >= topics and not _BACK & pointing


_BE = r"(?:is|are|was|were|be|been|has|have|had)"
_BACK = frozenset(
    "he him his she her hers it its they them their theirs this that these those there then one ones such same other"
    " others else another instead so too also former latter either both".split()
)


def _wanted(folded: str) -> Wanted:
    """The sort whose asking words come first: "Was it over when she left?" does not ask when."""
    found = [(match.start(), wanted) for wanted, pattern in _PATTERNS if (match := re.search(pattern, folded))]
    return min(found, key=lambda one: one[0])[1] if found else "what"


def _focus(folded: str) -> str | None:
    """Stem of the head noun after "how many", "which", "what": the last word before a verb or preposition."""
    found = _FOCUS.search(folded)
    if not found:
        return None
    head = None
    for word in words(found[1]):
        if word in STOP_WORDS:
            break
        head = word
        if len(word) > 3 and word.endswith("s"):
            break
    return stem(head) if head else None
