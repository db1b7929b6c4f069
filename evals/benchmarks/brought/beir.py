"""A BEIR folder (Thakur et al. 2021): corpus.jsonl, queries.jsonl, qrels/*.tsv; the first two gzipped or not.

Scored as BEIR does: graded nDCG, and an article with the query's own id is left out of its ranking.
"""

import hashlib
import re
from pathlib import Path

from pydantic import Field

from evals.benchmarks.answer_set import AnswerSet, Ask, Item
from evals.benchmarks.loading import Row, corpus_file, packed_or_plain, read_grades, read_rows
from evals.benchmarks.measures import average
from evals.benchmarks.passages import Passage
from evals.benchmarks.ranking import MEASURES as NAMES
from evals.benchmarks.ranking import ranked
from evals.benchmarks.records import Finding
from evals.errors import BenchError

DEPTHS = (50, 400)
"""Passages asked for: first as the product does, then so many that a hundred articles are among them."""
_SPLITS = ("test", "dev", "train")
MEASURES = tuple(average(name, name) for name in ("nDCG@10", *(name for name in NAMES if name != "nDCG@10")))


class Query(Item):
    """A query with what is relevant to it."""

    id: str
    text: str
    grades: dict[str, int]

    @property
    def name(self) -> str:
        return self.id

    @property
    def asked(self) -> str:
        return self.text


class _Query(Row):
    id: str = Field(alias="_id")
    text: str


class _Document(Row):
    id: str = Field(alias="_id")
    title: str = ""
    text: str = ""


def examine(query: Query, ask: Ask) -> Finding:
    """The ranking of the whole corpus for a query; an article stands at the rank of its best passage."""
    keys = (found.key for depth in DEPTHS for found in ask.search(query.text, depth=depth))
    ranking = [key for key in dict.fromkeys(keys) if key != _key(query.id)]
    return Finding(
        values=ranked(ranking, {_key(name): grade for name, grade in query.grades.items()}),
        expected=", ".join(query.grades),
        shown=", ".join(ranking[:10]),
    )


def read_queries(folder: Path) -> tuple[Query, ...]:
    """The queries that are judged, in order. Raises BenchError."""
    judged = qrels(folder)
    grades = read_grades(judged)
    rows = {row.id: row for row in read_rows(packed_or_plain(folder, "queries.jsonl"), _Query)}
    strays = [name for name in grades if name not in rows]
    if strays:
        raise BenchError(f"{judged}: query {strays[0]!r} stands in no line of queries.jsonl; get the folder again")
    return tuple(Query(id=name, text=rows[name].text, grades=held) for name, held in grades.items())


def read_articles(folder: Path) -> tuple[Passage, ...]:
    """The corpus; a document that is a title alone is its title. Raises BenchError."""
    rows = read_rows(corpus_file(folder), _Document)
    return tuple(
        Passage(name=_key(row.id), title=(row.title or None) if row.text.strip() else None, text=row.text or row.title)
        for row in rows
        if row.text.strip() or row.title.strip()
    )


def qrels(folder: Path) -> Path:
    """The file of judgements: of the test split where there is one, else dev, else train. Raises BenchError."""
    for split in _SPLITS:
        if (path := folder / "qrels" / f"{split}.tsv").is_file():
            return path
    raise BenchError(f"{folder}: no qrels/test.tsv, dev.tsv or train.tsv; name a BEIR folder with --beir")


def _key(name: str) -> str:
    """The id of a document as a file may be called."""
    return name if re.fullmatch(r"[\w-][\w.-]{0,80}", name) else hashlib.sha256(name.encode()).hexdigest()[:16]


SET = AnswerSet(
    name="beir",
    file="",
    about="retrieval from a corpus that you brought",
    grouped_by="query",
    item=Query,
    examine=examine,
    measures=MEASURES,
    rows=read_queries,
    articles=read_articles,
)
