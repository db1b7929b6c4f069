"""The words index: ready-made terms in SQLite's full-text search (FTS5), ranked by BM25.

Knows no article beside its terms, and no meaning. It can be built anew from the articles at any time.
"""

import json
import math
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Chunk
from index.storing.catalog.terms import asked_terms, terms
from index.storing.database import Database, Row, Writer

CREATE_WORDS = (
    # What is indexed are terms, ready made: nothing but white space parts them, and no one language is assumed.
    "CREATE VIRTUAL TABLE words USING fts5(text, title, publisher, tokenize = \"ascii tokenchars '.,'\")",
    "CREATE TABLE word_counts (number INTEGER PRIMARY KEY, terms INTEGER NOT NULL)",
    "CREATE TRIGGER chunk_leaves AFTER DELETE ON chunks BEGIN DELETE FROM words WHERE rowid = old.number;"
    " DELETE FROM word_counts WHERE number = old.number; END",
)
"""The statements that make the index; `chunks` is there already."""

LACKING_WORDS = """
SELECT (SELECT count(*) FROM chunks WHERE number NOT IN (SELECT rowid FROM words))
    + (SELECT count(*) FROM chunks WHERE number NOT IN (SELECT number FROM word_counts))
    + (SELECT count(*) FROM words WHERE rowid NOT IN (SELECT number FROM chunks))
    + (SELECT count(*) FROM word_counts WHERE number NOT IN (SELECT number FROM chunks))
"""
"""Finds how many chunks lack words, and how many words lack a chunk."""

# BM25's constants in Lucene and SQLite. On four sets of news questions no other pair was better on all.
_K1, _B = 1.2, 0.75
_MAX_TERMS = 64
# The commonest terms cost most and tell least: candidates are found by the rarest, up to so many rows of theirs, and
# then scored by all.
_MAX_ROWS = 40_000
_CANDIDATES = 3
"""Chunks that are scored exactly, for each that is asked for."""


Floats = NDArray[np.float32]


class WordTable:
    """The words of one database."""

    def __init__(self, database: Database) -> None:
        self._rows = database.rows
        self._generation = ""
        self._languages: Sequence[str | None] = ()
        self._documents: dict[str, int] = {}
        self._lengths: Floats = np.zeros(1, np.float32)
        self._size, self._mean_length = 0, 1.0

    def align(self, generation: str, languages: Sequence[str | None]) -> None:
        """Say which state the table is in, and which languages its articles are in."""
        if generation == self._generation:
            return
        counts = np.array(self._rows("SELECT number, terms FROM word_counts"), np.int64).reshape(-1, 2)
        self._size, self._mean_length = len(counts), float(counts[:, 1].mean()) if len(counts) else 1.0
        self._lengths = np.zeros(int(counts[:, 0].max(initial=0)) + 1, np.float32)
        self._lengths[counts[:, 0]] = counts[:, 1]
        self._generation, self._languages, self._documents = generation, languages, {}

    def scores(
        self,
        query: str,
        *,
        phrases: Sequence[str] = (),
        limit: int,
        within: Sequence[int] | None = None,
        beside: Iterable[int] = (),
    ) -> dict[int, float]:
        """BM25, above 0, of the `limit` chunks that the query's words fit best, best first, and of those `beside`.

        `query` is plain text: no character in it has a meaning. Each of the `phrases` counts as one more word. Words
        in text, title and publisher weigh alike. `within` are the chunk numbers to look among, None for all. To be
        called inside a snapshot of the database, after `align`.
        """
        weights = self._weights([*self._asked(query, phrases)])
        found = self._candidates(weights, _CANDIDATES * limit, within)
        rows = self._rows(
            "SELECT rowid, ' ' || text || ' | ' || title || ' | ' || publisher || ' ' FROM words"
            " WHERE rowid IN (SELECT value FROM json_each(?))",
            json.dumps([*{*found, *beside}]),
        )
        exact = self._exact(rows, weights)
        best = sorted((number for number in found if number in exact), key=lambda number: (-exact[number], number))
        kept = dict.fromkeys([*best[:limit], *(number for number in beside if number in exact)])
        return {number: exact[number] for number in kept}

    def _asked(self, query: str, phrases: Sequence[str]) -> Iterable[str]:
        yield from asked_terms(query, self._languages)[:_MAX_TERMS]
        for phrase in phrases:
            yield from dict.fromkeys(" ".join(terms(phrase, language)) for language in self._languages)

    def _weights(self, asked: Iterable[str]) -> dict[str, float]:
        """What one of each term that is anywhere is worth, the rarest first: its inverse document frequency."""
        counts = {term: self._count(term) for term in dict.fromkeys(asked)}
        return {
            term: math.log1p((self._size - count + 0.5) / (count + 0.5))
            for term, count in sorted(counts.items(), key=lambda one: one[1])
            if count
        }

    def _count(self, term: str) -> int:
        """Chunks that hold it."""
        if term not in self._documents:
            found = self._rows("SELECT count(*) FROM words WHERE words MATCH ?", f'"{term}"')
            self._documents[term] = int(found[0][0])
        return self._documents[term]

    def _candidates(self, weights: dict[str, float], limit: int, within: Sequence[int] | None) -> list[int]:
        """Numbers of the chunks that hold most of what the rarer terms weigh, each taken to stand there once."""
        held, rows = np.zeros(len(self._lengths), np.float32), 0
        for term, weight in weights.items():
            rows += self._count(term)
            if rows > _MAX_ROWS and held.any():
                break
            numbers = _integers(self._rows("SELECT rowid FROM words WHERE words MATCH ?", f'"{term}"'))
            held[numbers] += np.float32(weight) * self._saturated(1.0, self._lengths[numbers])
        if within is not None:
            among = np.zeros(len(held), bool)
            among[np.asarray(within, np.int64)] = True
            held[~among] = 0.0
        best = np.argpartition(-held, min(limit, len(held) - 1))[:limit]
        return [int(number) for number in best if held[number] > 0.0]

    def _exact(self, rows: Sequence[Row], weights: dict[str, float]) -> dict[int, float]:
        """BM25 of each row, a chunk's number and terms, that has any."""
        sought = [f" {term} " for term in weights]
        counts = np.array([[text.count(term) for term in sought] for _, text in rows], np.float32)
        counts = counts.reshape(len(rows), len(sought))
        numbers = np.array([row[0] for row in rows], np.int64)
        lengths = self._lengths[numbers][:, None]
        worth = np.array([*weights.values()], np.float32)
        # Not by "@": some processors' kernels for it raise "invalid value" where there is none.
        totals = np.einsum("ij,j->i", self._saturated(counts, lengths), worth)
        return {int(number): float(total) for number, total in zip(numbers, totals, strict=True) if total > 0.0}

    def _saturated(self, counts: Floats | float, lengths: Floats) -> Floats:
        """How much of a term's weight so many of it bring in a chunk of so many terms."""
        return np.asarray(counts * (_K1 + 1) / (counts + _K1 * (1 - _B + _B * lengths / self._mean_length)), np.float32)


def insert_words(writer: Writer, article: Article, numbered: Iterable[tuple[int, Chunk]]) -> None:
    """Index the words of an article's chunks, each with its number."""
    title, publisher = terms(article.title, article.language), terms(article.publisher or "", article.language)
    for number, chunk in numbered:
        text = terms(chunk.text, article.language)
        writer.execute(
            "INSERT INTO words (rowid, text, title, publisher) VALUES (?, ?, ?, ?)",
            (number, *(" ".join(part) for part in (text, title, publisher))),
        )
        writer.execute("INSERT INTO word_counts VALUES (?, ?)", (number, len(text) + len(title) + len(publisher)))


def check_words(writer: Writer) -> None:
    """Compare the index with the terms it was made of. Raises SQLite's error of damage where they differ."""
    writer.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 0)")


def rebuild_words(writer: Writer, articles: Iterable[tuple[Article, Sequence[tuple[int, Chunk]]]]) -> None:
    """Make the index anew from every article with its numbered chunks."""
    for what in ("TRIGGER chunk_leaves", "TABLE words", "TABLE word_counts"):
        writer.execute(f"DROP {what.replace(' ', ' IF EXISTS ')}")
    for statement in CREATE_WORDS:
        writer.execute(statement)
    for article, numbered in articles:
        insert_words(writer, article, numbered)


def _integers(rows: Sequence[Row]) -> NDArray[np.int64]:
    return np.fromiter(chain.from_iterable(rows), np.int64, count=len(rows))
