"""Finds where something was said and who passed it on.

Knows a stretch of one sentence, its quotations blanked. Knows nothing of speakers.
"""

import re
from collections.abc import Sequence

from assistant.attribution.speech import CHANNELS, OUTLET, REPORTERS, TIMES

_NAME = r"(?:[A-Z][\w’'.-]*)(?:\s+(?:[A-Z][\w’'.-]*|(?<=Channel\s)\d+|(?<=Radio\s)\d+|(?<=TV\s)\d+))*"
_THE_NAME = rf"(?:the\s+)?{_NAME}"
_OWN = r"(?:own\s+|official\s+|personal\s+)?"
_PAPER = (
    r"(?:statement|interview|letter|email|blog post|(?:press |news )?release"
    r"|memo|speech|report|op-ed|filing|video|note)"
)
_CHANNEL = re.compile(
    rf"\b(?:on|via|through|to)\s+(?:(?:his|her|its|their|the)\s+)?{_OWN}"
    rf"(?P<a>{CHANNELS})\b(?![’'-]|\s+(?!Mon|Tue|Wed|Thu|Fri|Sat|Sun)[A-Z][a-z])"
    rf"|\bon\s+(?:his|her|its|their)\s+{_OWN}(?P<b>{_NAME})\s+(?:platform|channel|account|page|profile|feed)"
    rf"|\b(?P<c>{CHANNELS})\s+(?:post|posts|thread|video|message|livestream)\b"
    rf"|\bin\s+(?P<d>an?\s+(?:\w+\s+){{0,3}}?{_PAPER})\b"
    r"|\b(?:at|in|during)\s+(?P<e>an?\s+(?:\w+\s+){0,2}?(?:conference|briefing|rally|hearing|press call))\b"
)
_RELEASED = re.compile(
    r"\b(?:statement|letter|email|video|report)\s+(?:that was\s+)?"
    rf"(?:released|issued|published|provided|carried|shared)\s+by\s+(?P<a>{_THE_NAME})"
    rf"|\binterview\s+(?:\w+\s+){{0,2}}?(?:with|on|to)\s+(?P<b>{_THE_NAME})"
    rf"|\b(?:statement|email|letter|comment)s?\s+to\s+(?P<c>{_THE_NAME})"
    rf"|\b(?:as\s+)?(?:quoted|cited|reported)\s+by\s+(?P<d>{_THE_NAME})"
)
_TOLD = re.compile(
    r"\b(?:told|tells|telling)\s+(?P<to>(?:(?:the|a)\s+)?(?:[\w-]+\s+){0,3}?"
    rf"(?:agency|newspaper|magazine|broadcaster|outlet|website),?\s+{_NAME}|{_THE_NAME})"
)


def without_quotations(text: str, start: int, end: int, quoted: Sequence[tuple[int, int]]) -> str:
    """The stretch with quotations blanked, so that a channel is not read out of what was said."""
    piece = text[start:end]
    for a, b in quoted:
        if a < end and b > start:
            left, right = max(a - start, 0), min(b, end) - start
            piece = piece[:left] + "\n" * (right - left) + piece[right:]
    return piece


def channel_in(bare: str) -> str | None:
    """Where something was said: "on X", "in a post on his Telegram channel", "at a news conference"."""
    match = _CHANNEL.search(bare)
    return next((group for group in match.groups() if group), None) if match else None


def via_in(bare: str, verb: str | None) -> str | None:
    """Who passed it on: an outlet that was told, or who released the statement."""
    released = _RELEASED.search(bare)
    if released:
        return _outlet(next(group for group in released.groups() if group))
    told = _TOLD.search(bare)
    return _outlet(told["to"]) if told and verb in {"told", "tells", "telling", "tell"} else None


def _outlet(name: str) -> str | None:
    """The name where it is no person and no day; None for "Monday" and for who was merely spoken to."""
    days = [match.start() for match in re.finditer(r"\s+\S+$", name) if match.group().strip().lower() in TIMES]
    name = name if not days or name.split()[-1].isupper() else name[: days[0]]
    parts = [part.rstrip(".,") for part in name.split()]
    lows = {part.lower() for part in parts}
    if lows & REPORTERS or lows <= TIMES:
        return None
    known = bool(lows & OUTLET) or parts[0] in {"the", "a"} or any(p.isupper() and len(p) > 1 for p in parts)
    return name.rstrip(".,") if known else None
