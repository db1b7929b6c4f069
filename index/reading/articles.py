"""Text in, an article out: its identity, its language, and what the text states about itself.

Knows nothing of files.
"""

import hashlib
import unicodedata
from pathlib import Path

from index.article import Article
from index.errors import ArticleError
from index.reading.dates import stated_date
from index.reading.edges import edges
from index.reading.metadata import stated_author, stated_publisher, stated_url
from index.reading.titles import stated_title
from index.splitting import sentences


def article_from_text(text: str, *, key: str, path: Path | None = None) -> Article:
    """The article that `text` is; nothing is taken from anywhere but the text.

    Raises ArticleError where there is no word in it, or a character that no UTF-8 file can hold.
    """
    _refuse_unreadable(text, str(path) if path is not None else key)
    language = _language(text)
    spans = sentences(text, language=language or "en")
    near = edges(text, spans)
    url = stated_url(near)
    publisher = stated_publisher(near, url=url)
    title = stated_title(text, spans, near)
    return Article(
        id=identity(text, origin=publisher.value if publisher else url),
        key=key,
        title=title.value,
        title_how=title.how,
        publisher=publisher.value if publisher else None,
        publisher_how=publisher.how if publisher else None,
        author=stated_author(near),
        published=stated_date(near),
        url=url,
        path=path,
        language=language,
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


def _refuse_unreadable(text: str, where: str) -> None:
    name = shown(where)
    if not text.strip():
        raise ArticleError(f"{name}: nothing but white space; delete it or put the article's text in")
    if not any(map(str.isalnum, text)):
        raise ArticleError(f"{name}: no word in it; delete it or put the article's text in")
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ArticleError(f"{name}: binary, not text; save the article as UTF-8 text")


def _language(text: str) -> str | None:
    if sum(map(str.isalpha, text[: _ENOUGH_LETTERS * 2])) < _ENOUGH_LETTERS:
        return None
    import py3langid  # type: ignore[import-untyped]  # its model takes half a second to load

    language: str = py3langid.classify(text[:_SAMPLE])[0]
    return language


_ENOUGH_LETTERS = 60
_SAMPLE = 4_000
