"""Names what a conversation is about where a question names nothing and leans on the turns before.

Knows the turns before and their mentions. Knows nothing of fragments: `ellipsis` completes those.
"""

import re

from assistant.question.follow_up.mentions import WORD, Mention, mentions
from assistant.question.follow_up.turns import Said
from assistant.question.follow_up.words import STOP

MAX_CHARS = 120
"""Characters of what is put beside a question, at most."""
_VAGUE = re.compile(
    r"\b(else|others?|another|next|more details?|tell me more|more about|the (first|second|third|last|other|same) ones?"
    r"|which one|one of|any more|elaborate|for example|such as|this|that|it|they|those|these)\b",
    re.I,
)
_HAPPENED = re.compile(r"^\W*what (else )?(happened|happens|occurred|took place)\b", re.I)
_BARE_DEFINITE = re.compile(r"\bthe ([a-z][a-z-]+)(?=\s*(?:[?.!,]|$)|\s+(?:[a-z]+))", re.I)
_MAX_PHRASES = 4
_SHORT = 6
"""A question of fewer content words that shares none with the turns before leans on them."""


def anchored(question: str, said: tuple[Said, ...]) -> str:
    """Names the topic where the question names nothing and points back."""
    if any(m.named for m in mentions(question)) or "(" in question:
        return question
    for match in _BARE_DEFINITE.finditer(question):
        fuller = _fuller(match.group(1).lower(), said)
        if fuller and _open(question, match.end()):
            return question[: match.start()] + fuller + question[match.end() :]
    content = [w for w in WORD.finditer(question) if w.group().lower() not in STOP]
    points_back = _VAGUE.search(question) or _HAPPENED.match(question) or len(content) <= 2
    told = set().union(*(_words(turn.text) for turn in said if turn.by_user))
    apart = len(content) < _SHORT and not told & _words(question)
    if points_back or apart or any(_open(question, m.end()) for m in _BARE_DEFINITE.finditer(question)):
        return with_context(question, _context(question, said))
    return question


def _context(question: str, said: tuple[Said, ...]) -> str:
    """What the last question and the whole talk are about, in words that `question` lacks."""
    asked = [turn.text for turn in reversed(said) if turn.by_user]
    about = [mention.text for turn in asked[:1] for mention in mentions(turn)]
    about.insert(len(mentions(asked[0])), _topic(said))
    known = _words(question)
    new: list[str] = []
    for phrase in about:
        phrase = re.sub(r"^the ", "", phrase, flags=re.I) if phrase[:1].islower() else phrase
        if _words(phrase) - known and len(new) < _MAX_PHRASES:
            new.append(phrase)
            known |= _words(phrase)
    return ", ".join(new)


def with_topic(question: str, said: tuple[Said, ...]) -> str:
    """Names the topic that a turn declared by being nothing but a name, where `question` lacks it."""
    declared = next(
        (
            m
            for turn in said
            if turn.by_user
            for m in mentions(turn.text)[:1]
            if m.named and len(m.text) + 12 > len(turn.text)
        ),
        None,
    )
    if declared is None or "(" in question or _words(declared.text) & _words(question):
        return question
    return with_context(question, declared.text)


def _words(text: str) -> set[str]:
    return {w.group().lower() for w in WORD.finditer(text)} - STOP


def _open(question: str, end: int) -> bool:
    """Nothing after "the film" says which film."""
    follows = WORD.match(question[end:].lstrip())
    return follows is None or follows.group().lower() not in {"of", "in", "for", "that", "which", "who", "between"}


def _fuller(head: str, said: tuple[Said, ...]) -> str | None:
    """As in "the meeting in Istanbul" for "the meeting", where a turn before says so."""
    for turn in reversed(said):
        for mention in mentions(turn.text):
            attached = any(f" {word} " in mention.text for word in ("of", "in", "for", "between", "at", "by", "with"))
            if mention.head == head and not mention.named and attached:
                return mention.text if mention.text.lower().startswith("the ") else f"the {mention.text}"
    return None


def _topic(said: tuple[Said, ...]) -> str:
    """The mention that the user's turns come back to most, a name before a noun, the latest of equals."""
    weights: dict[str, float] = {}
    shown: dict[str, str] = {}
    for turn in said:
        for place, mention in enumerate(mentions(turn.text) if turn.by_user else ()):
            weights[mention.head] = weights.pop(mention.head, 0.0) + _weight(mention, turn, place)
            if len(mention.text) > len(shown.get(mention.head, "")):
                shown[mention.head] = mention.text
    if not weights:
        return ""
    best = max(reversed(weights), key=lambda head: weights[head])
    return shown[best][:MAX_CHARS]


def _weight(mention: Mention, turn: Said, place: int) -> float:
    whole = len(mention.text) + 4 > len(turn.text)
    return (
        (2.0 if mention.named else 1.0)
        + (3.0 if whole else 0.0)
        - 0.1 * min(place, 4)
        - (0.5 if mention.sort == "place" else 0.0)
    )


def with_context(question: str, context: str) -> str:
    """`question` with `context` in parentheses, before its question mark."""
    body = question.rstrip()
    mark = body[len(body.rstrip("?!. ")) :].strip()
    return f"{body.rstrip('?!. ')} ({context}){mark}" if context else question
