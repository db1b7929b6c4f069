"""How far other words of a sentence stand in for the words of a question: "truce" for "ceasefire".

Compares single words by their vectors; a number or a name is never stood in for.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from assistant.question.analysis import Question
from assistant.quoting.candidates import SentenceCache
from assistant.words import fold, stem

UNLIKE = 0.5
"""Cosine of two single words up to which they are strangers (all-MiniLM-L6-v2: "hotel" and "city" have 0.44)."""
ALIKE = 0.7
"""Cosine from which they are one word ("soldiers" and "servicemen" have 0.83)."""

Credits = Mapping[str, Mapping[str, float]]
"""Question stem -> sentence stem -> how far it stands in, 0 to 1; pairs of no credit are left out."""


def credits(question: Question, spoken: Iterable[Mapping[str, str]], cache: SentenceCache) -> Credits:
    """How far the sentences' words stand in for the question's.

    `spoken` holds, for each sentence, a word as written for each stem.
    """
    names = {stem(name) for name in question.names}
    asked = {term: word for term, word in question.words.items() if term not in names and not term[0].isdigit()}
    heard = {term: word for sentence in spoken for term, word in sentence.items() if not term[0].isdigit()}
    own = {term: {term: 1.0} for term in question.terms}
    if not asked or not heard:
        return own
    vectors = cache.vectors([fold(word) for word in (*asked.values(), *heard.values())])
    likeness = vectors[: len(asked)] @ vectors[len(asked) :].T
    share = np.clip((likeness - UNLIKE) / (ALIKE - UNLIKE), 0, 1)
    heard_terms = list(heard)
    for row, term in zip(share, asked, strict=True):
        near = {heard_terms[place]: float(row[place]) for place in np.flatnonzero(row)}
        own[term] = {**near, term: 1.0}
    return own


def credit(term: str, heard: Iterable[str], known: Credits) -> float:
    """How far the stems `heard` hold the question's stem `term`, 0 to 1."""
    near = known.get(term, {})
    return max((near.get(other, 0.0) for other in heard), default=0.0)
