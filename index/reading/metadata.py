"""Who published a text, who wrote it and where, as the text states it.

Knows nothing of files, titles and dates; what no line states is None, never a guess.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from index.reading.edges import Edges, shortened
from index.reading.told import Stated
from index.splitting.lines import is_date


def stated_url(edges: Edges) -> Stated | None:
    """The address of a line such as `Source: https://...`."""
    for line in edges.fields:
        if found := _URL.match(line):
            return Stated(found.group(1), f"stated: '{shortened(line)}'")
    return None


def stated_publisher(edges: Edges) -> Stated | None:
    """The outlet: as labelled, in the by-line, the dateline, a line that is its domain, or the copyright line."""
    for pattern, lines in _publisher_places(edges):
        for line in lines:
            if found := pattern.match(line):
                return Stated(next(filter(None, found.groups())).strip(" .,"), f"stated: '{shortened(line)}'")
    return None


def outlet_of(sender: str, address: str = "") -> str | None:
    """The outlet whose name the sender of a letter bears; a name of two words may be a person's.

    >>> outlet_of("Valley Courier Newsletter"), outlet_of("Ann Post"), outlet_of("Ann Doe")
    ('Valley Courier', None, None)
    >>> outlet_of("Valley Courier", "news@valleycourier.example"), outlet_of("Ann Post", "ann@annpost.example")
    ('Valley Courier', None)
    """
    found = _SENDER.fullmatch(sender)
    if found and (found.group(2) or len(found.group(1).split()) > 2):
        return found.group(1)
    box, _, domain = address.casefold().partition("@")
    name = re.sub(r"^the |[^a-z0-9]", "", sender.casefold())
    return sender if name and box not in name and name in domain.replace("-", "").split(".") else None


def publisher_of(url: Stated) -> Stated | None:
    """The host of an address, for want of a better name."""
    try:
        host = urlsplit(url.value).hostname
    except ValueError:  # http://[broken
        return None
    return Stated(host.removeprefix("www."), url.how) if host else None


def stated_author(edges: Edges) -> Stated | None:
    """The by-line without the outlet; several names stand as the text has them."""
    for line in (*edges.above, *edges.fields):
        found = _BY_LINE.match(line)
        if not found or len(line.split()) > _LONGEST_BY_LINE:
            continue
        names = _AFTER_NAMES.split(found.group(1))[0].strip(" ,;|.")
        if names and not _OUTLET.search(names):
            return Stated(names, f"stated: '{shortened(line)}'")
    return None


def _publisher_places(edges: Edges) -> Iterator[tuple[re.Pattern[str], tuple[str, ...]]]:
    """What to look for and where, the surest first."""
    yield _PUBLISHER_LABEL, edges.fields
    yield _SOURCE_LABEL, edges.above
    yield _BY_LINE_OUTLET, (*edges.above, *edges.fields)
    yield _OUTLET_DATED, edges.above
    yield _OUTLET_ALONE, tuple(_beside_by_line(edges.above))
    yield _DATELINE, edges.fields
    yield _DOMAIN, edges.above
    yield _COPYRIGHT, edges.every
    yield _CONTRIBUTED, edges.every


def _beside_by_line(above: Sequence[str]) -> Iterator[str]:
    """Lines below the title that stand next to a by-line or a date."""
    for place, line in enumerate(above[1:], start=1):
        beside = (*above[place - 1 : place], *above[place + 1 : place + 2])
        if any(is_date(one) or _BY_LINE.match(one) for one in beside):
            yield line


_LONGEST_BY_LINE = 16
_URL = re.compile(
    r"(?i)(?:source|url|link|permalink|original(?: article)?|quelle)\s?[:|]\s*(?:\[[^\]]*\]\()?<?(https?://[^\s<>)]+)"
)
_OUTLET_WORD = (
    r"(?:News|Times|Post|Press|Herald|Tribune|Journal|Guardian|Reuters|Telegraph|Agency|Agence|Network|Magazine"
    r"|Chronicle|Gazette|Observer|Independent|Today|Review|Daily|Weekly|TV|Radio|Broadcasting|Media|Bloomberg"
    r"|Courier|Ledger|Echo|Dispatch|Examiner|Bulletin|Sentinel|Advertiser|Inquirer|Enquirer|Messenger|Standard|Wire"
    r"|Zeitung|Spiegel|Monde|Figaro|BBC|CNN|AP|AFP|UPI|NPR|PBS|ABC|CBS|NBC|MSNBC|USA TODAY|Politico|Axios|dpa)"
)
_OUTLET = re.compile(rf"\b{_OUTLET_WORD}\b")
_SHORT_NAME = rf"(?:[Tt]he )?(?:[A-Z][\w.’&-]* )*{_OUTLET_WORD}\b"
_OUTLET_NAME = rf"({_SHORT_NAME}(?: [A-Z]\w*)*)"
_AGENCY = r"(?:CNN|BBC|AP|AFP|UPI|NPR|PBS|CBC|ABC|CBS|NBC|DPA|ANSA|TASS|Reuters|Bloomberg)(?: [A-Z][a-z]+)?"
_PUBLISHER_LABEL = re.compile(r"(?i)(?:publisher|outlet|website)\s?:\s*(?:https?://)?(\w[^|/]{1,60})")
_SOURCE_LABEL = re.compile(r"(?i)(?:source|quelle)\s?:\s*(?!https?:)(\w[^|]{1,60})$")
_BY_LINE_OUTLET = re.compile(rf"(?:By|BY|Von|Par) (?:.*?(?:, | \| |\bof |\bfor ))?{_OUTLET_NAME}")
# Harbour Courier, 18 January 2026
_OUTLET_DATED = re.compile(
    rf"{_OUTLET_NAME}(?:,|\s[|–—-])\s(?:\d{{1,2}}\.? [A-Z][a-z]+|[A-Z][a-z]+\.? \d{{1,2}},) \d{{4}}$"
)
# A line of its own: The Northern Ledger
_OUTLET_ALONE = re.compile(rf"{_OUTLET_NAME}$")
# A sender: Valley Courier Newsletter; The Northern Ledger
_SENDER = re.compile(rf"({_SHORT_NAME})((?: (?:News ?letters?|News|Alerts?|Updates?|Online|Briefing|Digest))+)?")
# LONDON, May 23 (Reuters) - ; (CNN) ; New York CNN —
_DATELINE = re.compile(
    rf"(?:[A-Z][^()“”\"]{{0,60}} )?\(([A-Z][\w .&]{{1,24}})\)\s*[-–—]+$|\(({_AGENCY})\)$"
    rf"|(?:[A-Z][\w.,’' ]{{0,40}} )?({_AGENCY})\s*[—–-]+$"
)
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[A-Za-z]{2,})/?$")
_COPYRIGHT = re.compile(
    r"(?i)(?:©|\(c\)|copyright(?: ©)?)\s*(?:\d{4}(?:\s?[-–]\s?\d{4})?)?,?\s*(?:by )?([^\W\d][^.|©]{1,60}?)"
    r"(?:\.|,? all rights reserved.*|\s*\||$)"
)
_CONTRIBUTED = re.compile(
    r"\W*([A-Z][\w.]*(?: [A-Z][\w.]*){0,3})[’']s .*\bcontributed to this (?:report|story|article)"
)
_BY_LINE = re.compile(
    r"(?:(?:By|BY|Von|Par|[Aa]uthors?|Byline|Autor|Autorin|Auteur|Written by|Reported by)\s?:?|\(?Reporting by)"
    r"\s+([^\W\d_a-z].*)"
)
_AFTER_NAMES = re.compile(
    rf" \| |\s[—–-]\s|;|\)|,? (?:in|of|for) |, (?=[^,]*\b{_OUTLET_WORD}\b)"
    r"|, (?=[\w ]*(?i:correspondent|editor|reporter))"
    r"|,? (?:Published|Updated|Posted)\b|,? (?:[A-Z][a-z]+\.? \d{1,2}, )?\d"
)
