"""The sentences of the passages that a search found, each ready to be compared with a question.

Knows nothing of the question's form or of which sentence answers it.
"""

from collections import ChainMap, OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.quoting.speech import spoken
from assistant.words import topic_words
from index import Article, Hit, Span, sentences


class Candidate(NamedTuple):
    """A sentence that may become evidence."""

    article: Article
    """Where it stands."""
    span: Span
    """Its place in the article's text."""
    position: int
    """0 for the article's first sentence, 1 for the next, ..."""
    text: str
    """The words, verbatim, with the words that say whose they are."""
    core: str
    """The sentence alone: what is compared with the question."""
    terms: Mapping[str, str]
    """Stems of its topic words, each with the word it stands for."""
    context: Mapping[str, str]
    """The same of the title and of the sentences beside it."""
    hit: Hit
    """The best passage it stands in."""


class _Sentence(NamedTuple):
    span: Span
    text: str
    core: str
    terms: Mapping[str, str]


class SentenceCache:
    """Sentences and sentence vectors, kept for the articles and texts seen last; safe to share between threads.

    `embed` gives one unit vector per text, shape (n, dim).
    """

    def __init__(self, embed: Callable[[Sequence[str]], NDArray[np.float32]], *, articles: int = 2_000) -> None:
        self._embed = embed
        self._limit = articles
        self._sentences: OrderedDict[str, list[_Sentence]] = OrderedDict()
        self._vectors: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    def sentences(self, article: Article) -> list[_Sentence]:
        """The article's sentences, in order."""
        with self._lock:
            if (known := self._sentences.get(article.id)) is not None:
                self._sentences.move_to_end(article.id)
                return known
        read = []
        spans = sentences(article.text)
        for bare, span in zip(spans, spoken(article.text, spans), strict=True):
            text = article.text[span.start : span.end]
            read.append(_Sentence(span, text, article.text[bare.start : bare.end], topic_words(text)))
        with self._lock:
            self._sentences[article.id] = read
            while len(self._sentences) > self._limit:
                self._sentences.popitem(last=False)
        return read

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector per text, shape (len(texts), dim); only texts not seen lately are embedded."""
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
        if new := [text for text in dict.fromkeys(texts) if text not in known]:
            for text, vector in zip(new, self._embed(new), strict=True):
                known[text] = vector
        with self._lock:
            for text in texts:
                self._vectors[text] = known[text]
                self._vectors.move_to_end(text)
            while len(self._vectors) > 40 * self._limit:
                self._vectors.popitem(last=False)
        return np.stack([known[text] for text in texts])


def candidates(hits: Iterable[Hit], *, article: Callable[[str], Article], cache: SentenceCache) -> list[Candidate]:
    """Every sentence that ends in a hit's passage, once, in order of the hits.

    `article` gives the article of an id.
    """
    found: dict[tuple[str, int], Candidate] = {}
    for hit in hits:
        whole = article(hit.chunk.article_id)
        title = topic_words(whole.title)
        read = cache.sentences(whole)
        for position, sentence in enumerate(read):
            place = (whole.id, position)
            if place in found or not hit.chunk.start <= sentence.span.end - 1 < hit.chunk.end:
                continue
            beside = read[max(0, position - 1) : position] + read[position + 1 : position + 2]
            context = dict(ChainMap(title, *(dict(other.terms) for other in beside)))
            found[place] = Candidate(
                whole, sentence.span, position, sentence.text, sentence.core, sentence.terms, context, hit
            )
    return list(found.values())
