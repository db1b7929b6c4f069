"""QuoteSum (Schuster et al. 2024): answers that people wrote of several sources, their quotes marked by source."""

import re
from functools import cached_property

import numpy as np
from pydantic import Field

from evals.benchmarks import statistics
from evals.benchmarks.answer_set import AnswerSet, Ask, Item
from evals.benchmarks.judging import sentences, support
from evals.benchmarks.measures import Columns, Measure, average
from evals.benchmarks.records import Finding

_MARKED = re.compile(r"\[ (\d) (.+?) \]")


class Quoted(Item):
    """A question, its sources, and an answer that quotes them."""

    id: str = Field(alias="unique_id")
    question: str
    summary: str
    source1: str = ""
    source2: str = ""
    source3: str = ""
    source4: str = ""
    source5: str = ""
    source6: str = ""
    source7: str = ""
    source8: str = ""

    @property
    def name(self) -> str:
        return f"{self.id}: {self.summary}"

    @property
    def group(self) -> str:
        return self.question

    @property
    def asked(self) -> str:
        return self.summary

    @cached_property
    def sources(self) -> dict[str, str]:
        """Number to text."""
        held = {str(number): getattr(self, f"source{number}") for number in range(1, 9)}
        return {number: text for number, text in held.items() if text}


def examine(item: Quoted, _ask: Ask) -> Finding:
    """Whether the quoted sources carry each sentence of the answer, and whether the other sources seem to."""
    said = _plain(item.summary)
    quoted = {number for number, _ in _MARKED.findall(item.summary)} & set(item.sources)
    own = [one for number in quoted for one in sentences(item.sources[number])]
    other = [one for number in set(item.sources) - quoted for one in sentences(item.sources[number])]
    judged = support(said, own)
    values = {"own": float(judged.supported), "own_score": judged.score}
    if other:
        foreign = support(said, other)
        values |= {"other": float(foreign.supported), "other_score": foreign.score}
    return Finding(values=values, expected="supported by what it quotes", shown=f"{judged.score:.2f} // {said}")


def _plain(summary: str) -> str:
    """The answer without its marks."""
    return " ".join(_MARKED.sub(r"\2", summary).split())


def _area(of: Columns) -> float:
    scores = np.concatenate([of["own_score"], of["other_score"]])
    labels = np.concatenate([np.ones(of["own"].size), np.zeros(of["own"].size)])
    return statistics.auroc(scores, labels)


SET = AnswerSet(
    name="e_support/quotesum",
    file="e_support/quotesum_dev.dev.jsonl",
    about="answers that people wrote of several sources",
    grouped_by="question",
    item=Quoted,
    examine=examine,
    measures=(
        average("own", "accepted with the sources quoted"),
        average("other", "accepted with the other sources", lower_is_better=True),
        Measure("AUROC, quoted against other sources", ("own", "own_score", "other_score"), _area, floor=0.5),
    ),
)
