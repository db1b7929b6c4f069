"""Evidence out of ranked sentences: each a numbered quote with its speaker.

Chooses nothing; labels are in the caller's order, or in that of an answer's citations.
"""

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from assistant.answer import Citation, Disagreement, Evidence, Position, Quote, Sentence, Support
from assistant.attribution.attribute import attribute
from assistant.quoting.candidates import Candidate
from assistant.quoting.weighing.ranking import Ranked

_Labelled = TypeVar("_Labelled", Citation, Evidence)
_Citing = TypeVar("_Citing", Sentence, Position)


def number(ranked: Iterable[Ranked]) -> tuple[Evidence, ...]:
    """The sentences as evidence, labelled 1, 2, ... in the order given."""
    return number_quotes((one.candidate, one.score) for one in ranked)


def number_quotes(chosen: Iterable[tuple[Candidate, float]]) -> tuple[Evidence, ...]:
    """The same of sentences with their relevance, 0 to 1."""
    return tuple(_evidence(label, candidate, score) for label, (candidate, score) in enumerate(chosen, start=1))


class Told(NamedTuple):
    """What of an answer holds labels."""

    evidence: tuple[Evidence, ...]
    """As `Answer.evidence`."""
    sentences: tuple[Sentence, ...]
    """As `Answer.sentences`."""
    disagreements: tuple[Disagreement, ...]
    """As `Answer.disagreements`."""
    support: tuple[Support, ...]
    """As `Answer.support`."""


def cited_first(told: Told) -> Told:
    """The same, labelled anew in the order in which a reader meets the labels; what is not cited comes last.

    For answers that are known whole: where a model writes, its labels are those of its prompt.
    """
    met = [citation.label for one in told.sentences for citation in one.citations]
    met += [citation.label for one in told.disagreements for side in one.positions for citation in side.citations]
    met += [label for one in told.support for label in one.both_sides]
    order = dict.fromkeys([*met, *(one.label for one in told.evidence)])
    labels = {old: new for new, old in enumerate(order, start=1)}

    def moved(one: _Labelled) -> _Labelled:
        return one.model_copy(update={"label": labels[one.label]})

    def again(one: _Citing) -> _Citing:
        return one.model_copy(update={"citations": tuple(map(moved, one.citations))})

    disagreements = (
        one.model_copy(update={"positions": tuple(map(again, one.positions))}) for one in told.disagreements
    )

    def anew(old: Iterable[int]) -> tuple[int, ...]:
        return tuple(labels[label] for label in old)

    support = (
        one.model_copy(update={"labels": anew(one.labels), "both_sides": anew(one.both_sides)}) for one in told.support
    )
    return Told(
        evidence=tuple(sorted(map(moved, told.evidence), key=lambda one: one.label)),
        sentences=tuple(map(again, told.sentences)),
        disagreements=tuple(disagreements),
        support=tuple(support),
    )


def _evidence(label: int, candidate: Candidate, relevance: float) -> Evidence:
    article, span = candidate.article, candidate.span
    return Evidence(
        label=label,
        quote=Quote(article_id=article.id, start=span.start, end=span.end, text=candidate.text),
        article=article,
        attribution=attribute(article.text, span.start, span.end),
        relevance=relevance,
    )
