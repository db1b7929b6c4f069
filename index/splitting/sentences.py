"""Cuts a news text into sentences, headings and fields, each a span of the text.

Knows nothing of articles, tokens or chunks; sentencex (Wikimedia) knows where sentences end.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from sentencex import get_sentence_boundaries  # type: ignore[import-untyped]

from index.article import Span
from index.splitting.joints import goes_on
from index.splitting.lines import BULLET, Line, ends_sentence, is_field, lines, looks_like_heading


def sentences(text: str, *, language: str = "en") -> list[Span]:
    """Every visible character of `text` in spans, in order, disjoint, without white space at their ends.

    A blank line inside a sentence does not end it. A quotation of several sentences is cut at its inner
    sentence ends, never between a closing quotation mark and the words that say who spoke.
    `language` is an ISO 639-1 code; it decides which abbreviations are known.

    >>> text = "Dr. Doe left. “It is late,” she said."
    >>> [text[span.start : span.end] for span in sentences(text)]
    ['Dr. Doe left.', '“It is late,” she said.']
    """
    return list(_sentences(text, language))


@lru_cache(maxsize=64)
def _sentences(text: str, language: str) -> tuple[Span, ...]:
    """Kept for the texts seen last: whoever answers, attributes and collates asks for the same ones."""
    spans: list[Span] = []
    paragraphs = _paragraphs(text)
    for place, paragraph in enumerate(paragraphs):
        stands_before_more = place + 1 < len(paragraphs)
        if paragraph.kind != "prose":
            spans.append(Span(start=paragraph.start, end=paragraph.end, kind=paragraph.kind))
        elif stands_before_more and paragraph.lines == 1 and looks_like_heading(text[paragraph.start : paragraph.end]):
            spans.append(Span(start=paragraph.start, end=paragraph.end, kind="heading"))
        else:
            spans.extend(_prose(text, paragraph, language))
    return tuple(spans)


class _Paragraph(NamedTuple):
    start: int
    end: int
    kind: Literal["heading", "field", "prose"]
    lines: int


def _paragraphs(text: str) -> list[_Paragraph]:
    """Lines put together where a sentence runs on from one to the next."""
    found = list(lines(text))
    width = _wrap_width(found)
    paragraphs: list[_Paragraph] = []
    before: Line | None = None
    for line in found:
        if before is not None and _runs_on(before, line, width):
            start, _, kind, count = paragraphs.pop()
            paragraphs.append(_Paragraph(start, line.end, kind, count + 1))
        else:
            paragraphs.append(_Paragraph(line.start, line.end, line.kind, 1))
        before = line
    return paragraphs


def _wrap_width(found: list[Line]) -> int | None:
    """The column at which a text is hard-wrapped; None where its lines are whole paragraphs."""
    widest = max((len(line.text) for line in found), default=0)
    return widest if len(found) > 2 and 40 <= widest <= 120 else None


def _runs_on(before: Line, line: Line, width: int | None) -> bool:
    if before.kind != "prose" or line.kind != "prose" or BULLET.match(line.text):
        return False
    if line.breaks == 1 and width is not None:
        first_word = line.text.split(maxsplit=1)[0]
        if len(before.text) + 1 + len(first_word) > width:
            return True
    if line.breaks > _MOST_BREAKS or ends_sentence(before.text) or before.text.endswith(":"):
        return False
    # "iPhone sales" starts a line of its own; "home.” Meanwhile" goes on with the one before.
    letters = _LETTERS.match(line.text)
    if letters is not None and letters.group().islower():
        return True
    return before.text[-1] == "," and line.text[0] in '“"«„'


def _prose(text: str, paragraph: _Paragraph, language: str) -> Iterator[Span]:
    start, end, *_ = paragraph
    plain = _UNPLAIN.sub(" ", text[start:end])
    lead = BULLET.match(plain) or _LEAD_DATELINE.match(plain)
    first = 0
    if lead:
        first = lead.end()
        yield _span(text, start, start + first, "field")
    for cut in [*_cuts(plain, first, language), len(plain)]:
        piece = plain[first:cut].strip()
        yield _span(text, start + first, start + cut, "field" if is_field(piece) else "sentence")
        first = cut


def _cuts(plain: str, first: int, language: str) -> Iterator[int]:
    """Where sentences start after `first`, so that a word stands in each of them."""
    cuts = set(_starts(plain, language))
    for quotation in _QUOTATION.finditer(plain):
        inside = plain[quotation.start() + 1 : quotation.end() - 1]
        if _INNER_END.search(inside):
            cuts.update(quotation.start() + 1 + cut for cut in _starts(inside, language))
    # sentencex sees no end before a quotation that is never closed, or closed by another mark.
    cuts.update(found.end() for found in _BEFORE_QUOTATION.finditer(plain))
    if language == "en":
        cuts.update(found.end() for found in _NO_ABBREVIATION.finditer(plain))
    word = _WORD.search(plain, first)
    for cut in sorted(cuts):
        if word is not None and word.start() < cut and not goes_on(plain, cut):
            word = _WORD.search(plain, cut)
            if word is not None:
                yield cut


def _starts(plain: str, language: str) -> Iterator[int]:
    """Where sentencex starts sentences, but for the first."""
    offset = 0
    while offset < len(plain):
        found: list[dict[str, object]] = get_sentence_boundaries(language, plain[offset : offset + _WINDOW])
        starts = [start for boundary in found if isinstance(start := boundary["start_index"], int) and start > 0]
        yield from (offset + start for start in starts)
        # The next window starts where the last sentence of this one did, for it may go on.
        offset += starts[-1] if starts and offset + _WINDOW < len(plain) else _WINDOW


def _span(text: str, start: int, end: int, kind: Literal["sentence", "field"]) -> Span:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return Span(start=start, end=start + len(piece.strip()), kind=kind)


_MOST_BREAKS = 3
# sentencex takes quadratic time on some long rows of marks.
_WINDOW = 8_000
_WORD = re.compile(r"[^\W_]")
_LETTERS = re.compile(r"[^\W\d_]+")
# "LONDON, May 23 (Reuters) - ", "(AP) — ", "KYIV, Ukraine — ": where and by whom, not part of what is said.
_LEAD_DATELINE = re.compile(
    r"(?:(?:[^\W\d_a-z][^()“”\"]{0,60} )?\([A-Z][\w .&/]{1,24}\)\s*[-–—]+|\([A-Z][\w .&/]{1,24}\)"
    r"|[A-Z]{3}[A-Z .’'-]*(?:, [A-Z][\w. ]{1,24})?\s[-–—]+)\s+(?=[^\Wa-z_]|[“\"‘'«„])"
)
# sentencex takes no lone surrogate and reads a line break as an end.
_UNPLAIN = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029\ud800-\udfff]")
_QUOTATION = re.compile(r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|\"[^\"]*\"")
_BEFORE_QUOTATION = re.compile(r"[a-zß-öø-ÿ\d]{2}[.!?]\s+(?=“[^\Wa-z_])")
# To sentencex "ill." is Illinois and "no." a number, whatever follows.
_NO_ABBREVIATION = re.compile(r"(?<![\w.])(?:[Mm]ay|art|ark|fed|ill|me|miss|no|ore)[.]\s+(?=[^\Wa-z_])")
_INNER_END = re.compile(r"[.!?…]\s")
