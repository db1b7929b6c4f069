"""What the catalog stores beside articles and chunks, and how an article lies in a row.

Pure data; runs no SQL.
"""

import json
from collections.abc import Iterable
from datetime import date as Date
from pathlib import Path
from typing import Literal, NamedTuple

from index.article import Article, Chunk, Frozen, Published
from index.embedding.embedder import Vectors
from index.storing.database import Row

ARTICLE = (
    "id, key, title, title_how, publisher, publisher_how, author, published, published_how, url, path, language, text,"
    " more"
)
"""The columns of an article, in order."""
AMONG = "IN (SELECT value FROM json_each(?))"
"""Part of a query: a value is one of those `listed`."""
_MORE = ("author_how", "url_how", "encoding", "dates", "notes", "extra")
"""Fields that no query asks for: one column of JSON."""


class FileRecord(Frozen):
    """A file as it was when its articles were stored."""

    path: Path
    """Absolute."""
    size: int
    """Bytes."""
    mtime_ns: int
    """Time of the last change; -1 where it was too fresh to tell the next change from it."""
    sha256: str
    """Of its bytes; empty: not all of its articles are stored, it must be read again."""
    source: Literal["sync", "add"]
    """`add`: stays when a sync does not find it."""
    beside: str = ""
    """Hash of what manifests say of it; empty: nothing."""
    flaws: tuple[str, ...] = ()
    """What is wrong with the articles in it that were skipped, one line each."""


class Numbered(NamedTuple):
    """Vectors with what they belong to, side by side."""

    numbers: list[int]
    """Of their chunks."""
    article_ids: list[str]
    """Of their articles."""
    positions: list[int]
    """Of their chunks in their articles, from 0."""
    rows: Vectors
    """Shape (n, dim)."""


class Imprint(NamedTuple):
    """Whose an article is, and of which day."""

    publisher: str | None
    """None: not stated."""
    published: Date | None
    """None: not stated."""


class Shelf(NamedTuple):
    """What the articles of a library have beside their text."""

    publishers: frozenset[str]
    """Every publisher, as stated."""
    outlets: int
    """Their number; one more where an article states none."""
    languages: tuple[str | None, ...]
    """Every language, None for articles too short to tell."""
    newest: Date | None
    """Day of the latest article. None: no article states one."""


def article_row(article: Article) -> tuple[str | None, ...]:
    """Its values, in the order of `ARTICLE`."""
    published = article.published
    return (
        article.id,
        article.key,
        article.title,
        article.title_how,
        article.publisher,
        article.publisher_how,
        article.author,
        published.date.isoformat() if published else None,
        published.how if published else None,
        article.url,
        str(article.path) if article.path else None,
        article.language,
        article.text,
        article.model_dump_json(include=set(_MORE), exclude_defaults=True),
    )


def article_of(row: Row) -> Article:
    """The article of a row with the columns `ARTICLE`."""
    told = dict(zip(ARTICLE.split(", "), row, strict=True))
    day, how, path = told.pop("published"), told.pop("published_how"), told.pop("path")
    published = Published(date=Date.fromisoformat(day), how=how) if day else None
    more = json.loads(told.pop("more"))
    return Article(**told, **more, published=published, path=Path(path) if path else None)


def file_row(file: FileRecord) -> tuple[str | int, ...]:
    """Its values, in the order of its fields."""
    *plain, flaws = file.model_dump(mode="json").values()
    return (*plain, json.dumps(flaws))


def file_of(row: Row) -> FileRecord:
    """The file of a row with the columns of its fields."""
    *plain, flaws = row
    told = [*plain, json.loads(flaws) if flaws != "[]" else ()]
    return FileRecord(**dict(zip(FileRecord.model_fields, told, strict=True)))


def chunk_of(row: Row, text: str) -> Chunk:
    """The chunk of a row (number, id, article id, start, end) in its article's text."""
    return Chunk(id=row[1], article_id=row[2], start=row[3], end=row[4], text=text[row[3] : row[4]])


def listed(values: Iterable[int] | Iterable[str]) -> str:
    """Values for `AMONG`."""
    return json.dumps(list(values))
