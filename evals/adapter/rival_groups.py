"""What the reader of answers learns beside claims: two answers to one question, which cannot both be true or can.

Knows nothing of networks. The first text begins with `DENIES`; the question stands beside the second.
"""

from collections.abc import Iterator, Sequence

from assistant.close_reading.opposition import DENIES
from evals.adapter.claim_groups import OTHERS
from evals.adapter.groups import Group, Pair, nearest, split, told_in
from evals.adapter.rival import Bearing, Rivals, rivals
from evals.adapter.story import Asked, Story, stories

_DENIED: dict[tuple[Bearing, Bearing], bool] = {
    ("x", "="): True,
    ("=", "x"): True,
    ("=", "~"): False,
    ("~", "="): False,
}
"""Whether two sentences beside one answer contradict each other, so far as that follows."""
_NEAR = 4
"""Sentences on other matters beside an answer."""


def rival_groups() -> Iterator[Group]:
    """Of each story with rivals or contradictions: each answer, and each sentence beside it, with the others."""
    written = rivals()
    for story in stories():
        for one in written.get(story.name, ()):
            yield from _beside_answer(story, one)
        told_apart = any(asked.apart is not None for asked in story.asked)
        for asked in story.asked:
            if asked.apart is not None:
                yield from _apart(story, asked)
            elif told_apart or story.name in written:
                yield from _alone(story, asked)


def _beside_answer(story: Story, one: Rivals) -> Iterator[Group]:
    """The answer with all that bears on it, and the other way round; the rest of its article contradicts neither."""
    article = next((split(text) for text in story.articles.values() if one.words in text), [])
    answer = next((sentence for sentence in article if one.words in sentence), None)
    if answer is None:
        return
    rest = [Pair(other, False, None, one.question) for other in article if other != answer]
    told = [Pair(text, bearing == "x", None, one.question) for bearing, text in one.told]
    yield _group(story, answer, (*told, *nearest(answer, rest, OTHERS)))
    for bearing, text in one.told:
        others = [
            Pair(other, _DENIED[bearing, how], None, one.question)
            for how, other in one.told
            if (bearing, how) in _DENIED
        ]
        back = Pair(answer, bearing == "x", None, one.question)
        yield _group(story, text, (back, *others, *nearest(text, rest, OTHERS - 1)))


def _apart(story: Story, asked: Asked) -> Iterator[Group]:
    """For each sentence that answers a question the sentences that answer otherwise, among others."""
    said = [one for one, _ in told_in(story)]
    told = [{words for words in asked.told if words in one} for one in said]
    for place, one in enumerate(said):
        if told[place]:
            pairs = [
                Pair(other, bool(asked.apart and told[at] and told[at].isdisjoint(told[place])), None, asked.question)
                for at, other in enumerate(said)
                if at != place
            ]
            yield _group(story, one, nearest(one, pairs, OTHERS + 2))


def _alone(story: Story, asked: Asked) -> Iterator[Group]:
    """The one sentence that answers a question, and those nearest to it: they are on other matters."""
    said = [one for one, _ in told_in(story)]
    answers = [one for one in said if any(words in one for words in asked.told)]
    if len(answers) == 1 and len(asked.told) == 1:
        others = [Pair(one, False, None, asked.question) for one in said if one != answers[0]]
        near = nearest(f"{asked.question} {answers[0]}", others, _NEAR)
        yield _group(story, answers[0], near, of="matter")
        back = [Pair(answers[0], False, None, asked.question)]
        yield from (_group(story, one.sentence, back, of="matter") for one in near[:1])


def _group(story: Story, sentence: str, pairs: Sequence[Pair], *, of: str = "rival") -> Group:
    return Group(f"{of} {story.name}", story.name, DENIES + sentence, tuple(pairs))
