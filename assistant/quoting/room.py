"""Room in what an answer is made of: how much of it one text with its copies, or one outlet, may fill.

Whoever floods a library with articles gets no more than that. Knows no question, nor whether a sentence is true.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from assistant.alike import alike, overlap
from assistant.quoting.weighing.ranking import Ranked
from index import Article, Copy, Filters, Hit
from index.retriever import EVERYTHING

TEXT, OUTLET = 1 / 2, 2 / 3
"""Share that one text with its copies, and one outlet, may fill while others have something to say."""
SAME = 0.8
"""Share of the words of each of two articles that stand in the other, from which one of them is enough."""
ALTERED = 0.5
"""Share of topic words that a sentence has in common with another one which it contradicts by what it changed."""
NEAR = 0.5
"""Share of the best score that it must have too."""
DEEPER = 4
"""Times as many passages are looked at where one text or outlet has filled the first ones."""

T = TypeVar("T")


class Holdings(Protocol):
    """What a library knows of its articles beside their words."""

    def origins(self, article_ids: Sequence[str] | None = None) -> list[tuple[str, ...]]:
        """These articles by the text that they go back to."""

    def copies(self, article_id: str) -> tuple[Copy, ...]:
        """The articles that have most of a text in common with this one."""

    def publishers(self, article_ids: Sequence[str]) -> dict[str, str | None]:
        """The outlet of each; None where it states none."""

    def outlets(self) -> int:
        """Number of outlets of the library; all articles that state none count as one."""

    def count(self) -> int:
        """Number of articles."""


class Owners:
    """Whose words each of some articles holds: the text that it goes back to, and its outlet."""

    def __init__(self, holdings: Holdings, article_ids: Sequence[str], filters: Filters = EVERYTHING) -> None:
        groups = holdings.origins(article_ids)
        self._texts: Mapping[str, int] = {one: number for number, group in enumerate(groups) for one in group}
        self._firsts = _firsts(holdings, [group for group in groups if len(group) > 1])
        alone = filters.publisher is not None or holdings.outlets() == 1
        self._outlets: Mapping[str, str | None] = {} if alone else holdings.publishers(article_ids)

    def text(self, article_id: str) -> int:
        """A number that the copies of one text share."""
        return self._texts[article_id]

    def first(self, article_id: str) -> str:
        """The first of the articles that this one is nearly the same as; itself where there is none."""
        return self._firsts.get(article_id, article_id)

    def share_out(self, items: Sequence[T], limit: int, *, of: Callable[[T], str]) -> tuple[list[T], list[T]]:
        """At most `limit` items that leave room for others, and those that were passed over for it; in their order.

        `of` gives the article of an item.
        """
        taken = Counter[object]()
        kept, over = list[T](), list[T]()
        for item in items:
            owners = self._owners(of(item), limit)
            if any(taken[owner] >= most for owner, most in owners.items()):
                over.append(item)
            elif len(kept) < limit:
                taken.update(owners.keys())
                kept.append(item)
        return kept, over

    def _owners(self, article_id: str, limit: int) -> dict[object, float]:
        """The text and the outlet of an article, each with how many items it may have."""
        owners: dict[object, float] = {self._texts[article_id]: TEXT * limit}
        if article_id in self._outlets:
            owners["outlet", self._outlets[article_id]] = OUTLET * limit
        return owners


def passages(
    holdings: Holdings, search: Callable[[int, Filters], Sequence[Hit]], filters: Filters, *, limit: int
) -> list[Hit]:
    """The `limit` best passages that leave room for others; where there are no others, the best ones.

    `search` gives the best passages, so many at most; it is asked again only where one text or outlet fills them.
    """
    hits = list(search(limit, filters))
    ids = _article_ids(hits)
    _, over = Owners(holdings, ids, filters).share_out(hits, limit, of=_article_id)
    if not over or holdings.count() <= len(ids):
        return hits
    known = {hit.chunk.id for hit in hits}
    further = [*hits, *(hit for hit in search(DEEPER * limit, filters) if hit.chunk.id not in known)]
    kept, over = Owners(holdings, _article_ids(further), filters).share_out(further, limit, of=_article_id)
    return [*kept, *over[: limit - len(kept)]]


def evidence(owners: Owners, ranked: Sequence[Ranked], limit: int) -> list[Ranked]:
    """The `limit` best sentences that leave room for others, each statement of one text once."""
    told: dict[int, list[str]] = {}
    fresh = []
    for one in _once(owners, ranked, lambda article: owners.first(article.id)):
        said = told.setdefault(owners.text(one.candidate.article.id), [])
        if not any(alike(one.candidate.text, other) for other in said):
            said.append(one.candidate.text)
            fresh.append(one)
    return _filled(owners, fresh, limit)


def quotes(owners: Owners, ranked: Sequence[Ranked], limit: int) -> list[Ranked]:
    """The same where every outlet that printed a text has its turn."""
    once = _once(owners, ranked, lambda article: (owners.first(article.id), article.publisher))
    return _filled(owners, once, limit)


def _once(owners: Owners, ranked: Sequence[Ranked], key: Callable[[Article], object]) -> list[Ranked]:
    """The sentences of the first article of each key, and one of the others' that answers and contradicts them."""
    near = NEAR * max((one.score for one in ranked), default=0.0)
    firsts = dict[object, str]()
    told: dict[object, list[str]] = {}
    altered = set[object]()
    kept = []
    for one in ranked:
        article, text = one.candidate.article, one.candidate.text
        owner = key(article)
        said = told.setdefault(owner, [])
        if firsts.setdefault(owner, article.id) != article.id:
            if owner in altered or one.score < near or not any(_alters(text, other) for other in said):
                continue
            altered.add(owner)
        said.append(text)
        kept.append(one)
    return kept


def _alters(text: str, other: str) -> bool:
    return overlap(text, other) >= ALTERED and not alike(text, other)


def _filled(owners: Owners, ranked: Sequence[Ranked], limit: int) -> list[Ranked]:
    """The `limit` best sentences that leave room for others, in their order; where there are no others, the best."""
    kept, over = owners.share_out(ranked, limit, of=lambda one: one.candidate.article.id)
    chosen = {id(one) for one in [*kept, *over[: limit - len(kept)]]}
    return [one for one in ranked if id(one) in chosen]


def _firsts(holdings: Holdings, groups: Sequence[Sequence[str]]) -> dict[str, str]:
    """For each article of these groups the first one that is nearly the same."""
    firsts: dict[str, str] = {}
    for group in groups:
        for article_id in group:
            if article_id in firsts:
                continue
            same = (copy for copy in holdings.copies(article_id) if min(copy.share, copy.share_there) >= SAME)
            firsts[article_id] = article_id
            for copy in same:
                firsts.setdefault(copy.article_id, article_id)
    return firsts


def _article_ids(hits: Sequence[Hit]) -> list[str]:
    return list(dict.fromkeys(map(_article_id, hits)))


def _article_id(hit: Hit) -> str:
    return hit.chunk.article_id
