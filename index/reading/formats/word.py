"""A Word document (.docx) in, its article out; text that Word hides is left out.

Knows nothing of files. Its size is checked before anything is unpacked: 2 MB can unpack to a gigabyte.
"""

import io
import zipfile
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from index.article import Published
from index.errors import ArticleError
from index.reading.formats.archive import DAMAGED
from index.reading.told import Draft, Stated, Told

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

MAX_UNPACKED_BYTES = 100_000_000
"""Of all parts together, pictures included."""
MAX_RUNS = 300_000
"""Pieces of text with a look of their own; a long book has a tenth."""


def read_word(raw: bytes, name: str) -> Draft:
    """The text of a document, a paragraph a line with an empty line between. Raises ArticleError where it has none."""
    _refuse_bomb(raw, name)
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    try:
        document = Document(io.BytesIO(raw))
        paragraphs, hidden = _paragraphs(document, name)
        told = _told(document)
    except (OpcError, XMLSyntaxError, KeyError, ValueError, AttributeError, *DAMAGED) as error:
        raise ArticleError(f"{name}: damaged, or no .docx; open it in Word and save it as .docx again") from error
    if not paragraphs:
        raise ArticleError(f"{name}: no text in it; delete it or put the article's text in")
    notes = (f"hidden text left out: {hidden:,} characters",) if hidden else ()
    return Draft("\n\n".join(paragraphs), told._replace(notes=notes))


def _refuse_bomb(raw: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            size = sum(part.file_size for part in parts.infolist())
            locked = any(part.flag_bits & 1 for part in parts.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ArticleError(
            f"{name}: no .docx (an old .doc, or locked?); open it in Word and save it as .docx"
        ) from error
    if locked:
        raise ArticleError(f"{name}: locked with a password; save it without one")
    if size > MAX_UNPACKED_BYTES:
        limit = MAX_UNPACKED_BYTES // 1_000_000
        raise ArticleError(f"{name}: unpacks to {size // 1_000_000:,} MB, the limit is {limit}; save its text alone")


def _paragraphs(document: "Document", name: str) -> tuple[list[str], int]:
    """The visible text of each paragraph, tables included, and the number of hidden characters."""
    paragraphs: dict[_Element, tuple[list[str], bool]] = {}
    styles, hidden = _hidden_styles(document), 0
    for number, run in enumerate(document.element.body.iter(_R)):
        if number == MAX_RUNS:
            raise ArticleError(f"{name}: more than {MAX_RUNS:,} pieces of text; split it into one file per article")
        # The nearest one: a text box inside a run holds paragraphs of its own.
        paragraph = next(run.iterancestors(_P), run)
        if paragraph not in paragraphs:
            paragraphs[paragraph] = [], _is_hidden(paragraph, styles)
        (seen, is_hidden), text = paragraphs[paragraph], "".join(_texts(run))
        if is_hidden or _is_hidden(run, styles) or _is_faint(run):
            hidden += len(text)
        else:
            seen.append(text)
    return [line for seen, _ in paragraphs.values() if (line := "".join(seen).strip())], hidden


def _texts(run: "_Element") -> Iterator[str]:
    for part in run:
        yield part.text or "" if part.tag == _T else _BREAKS.get(part.tag, "")


def _is_hidden(element: "_Element", styles: frozenset[str]) -> bool:
    """Whether a run, or all of a paragraph, is hidden by itself or by its style."""
    properties = next(element.iterchildren(), None)
    if properties is None or properties.tag not in (_RPR, _PPR):
        return False
    # A paragraph's w:pPr/w:rPr hides the paragraph mark, not its text.
    if element.tag == _R and (vanish := properties.find(_VANISH)) is not None:
        return _is_on(vanish)
    style = next(properties.iterchildren(_RSTYLE, _PSTYLE), None)
    return style is not None and style.get(_VAL) in styles


def _is_faint(run: "_Element") -> bool:
    """Whether a run is too small to be read, or white where nothing says that it stands on another colour."""
    properties = next(run.iterchildren(_RPR), None)
    if properties is None:
        return False
    size, color = (next(properties.iterchildren(tag), None) for tag in (_SIZE, _COLOR))
    if size is not None and size.get(_VAL, "").isdecimal() and int(size.get(_VAL, "")) <= _SMALLEST:
        return True
    if color is None or color.get(_VAL, "").upper() != "FFFFFF":
        return False
    paragraph = next(run.iterancestors(_P), run)
    shaded = paragraph.iterfind(f"{_PPR}/{_GROUNDS[0]}")
    grounds = chain(properties.iterchildren(*_GROUNDS), shaded, run.iterancestors(*_BOXES))
    return next(grounds, None) is None


def _is_on(vanish: "_Element") -> bool:
    return vanish.get(_VAL, "1") not in ("0", "false", "off")


def _hidden_styles(document: "Document") -> frozenset[str]:
    """Ids of the styles that hide text, by themselves or by a style that they are based on."""
    hidden, based = set[str](), dict[str, str]()
    for style in document.styles.element.iter(_STYLE):
        name = style.get(_STYLEID, "")
        for vanish in style.iterfind(f"{_RPR}/{_VANISH}"):
            if _is_on(vanish):
                hidden.add(name)
        for parent in style.iterchildren(_BASEDON):
            based[name] = parent.get(_VAL, "")
    for _ in range(_DEEPEST_STYLE):
        hidden |= {name for name, parent in based.items() if parent in hidden}
    return frozenset(hidden)


def _told(document: "Document") -> Told:
    """What the document says of itself: its dates are those of the file."""
    facts = document.core_properties
    title, author = (" ".join((value or "").split()) for value in (facts.title, facts.author))
    dated = [("created", facts.created), ("modified", facts.modified)]
    return Told(
        title=Stated(title, "document field 'title'") if len(title.split()) > 1 else None,
        author=Stated(author, "document field 'author'") if author and author != "python-docx" else None,
        made=tuple(
            Published(date=day.date(), how=f"document field {name!r}: {day.date()}") for name, day in dated if day
        ),
    )


_DEEPEST_STYLE = 20
# Half points: 1.5 pt.
_SMALLEST = 3
_MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _PPR, _PSTYLE = f"{_MAIN}p", f"{_MAIN}pPr", f"{_MAIN}pStyle"
_R, _RPR, _RSTYLE = f"{_MAIN}r", f"{_MAIN}rPr", f"{_MAIN}rStyle"
_STYLE, _STYLEID, _BASEDON = f"{_MAIN}style", f"{_MAIN}styleId", f"{_MAIN}basedOn"
_T, _VANISH, _VAL = f"{_MAIN}t", f"{_MAIN}vanish", f"{_MAIN}val"
_SIZE, _COLOR = f"{_MAIN}sz", f"{_MAIN}color"
_GROUNDS = (f"{_MAIN}shd", f"{_MAIN}highlight")
# Tables and text boxes have grounds of their own, by their styles.
_BOXES = (f"{_MAIN}tbl", f"{_MAIN}txbxContent")
_BREAKS = {f"{_MAIN}tab": "\t", f"{_MAIN}br": "\n", f"{_MAIN}cr": "\n", f"{_MAIN}noBreakHyphen": "-"}
