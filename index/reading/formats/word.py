"""A Word document (.docx) in, its article out; text that Word hides is left out.

Knows nothing of files. Its size is checked before anything is unpacked: 2 MB can unpack to a gigabyte.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.article import Published
from index.errors import ArticleError
from index.reading.told import Draft, Stated, Told

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

MAX_UNPACKED_BYTES = 100_000_000
"""Of all parts together, pictures included."""


def read_word(raw: bytes, name: str) -> Draft:
    """The text of a document, a paragraph a line with an empty line between. Raises ArticleError where it has none."""
    _refuse_bomb(raw, name)
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    try:
        document = Document(io.BytesIO(raw))
        paragraphs, hidden = _paragraphs(document)
        told = _told(document)
    except (OpcError, XMLSyntaxError, KeyError, ValueError, AttributeError, zipfile.BadZipFile) as error:
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


def _paragraphs(document: "Document") -> tuple[list[str], int]:
    """The visible text of each paragraph, tables included, and the number of hidden characters."""
    from docx.oxml.ns import qn

    styles, paragraphs, hidden = _hidden_styles(document), list[str](), 0
    for paragraph in document.element.body.iter(qn("w:p")):
        seen: list[str] = []
        for run in paragraph.iter(qn("w:r")):
            # A text box inside a run holds paragraphs of its own.
            if next(run.iterancestors(qn("w:p"))) is not paragraph:
                continue
            text = "".join(_texts(run))
            if _is_hidden(run, styles) or _is_hidden(paragraph, styles):
                hidden += len(text)
            else:
                seen.append(text)
        if line := "".join(seen).strip():
            paragraphs.append(line)
    return paragraphs, hidden


def _texts(run: "_Element") -> Iterator[str]:
    from docx.oxml.ns import qn

    breaks = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    for part in run:
        yield part.text or "" if part.tag == qn("w:t") else breaks.get(part.tag, "")


def _is_hidden(element: "_Element", styles: frozenset[str]) -> bool:
    """Whether a run, or all of a paragraph, is hidden by itself or by its style."""
    from docx.oxml.ns import qn

    for properties in element.iterchildren(qn("w:rPr"), qn("w:pPr")):
        # A paragraph's w:pPr/w:rPr hides the paragraph mark, not its text.
        if element.tag == qn("w:r") and (vanish := properties.find(qn("w:vanish"))) is not None:
            return vanish.get(qn("w:val"), "1") not in ("0", "false", "off")
        for style in properties.iterchildren(qn("w:rStyle"), qn("w:pStyle")):
            return style.get(qn("w:val")) in styles
    return False


def _hidden_styles(document: "Document") -> frozenset[str]:
    """Ids of the styles that hide text, by themselves or by a style that they are based on."""
    from docx.oxml.ns import qn

    hidden, based = set[str](), dict[str, str]()
    for style in document.styles.element.iter(qn("w:style")):
        name = style.get(qn("w:styleId"), "")
        for vanish in style.iterfind(f"{qn('w:rPr')}/{qn('w:vanish')}"):
            if vanish.get(qn("w:val"), "1") not in ("0", "false", "off"):
                hidden.add(name)
        for parent in style.iterchildren(qn("w:basedOn")):
            based[name] = parent.get(qn("w:val"), "")
    while more := {name for name, parent in based.items() if parent in hidden} - hidden:
        hidden |= more
    return frozenset(hidden)


def _told(document: "Document") -> Told:
    """What the document says of itself: its dates are those of the file."""
    facts = document.core_properties
    title, author = (" ".join((value or "").split()) for value in (facts.title, facts.author))
    dated = [("created", facts.created), ("modified", facts.modified)]
    return Told(
        title=Stated(title, "document field 'title'") if len(title.split()) > 1 else None,
        author=Stated(author, "document field 'author'") if author and author != "python-docx" else None,
        updates=tuple(
            Published(date=day.date(), how=f"document field {name!r}: {day.date()}") for name, day in dated if day
        ),
    )
