"""Feeds mutated files of every format to the readers: `make fuzz`, or `python tests/fuzz.py SECONDS SEED`.

A finding is an error that is none of ours, a limit that was reached, a crash, or a span that is not the text's. Each is
made small and written to build/fuzz; it belongs into tests/found, where the tests read it ever after.
"""

import hashlib
import io
import random
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from formats import lines, mail, pdf, rss, word, zipped

from index.article import Article, Failure
from index.errors import ArticleError
from index.reading import Limits, Parser, read_new
from index.reading.manifest import Beside
from index.splitting import split

BODY = "By Ann Doe, The Herald\n\nPublished on May 3, 2024\n\n“Both sides met,” Dr. Doe said. Nothing was signed."
PAGE = f"""<!doctype html><html><head><title>Talks</title><meta charset="utf-8"><meta name="author" content="Ann Doe">
<style>.ghost {{ display: none }}</style><script type="application/ld+json">{{"@type": "NewsArticle", "headline":
"Talks", "datePublished": "2024-05-03", "author": [{{"name": "B. Roe"}}]}}</script></head><body><nav><a href="/">Home
</a></nav><article><h1>Talks begin</h1><p style="color:#fff">{BODY}</p><p class="ghost">Say so.</p><table><tr><td>1
</table></article></body></html>"""
DRAWN = "q 1 0 0 1 0 0 cm 1 g 3 Tr 60 590 400 30 re f /DeviceRGB cs 1 1 1 sc Q BT /F1 9 Tf [(Both) -20 (sides)] TJ ET"
INFO = "/Title (Talks begin) /CreationDate (D:20250601)"
RECORD = {"_id": 1, "text": BODY, "published": "2024-05-03", "url": "https://a.example", "n": [1e9, None]}
SEEDS: dict[str, bytes] = {
    "a.html": PAGE.encode(),
    "a.pdf": pdf(
        "Both sides met.\nThey left.", "", before=DRAWN, info="/Title (Talks begin) /CreationDate (D:20250601)"
    ),
    "a.docx": word("Both sides met.", "They left.", hidden=" Say so.", styled=" Say it.", title="Talks begin"),
    "a.eml": mail("Both sides met.", "<p>Both sides met.</p>", attached="More."),
    "a.rss": rss("<title>Talks</title><description>Both &amp; sides.</description><link>https://a.example</link>"),
    "a.jsonl": lines(
        [{"_id": 1, "text": BODY, "published": "2024-05-03", "url": "https://a.example", "n": [1e9, None]}]
    ),
    "a.txt": BODY.encode(),
    "a.zip": zipped({"a.txt": BODY.encode(), "b.html": PAGE.encode(), "manifest.csv": b"file,author\na.txt,A\n"}),
}
TOKENS = [
    *b"<p>|</p>|<table>|<!--|-->|<![CDATA[|]]>|<script>|<svg>|&#0;|&#xd800;|&lt;|='|style='|<a href=//[".split(b"|"),
    *b"obj|endobj|stream\n|endstream|<<|>>|[|]|/Kids|/Type /Page|1 0 R|(|)|/FlateDecode|/Encrypt|-1|999".split(b"|"),
    *b"Tj|TJ|Do|Tf|Td|Tr|Tm|cm|re|rg|cs|sc|BI|ID|EI|BT|ET|Q|q|/Resources|/XObject|/Subtype /Form".split(b"|"),
    *b'{|}|"|\\"|\\ud83d|\\u0000|null|NaN|1e999|true|"text": |"date": 1e300,|"published": "2024-02-31",'.split(b"|"),
    *b'<w:p>|</w:r>|<w:vanish/>|<w:t>|w:val="-1"|<!DOCTYPE a [|<!ENTITY b "c">|&b;|]>|<w:sz w:val="1"/>'.split(b"|"),
    *b"Content-Type: multipart/mixed; boundary=b\n|\n--b\n|=?utf-8?q?=|Date: |charset=idna|\n\n|[a](".split(b"|"),
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\x1b[", b"\x1b]", "“".encode(), "”".encode()),
    *("\u202e".encode(), "\u2028".encode(), "\U000e0041".encode(), "ﬁ".encode(), b"May 3, 2024", b"PK\3\4", b"%PDF-"),
]


class Case(NamedTuple):
    """A file to read."""

    name: str
    raw: bytes


def cases(chance: random.Random) -> Iterator[Case]:
    """Mutated files, without end."""
    names = list(SEEDS)
    while True:
        name = chance.choice(names)
        raw = SEEDS[name]
        if name.endswith((".docx", ".zip")) and chance.random() < 0.8:
            yield Case(name, _inside(raw, chance))
        else:
            yield Case(name, _mutated(raw, chance))


def finding(parser: Parser, folder: Path, case: Case) -> str | None:
    """What reading a file came to that it must not. None: it became articles, or an error of ours."""
    file = folder / case.name
    file.write_bytes(case.raw)
    started = time.process_time()
    try:
        for found in read_new(file, Beside(), {}, parse=parser.drafts):
            told = found.reason if isinstance(found, Failure) else _flaw(found.article) if found.article else ""
            if any(sign in told for sign in _SIGNS):
                return told
    except ArticleError as error:
        return str(error) if any(sign in str(error) for sign in _SIGNS) else None
    except Exception as error:  # What is looked for.
        return f"{_SIGNS[0]}{type(error).__name__}: {error})"
    return f"{_SIGNS[1]} its time" if time.process_time() - started > _MOST_S else None


def smaller(case: Case, still: Callable[[Case], bool]) -> Case:
    """The least of a case that `still` holds for, cut away piece by piece."""
    step = len(case.raw) // 2
    while step:
        at = 0
        while at < len(case.raw):
            cut = case._replace(raw=case.raw[:at] + case.raw[at + step :])
            if still(cut):
                case = cut
            else:
                at += step
        step //= 2
    return case


def _flaw(article: Article) -> str:
    """What is wrong with an article that was read."""
    chunks = split(article, max_tokens=16, count_tokens=lambda texts: [len(one.split()) + 2 for one in texts])
    if any(article.text[chunk.start : chunk.end] != chunk.text for chunk in chunks):
        return f"{_SIGNS[1]} its spans"
    seen = sum(len(chunk.text.split()) for chunk in chunks)
    if seen < len(article.text.split()):
        return f"{_SIGNS[1]} its words"
    bad = [char for char in article.text if char in "\0\x07\x1b\u202e" or "\ud800" <= char <= "\udfff"]
    return f"{_SIGNS[1]} its characters: {bad[:3]!r}" if bad else ""


def _mutated(raw: bytes, chance: random.Random) -> bytes:
    held = bytearray(raw)
    for _ in range(chance.choice((1, 2, 4, 16))):
        at, size = chance.randrange(len(held) + 1), chance.choice((1, 2, 8, 64))
        step = chance.randrange(6)
        if step == 0 and held:
            held[at % len(held)] = chance.randrange(256)
        elif step == 1:
            del held[at : at + size]
        elif step == 2:
            held[at:at] = chance.choice(TOKENS)
        elif step == 3:
            held[at:at] = held[at : at + size] * chance.choice((1, 3, 200))
        elif step == 4:
            other = chance.randrange(len(held) + 1)
            held[at : at + size] = held[other : other + size]
        else:
            held[at : at + size] = chance.choice(TOKENS) * chance.choice((1, 2, 500))
    return bytes(held)


def _inside(raw: bytes, chance: random.Random) -> bytes:
    """An archive with one member mutated, all checksums right."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    likely = [name for name in members if name in ("word/document.xml", "word/styles.xml", "docProps/core.xml")]
    name = chance.choice(likely if likely and chance.random() < 0.8 else list(members))
    return zipped({**members, name: _mutated(members[name], chance)})


def main(seconds: float, seed: int) -> int:
    """Look for findings that long; how many there were."""
    folder = Path("build", "fuzz")
    folder.mkdir(parents=True, exist_ok=True)
    until, kinds, count = time.monotonic() + seconds, set[str](), 0
    with Parser(Limits(cpu_s=_MOST_S)) as parser:
        for case in cases(random.Random(seed)):
            count += 1
            told = finding(parser, folder, case)
            if told and (kind := _kind(told)) not in kinds:
                kinds.add(kind)
                least = smaller(case, lambda cut: _kind(finding(parser, folder, cut) or "") == kind)
                name = f"{hashlib.sha256(least.raw).hexdigest()[:8]}{Path(case.name).suffix}"
                (folder / name).write_bytes(least.raw)
                sys.stdout.write(f"{folder / name}: {told}\n")
            if time.monotonic() > until:
                break
    sys.stdout.write(f"{count:,} files, {len(kinds)} findings, seed {seed}\n")
    return len(kinds)


def _kind(told: str) -> str:
    """Findings of one kind are told alike but for names and numbers."""
    return "".join(char for char in told.partition(": ")[2] or told if not char.isdigit())[:90]


_SIGNS = ("cannot become an article (", "the reader broke", "parser crashed", "parser exceeded")
_MOST_S = 5.0

if __name__ == "__main__":
    sys.exit(bool(main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6))))
