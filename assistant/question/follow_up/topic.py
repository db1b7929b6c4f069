"""Names what a conversation is about beside a question that leans on the turns before.

Knows the turns before and their mentions. Knows nothing of fragments: `ellipsis` completes those.
"""

import re

from assistant.question.follow_up.candidates import Traits, candidates, content
from assistant.question.follow_up.choosing import likely_left_out, traits_of_question
from assistant.question.follow_up.mentions import mentions
from assistant.question.follow_up.mentions.phrases import WORD
from assistant.question.follow_up.turns import Said

MAX_CHARS = 120
"""Characters of what is put beside a question, at most."""
_POINTING = (0.05, 0.12)
_LEANING = (0.05, 0.12)
_ALONE = (0.35, 0.4)
"""Likelihoods from which a first and a further phrase are added to a question with a pronoun left over; to one that
names nothing and is short or speaks of "the ..." or "others"; and to one that may stand alone, where a topic counts
only if the user declared it with a turn that is nothing but its name. Wrong words lead the search astray."""
_MAX_PHRASES = 3
_BARE_DEFINITE = re.compile(r"\bthe ([a-z][a-z-]+)(?=\s*(?:[?.!,]|$)|\s+(?:[a-z]+))", re.I)
_ATTACHED = frozenset({"of", "in", "for", "that", "which", "who", "between"})


def with_topic(question: str, said: tuple[Said, ...], *, resolved: bool) -> str:
    """`question` with what it leaves out of the talk; `resolved`: a pronoun of it has been replaced."""
    if "(" in question:
        return question
    if not resolved and (whole := _with_fuller(question, said)):
        return whole
    return with_context(question, _context(question, said, resolved=resolved))


def _context(question: str, said: tuple[Said, ...], *, resolved: bool) -> str:
    """The phrases most likely left out, the likeliest first, in words that `question` lacks."""
    traits = traits_of_question(question, said, resolved=resolved)
    least = _least(traits)
    alone = least is _ALONE
    found = (one for one in candidates(said) if one.traits["declared"] or (not alone and one.mention.sort != "pair"))
    likely = [(likely_left_out(traits, one, question), one) for one in found]
    known = content(question)
    chosen: list[str] = []
    for likelihood, one in sorted(likely, key=lambda pair: -pair[0]):
        if likelihood < least[min(len(chosen), 1)] or len(chosen) == _MAX_PHRASES:
            break
        if one.words - known:
            chosen.append(_shown(one.mention.text))
            known |= one.words
    return ", ".join(chosen)


def _least(traits: Traits) -> tuple[float, float]:
    """Likelihood from which the first phrase is added, and from which the next ones are."""
    if traits["points back"]:
        return _POINTING
    if traits["resolved"]:
        return _ALONE
    signs = ("other", "the", "short", "fragment", "happened")
    leans = not traits["names"] and not traits["long"] and any(traits[sign] for sign in signs)
    return _LEANING if leans else _ALONE


def _shown(phrase: str) -> str:
    """Without "the" or "his" before a common noun."""
    return re.sub(r"^(?:the|his|her|its|their) ", "", phrase) if phrase[:1].islower() else phrase


def _with_fuller(question: str, said: tuple[Said, ...]) -> str | None:
    """As in "the meeting in Istanbul" for "the meeting"; None where nothing is said of it before."""
    if any(mention.named for mention in mentions(question)):
        return None
    for match in _BARE_DEFINITE.finditer(question):
        fuller = _fuller(match.group(1).lower(), said)
        if fuller and _open(question, match.end()):
            return question[: match.start()] + fuller + question[match.end() :]
    return None


def _open(question: str, end: int) -> bool:
    """Nothing after "the film" says which film."""
    follows = WORD.match(question[end:].lstrip())
    return follows is None or follows.group().lower() not in _ATTACHED


def _fuller(head: str, said: tuple[Said, ...]) -> str | None:
    for turn in reversed(said):
        for mention in mentions(turn.text):
            attached = any(f" {word} " in mention.text for word in ("of", "in", "for", "between", "at", "by", "with"))
            if mention.head == head and not mention.named and attached:
                return mention.text if mention.text.lower().startswith("the ") else f"the {mention.text}"
    return None


def with_context(question: str, context: str) -> str:
    """`question` with `context` in parentheses, before its question mark."""
    body = question.rstrip()
    mark = body[len(body.rstrip("?!. ")) :].strip()
    return f"{body.rstrip('?!. ')} ({context}){mark}" if context else question
