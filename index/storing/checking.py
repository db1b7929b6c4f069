"""Looks whether a library is whole: its truth by SQLite's own check, its words and vectors against the truth.

What can be built anew from the truth is; knows no file names and no screens.
"""

from collections.abc import Iterator

import numpy as np

from index.article import Frozen
from index.reading.articles import identity
from index.storing.catalog import Catalog
from index.storing.vectors import VectorCache

_MOST_ASKED = 500
"""Passages that are looked for; of more, every so many-th."""
_NEAR = 0.001
"""Cosine distance up to which a vector counts as found, and length off one up to which it is one: rounding."""
_PAGE = 2_000


class Checkup(Frozen):
    """What a check found."""

    articles: int
    """In the library."""
    chunks: int
    """In the library, each with its words and its vector."""
    asked: int
    """Chunks that were looked for by their own vector and their own words."""
    repaired: tuple[str, ...] = ()
    """What was not whole and is again, a line each."""
    flaws: tuple[str, ...] = ()
    """What nothing in the library can repair, a line each."""

    @property
    def whole(self) -> bool:
        """Whether the library is in order now."""
        return not self.flaws


def check(catalog: Catalog, cache: VectorCache) -> Checkup:
    """Look at everything, and repair what can be. Raises LibraryDamagedError where the file cannot even be read."""
    flaws = [*catalog.flaws(), *_changed_texts(catalog)]
    flaws += [] if flaws else _broken_vectors(catalog)
    numbers = catalog.chunks.held()[1]
    sample = numbers[:: max(1, -(-len(numbers) // _MOST_ASKED))]
    repaired: list[str] = []
    if not flaws:
        repaired += _repair_words(catalog)
        repaired += _repair_vectors(catalog, cache, sample)
        flaws += _not_found(catalog, cache, sample)
    cache.purge()
    return Checkup(
        articles=catalog.articles.count(),
        chunks=len(numbers),
        asked=len(sample),
        repaired=tuple(repaired),
        flaws=tuple(flaws),
    )


def _changed_texts(catalog: Catalog) -> Iterator[str]:
    """Articles whose text is no longer the one that their id was made of; whoever hands one in may choose its id."""
    for article in catalog.articles.all():
        origin = article.publisher or article.url
        if article.path is not None and article.id != identity(article.text, origin=origin):
            named = f"{article.key!r} ({article.id[:12]})"
            yield f"the text of {named} has changed on disk; remove it and add its file again"


def _broken_vectors(catalog: Catalog) -> Iterator[str]:
    numbers = catalog.chunks.held()[1]
    pages = (catalog.chunks.vectors(numbers[at : at + _PAGE]).rows for at in range(0, len(numbers), _PAGE))
    # Written this way round, what is no number counts too.
    broken = sum(int(np.sum(~(np.abs(np.linalg.norm(rows, axis=1) - 1.0) < _NEAR))) for rows in pages)
    if broken:
        yield f"{broken:,} of {len(numbers):,} vectors have changed on disk; `twosource rebuild` makes them anew"


def _repair_words(catalog: Catalog) -> Iterator[str]:
    if not catalog.chunks.words_whole():
        catalog.chunks.rebuild_words()
        yield "the words index did not fit the articles and was built anew"


def _repair_vectors(catalog: Catalog, cache: VectorCache, sample: list[int]) -> Iterator[str]:
    cache.align()
    lost = cache.strays() or len(_unlike(catalog, cache, sample))
    if lost:
        cache.delete()
        cache.align()
        yield f"the vectors did not fit the articles ({lost:,} of them) and were built anew"


def _not_found(catalog: Catalog, cache: VectorCache, sample: list[int]) -> Iterator[str]:
    unlike = _unlike(catalog, cache, sample)
    if unlike:
        yield f"{len(unlike):,} of {len(sample):,} passages are not found by their own vector"
    unsaid = [
        number
        for number, chunk in catalog.chunks.numbered(sample).items()
        if not catalog.chunks.says(number, chunk.text)
    ]
    if unsaid:
        yield f"{len(unsaid):,} of {len(sample):,} passages are not found by their own words"


def _unlike(catalog: Catalog, cache: VectorCache, sample: list[int]) -> list[int]:
    """Those of the numbered chunks whose own vector finds neither them nor a copy."""
    held = catalog.chunks.vectors(sample)
    found = (cache.nearest(vector, 1) for vector in held.rows)
    return [
        number for number, near in zip(held.numbers, found, strict=True) if not near or not abs(1 - near[0][1]) < _NEAR
    ]
