"""The articles of a library as a list that can be searched, filtered and read page by page.

Knows the cards of all articles, and makes them anew only when the library changed. Changes nothing.
"""

import re
import threading
from collections import Counter
from collections.abc import Iterable
from datetime import date

from assistant import Article
from ui.chat.shapes import Card, View
from ui.chat.views import card
from ui.desk import Desk
from ui.library.examples import examples

PAGE = 50
"""Articles on a page; a list of thousands is read, if at all, page by page."""

_WORD = re.compile(r"\w+")
_UNKNOWN = "?"
"""What the publisher filter sends for articles without one."""


class Wanted(View):
    """Which articles the reader wants to see; an empty one wants all."""

    text: str = ""
    """Words of title, publisher or author, in any order."""
    publisher: str = ""
    """Exactly this one; `?`: none stated. Empty: any."""
    since: str = ""
    """First day, `2025-05-23`; undated articles are then left out. Empty: no bound."""
    until: str = ""
    """Last day."""
    undated: bool = False
    """Only those without a date."""
    offset: int = 0
    """Articles to pass over."""


class Found(View):
    """A page of what is wanted."""

    articles: tuple[Card, ...]
    """Newest publication first, undated ones last."""
    matching: int
    """How many are wanted, on all pages."""
    offset: int
    """How many of them come before this page."""
    hidden_undated: int
    """Undated articles that a date filter leaves out."""


class Totals(View):
    """What the whole library holds."""

    articles: int
    """Articles."""
    origins: int
    """Independent ones: copies of one text are one."""
    undated: int
    """Articles that state no date."""
    publishers: tuple[tuple[str, int], ...]
    """Each with its articles, the one with the most first; `?` stands for none stated."""
    examples: tuple[str, ...]
    """Questions to begin with, about what several articles name."""


class Catalogue:
    """Lists a desk's library."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stamp = ""
        self._cards: list[tuple[Card, frozenset[str], str]] = []
        self._totals = Totals(articles=0, origins=0, undated=0, publishers=(), examples=())
        self._lock = threading.Lock()

    def totals(self) -> Totals:
        """Of the library as it is now."""
        self._refresh()
        return self._totals

    def browse(self, wanted: Wanted) -> Found:
        """A page of the articles that are wanted."""
        self._refresh()
        since, until, asked = _day(wanted.since), _day(wanted.until), _words(wanted.text)
        bounded = bool(since or until) and not wanted.undated
        named = [one for one in self._cards if _fits(one, asked, wanted.publisher)]
        kept = [one[0] for one in named if _within(one[0].day, since, until, wanted.undated)]
        start = min(max(0, wanted.offset), len(kept))
        return Found(
            articles=tuple(kept[start : start + PAGE]),
            matching=len(kept),
            offset=start,
            hidden_undated=sum(not one[0].day for one in named) if bounded else 0,
        )

    def _refresh(self) -> None:
        with self._lock:
            stamp = self._desk.stamp
            if stamp == self._stamp:
                return
            articles = self._desk.articles()
            self._cards = _sorted(articles)
            self._totals = _totals(articles, origins=len(self._desk.origins()))
            self._stamp = stamp


def _sorted(articles: Iterable[Article]) -> list[tuple[Card, frozenset[str], str]]:
    made = [(card(one), " ".join(filter(None, (one.title, one.publisher, one.author, one.key)))) for one in articles]
    dated = sorted((one for one in made if one[0].day), key=lambda one: one[0].day or "", reverse=True)
    ordered = [*dated, *(one for one in made if not one[0].day)]
    return [(one, _words(told), told.casefold()) for one, told in ordered]


def _totals(articles: list[Article], *, origins: int) -> Totals:
    publishers = Counter(one.publisher or _UNKNOWN for one in articles)
    return Totals(
        articles=len(articles),
        origins=origins,
        undated=sum(one.published is None for one in articles),
        publishers=tuple(sorted(publishers.items(), key=lambda one: (one[0] == _UNKNOWN, -one[1], one[0].casefold()))),
        examples=examples(articles),
    )


def _fits(one: tuple[Card, frozenset[str], str], asked: frozenset[str], publisher: str) -> bool:
    shown, words, told = one
    if publisher and (shown.publisher or _UNKNOWN) != publisher:
        return False
    return asked <= words or all(word in told for word in asked)


def _within(day: str | None, since: date | None, until: date | None, undated: bool) -> bool:
    if undated or day is None:
        return (day is None) if undated else not (since or until)
    return (since is None or since.isoformat() <= day) and (until is None or day <= until.isoformat())


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _day(told: str) -> date | None:
    """The day; None where it is none."""
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None
