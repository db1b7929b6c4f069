"""Sentences as a close reading leaves them, for tests of what is made of it."""

import re
from collections.abc import Callable, Sequence

import numpy as np

from assistant.quoting.candidates import Candidate
from assistant.quoting.weighing.features import Features, Outward
from assistant.quoting.weighing.ranking import Ranked
from index import Article, Chunk, Hit, Read, Span


class Scripted:
    """Reads pairs with the logits that a script gives them, and remembers the pairs."""

    def __init__(self, logit: Callable[[str, str], float]) -> None:
        self.logit = logit
        self.pairs: list[tuple[str, str, str]] = []

    def read(self, first: str, seconds: Sequence[str], beside: Sequence[str] | None = None) -> list[Read]:
        """Each pair's logit; no words of it answer."""
        self.pairs += [(first, second, before) for second, before in zip(seconds, beside or (), strict=True)]
        none = np.zeros(0, np.float32)
        return [Read(self.logit(first, second), np.zeros((0, 2), np.int64), none, none) for second in seconds]


def read(text: str, words: str, *, logit: float = 2.0) -> Read:
    """A reading that points to `words` of `text`, token by token."""
    places = [found.span() for found in re.finditer(r"\w+|[^\w\s]", text)]
    start = text.index(words)
    inside = [at for at, (first, last) in enumerate(places) if first < start + len(words) and last > start]
    first, last = np.full(len(places), -9.0, np.float32), np.full(len(places), -9.0, np.float32)
    first[inside[0]], last[inside[-1]] = 9.0, 9.0
    return Read(logit, np.array(places), first, last)


def ranked(text: str, words: str, *, logit: float = 2.0, article_id: str = "a") -> Ranked:
    """A sentence that is an article of its own, read so."""
    article = Article(id=article_id, key="a.txt", title="A", title_how="given", text=text, language="en")
    hit = Hit(
        chunk=Chunk(id="c", article_id=article_id, start=0, end=len(text), text=text), score=1.0, cosine=1.0, words=1.0
    )
    candidate = Candidate(article, Span(start=0, end=len(text)), text, text, {}, {}, hit, "")
    outward = Outward(*[1.0] * 9)._replace(no_prose=0.0)
    features = Features(outward, *[0.0] * 7)
    return Ranked(candidate, features, 0.9, read(text, words, logit=logit))
