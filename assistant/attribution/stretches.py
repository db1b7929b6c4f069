"""What a verb of saying speaks for: the clause before it, or what follows.

Knows the words and the quotations of one sentence, and who the verb belongs to. Finds no speakers.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.attribution.channels import channel_in
from assistant.attribution.noun_phrases import Subject
from assistant.attribution.speech import AFTER_CLOSING, BREAKS, CLOSING, TELLING, TIMES
from assistant.words import Word

_ADVERBIAL = BREAKS | TIMES
_WORDS = re.compile(r"[\w’'-]+")
_TURN = re.compile(r";|\s[—–]\s|—|, (?:while|whereas|although|though|but|despite|even as)\b|\bbut (?!also)")


class Place(NamedTuple):
    """A verb of saying in its sentence."""

    text: str
    """The article's."""
    words: list[Word]
    """Of the sentence."""
    at: int
    """Which of them is the verb."""
    start: int
    """First character of the sentence."""
    end: int
    """One past its last character."""
    quoted: Sequence[tuple[int, int]]
    """Start and end of each quotation of the article."""

    @property
    def verb(self) -> Word:
        """The verb."""
        return self.words[self.at]

    @property
    def previous(self) -> str:
        """The word before it, in lower case; empty where it opens the sentence."""
        return self.words[self.at - 1].low if self.at else ""

    @property
    def follows(self) -> str:
        """What stands behind it in the sentence."""
        return self.text[self.verb.end : self.end]


def stretch(place: Place, subject: Subject, *, inverted: bool) -> tuple[int, int] | None:
    """Start and end of what the verb speaks for; None where it reports nothing. `inverted`: its subject follows."""
    text, verb = place.text, place.verb
    edge = verb.start if inverted else subject.start
    lead = text[place.start : edge].rstrip()
    quoted_lead = quote_ends(place, edge)
    behind = text[max(subject.end, verb.end) if inverted else verb.end : place.end]
    if quoted_lead or (lead.endswith((",", "—", "–")) and _closes(place, lead, behind)):
        goes_on = quoted_lead and quote_in(verb.end, place.end, place.quoted)
        return place.start, place.end if goes_on else place.start + len(lead)
    if verb.text in TELLING or _has_content(place, subject):
        return verb.end, _until_turn(text, verb.end, place.end, place.quoted)
    return None


def _closes(place: Place, lead: str, behind: str) -> bool:
    """As in "..., the ministry announced on Friday": the report stands before its verb; `behind`: what follows both."""
    opening = lead.split()
    adverbial = len(opening) < 8 and opening[0].lower() in _ADVERBIAL
    if place.verb.text not in CLOSING or len(opening) < 3 or adverbial:
        return False
    if quote_in(place.verb.end, place.end, place.quoted):
        return False
    tail = re.split(r"[,;—–]", behind, maxsplit=1)[0]
    rest = _WORDS.findall(tail)
    told = place.verb.low.startswith(("told", "tell"))
    return not rest or (told and "that" not in rest and len(rest) < 8) or rest[0].lower() in AFTER_CLOSING


def _has_content(place: Place, subject: Subject) -> bool:
    """A verb that can have a thing as object tells something here."""
    follows = place.follows
    if re.match(
        r"(?:\s+[\w’']+){0,8}?\s+that\b|\s*:|\s+(?:he|she|it|they|we|there)\b|(?:\s+[\w’'-]+){0,4}?,?\s+[“\"]", follows
    ):
        return True
    between = place.text[min(subject.end, place.verb.start) : place.verb.start]
    return bool(channel_in(follows) or channel_in(between))


def _until_turn(text: str, start: int, end: int, quoted: Sequence[tuple[int, int]]) -> int:
    """The clause ends where the sentence turns to another, outside quotations; a pair of dashes holds an aside."""
    turns = [match for match in _TURN.finditer(text, start, end) if not any(a <= match.start() < b for a, b in quoted)]
    dashes = [match for match in turns if match[0].strip() in ("—", "–")]
    asides = dashes[: len(dashes) // 2 * 2]
    return next((match.start() for match in turns if match not in asides), end)


def quote_in(start: int, end: int, quoted: Sequence[tuple[int, int]]) -> bool:
    """Whether a quotation stands between `start` and `end`, wholly or in part."""
    return any(a < end and b > start for a, b in quoted)


def quote_ends(place: Place, at: int) -> bool:
    """Whether a quotation of the sentence ends right before `at`."""
    return any(0 <= at - b <= 3 and b > place.start for _, b in place.quoted)
