"""What of a model's draft is proved by the quotes it cites, and what is taken out.

Believes the quotes, never the draft.
"""

from collections.abc import Sequence
from typing import NamedTuple

from assistant.answer import Evidence, Removed, Sentence
from assistant.verification.citing import cite, published_on
from assistant.verification.said import Said
from assistant.verification.verify import proves
from assistant.writing import DraftSentence

_REASONS = {
    "number_mismatch": "a number in it is in none of the quotes it cites",
    "name_mismatch": "a name in it is in none of the quotes it cites",
    "unsupported": "the quotes it cites do not say this",
    "not_found": "the words it quotes are not in the article",
}


class Proved(NamedTuple):
    """A draft after verification."""

    sentences: tuple[Sentence, ...]
    """What the quotes support, with its citations."""
    removed: tuple[Removed, ...]
    """What they do not, each with the reason."""


def prove(draft: Sequence[DraftSentence], evidence: Sequence[Evidence]) -> Proved:
    """The draft's sentences, sorted into proved and removed; labels that no evidence has count for nothing."""
    by_label = {one.label: one for one in evidence}
    sentences, removed = [], []
    for drafted in draft:
        cited = [by_label[label] for label in drafted.labels if label in by_label]
        citations = tuple(cite(drafted.text, one) for one in cited)
        if not citations:
            removed.append(Removed(text=drafted.text, reason="it cites no quote"))
        elif proves(drafted.text, [Said(one.quote.text, published_on(one)) for one in cited]):
            sentences.append(Sentence(text=drafted.text, citations=citations))
        else:
            reason = next((_REASONS[one.check] for one in citations if one.check in _REASONS), _REASONS["unsupported"])
            removed.append(Removed(text=drafted.text, reason=reason))
    return Proved(tuple(sentences), tuple(removed))
