"""TREC QA (Wang et al. 2007): which of the candidate sentences answers the question."""

import hashlib

from assistant.answer import Answer
from evals.benchmarks.answer_set import AnswerSet, Ask, Question
from evals.benchmarks.loading import Row
from evals.benchmarks.measures import average
from evals.benchmarks.passages import Passage
from evals.benchmarks.records import Finding


class Candidate(Row):
    """A sentence that may answer."""

    text: str
    label: int


class Selection(Question):
    """A question with its candidates."""

    candidates: tuple[Candidate, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(dict.fromkeys(Passage(text=one.text) for one in self.candidates))


def examine(item: Selection, ask: Ask) -> Finding:
    """The candidates in the order of the answer's evidence; what is no evidence comes last, in random order."""
    answer = ask(item.question, of=item.passages)
    scores = _relevance(answer)
    order = sorted(
        item.candidates, key=lambda one: (-scores.get(" ".join(one.text.split()), 0.0), _chance(item.id, one.text))
    )
    labels = [one.label for one in order]
    return Finding(
        values={"average_precision": average_precision(labels), "reciprocal_rank": reciprocal_rank(labels)},
        expected=" | ".join(one.text for one in item.candidates if one.label)[:400],
        shown=order[0].text,
    )


def average_precision(labels: list[int]) -> float:
    """Mean precision at the place of every right one, best first; 0 where none is right."""
    places = [place for place, label in enumerate(labels, start=1) if label]
    return sum(rank / place for rank, place in enumerate(places, start=1)) / len(places) if places else 0.0


def reciprocal_rank(labels: list[int]) -> float:
    """One over the place of the first right one; 0 where none is right."""
    return next((1 / place for place, label in enumerate(labels, start=1) if label), 0.0)


def _relevance(answer: Answer) -> dict[str, float]:
    """A candidate's best relevance, by its text."""
    best: dict[str, float] = {}
    for one in answer.evidence:
        text = " ".join(one.article.text.split())
        best[text] = max(best.get(text, 0.0), one.relevance)
    return best


def _chance(*told: str) -> bytes:
    """A random but repeatable key."""
    return hashlib.sha256("\n".join(told).encode()).digest()


SET = AnswerSet(
    name="b_qa/trecqa",
    file="b_qa/trecqa.dev.jsonl",
    about="the sentence that answers, among about twenty",
    grouped_by="question",
    item=Selection,
    examine=examine,
    evidence=60,
    measures=(
        average("average_precision", "MAP", floor=0.711, published="CNN .7325 (test half)"),
        average("reciprocal_rank", "MRR", floor=0.786, published="CNN .8018 (test half)"),
    ),
)
