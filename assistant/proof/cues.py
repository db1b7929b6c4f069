"""Finds who says what inside one sentence: every cue with the stretch it speaks for.

Knows one sentence at a time. Knows nothing of the sentences around it: `attribution` looks there.
"""

import re
from typing import NamedTuple

from assistant.proof.speakers import Subject, Word, after, before, head_of, words_of
from assistant.proof.speech import (
    BE,
    CHANNELS,
    DETERMINERS,
    DOING,
    OUTLET,
    REPORTERS,
    SPEECH,
    TELLING,
    TIMES,
)


class Cue(NamedTuple):
    """One attribution in a sentence, by place in the article."""

    start: int
    """First character of the stretch it speaks for."""
    end: int
    """One past its last character."""
    speaker: Subject | None
    """None: a verb whose subject was not found."""
    verb: str | None
    """Verbatim. None: "according to"."""
    channel: str | None
    """Verbatim. None: not said."""
    via: str | None
    """Verbatim. None: nobody between."""
    quotes: bool
    """A quotation stands in its stretch."""


_ACCORDING = re.compile(r"\b[Aa]ccording to\s+|\b(?:in the words of)\s+")
_NAME = r"(?:[A-Z][\w’'.-]*)(?:\s+(?:[A-Z][\w’'.-]*))*"
_CHANNEL = re.compile(
    rf"\b(?:on|via|through|to)\s+(?:(?:his|her|its|their|the)\s+)?(?:own\s+|official\s+|personal\s+)?"
    rf"(?P<a>{CHANNELS})\b(?![’'-]|\s+[A-Z][a-z])"
    rf"|\bon\s+(?:his|her|its|their)\s+(?:own\s+|official\s+|personal\s+)?(?P<b>{_NAME})\s+(?:platform|channel|account|page|profile|feed)"
    rf"|\b(?P<c>{CHANNELS})\s+(?:post|posts|thread|video|message|livestream)\b"
    rf"|\bin\s+(?P<d>an?\s+(?:\w+\s+){{0,3}}?(?:statement|interview|letter|email|blog post|press release|memo|speech|report|op-ed|news release|filing|video|note))\b"
    rf"|\b(?:at|in|during)\s+(?P<e>an?\s+(?:\w+\s+){{0,2}}?(?:conference|briefing|rally|hearing|press call))\b"
)
_RELEASED = re.compile(
    rf"\b(?:statement|letter|email|video|report)\s+(?:that was\s+)?(?:released|issued|published|provided|carried|shared)\s+by\s+(?P<a>(?:the\s+)?{_NAME})"
    rf"|\binterview\s+(?:\w+\s+){{0,2}}?(?:with|on|to)\s+(?P<b>(?:the\s+)?{_NAME})"
    rf"|\b(?:statement|email|letter|comment)s?\s+to\s+(?P<c>(?:the\s+)?{_NAME})"
    rf"|\b(?:as\s+)?(?:quoted|cited|reported)\s+by\s+(?P<d>(?:the\s+)?{_NAME})"
)
_TURN = re.compile(r";|\s[—–]\s|—|, (?:while|whereas|although|though|but|despite|even as)\b|\bbut (?!also)")


def cues(text: str, start: int, end: int, quoted: list[tuple[int, int]]) -> list[Cue]:
    """Every attribution of the sentence `text[start:end]`; `quoted` are the article's quotations."""
    words = words_of(text, start, end)
    outside = [not any(a <= word.start < b for a, b in quoted) for word in words]
    found = [cue for at, word in enumerate(words) if outside[at] and (cue := _verb(text, words, at, start, end, quoted))]
    found.extend(_according(text, words, start, end, quoted))
    return found


def _according(text: str, words: list[Word], start: int, end: int, quoted: list[tuple[int, int]]) -> list[Cue]:
    found = []
    for match in _ACCORDING.finditer(text, start, end):
        if any(a <= match.start() < b for a, b in quoted):
            continue
        at = next((i for i, word in enumerate(words) if word.start >= match.end()), len(words))
        subject = after(text, words, at)
        if subject is None:
            continue
        opens = match.start() - start < 12
        stretch = (subject.end, end) if opens else (start, match.start())
        found.append(_cue(text, stretch, subject, None, (match.start(), subject.end), quoted))
    return found


def _verb(
    text: str, words: list[Word], at: int, start: int, end: int, quoted: list[tuple[int, int]]
) -> Cue | None:
    word = words[at]
    if word.text not in SPEECH or (at and words[at - 1].low in BE and not word.text.endswith("ing")):
        return None
    subject, inverted = _subject(text, words, at, start, quoted)
    if subject is None or subject.denied:
        return None
    spoken = _stretch(text, words, at, subject, inverted, start, end, quoted)
    if spoken is None:
        return None
    return _cue(text, spoken, subject, word.text, (min(subject.start, word.start), end), quoted)


def _subject(
    text: str, words: list[Word], at: int, start: int, quoted: list[tuple[int, int]]
) -> tuple[Subject | None, bool]:
    """The subject of the verb, and whether it stands behind it: "..., said Doe"."""
    word = words[at]
    before_verb = text[start : word.start].rstrip()
    if before_verb.endswith(("”", "\"", "”,", "\",", "’", "'")) and at + 1 < len(words):
        subject = after(text, words, at + 1)
        if subject and (text[subject.start].isupper() or words[at + 1].low in DETERMINERS or subject.pronoun):
            return subject, True
    found = before(text, words, at)
    if found is not None and _is_subject(words, at, found):
        return found, False
    gap = text[words[at - 1].end : word.start].strip() if at else ""
    joined = at > 0 and words[at - 1].low in {"and", "but", "who", "while", "before", "by", "only", "also", "then"}
    if at == 0 or (gap != "," and not joined and not word.text.endswith("ing")):
        return None, False
    if at > 0 and words[at - 1].low == "who":
        return before(text, words, at - 1), False
    if word.text.endswith("ing") or joined:
        return head_of(text, words, word.start), False
    return None, False


def _is_subject(words: list[Word], at: int, subject: Subject) -> bool:
    """ "with Kyiv confirming" has a subject, "direct talks reporting" has none."""
    return True


def _stretch(
    text: str,
    words: list[Word],
    at: int,
    subject: Subject,
    inverted: bool,
    start: int,
    end: int,
    quoted: list[tuple[int, int]],
) -> tuple[int, int] | None:
    """What the verb speaks for: the clause before it when it ends the sentence, else what follows."""
    word = words[at]
    lead = text[start : subject.start].rstrip() if not inverted else text[start : word.start].rstrip()
    follows = text[word.end : end]
    closes = lead.endswith((",", "”", "\"", "’", "?", "!", "—", "–", "…"))
    told = _tail_only(words, at, subject if inverted else None)
    if closes and lead.strip(" ,“”\"’") and (inverted or told or _quoted_right_before(text, subject.start, quoted)):
        return start, len(lead) + start if told or not _quote_in(word.end, end, quoted) else end
    if re.match(r"\s*[:,]?\s*(?:[^.;:“\"]{0,60}[:,]\s*)?[“\"]", follows) or word.text in TELLING:
        return word.end, _until_turn(text, word.end, end, quoted)
    if re.match(r"(?:\s+[\w’']+){0,8}?\s+that\b|\s*:", follows) or _CHANNEL.search(follows):
        return word.end, _until_turn(text, word.end, end, quoted)
    if word.text in DOING and re.search(r"\bas\s+[“\"]|\s[“\"]", follows):
        return word.end, _until_turn(text, word.end, end, quoted)
    return None


def _tail_only(words: list[Word], at: int, inverted: Subject | None) -> bool:
    """Nothing but a day, a place or a hearer follows the verb."""
    rest = [w for w in words[at + 1 :] if inverted is None or w.start >= inverted.end]
    clause = [w.low for w in rest if w.low in {"that", "because", "whether", "if"}]
    return not clause and len(rest) <= 14


def _quoted_right_before(text: str, at: int, quoted: list[tuple[int, int]]) -> bool:
    return any(0 <= at - b <= 3 for _, b in quoted)


def _quote_in(start: int, end: int, quoted: list[tuple[int, int]]) -> bool:
    return any(a < end and b > start for a, b in quoted)


def _until_turn(text: str, start: int, end: int, quoted: list[tuple[int, int]]) -> int:
    """The clause ends where the sentence turns to another, outside quotations."""
    for match in _TURN.finditer(text, start, end):
        if not any(a <= match.start() < b for a, b in quoted):
            return match.start()
    return end


def _cue(
    text: str,
    stretch: tuple[int, int],
    subject: Subject,
    verb: str | None,
    around: tuple[int, int],
    quoted: list[tuple[int, int]],
) -> Cue:
    bare = _without_quotes(text, around[0], around[1], quoted)
    return Cue(
        stretch[0],
        stretch[1],
        subject,
        verb,
        _channel(bare),
        _via(bare, verb),
        _quote_in(stretch[0], stretch[1], quoted),
    )


def _without_quotes(text: str, start: int, end: int, quoted: list[tuple[int, int]]) -> str:
    """The stretch with quotations blanked, so that a channel is not read out of what was said."""
    piece = text[start:end]
    for a, b in quoted:
        if a < end and b > start:
            left, right = max(a - start, 0), min(b, end) - start
            piece = piece[:left] + "\n" * (right - left) + piece[right:]
    return piece


def _channel(bare: str) -> str | None:
    match = _CHANNEL.search(bare)
    return next((group for group in match.groups() if group), None) if match else None


def _via(bare: str, verb: str | None) -> str | None:
    released = _RELEASED.search(bare)
    if released:
        return _outlet(next(group for group in released.groups() if group))
    told = re.search(rf"\b(?:told|tells|telling)\s+(?P<to>(?:the\s+)?{_NAME})", bare)
    return _outlet(told["to"]) if told and verb in {"told", "tells", "telling", "tell"} else None


def _outlet(name: str) -> str | None:
    """The name where it is no person and no day; None for "Monday" and for who was merely spoken to."""
    parts = name.split()
    while parts and parts[-1].lower() in TIMES:
        parts.pop()
    lows = {part.lower().rstrip(".,") for part in parts}
    if not parts or lows & REPORTERS:
        return None
    known = bool(lows & OUTLET) or parts[0] == "the" or any(p.isupper() and len(p) > 1 for p in parts)
    return " ".join(parts) if known else None
