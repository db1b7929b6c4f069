"""Files in, articles out: opens them, and names what is wrong with them.

Knows no format (`formats/`), no folder (`listing.py`) and nothing of what a text states about itself (`articles.py`).
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from index.article import Article, Failure
from index.errors import ArticleError
from index.reading.articles import article_from_text, shown
from index.reading.cleaning import cleaned_draft
from index.reading.formats import MAX_ARTICLE_BYTES, ONE, STREAMED, SUFFIXES, drafts
from index.reading.listing import unreachable
from index.reading.manifest import Beside
from index.reading.told import Draft

MAX_FILE_BYTES = 4_000_000_000
"""Of a file of many articles; one of one article is bounded by its format."""
_ALONE = Beside()
_READING = 2
"""Raise it where drafts are read differently: every file of many articles is then read anew when it changes."""
_USUAL = (".txt", ".html", ".pdf", ".docx")


def read(path: Path) -> Article:
    """The first article in a file. Raises NotFoundError or ArticleError where there is none."""
    for found in read_articles(path):
        if isinstance(found, Article):
            return found
        raise ArticleError(found.reason)
    raise ArticleError(f"{shown(path)}: holds no article; delete it or put one in")


def read_articles(path: Path, beside: Beside = _ALONE) -> Iterator[Article | Failure]:
    """Every article in a file, in its order, and a failure for each that cannot become one; read as it is asked for.

    `beside` is what manifests say of it. Raises NotFoundError where there is no file, ArticleError where nothing of
    it can be read, or nothing more.
    """
    for found in read_new(path, beside, {}):
        if isinstance(found, Failure):
            yield found
        elif found.article is not None:
            yield found.article


class Found(NamedTuple):
    """An article that was found in a file."""

    article_id: str
    """`Article.id`."""
    digest: str
    """Hash of everything that the article was made of."""
    article: Article | None
    """None: nothing in it changed."""


class Parse(Protocol):
    """What turns an open file into drafts: `formats.drafts`, or that in a process with limits."""

    def __call__(self, stream: BinaryIO, *, name: str, suffix: str) -> Iterator[Draft | ArticleError]: ...


def read_new(
    path: Path, beside: Beside, known: Mapping[str, str], *, parse: Parse = drafts
) -> Iterator[Found | Failure]:
    """What `read_articles` gives, but an article is not made again of what is known.

    `known` are the ids of the articles that were found before, by their digests.
    """
    _refuse(path)
    name, suffix = shown(path), path.suffix.lower()
    with _opened(path, name) as stream:
        before = os.fstat(stream.fileno())
        for draft in parse(stream, name=name, suffix=suffix):
            if isinstance(draft, ArticleError):
                yield Failure(path=path, reason=_line(draft))
                continue
            try:
                found = _found(beside.completed(draft), path, known)
                if suffix in ONE:
                    _refuse_changed(stream, before, name)
                yield found
            except ArticleError as error:
                if suffix in ONE:
                    raise
                yield Failure(path=path, reason=_line(error))
        _refuse_changed(stream, before, name)


def holds_many(path: Path) -> bool:
    """Whether the file's format holds more than one article."""
    return path.suffix.lower() not in ONE


def readable_suffixes() -> tuple[str, ...]:
    """Suffixes of every format that is read, in lower case, sorted."""
    return SUFFIXES


def largest(suffix: str) -> int:
    """Bytes that a file of this format may have; those that hold articles one after the other may have most."""
    return MAX_FILE_BYTES if suffix in STREAMED else MAX_ARTICLE_BYTES


def _found(draft: Draft, path: Path, known: Mapping[str, str]) -> Found:
    made_of = repr((_READING, draft._replace(place=None)))
    digest = hashlib.sha256(made_of.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    if digest in known:
        return Found(known[digest], digest, None)
    draft = cleaned_draft(draft)
    article = article_from_text(
        draft.text, key=draft.key or path.name, path=path, told=draft.told, place=draft.place or str(path)
    )
    return Found(article.id, digest, article)


def _refuse(path: Path) -> None:
    name = shown(path)
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except OSError as error:
        raise unreachable(path, error) from error
    if is_folder:
        raise ArticleError(f"{name}: a folder, not a file; add the folder itself")
    if path.suffix.lower() not in SUFFIXES:
        raise ArticleError(f"{name}: {shown(path.suffix) or 'no suffix'} is not read; save it as {_or(_USUAL)}")
    if not _is_utf8(path.name):
        raise ArticleError(f"{name}: the file's name is not UTF-8; rename it")


@contextmanager
def _opened(path: Path, name: str) -> Iterator[BinaryIO]:
    try:
        # Without O_NONBLOCK, opening a named pipe would wait for ever.
        with open(path, "rb", opener=lambda file, flags: os.open(file, flags | getattr(os, "O_NONBLOCK", 0))) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise ArticleError(f"{name}: not a regular file; give a {_or(_USUAL)} file")
            if status.st_size > MAX_FILE_BYTES:
                raise ArticleError(f"{name}: larger than {MAX_FILE_BYTES // 1_000_000_000} GB; split it")
            yield file
    except OSError as error:
        raise unreachable(path, error) from error


def _refuse_changed(stream: BinaryIO, before: os.stat_result, name: str) -> None:
    """Raise ArticleError where somebody wrote to the file while it was read: half of it may be new."""
    now = os.fstat(stream.fileno())
    if (now.st_size, now.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise ArticleError(f"{name}: changed while it was read; add it again once it is written")


def _line(error: ArticleError) -> str:
    return " ".join(str(error).split())


def _is_utf8(name: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in name)


def _or(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
