"""Small files made to break whoever reads them: what the tests of hostile files share."""

import io
import random
import re
import zipfile
import zlib

from formats import pdf, word, zipped
from pypdf import PdfWriter

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE bomb [<!ENTITY l0 "lol">{LAUGHS}]>'
THIEF = '<!DOCTYPE thief [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'
NOISE = random.Random(7).randbytes(4_000)


def document(inside: str, head: str = "") -> bytes:
    """A .docx with this body, its XML begun by `head`."""
    with zipfile.ZipFile(io.BytesIO(word("BODY"))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:document {space}><w:body>{inside}</w:body></w:document>"
    return zipped({**parts, "word/document.xml": f'<?xml version="1.0"?>{head}{body}'.encode()})


def run(text: str, look: str = "") -> str:
    """A paragraph of one run with these properties."""
    return f"<w:p><w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def lying_document() -> bytes:
    """A .docx whose directory says that its text is 600 bytes; unpacked it is 50 MB."""
    raw = bytearray(document(run("Words ") * 600_000))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        at, stored = archive.start_dir, archive.getinfo("word/document.xml").file_size
    size = stored.to_bytes(4, "little")
    while (at := raw.find(size, at)) >= 0:
        raw[at : at + 4] = (600).to_bytes(4, "little")
    return bytes(raw)


def torn_document() -> bytes:
    """A .docx whose text is packed wrongly."""
    raw = bytearray(word("Both sides met."))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        body = archive.getinfo("word/document.xml")
    at = body.header_offset + 30 + len(body.filename)
    raw[at : at + 8] = b"\xff" * 8
    return bytes(raw)


def flate_bomb() -> bytes:
    """A PDF whose page unpacks to a gigabyte."""
    packing = zlib.compressobj(9)
    packed = b"".join(packing.compress(b" " * 10_000_000) for _ in range(100)) + packing.flush()
    drawn = b"5 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream\nendobj\n" % (len(packed), packed)
    return re.sub(rb"5 0 obj.*?endobj\n", lambda found: drawn, pdf("Both"), flags=re.DOTALL)


def cyclic_pages() -> bytes:
    """A PDF whose list of pages holds itself."""
    return pdf("Both sides met.").replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")


def locked(password: str, owner: str | None = None) -> bytes:
    """A PDF behind a password."""
    writer, out = PdfWriter(clone_from=io.BytesIO(pdf("Both sides met."))), io.BytesIO()
    writer.encrypt(password, owner_password=owner, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()
