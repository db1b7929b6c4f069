"""What the adapter learns from: a question or a claim with sentences, each right or wrong.

Knows nothing of networks. The public sets are those of `twosource eval bench`; of each, one group of documents in five
is never learnt from.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple, NoReturn

from assistant.answer import Article
from assistant.quoting.candidates import SentenceCache
from assistant.words import terms
from evals.adapter.story import HELD_OUT, stories

ANSWERS, SUPPORTS = 0, 1
"""What a group asks of its pairs; the order of the adapter's scores."""
MOST_PAIRS = 8
"""Sentences of a group; the wrong ones nearest to the question by words are kept."""
_LONGEST, _SHORTEST = 500, 12


class Pair(NamedTuple):
    """A sentence beside the question or claim of its group."""

    sentence: str
    right: bool
    """Whether it answers the question, or supports the claim."""
    span: tuple[int, int] | None
    """The words of it that answer, half open, in characters. None: not known."""


class Group(NamedTuple):
    """Pairs with one question or claim."""

    set: str
    """Where it comes from."""
    document: str
    """What it must not be parted from when some are held out."""
    text: str
    """The question or claim."""
    pairs: tuple[Pair, ...]
    task: int = ANSWERS


def story_groups() -> Iterator[Group]:
    """One group for each question of each story."""
    for story in stories():
        said = [sentence for text in story.articles.values() for sentence in split(text)]
        for asked in story.asked:
            pairs = [Pair(one, found is not None, found) for one in said for found in [span_of(one, asked.told)]]
            yield Group(f"story {story.name}", story.name, asked.question, nearest(asked.question, pairs))


def held_out(group: Group) -> bool:
    """Whether a group is for measuring only."""
    if group.set.startswith("story "):
        return group.document in HELD_OUT
    return int(hashlib.md5(f"{group.set}{group.document}".encode()).hexdigest(), 16) % 5 == 0


def split(text: str) -> list[str]:
    """The sentences of a text, as the quotes engine compares them with a question."""
    article = Article(id="0" * 24, key="text", title="text", title_how="none", language="en", text=text)
    read = SentenceCache(_no_vectors).sentences(article)
    return [one.core for one in read if one.span.kind == "sentence" and _SHORTEST < len(one.core) < _LONGEST]


def span_of(sentence: str, told: Sequence[str]) -> tuple[int, int] | None:
    """Where the longest of the words `told` stand in a sentence. None: nowhere."""
    for words in sorted(told, key=len, reverse=True):
        if words and (start := sentence.lower().find(words.lower())) >= 0:
            return start, start + len(words)
    return None


def nearest(text: str, pairs: Sequence[Pair], most: int = MOST_PAIRS) -> tuple[Pair, ...]:
    """At most three right pairs, and of the wrong ones those that share most words with the question."""
    right = [pair for pair in pairs if pair.right][:3]
    wrong = sorted((pair for pair in pairs if not pair.right), key=lambda pair: -overlap(text, pair.sentence))
    return (*right, *wrong[: most - len(right)])


def overlap(text: str, sentence: str) -> float:
    """Share of the question's topic words that stand in the sentence, 0 to 1."""
    asked, told = set(terms(text)), set(terms(sentence))
    return len(asked & told) / (len(asked) or 1)


def _no_vectors(texts: Sequence[str]) -> NoReturn:
    raise NotImplementedError("splitting embeds nothing")
