"""Tells the lines of a news text apart: headings, fields, prose.

Knows nothing of sentences or of articles; every rule is about the shape of one line.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What ends a line; `\\r\\n` is one break."""

BULLET = re.compile(r"[-*•▪◦‣·►]\s+(?=\S)")
"""What starts a line of a list."""


class Line(NamedTuple):
    """One line that is not blank."""

    start: int
    """First character that is not white space."""
    end: int
    """One past the last such character."""
    text: str
    """What stands between the two."""
    kind: Literal["heading", "field", "prose"]
    """`prose` is everything that is neither of the others."""
    breaks: int
    """Line breaks between the line before and this one; 1 means that no blank line stands between."""


def lines(text: str) -> Iterator[Line]:
    """The lines of `text` that are not blank, in order."""
    start, breaks = 0, 0
    for end, after in _line_ends(text):
        line = text[start:end]
        stripped = line.strip()
        if stripped:
            first = start + len(line) - len(line.lstrip())
            yield Line(first, first + len(stripped), stripped, line_kind(stripped), breaks)
            breaks = 0
        breaks += 1
        start = after


def line_kind(line: str) -> Literal["heading", "field", "prose"]:
    """What a line is by its own shape, whatever stands around it."""
    if _MARKDOWN_HEADING.match(line):
        return "heading"
    return "field" if len(line) <= _LONGEST_FIELD and is_field(line) else "prose"


def unmarked(line: str) -> str:
    """A line without Markdown's marks of a heading, a list, emphasis or a link.

    >>> unmarked("## They are home"), unmarked("- one"), unmarked("-5 degrees"), unmarked("**No**, [he](a.html) said")
    ('They are home', 'one', '-5 degrees', 'No, he said')
    """
    mark = _MARKDOWN_HEADING.match(line) or BULLET.match(line)
    return _POINTED.sub(r"\1", _EMPHASIS.sub(r"\2", line[mark.end() :] if mark else line))


def is_field(line: str) -> bool:
    """Whether a line is no prose: a rule, a link, a domain, a date, a by-line, `Category: ...`."""
    if len(line) > _LONGEST_FIELD:
        return False
    if _NO_PROSE.fullmatch(line) or is_date(line) or _POINTER.match(line):
        return True
    words = len(line.split())
    if _LABELLED.match(line) or _CREDIT.match(line):
        return words <= 4 or not ends_sentence(line)
    if _DATED.match(line):
        return words <= 14 and any(map(str.isdigit, line)) and not ends_sentence(line)
    return words <= 12 and bool(_BY_LINE.fullmatch(line) or _DATELINE.fullmatch(line))


def is_date(line: str) -> bool:
    """Whether a line is a date or a time and nothing else, a word such as "Published" aside."""
    return len(line) <= _LONGEST_FIELD and bool(_DATE.fullmatch(line))


def looks_like_heading(line: str) -> bool:
    """Whether a line that stands alone is a title or a sub-title: short, and no sentence ends in it."""
    words = line.split()
    return (
        len(words) <= 14
        and len(line) <= 100
        and not ends_sentence(line)
        and not _INNER_END.search(line)
        and line[-1] not in ":;,-–—"
        and not line[0].islower()
        and not BULLET.match(line)
        and any(map(str.isalpha, line))
    )


def ends_sentence(line: str) -> bool:
    """Whether a sentence ends where the line ends, closing quotation marks and brackets aside."""
    return bool(_TERMINAL.search(line[-12:]))


def _line_ends(text: str) -> Iterator[tuple[int, int]]:
    for found in LINE_BREAK.finditer(text):
        yield found.start(), found.end()
    yield len(text), len(text)


_LONGEST_FIELD = 300
_TERMINAL = re.compile(r"[.!?…。！？][\"'”’»)\]*_]*$")
_INNER_END = re.compile(r"[a-z0-9)”][.!?] [A-Z“]")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_POINTED = re.compile(r"(?<!!)\[([^\]\n]+)\]\([^()\s]+\)")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember"
    r"|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_CLOCK = r"a\.?m\.?|p\.?m\.?|gmt|utc|[cemp][ds]?t|bst|cest|ist|uhr|hours?|minutes?|mins?|days?|ago|read"
_LINK = r"!?\[[^\]\n]*\]\([^)\s]*\)"
_NO_PROSE = re.compile(
    rf"(?ix) [\W_]+"  # a rule, a row of stars
    rf"| (?:https?://|www\.)\S+ | (?!\d+\.)(?:[\w-]+\.)+[a-z]{{2,}}(?:/\S*)?"  # an address or a bare domain
    rf"| (?:\S+\s+){{0,6}}? {_LINK} (?:\W*{_LINK})* \W*"  # a link and at most a few words before it
    rf"| advertisement | read[ ]more | share | sign[ ]up[ ]here\.? | click[ ]here\.?"
)
_DATE = re.compile(
    rf"(?ix) (?=.*\d) (?:\W | \d++(?:st|nd|rd|th|h)? | T(?=\d) | Z"
    rf"|(?:{_MONTH}|{_WEEKDAY}|{_CLOCK}|on|at|of|the|am|um|le|first|last|published|posted|updated|modified)"
    rf"(?![^\W\d_]) )+"
)
_POINTER = re.compile(r"(?i)[►•]?\s?(?:more|read more|see also|related(?: \w+)?|watch|listen|fact check)\s?:")
_LABELLED = re.compile(
    r"(?ix) (?:document[ ]date|publication[ ]date|pub[ ]?date|date|datum|published|posted|updated|modified"
    r"|last[ ](?:updated|modified|reviewed)|categor(?:y|ies)|kategorien?|tags?|topics?|keywords?|schlagwörter"
    r"|section|filed[ ]under|source|quelle|url|link|authors?|autor(?:in|en)?|auteur|byline|editors?|photos?"
    r"|photograph|foto|images?|picture|credits?|caption|video|copyright|language|location|document[ ]id|id"
    r"|word[ ]count|read(?:ing)?[ ]time|share|subject|contact|e-?mail|phone|publisher|outlet|website|edition"
    r"|title|headline|titel|titre|slug|permalink)"
    r"(?:[ ](?:by|on|at|credits?|source|courtesy))? \s*[:|]"
)
_CREDIT = re.compile(
    r"(?i)\(?(?:additional |further )?(?:reporting|writing|editing|compiled|edited|written) by\b"
    r"|©|\(c\) |copyright\b|all rights reserved"
)
_DATED = re.compile(
    r"(?i)(?:first |last |originally )?(?:published|posted|updated|modified)\b"
    r"|(?:veröffentlicht|aktualisiert|stand:|publié|mis à jour)"
)
_BY_LINE = re.compile(
    r"(?:By|BY|Von|Par)(?:[\s,&/|·•–—]+(?:[^\W\d_a-z][\w.’'-]*|and|und|et|for|in|of|the|de|van|von))+"
)
_DATELINE = re.compile(r"[^\W\d_a-z][^.!?“”\"]{0,80}?(?:\s[—–-]+|—)")
