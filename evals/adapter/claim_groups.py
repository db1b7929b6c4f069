"""What the reader of claims learns of claims: each beside sentences that prove it, deny it or only seem to.

Knows nothing of networks. A text that begins with `DENIES` asks which sentence says that it is not so; beside that one
stands nothing, or the question that both answer (`rival_groups.py`).
"""

import re
from collections.abc import Iterator, Sequence

from assistant.close_reading.opposition import DENIES
from evals.adapter.claim import Claim, claims
from evals.adapter.groups import Group, Pair, nearest, told_in
from evals.adapter.story import Story, stories

OTHERS = 3
"""Sentences beside those that a claim names."""
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
_Said = Sequence[tuple[str, str]]
"""The sentences of a story, each with what stands before it."""


def claim_groups() -> Iterator[Group]:
    """Of each story with claims or contradictions: every claim, what denies it, and copies of what the story says."""
    written = claims()
    for story in stories():
        if story.name not in written and all(asked.apart is None for asked in story.asked):
            continue
        said = told_in(story)
        for claim in written.get(story.name, ()):
            yield Group(f"claim {story.name}", story.name, claim.text, _beside(claim, said, denied=False))
            yield Group(f"denial {story.name}", story.name, DENIES + claim.text, _beside(claim, said, denied=True))
        yield from _copied(story, said)


def _beside(claim: Claim, said: _Said, *, denied: bool) -> tuple[Pair, ...]:
    """What a claim names, and a few other sentences; of a false one only the first quote is sure to deny it."""
    named = [[place for place, (one, _) in enumerate(said) if any(w in one for w in words)] for words in claim.quotes]
    quotes = named[:1] if denied and not claim.proved else named
    pairs = [
        Pair(" ".join(said[place][0] for place in places), claim.proved is not denied, None, said[places[0]][1])
        for places in quotes
        if places
    ]
    other = [Pair(one, False, None, before) for place, (one, before) in enumerate(said) if [place] not in named]
    told = (*pairs, *nearest(claim.text, other, OTHERS))
    return _alone(told) if denied else told


def _alone(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    return tuple(one._replace(beside="") for one in pairs)


def _copied(story: Story, said: _Said) -> Iterator[Group]:
    """Copies of each sentence, whole or shortened: else what shares most words would be learnt as false.

    Every other is asked as a denial.
    """
    for place, (one, before) in enumerate(said):
        others = [Pair(other, False, None, ahead) for at, (other, ahead) in enumerate(said) if at != place]
        copies = dict.fromkeys(short for short in _shortened(one) if len(short.split()) > _FEWEST)
        for order, copy in enumerate(copies):
            denied = order % 2 == 1
            pairs = (Pair(one, not denied, None, before), *nearest(copy, others, OTHERS))
            if denied:
                yield Group(f"copy {story.name}", story.name, f"{DENIES}{copy}", _alone(pairs))
            else:
                yield Group(f"copy {story.name}", story.name, copy, pairs)


def _shortened(sentence: str) -> Iterator[str]:
    """A sentence without who said it, without what is put in between commas, its first part, and itself."""
    for pattern in _LEFT_OUT:
        short, count = pattern.subn(lambda found: "" if found.end() < len(found.string) else ".", sentence, count=1)
        if count:
            yield short[:1].upper() + short[1:]
    yield sentence
