"""What the product says of two passages, of a claim and its evidence, of a question among others.

The one place where a benchmark meets the product's functions rather than an answer: when a room of the product
grows a better judgement, it is plugged in here and every set follows.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations
from typing import Literal, NamedTuple

import numpy as np

from assistant.answer import Answer, Article, Citation, Turn
from assistant.collation.compare import compare
from assistant.collation.contradicting.clashes import clashes
from assistant.question.analysis import analyse
from assistant.question.follow_up.condense import condense
from assistant.quoting.candidates import SentenceCache
from assistant.tokens import tokens
from assistant.verification.locks.polarity import contradicts
from assistant.verification.said import Said
from assistant.verification.support import SUPPORTED
from assistant.verification.support import support as support_of
from assistant.verification.verify import proves
from evals.benchmarks.passages import Passage, passage_key

Stance = Literal["for", "against", "observing"]


class Support(NamedTuple):
    """How far evidence carries a claim."""

    supported: bool
    """The score is high enough to count."""
    score: float
    """The product's own, 0 to 1."""


def support(claim: str, evidence: Sequence[str]) -> Support:
    """How far the sentences of `evidence` carry every sentence of `claim`; the least carried one decides."""
    score = min((support_of(sentence, evidence) for sentence in sentences(claim)), default=0.0)
    return Support(score >= SUPPORTED, score)


def unsupported_words(claim_tokens: Sequence[str], evidence: Sequence[str]) -> list[bool]:
    """For each token of a claim whether verification misses it in the evidence."""
    held = {token.stem for sentence in evidence for token in tokens(sentence)}
    return [any(token.topical and token.stem not in held for token in tokens(word)) for word in claim_tokens]


def stance(claim: str, text: str) -> Stance:
    """Whether a text reports the claim as true, denies it, or leaves it open."""
    if contradicts(claim, [text]) or clashes(claim, text):
        return "against"
    carried = proves(claim, [Said(text, None)]) or proves(text, [Said(claim, None)])
    return "for" if carried else "observing"


def disagree(answer: Answer, first: Passage, second: Passage) -> bool:
    """Whether the answer sets two passages against each other: they stand on different sides of a disagreement."""
    return any(
        first.key in one and second.key in other
        for disagreement in answer.disagreements
        for one, other in permutations([_keys(side.citations) for side in disagreement.positions], 2)
    )


def rival(question: str, first: str, second: str) -> bool:
    """Whether two passages answer a question with what cannot both be true."""
    return compare(analyse(question), first, second).verdict == "contradict"


def blended(answer: Answer, first: Passage, second: Passage) -> bool:
    """Whether one sentence of the answer cites both passages as if they said one thing."""
    return any({first.key, second.key} <= _keys(sentence.citations) for sentence in answer.sentences)


def sides(answer: Answer) -> list[str]:
    """What each side of the answer's disagreements says: its value and its quotes."""
    return [
        "\n".join([side.value, *(citation.quote for citation in side.citations)])
        for disagreement in answer.disagreements
        for side in disagreement.positions
    ]


def standing_alone(question: str, history: Sequence[Turn]) -> str:
    """The question as the product asks its library."""
    return condense(question, history)


def sentences(text: str) -> list[str]:
    """The sentences of a text, as the product parts them; the whole text where it finds none."""
    return list(_sentences(text))


@lru_cache(maxsize=4_096)
def _sentences(text: str) -> tuple[str, ...]:
    if not re.search(r"\w", text):
        return ()
    article = Article(id="0" * 24, key="text", title="text", title_how="given", language="en", text=text)
    # A cache of its own for each text: its key is the article's id.
    read = SentenceCache(lambda texts: np.zeros((len(texts), 1), dtype=np.float32), articles=1).sentences(article)
    return tuple(one.core for one in read) or (text,)


def _keys(citations: Sequence[Citation]) -> set[str]:
    return {passage_key(citation.article) for citation in citations}
