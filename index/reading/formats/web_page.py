"""A saved web page in, its article out: the main text without menus, banners, captions and hidden text.

Knows nothing of files. trafilatura (Barbaresi 2021) finds the main text; what it may see was cleaned before.
"""

import logging
import re
from typing import TYPE_CHECKING, NamedTuple

from index.errors import ArticleError
from index.reading.decoding import decoded
from index.reading.formats.markup import Tidied, tidied
from index.reading.told import Draft, Told

if TYPE_CHECKING:
    from lxml.html import HtmlElement


class PlainText(NamedTuple):
    """The text of a piece of HTML."""

    text: str
    """Paragraphs parted by an empty line."""
    notes: tuple[str, ...]
    """What was left out of it."""


def read_page(raw: bytes, name: str) -> Draft:
    """The article of a page. Raises ArticleError where it has no text or is made to exhaust a parser."""
    from index.reading.formats.hidden import strip_unseen
    from index.reading.formats.page_facts import page_facts

    page = decoded(raw, name, declared=_declared(raw))
    tidy = tidied(page.text, name)
    tree = _parsed(tidy, name)
    told = page_facts(tree, tidy.linked_data)
    left_out = strip_unseen(tree, tidy.styles)
    main, whole = _main_text(tree), _plain(tree)
    if not (main or whole):
        raise ArticleError(f"{name}: no text that a reader sees; save the page once it is fully loaded, or as text")
    notes = (*page.notes, *_notes(left_out.hidden, left_out.captions), *(() if main else ("main text not told apart",)))
    return Draft(main or whole, told.over(Told(encoding=page.encoding, notes=notes)))


def plain_text(html: str, name: str) -> PlainText:
    """All visible text of a piece of HTML, such as the body of a letter. Raises ArticleError as `read_page`."""
    from index.reading.formats.hidden import strip_unseen

    tidy = tidied(html, name)
    if not tidy.html.strip():
        return PlainText("", ())
    tree = _parsed(tidy, name)
    left_out = strip_unseen(tree, tidy.styles)
    return PlainText(_plain(tree), _notes(left_out.hidden, left_out.captions))


def _declared(raw: bytes) -> str | None:
    found = _CHARSET.search(raw[:_HEAD])
    return found.group(1).decode("ascii") if found else None


def _parsed(tidy: Tidied, name: str) -> "HtmlElement":
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(f"<!DOCTYPE html>{tidy.html}".encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ArticleError(f"{name}: no text in it; save the page once it is fully loaded, or as text") from error


def _main_text(tree: "HtmlElement") -> str:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    from trafilatura import extract

    return (extract(tree, include_comments=False, include_tables=True, include_formatting=False) or "").strip()


def _plain(tree: "HtmlElement") -> str:
    """The text of the body, block by block."""
    from lxml import etree

    pieces: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in ("head", "title", "meta"):
            if event == "start" and element.tag == "head":
                element.clear(keep_tail=True)
            continue
        gap = "\n" if element.tag == "br" else "" if element.tag in _INLINE else "\n\n"
        pieces += [gap, (element.text if event == "start" else element.tail) or ""]
    lines = [" ".join(line.split()) for line in "\0".join(pieces).split("\n")]
    return _GAPS.sub("\n\n", "\n".join(line.replace("\0", "").strip() for line in lines)).strip()


def _notes(hidden: int, captions: int) -> tuple[str, ...]:
    said = []
    if hidden:
        said.append(f"hidden text left out: {hidden:,} characters")
    if captions:
        said.append(f"captions left out: {captions}")
    return tuple(said)


_HEAD = 4_096
_CHARSET = re.compile(rb"""(?i)<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""")
_INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i img input ins kbd label mark q s samp small span strike strong"
    " sub sup time tt u var wbr".split()
)
_GAPS = re.compile(r"\n{3,}")
