"""An RSS or Atom file in, an article for each entry out.

Knows nothing of files and fetches nothing. A document type that declares entities is refused (defusedxml).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.article import Published
from index.errors import ArticleError
from index.reading.dates import day_in
from index.reading.formats.web_page import plain_text
from index.reading.told import Draft, Stated, Told

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def read_feed(raw: bytes, name: str) -> list[Draft | ArticleError]:
    """An article for each entry, or what is wrong with it. Raises ArticleError where the file is no feed."""
    root = _root(raw, name)
    kind = _local(root.tag)
    if kind not in ("rss", "RDF", "feed"):
        raise ArticleError(f"{name}: XML, but no RSS or Atom feed; save the article as text or HTML")
    channel = next((one for one in root.iter() if _local(one.tag) == "channel"), root)
    outlet = _words(channel, "title")
    entries = [one for one in root.iter() if _local(one.tag) in ("item", "entry")]
    if not entries:
        raise ArticleError(f"{name}: a feed without entries; delete it or save it again")
    return [_draft(one, outlet, f"{name}, entry {number}") for number, one in enumerate(entries, start=1)]


def _root(raw: bytes, name: str) -> "Element":
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(raw)
    except DefusedXmlException as error:
        raise ArticleError(
            f"{name}: declares XML entities, which may hide files or bombs; save the feed anew"
        ) from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise ArticleError(f"{name}: not well-formed XML ({error}); save the feed anew") from error
    return root


def _draft(entry: "Element", outlet: str, place: str) -> Draft | ArticleError:
    markup = max((_inside(part) for part in entry if _local(part.tag) in _BODIES), key=len, default="")
    try:
        body = plain_text(markup, place)
    except ArticleError as error:
        return error
    told = _told(entry, outlet)
    # A headline without a body is all that many feeds have.
    text = body.text or (told.title.value if told.title else "")
    if not text:
        return ArticleError(f"{place}: neither text nor title; the other entries are read")
    notes = body.notes if body.text else ("no text but the title",)
    key = _words(entry, "guid") or _words(entry, "id") or (told.url.value if told.url else place.rpartition("/")[2])
    return Draft(text, told._replace(notes=notes), key, place)


def _told(entry: "Element", outlet: str) -> Told:
    title, source, author, url = (_words(entry, "title"), _words(entry, "source"), _author(entry), _link(entry))
    return Told(
        title=Stated(title, "feed field 'title'") if title else None,
        publisher=Stated(source or outlet, "feed field 'source'" if source else "feed title")
        if source or outlet
        else None,
        author=Stated(author, "feed field 'author'") if author else None,
        url=Stated(url, "feed field 'link'") if url.startswith(("http://", "https://")) else None,
        dates=tuple(_days(entry, "published", "pubDate", "date", "issued")),
        updates=tuple(_days(entry, "updated", "modified")),
    )


def _days(entry: "Element", *names: str) -> Iterator[Published]:
    for name in names:
        value = _words(entry, name)
        if day := day_in(value):
            yield Published(date=day, how=f"feed field {name!r}: {value[:80]}")


def _author(entry: "Element") -> str:
    named = [one for part in entry if _local(part.tag) in ("author", "creator") for one in part.iter()]
    names = [" ".join((one.text or "").split()) for one in named if _local(one.tag) in ("name", "author", "creator")]
    return ", ".join(dict.fromkeys(filter(None, names)))


def _link(entry: "Element") -> str:
    for part in entry:
        if _local(part.tag) == "link" and part.get("rel", "alternate") == "alternate":
            return (part.get("href") or part.text or "").strip()
    return ""


def _words(element: "Element", name: str) -> str:
    """The text of the first child of that name, without markup; a source of its own has a title inside."""
    for part in element:
        if _local(part.tag) == name:
            told = _words(part, "title") or "".join(part.itertext())
            return " ".join(told.split())
    return ""


def _inside(element: "Element") -> str:
    """The content of an element as HTML, whether escaped (RSS, Atom html) or not (Atom xhtml)."""
    if not len(element):
        text = element.text or ""
        return text.replace("&", "&amp;").replace("<", "&lt;") if element.get("type") == "text" else text
    from xml.etree.ElementTree import tostring

    for part in element.iter():
        part.tag = _local(part.tag)
    return tostring(element, encoding="unicode")


def _local(tag: object) -> str:
    """A tag without its namespace; a comment has no name."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


_BODIES = ("encoded", "content", "description", "summary")
