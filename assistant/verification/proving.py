"""What of a model's draft is proved by the quotes it cites, what is put right from them, and what is taken out.

Believes the quotes, never the draft.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.answer import Citation, Evidence, Removed, Sentence
from assistant.verification.citing import cite, said
from assistant.verification.reading import Reading
from assistant.verification.repairing import repaired
from assistant.verification.said import Said
from assistant.verification.verify import proves, supported
from assistant.verification.wording import nearest
from assistant.writing import DraftSentence

LONGEST = 1_000
"""Characters of a sentence at most: a longer one is none, and checking it would take the machine's time."""
MOST = 40
"""Sentences checked at most; an answer has four."""
_REASONS = {
    "number_mismatch": "a number or a date in it is in none of the quotes it cites",
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


def prove(draft: Sequence[DraftSentence], evidence: Sequence[Evidence], reading: Reading | None = None) -> Proved:
    """The draft's sentences, sorted into proved and removed; labels that no evidence has count for nothing.

    `reading` None: only words are compared.
    """
    by_label = {one.label: one for one in evidence}
    sentences: dict[str, Sentence] = {}  # by their words: what was put right may be there already
    removed = []
    for drafted in draft[:MOST]:
        judged = _judged(drafted, [by_label[label] for label in drafted.labels if label in by_label], reading)
        if isinstance(judged, Removed):
            removed.append(judged)
        else:
            sentences.setdefault(judged.text, judged)
    if (left := len(draft) - MOST) > 0:
        removed.append(Removed(text=f"{left:,} more sentences", reason="the reply is too long to be checked"))
    return Proved(tuple(sentences.values()), tuple(removed))


def _judged(drafted: DraftSentence, cited: Sequence[Evidence], reading: Reading | None) -> Sentence | Removed:
    if len(drafted.text) > LONGEST:
        return Removed(text=f"{drafted.text[:LONGEST]} …", reason="it is too long to be checked")
    if not cited:
        return Removed(text=drafted.text, reason="it cites no quote")
    text = _proved_text(drafted.text, tuple(map(said, cited)), reading)
    citations = tuple(cite(text or drafted.text, one, reading) for one in cited)
    if text is None:
        reason = next((_REASONS[one.check] for one in citations if one.check in _REASONS), _REASONS["unsupported"])
        return Removed(text=drafted.text, reason=reason)
    kept = _proving(text, citations)
    return Sentence(text=text, citations=kept, repaired=None if text == drafted.text else drafted.text)


def _proving(sentence: str, citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """The citations that prove a sentence: each by itself, else the few that do together. A label beside is none."""
    alone = tuple(one for one in citations if supported(one.check))
    together = nearest(sentence, [one.quote for one in citations])
    return alone or tuple(one for one in citations if one.quote in together)


@lru_cache(maxsize=1_000)  # a draft that grows is proved again with every sentence
def _proved_text(sentence: str, quotes: tuple[Said, ...], reading: Reading | None) -> str | None:
    """The sentence as its quotes prove it; None where they do not."""
    return sentence if proves(sentence, quotes, reading) else repaired(sentence, quotes, reading)
