"""Whose words a question asks for: "What did *the mayor* say about it?", "How many, according to *the ministry*?".

Reads the question alone; knows nothing of articles.
"""

import re

from assistant.words import fold

_SAYING = (
    r"(?:say|said|tell|told|write|written|state|stated|warn|argue|insist|explain|claim|claimed|report|reported|deny"
    r"|denied|confirm|confirmed|announce|announced|admit|admitted|allege|alleged|maintain|contend|think|believe"
    r"|estimate|estimated|predict|predicted|expect|count|counted|put|reckon|suggest|speak of)"
)
_WORDS = r"(?P<speaker>(?:[\w'’.&-]+ ){0,6}?[\w'’.&-]+?)"
_PATTERNS = (
    re.compile(rf"\b(?:do|does|did|has|have|had|would|could|can) {_WORDS} (?:\w+ly |himself |herself )?{_SAYING}\b"),
    re.compile(rf"\b(?:according to|in the (?:words|view|opinion|eyes) of) {_WORDS}(?=[,?!.;]|$)"),
    re.compile(rf"\b(?:by|in|on|per) {_WORDS}(?:'s|s') (?:count|counting|figures?|estimates?|version|account|words)\b"),
)
_NOBODY = frozenset(
    "he she it they we you i anyone anybody someone somebody everyone everybody nobody people article articles text"
    " texts story stories source sources both either that this these those there whom which what".split()
)
"""No noun phrase with one of these names a speaker."""
_OPEN = frozenset("a an the its his her their to of on in for with been be".split())
"""No noun phrase ends with one of these: "react to the claim" has no speaker before "claim"."""


def asked_speaker(text: str) -> str | None:
    """The folded words of who is to have said it. None: the question asks for nobody's words, or by a pronoun.

    >>> asked_speaker("How many deaths does the Safety Board count?")
    'the safety board'
    >>> asked_speaker("What did she say?"), asked_speaker("Who was hurt, according to Ann Doe?")
    (None, 'ann doe')
    """
    for pattern in _PATTERNS:
        found = pattern.search(fold(text))
        spoken = found["speaker"].split() if found else []
        if spoken and not _NOBODY & set(spoken) and spoken[-1] not in _OPEN:
            return " ".join(spoken)
    return None
