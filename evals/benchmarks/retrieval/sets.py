"""The retrieval sets of a benchmark folder: articles, questions, and which articles answer which.

Asks nothing and scores nothing.
"""

import hashlib
import html
from collections import defaultdict
from collections.abc import Callable
from datetime import date as Date
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from assistant import Article, Published
from evals.benchmarks.loading import Row, day, read_corpus, read_relevance, read_rows


class Question(NamedTuple):
    """One question of a set."""

    name: str
    """Unique in its set."""
    text: str
    """As asked."""
    relevant: frozenset[str]
    """Keys of the articles that answer it; at least one."""
    asked_on: Date | None
    """None: the set does not say."""


class RetrievalSet(NamedTuple):
    """A set, not yet read."""

    name: str
    """`a_retrieval/rtqa2022`."""
    read_articles: Callable[[Path], list[Article]]
    """From the set's folder."""
    read_questions: Callable[[Path], list[Question]]
    """From the set's folder."""
    floor: str
    """What plain BM25 over whole articles gets."""
    about: str
    """What a reader must know of its labels."""

    @property
    def short(self) -> str:
        """The last part of its name."""
        return self.name.split("/")[1]


class _Asked(Row):
    name: str = Field(alias="_id")
    text: str = Field("", alias="text")
    query: str = ""
    question_date: str | None = None
    gold_facts: tuple[str, ...] = ()


class _Fact(Row):
    name: str = Field(alias="_id")
    text: str
    title: str | None = None
    source: str | None = None
    published_at: str | None = None


def _corpus(folder: Path) -> list[Article]:
    return [
        _article(passage.key, passage.title, passage.text, published=passage.published)
        for passage in read_corpus(folder)
    ]


def _facts(folder: Path) -> list[Article]:
    return [
        _article(
            fact.name,
            html.unescape(fact.title) if fact.title else None,
            fact.text,
            published=day(fact.published_at),
            publisher=fact.source,
        )
        for fact in read_rows(folder / "facts.jsonl", _Fact)
    ]


def _article(
    key: str, title: str | None, text: str, *, published: Date | None, publisher: str | None = None
) -> Article:
    return Article(
        id=hashlib.sha256(key.encode()).hexdigest()[:24],
        key=key,
        title=title or key,
        title_how="field",
        publisher=publisher,
        published=Published(date=published, how="field") if published else None,
        language="en",
        text=text,
    )


def _judged(labels: str) -> Callable[[Path], list[Question]]:
    """Questions whose relevant articles stand in a file of labels."""

    def read(folder: Path) -> list[Question]:
        relevant = read_relevance(folder / labels)
        rows = read_rows(folder / "queries.dev.jsonl", _Asked)
        return [
            Question(row.name, row.text, relevant[row.name], day(row.question_date))
            for row in rows
            if row.name in relevant
        ]

    return read


def _evidenced(folder: Path) -> list[Question]:
    """Questions that name the facts that answer them; those that no fact answers are left out."""
    named = defaultdict[str, set[str]](set)
    for fact in read_rows(folder / "facts.jsonl", _Fact):
        named[fact.text.strip()].add(fact.name)
    rows = read_rows(folder / "queries.dev.jsonl", _Asked)
    found = ((row, frozenset(name for gold in row.gold_facts for name in named[gold.strip()])) for row in rows)
    return [Question(row.name, row.query, relevant, None) for row, relevant in found if relevant]


RETRIEVAL_SETS = (
    RetrievalSet(
        "a_retrieval/rtqa2022",
        _corpus,
        _judged("qrels.dev.tsv"),
        "MRR@10 .571, Hit@10 .851",
        "about one known relevant article a question, so figures are lower bounds; each question has its day",
    ),
    RetrievalSet(
        "a_retrieval/rtqa2023h1",
        _corpus,
        _judged("qrels.dev.silver.tsv"),
        "MRR@10 .758",
        "labels made by a rule that favours words: no proof of anything against BM25",
    ),
    RetrievalSet(
        "a_retrieval/time", _corpus, _judged("qrels.dev.tsv"), "MRR@10 .777, nDCG@10 .736", "judged by people"
    ),
    RetrievalSet(
        "a_retrieval/multihop_lite",
        _facts,
        _evidenced,
        "Hit@10 .983, Recall@10 .845",
        "evidence sentences, several a question, whose publishers and days the questions often name",
    ),
)
"""All of them."""
