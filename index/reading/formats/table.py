"""Which format reads which file: a stream in, drafts of articles out, one after the other.

Knows nothing of files on disk or of what a text states; each format stands in a file of its own.
"""

import io
import tempfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO

from index.errors import ArticleError, LibraryError
from index.reading.articles import shown
from index.reading.decoding import decoded
from index.reading.formats.archive import DAMAGED, MAX_RATIO, Budget, Member, members
from index.reading.formats.feed import read_feed
from index.reading.formats.json_lines import read_json_lines
from index.reading.formats.mail import read_mail
from index.reading.formats.pdf import read_pdf
from index.reading.formats.signatures import refuse_disguised
from index.reading.formats.web_page import read_page
from index.reading.formats.word import read_word
from index.reading.manifest import MANIFESTS, Manifest, read_manifest
from index.reading.temporary import room_for_temporary_files
from index.reading.told import Draft, Told

MAX_ARTICLE_BYTES = 20_000_000
"""A file of one article, or a feed, above this is none."""
_IN_MEMORY = 50_000_000


def read_text(raw: bytes, name: str) -> Draft:
    """A plain text, verbatim. Raises ArticleError where it is binary or its encoding cannot be told."""
    text, encoding, notes = decoded(raw, name)
    return Draft(text, Told(encoding=encoding, notes=notes))


ONE: dict[str, Callable[[bytes, str], Draft]] = {
    ".docx": read_word,
    ".eml": read_mail,
    ".htm": read_page,
    ".html": read_page,
    ".md": read_text,
    ".pdf": read_pdf,
    ".txt": read_text,
    ".xhtml": read_page,
}
"""Formats of one article a file."""

_FEEDS = (".atom", ".rss", ".xml")
_LINES = (".jsonl", ".ndjson")
STREAMED = (*_LINES, ".zip")
"""Formats that are read article by article, however long the file."""

PLAIN = (".md", ".txt", *_LINES)
"""Formats that take linear time and memory to read, whatever is in them."""

SUFFIXES = tuple(sorted([*ONE, *_FEEDS, *STREAMED]))
"""Suffixes of every format that is read, in lower case."""


def drafts(
    stream: IO[bytes], *, name: str, suffix: str, budget: Budget | None = None
) -> Iterator[Draft | ArticleError]:
    """What a stream holds: a draft for each article, an error for each that cannot become one.

    `name` is safe to print. Raises ArticleError where nothing of it can be read, or nothing more; LibraryError where
    the folder for temporary files is full.
    """
    if read_one := ONE.get(suffix):
        yield read_one(_all_of(stream, name, suffix), name)
    elif suffix in _FEEDS:
        yield from read_feed(_all_of(stream, name, suffix), name)
    elif suffix in _LINES:
        yield from read_json_lines(stream, name)
    else:
        yield from _unpacked(stream, name, budget or Budget())


def _all_of(stream: IO[bytes], name: str, suffix: str) -> bytes:
    raw = stream.read(MAX_ARTICLE_BYTES + 1)
    if len(raw) > MAX_ARTICLE_BYTES:
        raise ArticleError(
            f"{name}: larger than {MAX_ARTICLE_BYTES // 1_000_000} MB; split it into one file per article"
        )
    if not raw:
        raise ArticleError(f"{name}: the file is empty; delete it or put the article's text in")
    refuse_disguised(raw, name, suffix)
    return raw


def _unpacked(stream: IO[bytes], name: str, budget: Budget) -> Iterator[Draft | ArticleError]:
    if budget.depth == 0:
        raise ArticleError(f"{name}: an archive too deep inside others; unpack it")
    budget.depth -= 1
    manifest, readable = Manifest(), False
    for member in members(stream, name, budget, first=MANIFESTS):
        place, suffix = f"{name}/{shown(member.name)}", PurePosixPath(member.name).suffix.lower()
        if member.is_bomb and (suffix in SUFFIXES or member.name in MANIFESTS):
            readable = True
            yield ArticleError(f"{place}: packed more than {MAX_RATIO} to 1, which no text is; take it out")
        elif member.name in MANIFESTS:
            manifest, wrong = _manifest_in(member, place)
            yield from wrong
        elif suffix in SUFFIXES:
            readable = True
            for draft in _inside(member, place, suffix, budget):
                yield draft if isinstance(draft, ArticleError) else manifest.completed(draft, member.name)
    budget.depth += 1
    if not readable:
        raise ArticleError(f"{name}: none of its files is read; put articles in ({', '.join(SUFFIXES)})")


def _manifest_in(member: Member, place: str) -> tuple[Manifest, list[ArticleError]]:
    try:
        return read_manifest(_all_of(member.stream, place, PurePosixPath(member.name).suffix), place)
    except DAMAGED as error:
        return Manifest(), [_damaged(place, error)]


def _damaged(place: str, error: Exception) -> ArticleError:
    return ArticleError(f"{place}: damaged in its archive ({error}); zip it again")


def _inside(member: Member, place: str, suffix: str, budget: Budget) -> Iterator[Draft | ArticleError]:
    """The drafts of one member; whatever is wrong with it is an item, for the others are still read."""
    try:
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spooled:
            # An archive's list of members stands at its end.
            stream = _copied(member.stream, spooled) if suffix == ".zip" else member.stream
            for draft in drafts(stream, name=place, suffix=suffix, budget=budget):
                if isinstance(draft, ArticleError) or draft.key is not None:
                    yield draft
                else:
                    yield draft._replace(key=member.name, place=place)
    except LibraryError:
        raise
    except ArticleError as error:
        yield error
    except DAMAGED as error:
        yield _damaged(place, error)
    except Exception as error:  # One item of a batch.
        yield ArticleError(f"{place}: cannot become an article ({type(error).__name__}: {error}); repair or delete it")


def _copied(stream: IO[bytes], spooled: IO[bytes]) -> IO[bytes]:
    while piece := stream.read(io.DEFAULT_BUFFER_SIZE * 16):
        with room_for_temporary_files():
            spooled.write(piece)
    spooled.seek(0)
    return spooled
