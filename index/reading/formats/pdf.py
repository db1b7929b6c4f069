"""A PDF in, its article out.

Knows nothing of files. Text that no reader can see, too small or off the page, is left out.
"""

import io
import logging
import time
from typing import TYPE_CHECKING

from index.article import Published
from index.errors import ArticleError
from index.reading.dates import day_in
from index.reading.decoding import mended
from index.reading.told import Draft, Stated, Told

if TYPE_CHECKING:
    from pypdf import DocumentInformation, PageObject, PdfReader

MAX_PAGES, MAX_SECONDS = 2_000, 60.0
"""Of one article; for one file."""


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
    until, pages, unseen = time.monotonic() + MAX_SECONDS, list[str](), 0
    for page in reader.pages:
        text, left_out = _seen(page)
        pages.append(text)
        unseen += left_out
        if time.monotonic() > until:
            raise ArticleError(f"{name}: takes longer than {MAX_SECONDS:.0f} s to read; split it or save it as text")
    if not any(any(map(str.isalnum, page)) for page in pages):
        raise ArticleError(f"{name}: no text in it, a scan perhaps; run text recognition (OCR) on it first")
    notes = [f"text too small or off the page left out: {unseen:,} characters"] if unseen else []
    if empty := sum(not page for page in pages):
        notes.append(f"pages without text: {empty} of {len(pages)}")
    return Draft("\n\n".join(filter(None, pages)), _told(reader.metadata)._replace(notes=tuple(notes)))


def _seen(page: "PageObject") -> tuple[str, int]:
    """The text of a page that its reader sees, and the number of characters that are not."""
    pieces, unseen = list[str](), 0
    left, bottom, right, top = (float(edge) for edge in page.mediabox)

    def look(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        nonlocal unseen
        x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        height = abs(size) * max(abs(tm[1]), abs(tm[3])) * max(abs(cm[1]), abs(cm[3]))
        seen = height >= _SMALLEST and left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1
        if seen or not text.strip():
            pieces.append(text)
        else:
            unseen += len(text.strip())

    page.extract_text(visitor_text=look)
    return mended("".join(pieces)).replace("\0", "").strip(), unseen


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


_SMALLEST = 1.5
