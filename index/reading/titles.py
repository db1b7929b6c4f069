"""The title of a text.

Knows nothing of publishers, by-lines and dates.
"""

import re
from collections.abc import Sequence

from index.article import Span
from index.reading.edges import Edges, shortened
from index.reading.told import Stated


def stated_title(text: str, spans: Sequence[Span], edges: Edges) -> Stated:
    """The first heading, else the start of the first sentence, cut at a word's end to about 90 characters."""
    for line in edges.every[:_FRONT]:
        if labelled := _LABEL.match(line):
            return Stated(_plain(_QUOTED.sub(r"\2", labelled.group(1))), "heading")
    for line in edges.above:
        if _MARKDOWN.match(line):
            return Stated(_plain(line), "heading")
    first = next((span for span in spans if span.kind != "field"), spans[0])
    line = " ".join(text[first.start : first.end].split())
    if first.kind == "heading" and _is_title(line):
        return Stated(_plain(line), "heading")
    told = _first_told(text, spans) or first
    return Stated(shortened(_plain(text[told.start : told.end])), "first sentence")


def _is_title(line: str) -> bool:
    """Whether a short first line is a title: two or three words are as often a name or a desk."""
    return len(line.split()) > 3 and not _NAMES.fullmatch(line) and not _DESK.search(line)


def _first_told(text: str, spans: Sequence[Span]) -> Span | None:
    """The first sentence that is not a picture's caption."""
    for span, after in zip(spans, [*spans[1:], None], strict=True):
        captioned = after is not None and after.kind == "field" and _PICTURE.match(text, after.start)
        if span.kind == "sentence" and not captioned:
            return span
    return None


def _plain(line: str) -> str:
    """The start of a line without its markdown; never empty."""
    line = " ".join(line[:_LONGEST].split())
    return _LINK.sub(r"\1", line.lstrip("# ")).strip("*_# ") or line


# Characters of a title: far beyond, links that never close take quadratic time to look for.
_LONGEST = 2_000
# Lines in which a text may label its title, front matter included.
_FRONT = 4
_MARKDOWN = re.compile(r"#{1,6}\s+\S")
_LABEL = re.compile(r"(?i)(?:title|headline|titel|titre)\s?:\s*(\S.*)")
# A value of front matter: title: "Ferry sinks".
_QUOTED = re.compile(r"^([\"'])(.+)\1$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_PICTURE = re.compile(r"(?i)\(?(?:photos?|photograph|foto|images?|picture|credits?)\b")
_NAME = r"[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]*){1,3}"
_NAMES = re.compile(rf"{_NAME}(?:, {_NAME})*(?:,? (?:and|&) {_NAME})?(?:, .*)?")
_DESK = re.compile(r"(?i)\b(?:wire reports|staff|special (?:for|to)|contributor|correspondent|editorial board)\b")
