"""Text in, an article out: its identity, its language, and what the text states about itself.

Knows nothing of files.
"""

import hashlib
import unicodedata
from datetime import date as Date
from datetime import timedelta
from pathlib import Path

from index.article import Article, Published
from index.errors import ArticleError
from index.reading.dates import day_of_address, stated_dates
from index.reading.edges import Edges, edges
from index.reading.metadata import publisher_of, stated_author, stated_publisher, stated_url
from index.reading.temporary import room_for_temporary_files
from index.reading.titles import stated_title
from index.reading.told import Stated, Told
from index.splitting import sentences

MAX_CHARACTERS, MAX_LINES = 20_000_000, 200_000
"""A text above this is no news article."""
NOTHING_TOLD = Told()
"""A text that speaks for itself."""


def article_from_text(
    text: str, *, key: str, path: Path | None = None, told: Told = NOTHING_TOLD, place: str | None = None
) -> Article:
    """The article that `text` is; what `told` leaves open is taken from the text itself, and from nowhere else.

    `place` names it in errors. Raises ArticleError where there is no word in it, or a character that no UTF-8 file
    can hold; LibraryError where the folder for temporary files is full.
    """
    _refuse_unreadable(text, place or (str(path) if path is not None else key))
    language = _language(text)
    spans = sentences(text, language=language or "en")
    near = edges(text, spans)
    url = told.url or stated_url(near)
    publisher = _publisher(near, told, url)
    title = told.title or stated_title(text, spans, near)
    author = told.author or stated_author(near)
    published, dates = _dates(near, told, url)
    return Article(
        id=identity(text, origin=publisher.value if publisher else url.value if url else None),
        key=key,
        title=title.value,
        title_how=title.how,
        **_known("publisher", publisher),
        **_known("author", author),
        published=published,
        dates=dates,
        **_known("url", url),
        path=path,
        language=language,
        encoding=told.encoding,
        notes=told.notes,
        extra=told.extra,
        text=text,
    )


def identity(text: str, *, origin: str | None) -> str:
    """24 hexadecimal digits: equal for texts of one origin that differ in letter case, white space or width only."""
    normal = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hashlib.sha256(f"{normal}\n{(origin or '').casefold()}".encode()).hexdigest()[:24]


def shown(name: object) -> str:
    r"""A name that is safe to print: control characters and direction marks are written as escapes.

    >>> shown("a\x1b[31m.txt")
    'a\\x1b[31m.txt'
    """
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in str(name))


def _publisher(near: Edges, told: Told, url: Stated | None) -> Stated | None:
    """The outlet as told, else the host of a told address, which a text may name an agency beside."""
    known = told.publisher or (publisher_of(told.url) if told.url else None) or stated_publisher(near)
    return known or (publisher_of(url) if url else None)


def _dates(near: Edges, told: Told, url: Stated | None) -> tuple[Published | None, tuple[Published, ...]]:
    """The day of publication and every stated day, the most trusted first."""
    stated, beside = stated_dates(near), day_of_address(url.value) if url else None
    published = [*told.dates, *stated.published, *([beside] if beside else []), *told.updates, *stated.updated]
    every = dict.fromkeys([*published, *told.made, *stated.other])
    # Nothing was published on a day to come: it would stand before all that is true.
    latest = Date.today() + _AHEAD
    return next((day for day in published if day.date <= latest), None), tuple(every)[:_MOST_DATES]


def _known(name: str, stated: Stated | None) -> dict[str, str]:
    return {name: stated.value, f"{name}_how": stated.how} if stated else {}


def _refuse_unreadable(text: str, where: str) -> None:
    name = shown(where)
    if not text.strip():
        raise ArticleError(f"{name}: nothing but white space; delete it or put the article's text in")
    if not any(map(str.isalnum, text)):
        raise ArticleError(f"{name}: no word in it; delete it or put the article's text in")
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ArticleError(f"{name}: binary, not text; save the article as UTF-8 text")
    if sum(map(text.count, _BREAKS)) - text.count("\r\n") > MAX_LINES:
        raise ArticleError(f"{name}: more than {MAX_LINES:,} lines; split it into one file per article")
    if len(text) > MAX_CHARACTERS:
        raise ArticleError(f"{name}: longer than {MAX_CHARACTERS:,} characters; split it into one file per article")


def _language(text: str) -> str | None:
    if sum(map(str.isalpha, text[: _ENOUGH_LETTERS * 2])) < _ENOUGH_LETTERS:
        return None
    import py3langid  # type: ignore[import-untyped]  # its model takes half a second to load

    with room_for_temporary_files():  # It unpacks its model into one.
        language: str = py3langid.classify(text[:_SAMPLE])[0]
    return language


_ENOUGH_LETTERS = 60
_SAMPLE = 4_000
_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_MOST_DATES = 12
# Somewhere it is tomorrow already; some print tomorrow's paper tonight.
_AHEAD = timedelta(days=2)
