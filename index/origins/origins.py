"""What articles have in common: which are copies of one another, and where a sentence stands elsewhere.

Knows no question and no meaning: words in their order decide. Fingerprints are stored as articles come; articles that
came without, from an earlier version or before a crash, are caught up with at the next chance.
"""

from collections.abc import Callable, Iterator, Sequence

from index.article import Article
from index.origins.alignment import Found, coverage, find
from index.origins.groups import are_copies, grouped, share_origin
from index.origins.prints import RUN, SHORTEST, prints, runs
from index.origins.reading import Reading
from index.origins.records import Copy, Repeat
from index.origins.table import NumberedPair, OriginTable
from index.origins.words import Numbers, Words
from index.splitting import quotations

NEAR = 0.7
"""Share of words from which a sentence stands in another article; see `Repeat.share`."""
_GROUP = 2_000_000
"""Characters of articles that are taken together: enough to write few pages twice, few enough to hold in memory."""
_HINT = 0.08
"""Share of fingerprints in common from which two articles are compared: what `COPY` leaves of them, less chance."""
_TRACE = 0.1
"""The same for a sentence."""
_MOST = 32
"""Articles that are looked into for one sentence."""


class Origins:
    """The origins of one library. `article` gives the article of an id, None where it left."""

    def __init__(self, table: OriginTable, article: Callable[[str], Article | None]) -> None:
        self._table = table
        self._reading = Reading(article)
        self._groups: dict[str, int] | None = None

    def align(self) -> None:
        """Catch up with the articles that came and went."""
        self._reading.forget()
        self._table.sweep()
        for article_ids in _batches(self._table.lacking()):
            self._take(article_ids)
        self._reading.forget()
        self._groups = None

    def copies(self, article_id: str) -> tuple[Copy, ...]:
        """The articles that have most of a text in common with this one, the most alike first."""
        found = [
            Copy(article_id=pair.other, share=pair.share, share_there=pair.share_there)
            for pair in self._table.pairs(article_id)
        ]
        return tuple(sorted(found, key=lambda copy: -max(copy.share, copy.share_there)))

    def groups(self, article_ids: Sequence[str]) -> list[tuple[str, ...]]:
        """These articles by origin, in their order, each in exactly one group; others of the library may join them."""
        groups = self._groups
        if groups is None:
            links = [pair for pair in self._table.pairs() if share_origin(pair.share, pair.share_there)]
            linked = list(dict.fromkeys(article_id for pair in links for article_id in (pair.one, pair.other)))
            found = grouped(linked, ((pair.one, pair.other) for pair in links))
            groups = self._groups = {member: number for number, group in enumerate(found) for member in group}
        gathered: dict[str | int, list[str]] = {}
        for article_id in dict.fromkeys(article_ids):
            gathered.setdefault(groups.get(article_id, article_id), []).append(article_id)
        return [tuple(group) for group in gathered.values()]

    def repeats(self, article: Article, start: int, end: int) -> tuple[Repeat, ...]:
        """Where the sentence between two characters stands in other articles, or else a quotation in it."""
        whole = Words.of(article.text)
        found = {repeat.article_id: repeat for repeat in self._places(article.id, whole.between(start, end))}
        for first, last in quotations(article.text):
            inside = whole.between(max(first, start), min(last, end))
            if len(inside.codes) >= SHORTEST:
                for repeat in self._places(article.id, inside, quotation=True):
                    found.setdefault(repeat.article_id, repeat)
        return tuple(sorted(found.values(), key=lambda repeat: -repeat.share))

    # Articles that came

    def _take(self, article_ids: Sequence[str]) -> None:
        read = {one: words for one in article_ids if (words := self._reading.words(one)) is not None}
        made = [(one, prints(words.codes)) for one, words in read.items()]
        numbers = self._table.store(made)
        copies = [pair for one, values in made for pair in self._compared(numbers[one], read[one], values)]
        self._table.store_copies(copies)

    def _compared(self, number: int, words: Words, values: Numbers) -> Iterator[NumberedPair]:
        """The copies of an article among those that came before it, each both ways round."""
        counts = self._table.sharing(values)
        others = self._table.articles(other for other in counts if other < number)
        for other, (other_id, size) in others.items():
            if counts[other] < _HINT * min(len(values), size):
                continue
            theirs = self._reading.words(other_id)
            if theirs is None:
                continue
            share, share_there = coverage(words, theirs)
            if are_copies(share, share_there):
                yield NumberedPair(number, other, share, share_there)
                yield NumberedPair(other, number, share_there, share)

    # Sentences

    def _places(self, article_id: str, asked: Words, *, quotation: bool = False) -> Iterator[Repeat]:
        if len(asked.codes) < RUN:
            return
        hashes = runs(asked.codes)
        counts = self._table.sharing(hashes)
        likely = [number for number, count in counts.most_common(_MOST) if count >= _TRACE * len(hashes)]
        for other_id, _ in self._table.articles(likely).values():
            found = self._found(asked, other_id) if other_id != article_id else None
            if found is not None and found.share >= NEAR:
                yield Repeat(
                    article_id=other_id,
                    start=found.start,
                    end=found.end,
                    share=found.share,
                    of_start=int(asked.starts[0]),
                    of_end=int(asked.ends[-1]),
                    quotation=quotation,
                )

    def _found(self, asked: Words, article_id: str) -> Found | None:
        words = self._reading.words(article_id)
        return find(asked, words) if words is not None else None


def _batches(lacking: Sequence[tuple[str, int]]) -> Iterator[list[str]]:
    """Ids of articles with their lengths, in batches of some `_GROUP` characters."""
    batch, total = list[str](), 0
    for article_id, length in lacking:
        batch.append(article_id)
        total += length
        if total >= _GROUP:
            yield batch
            batch, total = [], 0
    if batch:
        yield batch
