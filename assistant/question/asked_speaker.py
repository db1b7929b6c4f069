"""Whose words a question asks for: "What did *the mayor* say about it?", "How many, according to *the ministry*?".

Reads the question alone; knows nothing of articles.
"""

import re

_SAYING = (
    r"(?:say|said|tell|told|write|written|state|stated|warn|argue|insist|explain|claim|claimed|report|reported|deny"
    r"|denied|confirm|confirmed|announce|announced|admit|admitted|allege|alleged|maintain|contend|think|believe"
    r"|estimate|estimated|predict|predicted|expect|count|counted|put|reckon|suggest|speak of)"
)


def _named(group: str) -> str:
    return rf"(?P<{group}>(?:[\w'’.&-]+ ){{0,6}}?[\w'’.&-]+?)"


_WORDS = _named("speaker")
_ASKS = r"(?:who|whom|what|which|when|where|why|how|is|are|was|were|did|does|has|have)"
_COUNT = r"(?:['’]s|s['’]) (?:count|figures?|estimates?|version|account)\b,?"
_BESIDE = re.compile(
    rf"\W*\b(?:(?:according to|in the (?:words|view|opinion|eyes) of) {_WORDS}(?:,|(?=[?!.;])|$|(?= {_ASKS}\b))"
    rf"|(?:by|in|on|per) {_named('owner')}{_COUNT})",
    re.I,
)
"""What stands beside a question and only says whose answer is wanted."""
_WITHIN = re.compile(
    rf"\b(?:do|does|did|has|have|had|would|could|can) {_WORDS} (?:\w+ly |himself |herself )?{_SAYING}\b", re.I
)
_WHAT_THEY_SAY = re.compile(rf"\b(what) {_WITHIN.pattern}", re.I)
_NOBODY = frozenset(
    "he she it they we you i anyone anybody someone somebody everyone everybody nobody people article articles text"
    " texts story stories source sources both either that this these those there who whom which what".split()
)
"""No noun phrase with one of these names a speaker."""
_OPEN = frozenset("a an the its his her their to of on in for with been be".split())
"""No noun phrase ends with one of these: "react to the claim" has no speaker before "claim"."""


def asked_speaker(text: str) -> str | None:
    """Who is to have said it, verbatim. None: the question asks for nobody's words, or names them by a pronoun.

    >>> asked_speaker("How many deaths does the Safety Board count?")
    'the Safety Board'
    >>> asked_speaker("What did she say?"), asked_speaker("Who was hurt, according to Ann Doe?")
    (None, 'Ann Doe')
    """
    named = (found["speaker"] or found.groupdict().get("owner") for found in _found(text))
    return next((name for name in named if name and _may_speak(name)), None)


def without_source(text: str) -> str:
    """The question without the words that only say whose answer is wanted.

    >>> without_source("According to the Post, who was hurt?"), without_source("Who was hurt, according to Ann Doe?")
    ('who was hurt?', 'Who was hurt?')
    >>> without_source("What does the Post say about the fire?")
    'What is said about the fire?'
    """
    alone = _BESIDE.sub("", text, count=1).strip() or text
    return _WHAT_THEY_SAY.sub(r"\1 is said", alone, count=1)


def _found(text: str) -> list[re.Match[str]]:
    return [found for found in (_BESIDE.search(text), _WITHIN.search(text)) if found]


def _may_speak(name: str) -> bool:
    said = name.lower().split()
    return not _NOBODY & set(said) and said[-1] not in _OPEN
