"""Hostile HTML in, harmless HTML out: few attributes, bounded depth, no script, in one pass over the page.

Knows nothing of what a page means. Parsers take minutes over what is cut here: 200,000 attributes on one tag are
quadratic in libxml2, a million open tags overflow others.
"""

import re
from typing import NamedTuple

from index.errors import ArticleError

MAX_TAGS, MAX_ATTRIBUTES, MAX_DEPTH = 60_000, 500, 200
"""On a page; on one tag; of open tags of one name that need closing. Hardly a page made for readers comes near."""
_KEPT = frozenset(
    "aria-hidden bgcolor class color content datetime hidden href http-equiv id itemprop lang name property rel role"
    " style".split()
)


class Tidied(NamedTuple):
    """A page that any parser reads in linear time."""

    html: str
    """Tags with the attributes that say what a reader sees and who wrote it; no comment, script or style sheet."""
    styles: tuple[str, ...]
    """Its style sheets."""
    linked_data: tuple[str, ...]
    """Its JSON-LD (schema.org)."""


def tidied(page: str, name: str) -> Tidied:
    """The page without what no reader sees and no reader of facts needs.

    Raises ArticleError, which names it `name`, where it is made to exhaust a parser.
    """
    scan = _Scan(page, name)
    scan.run()
    return Tidied("".join(scan.kept), tuple(scan.styles), tuple(scan.linked_data))


class _Scan:
    """One pass; every step moves forward, so the time is linear in the page's length."""

    def __init__(self, page: str, name: str) -> None:
        self.page, self.name = page, name
        self.kept: list[str] = []
        self.styles: list[str] = []
        self.linked_data: list[str] = []
        self._open: dict[str, int] = {}
        self._tags = 0

    def run(self) -> None:
        at = 0
        while (tag := self.page.find("<", at)) >= 0:
            self._keep_text(at, tag)
            at = self._step(tag)
        self._keep_text(at, len(self.page))

    def _keep_text(self, start: int, end: int) -> None:
        if end > start:
            self.kept.append(_CONTROL.sub(" ", self.page[start:end]).replace(">", "&gt;"))

    def _step(self, at: int) -> int:
        """Where the scan goes on after the mark at `at`."""
        if self.page.startswith("<!--", at):
            return self._past("-->", at + 4)
        if self.page.startswith(("<!", "<?"), at):
            return self._past(">", at + 2)
        if closing := _CLOSING.match(self.page, at):
            name = closing.group(1).lower()
            self._open[name] = max(self._open.get(name, 0) - 1, 0)
            self.kept.append(f"</{name}>")
            return self._past(">", closing.end())
        if opening := _OPENING.match(self.page, at):
            return self._start(opening.group(1).lower(), opening.end())
        self.kept.append("&lt;")
        return at + 1

    def _past(self, mark: str, at: int) -> int:
        found = self.page.find(mark, at)
        return len(self.page) if found < 0 else found + len(mark)

    def _start(self, name: str, at: int) -> int:
        attributes: dict[str, str] = {}
        count, kind = 0, ""
        while found := _ATTRIBUTE.match(self.page, at):
            at, count = found.end(), count + 1
            if count > MAX_ATTRIBUTES:
                raise self._hostile(f"a tag has more than {MAX_ATTRIBUTES} attributes")
            word, value = found.group(1).lower(), next(filter(None, found.groups()[1:]), "")
            kind = value.strip().lower() if word == "type" else kind
            if word in _KEPT and len(value) <= _LONGEST_VALUE:
                attributes.setdefault(word, value)
        at = self._past(">", at)
        if name in _UNSEEN:
            return self._pass_over(name, kind, at)
        self._count(name)
        said = "".join(f' {word}="{_escaped(value)}"' for word, value in attributes.items())
        self.kept.append(f"<{name}{said}>")
        return at

    def _pass_over(self, name: str, kind: str, at: int) -> int:
        """An element whose content is no markup: style sheets and linked data are set aside."""
        end = re.compile(rf"</{name}\b", re.IGNORECASE).search(self.page, at)
        stop = end.start() if end else len(self.page)
        if name == "style":
            self.styles.append(self.page[at:stop])
        elif kind == "application/ld+json":
            self.linked_data.append(self.page[at:stop])
        return self._past(">", end.end()) if end else stop

    def _count(self, name: str) -> None:
        self._tags += 1
        if self._tags > MAX_TAGS:
            raise self._hostile(f"it has more than {MAX_TAGS:,} tags")
        if name not in _SELF_CLOSING:
            self._open[name] = self._open.get(name, 0) + 1
            if self._open[name] > MAX_DEPTH:
                raise self._hostile(f"tags are nested more than {MAX_DEPTH:,} deep")

    def _hostile(self, what: str) -> ArticleError:
        return ArticleError(f"{self.name}: {what}; save the page from a browser's reading view, or as text")


def _escaped(value: str) -> str:
    return _CONTROL.sub(" ", value).replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


_LONGEST_VALUE = 4_000
# Control characters and halves of surrogate pairs, which XML has no place for.
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_CLOSING = re.compile(r"</([a-zA-Z][a-zA-Z0-9:-]*+)")
_OPENING = re.compile(r"<([a-zA-Z][a-zA-Z0-9:-]*+)")
# HTML, 13.2.5.33 to 13.2.5.39; possessive, so that no character is read twice but for a quote that is never closed.
_ATTRIBUTE = re.compile(
    r"""[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]*+)))?+""",
)
_UNSEEN = frozenset("script style template textarea iframe noembed noframes xmp svg math canvas object select".split())
# Void elements, and those whose end tag may be left out (HTML, 13.1.2.4).
_SELF_CLOSING = frozenset(
    "area base br col embed hr img input link meta source track wbr"
    " html head body p li dt dd option optgroup rb rt rtc rp tr td th thead tbody tfoot colgroup caption".split()
)
