"""What the head of a web page says of its article: meta tags, JSON-LD, the canonical address.

Knows nothing of the text. Each fact says which tag it stands in.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from pydantic import JsonValue

from index.article import Published
from index.reading.dates import day_in
from index.reading.decoding import mended
from index.reading.fields import plain
from index.reading.told import Stated, Told

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def page_facts(tree: "HtmlElement", linked_data: Iterable[str]) -> Told:
    """What the page tells of its article; linked data, made for machines, is trusted before meta tags."""
    metas, article = _metas(tree), _article(linked_data)
    titles = (*_tagged(metas, _TITLES), _element(tree, "h1"), _element(tree, "title"))
    return Told(
        title=_first(_linked(article, "headline"), *titles),
        publisher=_first(_linked(article, "publisher"), *_tagged(metas, _PUBLISHERS)),
        author=_first(_linked(article, "author"), *(one for one in _tagged(metas, _AUTHORS) if "://" not in one.value)),
        url=_first(*_canonical(tree), *_tagged(metas, ("og:url",)), valid=_is_address),
        dates=tuple(_days([_linked(article, "datePublished"), *_tagged(metas, _DATES), *_times(tree)])),
        updates=tuple(_days([_linked(article, "dateModified"), *_tagged(metas, _UPDATES)])),
    )


def _metas(tree: "HtmlElement") -> dict[str, str]:
    """The content of each meta tag by its lower-case name; the first one counts."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            metas.setdefault(name.lower(), content)
    return metas


def _tagged(metas: dict[str, str], names: Iterable[str]) -> Iterator[Stated]:
    return (Stated(metas[name.lower()], f"meta tag {name!r}") for name in names if name.lower() in metas)


def _article(linked_data: Iterable[str]) -> dict[str, JsonValue]:
    """The first record of the page that says it is an article."""
    for text in linked_data:
        try:
            waiting = [json.loads(mended(text))]
        except (ValueError, RecursionError):
            continue
        while waiting:
            record = waiting.pop(0)
            if isinstance(record, list):
                waiting.extend(record)
            elif isinstance(record, dict):
                if any(kind.endswith(("Article", "BlogPosting")) for kind in _kinds(record)):
                    return record
                waiting.extend(one for one in [record.get("@graph"), record.get("mainEntity")] if one)
    return {}


def _kinds(record: dict[str, JsonValue]) -> list[str]:
    kinds = record.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _linked(article: dict[str, JsonValue], name: str) -> Stated | None:
    value = plain(article.get(name))
    return Stated(mended(value), f"linked data {name!r}") if value else None


def _element(tree: "HtmlElement", tag: str) -> Stated | None:
    for element in tree.iter(tag):
        if text := " ".join(element.text_content().split()):
            return Stated(text[:_LONGEST], f"element <{tag}>")
    return None


def _canonical(tree: "HtmlElement") -> Iterator[Stated]:
    for link in tree.iter("link"):
        if "canonical" in link.get("rel", "").lower().split():
            yield Stated(link.get("href", "").strip(), "link 'canonical'")


def _times(tree: "HtmlElement") -> Iterator[Stated]:
    """Days that the page marks as its date of publication."""
    for time in tree.iter("time"):
        if "datePublished" in time.get("itemprop", ""):
            yield Stated(time.get("datetime") or time.text_content(), "element <time itemprop='datePublished'>")


def _days(stated: Iterable[Stated | None]) -> Iterator[Published]:
    for one in stated:
        if one and (day := day_in(one.value)):
            yield Published(date=day, how=f"{one.how}: {one.value[:80]}")


def _first(*stated: Stated | None, valid: Callable[[str], bool] = bool) -> Stated | None:
    return next((one for one in stated if one and valid(one.value)), None)


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://"))


_LONGEST = 300
_TITLES = ("og:title", "twitter:title", "dc.title")
_PUBLISHERS = ("og:site_name", "publisher", "dc.publisher", "citation_publisher", "application-name")
_AUTHORS = ("author", "article:author", "dc.creator", "citation_author", "byl", "parsely-author")
_DATES = (
    *("article:published_time", "datePublished", "og:published_time", "date", "pubdate", "publish-date"),
    *("dc.date.issued", "dc.date", "dcterms.created", "citation_publication_date", "parsely-pub-date"),
)
_UPDATES = ("article:modified_time", "dateModified", "og:updated_time", "last-modified", "lastmod", "dcterms.modified")
