"""Evidence out of ranked sentences: each a numbered quote with its speaker.

Chooses nothing; the order is the caller's, what is cited first.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from assistant.answer import Disagreement, Evidence, Position, Quote, Sentence
from assistant.attribution.attribute import attribute
from assistant.quoting.candidates import Candidate
from assistant.quoting.ranking import Ranked

_Citing = TypeVar("_Citing", Sentence, Position)


def number(ranked: Iterable[Ranked]) -> tuple[Evidence, ...]:
    """The sentences as evidence, labelled 1, 2, ... in the order given."""
    return number_quotes((one.candidate, one.score) for one in ranked)


def number_quotes(chosen: Iterable[tuple[Candidate, float]]) -> tuple[Evidence, ...]:
    """The same of sentences with their relevance, 0 to 1."""
    return tuple(_evidence(label, candidate, score) for label, (candidate, score) in enumerate(chosen, start=1))


def cited_first(
    evidence: Sequence[Evidence], sentences: Sequence[Sentence], disagreements: Sequence[Disagreement]
) -> tuple[tuple[Evidence, ...], tuple[Sentence, ...], tuple[Disagreement, ...]]:
    """All three, labelled anew in the order in which a reader meets the labels; what is not cited comes last."""
    told = (cited for one in sentences for cited in one.citations)
    sides = (cited for one in disagreements for side in one.positions for cited in side.citations)
    order = dict.fromkeys([*(cited.label for cited in (*told, *sides)), *(one.label for one in evidence)])
    labels = {old: new for new, old in enumerate(order, start=1)}

    def cited(one: _Citing) -> _Citing:
        moved = tuple(each.model_copy(update={"label": labels[each.label]}) for each in one.citations)
        return one.model_copy(update={"citations": moved})

    moved = [one.model_copy(update={"label": labels[one.label]}) for one in evidence]
    sided = (one.model_copy(update={"positions": tuple(map(cited, one.positions))}) for one in disagreements)
    return tuple(sorted(moved, key=lambda one: one.label)), tuple(map(cited, sentences)), tuple(sided)


def _evidence(label: int, candidate: Candidate, relevance: float) -> Evidence:
    article, span = candidate.article, candidate.span
    return Evidence(
        label=label,
        quote=Quote(article_id=article.id, start=span.start, end=span.end, text=candidate.text),
        article=article,
        attribution=attribute(article.text, span.start, span.end),
        relevance=relevance,
    )
