"""What the first bytes of a file say that it is, against what its ending says.

Knows nothing of what stands behind them.
"""

from index.errors import ArticleError

_KINDS: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (b"%PDF-", "a PDF", (".pdf",)),
    (b"PK\x03\x04", "a zip archive or an Office document", (".zip", ".docx")),
    (b"PK\x05\x06", "an empty zip archive", (".zip", ".docx")),
    (b"\xd0\xcf\x11\xe0", "an old Office document (an old .doc)", (".docx",)),
    (b"{\\rtf", "rich text (.rtf)", ()),
    (b"\x1f\x8b", "a gzip archive", ()),
    (b"\x7fELF", "a program", ()),
    (b"\x89PNG", "a picture", ()),
    (b"\xff\xd8\xff", "a picture", ()),
    (b"GIF8", "a picture", ()),
    (b"<!doctype html", "a web page", (".htm", ".html", ".xhtml", ".xml", ".eml")),
    (b"<html", "a web page", (".htm", ".html", ".xhtml", ".xml", ".eml")),
)
"""The first bytes, what they mean, and the endings that fit."""
_ELSEWHERE = {".pdf": "damaged, or no PDF", ".docx": "no .docx", ".zip": "damaged, or no zip archive"}
_LONGEST = max(len(mark) for mark, *_ in _KINDS)


def refuse_disguised(raw: bytes, name: str, suffix: str) -> None:
    """Raise ArticleError where a file is plainly something else than its ending says."""
    head = raw[: _LONGEST + 64].lstrip(b"\xef\xbb\xbf \t\r\n")[:_LONGEST]
    for mark, kind, endings in _KINDS:
        if (head.lower() if mark.startswith(b"<") else head).startswith(mark) and suffix not in endings:
            what = _ELSEWHERE.get(suffix) or (f"no {suffix}" if _is_text(mark) else "binary, not text")
            instead = f"give it the ending {endings[0]}" if endings else "save its text as a .txt file"
            raise ArticleError(f"{name}: {what}: it is {kind}; {instead}")


def _is_text(mark: bytes) -> bool:
    return mark.isascii() and mark.decode().isprintable()
