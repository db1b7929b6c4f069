"""Bytes in, text and the name of its encoding out.

Knows nothing of articles. A guess is made among few encodings and called a guess: one among many is often wrong.
"""

import codecs
import re
from typing import NamedTuple

from index.errors import ArticleError


class Decoded(NamedTuple):
    """A text and how it was decoded."""

    text: str
    """Every character of the file, a byte-order mark aside."""
    encoding: str
    """`"utf-8"`, `"utf-16-le"`, `"windows-1251"`."""
    notes: tuple[str, ...] = ()
    """That the encoding is a guess, if it is one."""


def decoded(raw: bytes, name: str, *, declared: str | None = None) -> Decoded:
    """The text of a file: by its mark, as UTF-8, as UTF-16 without a mark, as declared, else by a guess.

    A declaration is believed only where the bytes are no UTF-8. Raises ArticleError where nothing fits.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return Decoded(_strictly(raw.removeprefix(mark), encoding, name), encoding)
    if unmarked := _without_mark(raw):
        return Decoded(_strictly(raw, unmarked, name), unmarked, _guessed(unmarked))
    # A few control characters are dirt, which is taken out of the text later on.
    if len(raw.translate(None, delete=_TEXT_BYTES)) > _MOST_DIRT * len(raw):
        raise ArticleError(f"{name}: binary, not text; save the article as UTF-8 text")
    try:
        return Decoded(raw.decode(), "utf-8")
    except UnicodeDecodeError as error:
        return _damaged(raw) or _declared(raw, declared) or _guess(raw, name, error)


def mended(text: str) -> str:
    r"""A text whose halves of surrogate pairs, which nothing can store, are U+FFFD.

    >>> mended("an unpaired \ud83d half") == "an unpaired \ufffd half"
    True
    """
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _without_mark(raw: bytes) -> str | None:
    """UTF-16, told by the zero bytes that half of most letters are: it would be valid UTF-8 too."""
    sample = raw[:_SAMPLE]
    zeros = sample.count(0)
    if zeros * 4 < len(sample) or len(raw) % 2:
        return None
    encoding = "utf-16-be" if sample[::2].count(0) > zeros // 2 else "utf-16-le"
    text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
    return encoding if "\0" not in text and "\ufffd" not in text[:-1] else None


def _strictly(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ArticleError(f"{name}: not {encoding.upper()} ({_where(raw, error)}); save it as UTF-8") from error


def _damaged(raw: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes: far more characters in it are whole that could be in no other encoding."""
    text = raw.decode(errors="replace")
    broken, whole = text.count("\ufffd"), len(_BEYOND_ASCII.findall(text))
    if broken > _MOST_BROKEN * len(text) or 2 * broken > whole - broken:
        return None
    return Decoded(text, "utf-8", (f"characters that could not be decoded: {broken:,}",))


def _declared(raw: bytes, declared: str | None) -> Decoded | None:
    try:
        found = codecs.lookup(declared or "")
        text = raw.decode(found.name)
    except (LookupError, ValueError):
        return None
    # Latin-1 is declared where Windows-1252 is meant (WHATWG Encoding, 4.2): real Latin-1 has nothing at 0x80 to 0x9f.
    if found.name in ("iso8859-1", "ascii"):
        return None
    return Decoded(text, _NAMES.get(found.name, found.name))


def _guess(raw: bytes, name: str, error: UnicodeDecodeError) -> Decoded:
    lines = b"\n".join(line for line in raw.split(b"\n") if not line.isascii())
    if len(lines) > _SAMPLE:  # Cut at a mark that is no part of a longer character in any encoding.
        lines = lines[: max(lines.rfind(mark, 0, _SAMPLE) for mark in (b"\n", b" ", b",", b"!", b'"')) + 1 or _SAMPLE]
    for candidates in (_ALPHABETS, _IDEOGRAPHS):
        encoding = _best(lines, candidates)
        try:
            text = raw.decode(encoding) if encoding else ""
        except UnicodeDecodeError:
            continue
        if encoding and _is_plausible(text, encoding):
            shown = _NAMES.get(encoding, encoding)
            return Decoded(text, shown, _guessed(shown))
    raise ArticleError(
        f"{name}: not UTF-8 ({_where(raw, error)}) and no other encoding fits; save it as UTF-8"
    ) from error


def _best(lines: bytes, candidates: tuple[str, ...]) -> str | None:
    from charset_normalizer import from_bytes

    found = from_bytes(lines, cp_isolation=list(candidates), preemptive_behaviour=False).best()
    if found is None:
        return None
    # Typographic quotation marks are the same bytes in both; without a Cyrillic letter it is the western one.
    if found.encoding == "cp1251" and not _CYRILLIC.search(str(found)):
        return "cp1252"
    return str(found.encoding)


def _is_plausible(text: str, encoding: str) -> bool:
    """Whether a text reads as if it were in that encoding: most letters of the lines in question are of its script."""
    lines = "".join(line for line in text.split("\n") if not line.isascii())
    letters = _CYRILLIC if encoding in _CYRILLICS else _IDEOGRAPH if encoding in _IDEOGRAPHS else _LETTER
    return 2 * len(letters.findall(lines)) > sum(map(str.isalpha, lines)) and not _MISREAD.search(text)


def _guessed(encoding: str) -> tuple[str, ...]:
    return (f"encoding guessed: {encoding}",)


def _where(raw: bytes, error: UnicodeDecodeError) -> str:
    line = raw.count(b"\n", 0, error.start) + 1
    return f"byte 0x{raw[error.start]:02x} in line {line}"


_SAMPLE = 65_536
_MOST_DIRT, _MOST_BROKEN = 0.02, 0.01
_BEYOND_ASCII = re.compile(r"[^\0-\x7f]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Control characters that no text editor writes; tab to carriage return, escape and everything from 0x20 up are text.
_TEXT_BYTES = bytes([*range(9, 14), 0x1A, 0x1B, *range(0x20, 0x100)])
_ALPHABETS = ("cp1252", "cp1251", "koi8_r")
_IDEOGRAPHS = ("cp932", "euc_jp", "gb18030", "big5", "euc_kr")
_NAMES = {"cp1252": "windows-1252", "cp1251": "windows-1251", "koi8_r": "koi8-r", "cp932": "shift_jis"}
_CYRILLICS = ("cp1251", "koi8_r")
_LETTER, _CYRILLIC = re.compile(r"[^\W\d_]"), re.compile(r"[\u0400-\u04ff]")
# Polish in Windows-1250 is valid Windows-1252 too ("og³osi³"), and many a misreading has control characters.
_MISREAD = re.compile(r"[^\W\d_][\u00b9\u00b3\u00bf\u00be\u00bc][^\W\d_]|[\x80-\x9f\ue000-\uf8ff]")
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
