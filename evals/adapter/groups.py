"""What an adapter learns from: a question or a claim with sentences, each right or wrong.

Knows nothing of networks. The public sets are those of `twosource eval bench`; of each, one group of documents in five
is never learnt from.
"""

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, NoReturn

from assistant.answer import Article
from assistant.close_reading.reader import leading
from assistant.quoting.candidates import SentenceCache
from assistant.words import terms
from evals.adapter.pool import Pool
from evals.adapter.story import HELD_OUT, Story, stories

MOST_PAIRS = 16
"""Sentences of a group; the wrong ones nearest to the question by words are kept."""
_LONGEST, _SHORTEST = 500, 12
_ELSEWHERE = 4


class Pair(NamedTuple):
    """A sentence beside the question of its group."""

    sentence: str
    right: bool
    """Whether it answers the question, or proves the claim."""
    span: tuple[int, int] | None
    """The words of it that answer, half open, in characters. None: not known, or not asked."""
    beside: str = ""
    """What stands before it: the title and the sentence before."""


class Group(NamedTuple):
    """Pairs with one question or claim."""

    set: str
    """Where it comes from; its first word is the set, further ones part it."""
    document: str
    """What it must not be parted from when some are held out."""
    text: str
    """The question or claim."""
    pairs: tuple[Pair, ...]


def story_groups() -> Iterator[Group]:
    """One group for each question of each story."""
    for story in stories():
        said = told_in(story)
        for asked in story.asked:
            pairs = [
                Pair(one, found is not None, found, before)
                for one, before in said
                for found in [span_of(one, asked.told, asked.few)]
            ]
            yield Group(f"story {story.name}", story.name, asked.question, nearest(asked.question, pairs))


def elsewhere_groups() -> Iterator[Group]:
    """Every fourth question of a story beside what other stories say in its words: none of it answers."""
    told = [one for one in stories() if one.name not in HELD_OUT]
    pool = Pool({story.name: told_in(story) for story in told})
    for story in told:
        for asked in story.asked[::_ELSEWHERE]:
            pairs = tuple(Pair(one, False, None, before) for one, before in pool.nearest(asked.question, story.name))
            yield Group("story elsewhere", story.name, asked.question, pairs)


def held_out(group: Group) -> bool:
    """Whether a group is for measuring only."""
    name = group.set.split()[0]
    if name in ("story", "claim", "denial", "copy", "rival", "matter"):
        return group.document in HELD_OUT
    return int(hashlib.md5(f"{name}{group.document}".encode()).hexdigest(), 16) % 5 == 0


def split(text: str) -> list[str]:
    """The sentences of a text, as the quotes engine compares them with a question."""
    article = Article(id="0" * 24, key="text", title="text", title_how="none", language="en", text=text)
    read = SentenceCache(_no_vectors).sentences(article)
    return [one.core for one in read if one.span.kind == "sentence" and _SHORTEST < len(one.core) < _LONGEST]


def beside(title: str, said: Sequence[str]) -> list[tuple[str, str]]:
    """Each sentence of a text with what stands before it: the title and the sentence before."""
    return [(one, leading(title, before)) for before, one in itertools.pairwise(["", *said])]


def span_of(sentence: str, told: Sequence[str], few: Sequence[tuple[int, int]] | None = None) -> tuple[int, int] | None:
    """Where the longest of the words `told` stand in a sentence, or those `few` of them. None: nowhere."""
    marked = zip(told, few or [(0, len(words)) for words in told], strict=True)
    for words, (first, last) in sorted(marked, key=lambda one: -len(one[0])):
        if words and (start := sentence.lower().find(words.lower())) >= 0:
            return start + first, start + last
    return None


def nearest(text: str, pairs: Sequence[Pair], most: int = MOST_PAIRS) -> tuple[Pair, ...]:
    """At most three right pairs, and of the wrong ones those that share most words with the question."""
    right = [pair for pair in pairs if pair.right][:3]
    wrong = sorted((pair for pair in pairs if not pair.right), key=lambda pair: -overlap(text, pair.sentence))
    return (*right, *wrong[: most - len(right)])


def overlap(text: str, sentence: str) -> float:
    """Share of the question's topic words that stand in the sentence, 0 to 1."""
    asked = _topics(text)
    return len(asked & _topics(sentence)) / (len(asked) or 1)


@lru_cache(maxsize=1_000)  # the sentences of one story are asked for by all its questions
def _topics(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def told_in(story: Story) -> list[tuple[str, str]]:
    """Each sentence of a story with what stands before it."""
    return [one for text in story.articles.values() for one in beside(text.partition("\n")[0], split(text))]


def _no_vectors(texts: Sequence[str]) -> NoReturn:
    raise NotImplementedError("splitting embeds nothing")
