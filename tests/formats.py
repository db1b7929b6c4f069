"""Small files of every format, made of text: what the tests of reading share."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage


def pdf(*pages: str, before: str = "", info: str = "") -> bytes:
    """A PDF whose pages hold these lines; `before` is drawn first on each, as PDF operators."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        lines = "".join(f"({line}) Tj 0 -14 Td " for line in page.split("\n") if line)
        drawn = f"{before} BT /F1 12 Tf 72 720 Td {lines} ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    objects.append(f"<< {info} >>")
    out = b"%PDF-1.4\n"
    places = []
    for number, held in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{held}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    return (
        out
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{len(out)}\n%%EOF".encode()
    )


def word(*paragraphs: str, hidden: str = "", title: str = "", styled: str = "") -> bytes:
    """A .docx; `hidden` stands in a hidden run at the end of its last paragraph, `styled` in one of a hidden style."""
    from docx import Document
    from docx.enum.style import WD_STYLE_TYPE

    document = Document()
    document.core_properties.title, document.core_properties.author = title, "Ann Doe"
    for paragraph in paragraphs:
        last = document.add_paragraph(paragraph)
    if hidden:
        last.add_run(hidden).font.hidden = True
    if styled:
        base = document.styles.add_style("Ghost", WD_STYLE_TYPE.CHARACTER)
        base.font.hidden = True
        child = document.styles.add_style("Child of Ghost", WD_STYLE_TYPE.CHARACTER)
        child.base_style = base
        last.add_run(styled, style=child)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def mail(plain: str | None, html: str | None = None, *, attached: str | None = None, charset: str = "utf-8") -> bytes:
    """A letter with these parts."""
    letter = EmailMessage()
    letter["Subject"], letter["From"] = "Talks begin", '"Ann Doe" <ann@herald.example>'
    letter["Date"], letter["Message-ID"] = "Fri, 23 May 2025 10:00:00 +0200", "<1@herald.example>"
    if plain is not None:
        letter.set_content(plain, charset=charset)
    if html is not None:
        letter.set_content(html, subtype="html") if plain is None else letter.add_alternative(html, subtype="html")
    if attached is not None:
        letter.add_attachment(attached, filename="notes.txt")
    return letter.as_bytes()


def zipped(members: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return out.getvalue()


def rss(*items: str, head: str = "<title>The Herald</title>") -> bytes:
    """An RSS file of these items."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>{head}{inside}</channel></rss>'
    ).encode()


def lines(records: Sequence[object]) -> bytes:
    """JSON lines of these records; a text stands as it is."""
    import json

    return b"".join((one if isinstance(one, str) else json.dumps(one)).encode() + b"\n" for one in records)
