"""A PDF in, its article out.

Knows nothing of files. Text that no reader can see is left out (`pdf_page.py`).
"""

import io
import logging
from typing import TYPE_CHECKING

from index.article import Published
from index.errors import ArticleError
from index.reading.dates import day_in
from index.reading.decoding import mended
from index.reading.formats.pdf_page import seen_text
from index.reading.told import Draft, Stated, Told

if TYPE_CHECKING:
    from pypdf import DocumentInformation, PdfReader

MAX_PAGES = 2_000
"""Of one article."""


def read_pdf(raw: bytes, name: str) -> Draft:
    """The text of a PDF, its pages parted by an empty line. Raises ArticleError where there is none to read."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # It warns on standard error.
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    try:
        return _draft(PdfReader(io.BytesIO(raw)), name)
    except (FileNotDecryptedError, DependencyError) as error:
        raise _locked(name) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError) as error:
        raise ArticleError(f"{name}: damaged, or no PDF; open it and save it as PDF again, or as text") from error


def _draft(reader: "PdfReader", name: str) -> Draft:
    if reader.is_encrypted and not reader.decrypt(""):
        raise _locked(name)
    if len(reader.pages) > MAX_PAGES:
        raise ArticleError(f"{name}: more than {MAX_PAGES:,} pages; split it into one file per article")
    seen = [seen_text(page) for page in reader.pages]
    pages = [mended(page.text).replace("\0", "").strip() for page in seen]
    if not any(any(map(str.isalnum, page)) for page in pages):
        raise ArticleError(f"{name}: no text in it, a scan perhaps; run text recognition (OCR) on it first")
    notes = []
    if hidden := sum(page.hidden for page in seen):
        notes.append(f"hidden text left out: {hidden:,} characters")
    if recognised := sum(page.recognised for page in seen):
        notes.append(f"text recognised from pictures: {recognised:,} characters")
    if empty := sum(not page for page in pages):
        notes.append(f"pages without text: {empty} of {len(pages)}")
    return Draft("\n\n".join(filter(None, pages)), _told(reader.metadata)._replace(notes=tuple(notes)))


def _told(facts: "DocumentInformation | None") -> Told:
    """What the PDF says of itself: its dates are those of the file, which is often made later."""
    if facts is None:
        return Told()
    made = day_in(str(facts.get("/CreationDate") or "").removeprefix("D:"))
    title, author = (" ".join(mended(str(facts.get(name) or "")).split()) for name in ("/Title", "/Author"))
    return Told(
        title=Stated(title, "PDF field 'Title'") if len(title.split()) > 1 else None,
        author=Stated(author, "PDF field 'Author'") if author else None,
        made=(Published(date=made, how=f"PDF field 'CreationDate': {facts.get('/CreationDate')}"),) if made else (),
    )


def _locked(name: str) -> ArticleError:
    return ArticleError(f"{name}: locked with a password; unlock it and save it without one")
