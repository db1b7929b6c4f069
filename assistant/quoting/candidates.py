"""The sentences of the passages that a search found, each ready to be compared with a question.

Knows nothing of the question's form or of which sentence answers it.
"""

from collections import ChainMap, OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.close_reading.reader import leading
from assistant.quoting.speech import answered, spoken
from assistant.recent import Recent
from assistant.words import topic_words
from index import Article, Hit, NotFoundError, Span, sentences


class Candidate(NamedTuple):
    """A sentence that may become evidence."""

    article: Article
    """Where it stands."""
    span: Span
    """Its place in the article's text."""
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
    previous: str
    """The sentence before it in its article; empty for the first."""
    asked: str | None = None
    """The question as it is put to this sentence, without the day of which it is. None: as it stands."""

    @property
    def before(self) -> str:
        """The title and the sentence before it: what "she" or "the company" may mean."""
        return leading(self.article.title, self.previous)


@dataclass
class _Sentence:
    span: Span
    text: str
    core: str

    @cached_property
    def terms(self) -> Mapping[str, str]:
        """Stems of its topic words; read only once somebody compares it."""
        return topic_words(self.text)


class Meaning(NamedTuple):
    """A text as vectors."""

    vector: NDArray[np.float32]
    """The whole text, shape (dim,), unit length."""
    words: tuple[str, ...]
    """Its tokens as they stand in the text."""
    tokens: NDArray[np.float16]
    """One unit row per token, shape (len(words), dim); half precision, for there are many."""


Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors, shape (n, dim)."""
Mean = Callable[[Sequence[str]], list[Meaning]]
"""Texts to meanings, in order."""


def whole_texts(embed: Embed) -> Mean:
    """Meanings from an embedder that knows no tokens: each text counts as one token."""

    def mean(texts: Sequence[str]) -> list[Meaning]:
        vectors = embed(texts)
        return [
            Meaning(vector, (text,), vector[None].astype(np.float16))
            for text, vector in zip(texts, vectors, strict=True)
        ]

    return mean


class SentenceCache:
    """Sentences and their vectors, kept for the articles and texts seen last; safe to share between threads."""

    def __init__(self, embed: Embed, *, mean: Mean | None = None, articles: int = 2_000) -> None:
        self._limit = articles
        self._sentences: OrderedDict[str, list[_Sentence]] = OrderedDict()
        self._vectors = Recent[str, NDArray[np.float32]](lambda words: list(embed(words)), limit=10 * articles)
        self._meanings = Recent[str, Meaning](mean or whole_texts(embed), limit=articles)
        self._lock = Lock()

    def sentences(self, article: Article) -> list[_Sentence]:
        """The article's sentences, in order."""
        # By its text: an article whose white space changed keeps its id.
        with self._lock:
            if (known := self._sentences.get(article.text)) is not None:
                self._sentences.move_to_end(article.text)
                return known
        read = []
        spans = sentences(article.text)
        for bare, span in zip(answered(article.text, spans), spoken(article.text, spans), strict=True):
            span = Span(start=min(bare.start, span.start), end=max(bare.end, span.end), kind=bare.kind)
            text = article.text[span.start : span.end]
            read.append(_Sentence(span, text, article.text[bare.start : bare.end]))
        with self._lock:
            self._sentences[article.text] = read
            while len(self._sentences) > self._limit:
                self._sentences.popitem(last=False)
        return read

    def vectors(self, words: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector per single word, shape (len(words), dim); only words not seen lately are embedded."""
        return np.stack(self._vectors.of(words))

    def meanings(self, texts: Sequence[str]) -> list[Meaning]:
        """The texts as vectors, in order; only texts not seen lately are embedded."""
        return self._meanings.of(texts)


def candidates(hits: Iterable[Hit], *, article: Callable[[str], Article], cache: SentenceCache) -> list[Candidate]:
    """Every sentence that ends in a hit's passage, once, in order of the hits.

    `article` gives the article of an id; a hit whose article is gone gives nothing.
    """
    found: dict[tuple[str, int], Candidate] = {}
    for hit in hits:
        try:
            whole = article(hit.chunk.article_id)
        except NotFoundError:  # removed since the search
            continue
        title = topic_words(whole.title)
        read = cache.sentences(whole)
        for position, sentence in enumerate(read):
            place = (whole.id, position)
            if place in found or not hit.chunk.start <= sentence.span.end - 1 < hit.chunk.end:
                continue
            beside = read[max(0, position - 1) : position] + read[position + 1 : position + 2]
            context = dict(ChainMap(title, *(dict(other.terms) for other in beside)))
            previous = read[position - 1].core if position else ""
            found[place] = Candidate(
                whole, sentence.span, sentence.text, sentence.core, sentence.terms, context, hit, previous
            )
    return list(found.values())
