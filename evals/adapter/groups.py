"""What the adapter learns from: a question or a claim with sentences, each right or wrong.

Knows nothing of networks. The public sets are those of `twosource eval bench`; of each, one group of documents in five
is never learnt from.
"""

import hashlib
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, NoReturn

from assistant.answer import Article
from assistant.close_reading.reader import leading
from assistant.quoting.candidates import SentenceCache
from assistant.words import terms
from evals.adapter.claim import claims
from evals.adapter.pool import Pool
from evals.adapter.story import HELD_OUT, Story, stories

MOST_PAIRS = 16
"""Sentences of a group; the wrong ones nearest to the question by words are kept."""
CLAIM_OTHERS = 3
"""Sentences beside those that a claim names."""
DENIES = "denies: "
"""Stands before a claim or a sentence where what is asked is whether another says that it is not so."""
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
        said = _said(story)
        for asked in story.asked:
            pairs = [
                Pair(one, found is not None, found, before)
                for one, before in said
                for found in [span_of(one, asked.told, asked.few)]
            ]
            yield Group(f"story {story.name}", story.name, asked.question, nearest(asked.question, pairs))


def claim_groups() -> Iterator[Group]:
    """One group for each claim on a story: what proves it or only seems to, and a few other sentences."""
    written = claims()
    for story in (one for one in stories() if one.name in written):
        said = _said(story)
        for claim in written[story.name]:
            named = [[place for place, (one, _) in enumerate(said) if _stands(words, one)] for words in claim.quotes]
            pairs = [
                Pair(" ".join(said[place][0] for place in places), claim.proved, None, said[places[0]][1])
                for places in named
                if places
            ]
            other = [Pair(one, False, None, before) for place, (one, before) in enumerate(said) if [place] not in named]
            chosen = (*pairs, *nearest(claim.text, other, CLAIM_OTHERS))
            yield Group(f"claim {story.name}", story.name, claim.text, chosen)


def denial_groups() -> Iterator[Group]:
    """The same sentences asked another thing: which of them says that a claim, or another sentence, is not so."""
    written = claims()
    for story in stories():
        said = _said(story)
        for claim in written.get(story.name, ()):
            named = [[place for place, (one, _) in enumerate(said) if _stands(words, one)] for words in claim.quotes]
            pairs = [
                Pair(
                    " ".join(said[place][0] for place in places),
                    not claim.proved and not order,
                    None,
                    said[places[0]][1],
                )
                for order, places in enumerate(named)
                if places and (claim.proved or not order)
            ]
            other = [Pair(one, False, None, before) for place, (one, before) in enumerate(said) if [place] not in named]
            chosen = (*pairs, *nearest(claim.text, other, CLAIM_OTHERS))
            yield Group(f"denial {story.name}", story.name, DENIES + claim.text, chosen)
        yield from _apart(story, said)


def copied_groups() -> Iterator[Group]:
    """Claims that copy a sentence, whole or shortened: without them, what shares most words would be learnt as false.

    Every other is asked as a denial.
    """
    for story in stories():
        said = _said(story)
        for place, (one, before) in enumerate(said):
            copies = dict.fromkeys(short for short in _shortened(one) if len(short.split()) > _FEWEST)
            for order, copy in enumerate(copies):
                denial = order % 2 == 1
                others = [Pair(other, False, None, ahead) for at, (other, ahead) in enumerate(said) if at != place]
                pairs = (Pair(one, not denial, None, before), *nearest(copy, others, CLAIM_OTHERS))
                text = f"{DENIES}{copy}" if denial else copy
                yield Group(f"copy {story.name}", story.name, text, pairs)


def _shortened(sentence: str) -> Iterator[str]:
    """A sentence without who said it, without what is put in between commas, its first part, and itself."""
    for pattern in _LEFT_OUT:
        short, count = pattern.subn(lambda found: "" if found.end() < len(found.string) else ".", sentence, count=1)
        if count:
            yield short[:1].upper() + short[1:]
    yield sentence


_FEWEST = 4
_LEFT_OUT = (
    re.compile(
        r",? (?:[Tt]he |an? )?[\w’' -]{2,60} (?:said|says|told [^,.]{3,40}|announced|reported|wrote)(?: on \w+)?\.$"
    ),
    re.compile(r", [^,.;\"“”]{4,60}(?=, )"),
    re.compile(r"(?:,| -|;| and| but| while| because| although) (?=[a-z])[^\"“”]*\.$"),
    re.compile(r" (?:on|in|at|since|after|before) (?:[A-Z]\w+day|\d+ \w+|[A-Z]\w+ \d+|[A-Z][a-z]+)(?=[ .,])"),
)
"""What a shortened sentence leaves out."""


def _apart(story: Story, said: Sequence[tuple[str, str]]) -> Iterator[Group]:
    """For each sentence that answers a question the sentences that answer otherwise, among others."""
    for asked in story.asked:
        told = [[words for words in asked.told if words in one] for one, _ in said]
        for place, (one, _) in enumerate(said):
            if not told[place] or asked.apart is None:
                continue
            pairs = [
                Pair(other, bool(asked.apart and told[at] and not set(told[at]) & set(told[place])), None, before)
                for at, (other, before) in enumerate(said)
                if at != place
            ]
            yield Group(f"denial {story.name}", story.name, DENIES + one, nearest(one, pairs, CLAIM_OTHERS + 2))


def elsewhere_groups() -> Iterator[Group]:
    """Every fourth question of a story beside what other stories say in its words: none of it answers."""
    told = [one for one in stories() if one.name not in HELD_OUT]
    pool = Pool({story.name: _said(story) for story in told})
    for story in told:
        for asked in story.asked[::_ELSEWHERE]:
            pairs = tuple(Pair(one, False, None, before) for one, before in pool.nearest(asked.question, story.name))
            yield Group("story elsewhere", story.name, asked.question, pairs)


def held_out(group: Group) -> bool:
    """Whether a group is for measuring only."""
    name = group.set.split()[0]
    if name in ("story", "claim", "denial", "copy"):
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
    asked, told = set(terms(text)), set(terms(sentence))
    return len(asked & told) / (len(asked) or 1)


def _said(story: Story) -> list[tuple[str, str]]:
    """Each sentence of a story with what stands before it."""
    return [one for text in story.articles.values() for one in beside(text.partition("\n")[0], split(text))]


def _stands(words: Sequence[str], sentence: str) -> bool:
    return any(one in sentence for one in words)


def _no_vectors(texts: Sequence[str]) -> NoReturn:
    raise NotImplementedError("splitting embeds nothing")
