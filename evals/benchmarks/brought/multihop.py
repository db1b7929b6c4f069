"""MultiHop-RAG (Tang & Yang 2024): corpus.json and MultiHopRAG.json, scored as its own scripts do, quirks included.

A chunk is right where it holds an evidence sentence, both with their spaces taken out; any one piece of evidence makes
a hit; its MAP adds what each of the first eleven chunks finds anew over its rank, and divides by the pieces of
evidence, ten at most. An answer is right where it shares a word with the gold. Questions without evidence count for
answers only.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from evals.benchmarks.answer_set import AnswerSet, Ask, Item
from evals.benchmarks.loading import Row, day, read_array
from evals.benchmarks.measures import average
from evals.benchmarks.passages import Passage
from evals.benchmarks.records import Finding

QUESTIONS, CORPUS = "MultiHopRAG.json", "corpus.json"
_DEPTH = 11
_SILENCE = "insufficient information."
"""What its models are told to say where they cannot answer; our refusal."""


class Evidence(Row):
    """A piece of evidence."""

    fact: str


class Hopping(Item):
    """A question whose answer needs several articles."""

    query: str
    answer: str
    question_type: str
    evidence: tuple[Evidence, ...] = Field(alias="evidence_list")

    @property
    def name(self) -> str:
        """It has no id: 16 hexadecimal digits of the question."""
        return hashlib.sha256(self.query.encode()).hexdigest()[:16]

    @property
    def asked(self) -> str:
        return self.query


class _Article(Row):
    title: str
    body: str
    source: str | None = None
    published_at: str | None = None


def examine(item: Hopping, ask: Ask) -> Finding:
    """The chunks found for the question, and the answer to it."""
    answer = ask(item.query)
    said = _SILENCE if answer.refused else answer.short or ""
    values = {"shares_a_word": float(shares_a_word(said, item.answer)), "answered": float(not answer.refused)}
    chunks = [found.text for found in ask.search(item.query, depth=_DEPTH)]
    if item.question_type != "null_query":
        values |= hops(chunks, [one.fact for one in item.evidence])
    else:
        values["silent"] = float(answer.refused)
    return Finding(
        values=values,
        expected=f"{item.answer} // {' | '.join(one.fact for one in item.evidence)}",
        shown=f"{said} // {answer.text}",
    )


def hops(chunks: Sequence[str], facts: Sequence[str]) -> dict[str, float]:
    """Hits, MAP and MRR of the chunks found, best first, as the benchmark computes them."""
    gold = [_close(fact) for fact in facts]
    found: set[str] = set()
    first, total = None, 0.0
    for rank, chunk in enumerate(map(_close, chunks[:_DEPTH]), start=1):
        held = {fact for fact in gold if fact in chunk}
        if held and first is None and rank < _DEPTH:
            first = rank
        total += len(held - found) / rank
        found |= held
    return {
        "hits_10": float(first is not None),
        "hits_4": float(first is not None and first <= 4),
        "map_10": total / min(len(gold), 10) if gold else 0.0,
        "mrr_10": 1 / first if first else 0.0,
    }


def shares_a_word(said: str, gold: str) -> bool:
    """Its accuracy: any word in common, case apart, punctuation not."""
    return bool(set(said.lower().split()) & set(gold.lower().split()))


def read_questions(folder: Path) -> tuple[Hopping, ...]:
    """Every question. Raises BenchError."""
    return read_array(folder / QUESTIONS, Hopping)


def read_articles(folder: Path) -> tuple[Passage, ...]:
    """Every article that has a text. Raises BenchError."""
    rows = read_array(folder / CORPUS, _Article)
    return tuple(
        Passage(title=row.title, text=row.body, published=day(row.published_at), publisher=row.source)
        for row in rows
        if row.body.strip()
    )


def _close(text: str) -> str:
    return text.replace(" ", "").replace("\n", "")


SET = AnswerSet(
    name="multihop",
    file=QUESTIONS,
    about="questions whose answer needs several news articles; its own scoring",
    grouped_by="question",
    item=Hopping,
    examine=examine,
    measures=(
        average("hits_10", "Hits@10"),
        average("hits_4", "Hits@4"),
        average("map_10", "MAP@10"),
        average("mrr_10", "MRR@10"),
        average("shares_a_word", "`short` shares a word with the gold (its accuracy)"),
        average("silent", "refused (questions without evidence)"),
        average("answered", "answered"),
    ),
    rows=read_questions,
    articles=read_articles,
)
