"""Groups out of the public sets' development halves: questions with the sentences that answer them.

Each function reads one set and says in its docstring what counts as right. Knows nothing of networks.
"""

import ast
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.adapter.groups import Group, Pair, beside, nearest, overlap, span_of, split
from evals.adapter.pool import MOST, Pool

Row = dict[str, Any]
"""One line of a set; its fields are those of the set's own documentation."""
_UNKNOWN = "don't know"
_MOST_TEXT = 9_000
"""Characters of an article that are read."""


def public_groups(bench: Path) -> Iterator[Group]:
    """Every group of the sets in the folder `bench`. Raises OSError where a set is missing."""
    yield from _squad(_rows(bench / "c_abstain/squad2_sample500.dev.jsonl"))
    yield from _clapnq(_rows(bench / "b_qa/clapnq.dev.jsonl"))
    yield from _trecqa(_rows(bench / "b_qa/trecqa.dev.jsonl"))
    yield from _ramdocs(_rows(bench / "d_conflict/ramdocs.dev.jsonl"))
    yield from _canard(_rows(bench / "f_multiturn/canard.dev.jsonl"))
    yield from _news(bench)
    yield from _other_news(bench)


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _squad(rows: Iterator[Row]) -> Iterator[Group]:
    """Right: the sentence that holds a gold answer and most of the question."""
    for row in rows:
        yield _by_answer("squad2", row["context"], row["question"], _parted(row["context"]), row["answers"])


def _clapnq(rows: Iterator[Row]) -> Iterator[Group]:
    """Right: what an annotator selected. Unanswerable questions have no right sentence."""
    for row in rows:
        chosen = {one for group in _read(row.get("selected_sentences") or "[]") for one in _listed(group)}
        if chosen or not row["answerable"]:
            said = beside(row["title"], _read(row["sentences"]))
            pairs = [Pair(one, one in chosen, None, before) for one, before in said]
            yield Group("clapnq", row["id"], row["question"], nearest(row["question"], pairs))


def _trecqa(rows: Iterator[Row]) -> Iterator[Group]:
    """Right: what an annotator judged so."""
    for row in rows:
        pairs = [Pair(one["text"], bool(one["label"]), None) for one in _read(row["candidates"])]
        yield Group("trecqa", row["id"], row["question"], nearest(row["question"], pairs, 14))


def _ramdocs(rows: Iterator[Row]) -> Iterator[Group]:
    """Right: in each document the sentence that holds its answer, true or false."""
    for row in rows:
        pairs: list[Pair] = []
        for document in _read(row["documents"]):
            told = [document["answer"]] if document.get("answer", "unknown") != "unknown" else []
            pairs += _by_answer("", "", row["question"], _parted(document["text"]), told).pairs
        yield Group("ramdocs", row["id"], row["question"], nearest(row["question"], pairs))


def _canard(rows: Iterator[Row]) -> Iterator[Group]:
    """Right: the answer of the turn; wrong: the other answers of the talk. The question is the rewritten one."""
    talks: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        talks[row["QuAC_dialog_id"]].append(row)
    for name, turns in talks.items():
        history = max((row["History"] for row in turns), key=len)
        answers = {number: history[1 + 2 * number] for number in range(1, len(history) // 2)}
        told = [one for one in answers.values() if len(one) > 25 and _UNKNOWN not in one.lower()]
        for row in turns:
            answer = answers.get(row["Question_no"], "")
            if len(told) > 2 and (answer in told or _UNKNOWN in answer.lower()):
                yield Group("canard", name, row["Rewrite"], tuple(Pair(one, one == answer, None) for one in told))


def _news(bench: Path) -> Iterator[Group]:
    """Right: in the articles known to answer, the sentence that holds the answer and a third of the question."""
    articles = _articles(bench / "a_retrieval/rtqa2023h1/corpus.jsonl.gz")
    for row in _rows(bench / "b_qa/rtqa.dev.jsonl"):
        known = [one for one in row.get("silver_docs") or [] if one in articles][:5]
        said = [one for key in known for one in _parted(articles[key]["text"][:_MOST_TEXT], articles[key]["title"])]
        if said:
            yield _by_answer("rtqa", row["week"], row["question"], said, row["answers"], least=0.3)


def _other_news(bench: Path) -> Iterator[Group]:
    """A quiz of 2023 beside the news of 2022: none is right; sentences that hold the answer are left out."""
    articles = _articles(bench / "a_retrieval/rtqa2022/corpus.jsonl.gz")
    pool = Pool({key: _parted(row["text"][:_MOST_TEXT], row["title"]) for key, row in articles.items()})
    for row in _rows(bench / "b_qa/rtqa.dev.jsonl"):
        found = [one for one in pool.nearest(row["question"], "", 2 * MOST) if span_of(one[0], row["answers"]) is None]
        pairs = tuple(Pair(one, False, None, before) for one, before in found[:MOST])
        yield Group("rtqa elsewhere", row["week"], row["question"], pairs)


def _articles(path: Path) -> dict[str, Row]:
    """The articles of a corpus by key."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {row["_id"]: row for row in map(json.loads, lines)}


def _by_answer(
    name: str, document: str, question: str, said: Sequence[tuple[str, str]], told: Sequence[str], *, least: float = 0.0
) -> Group:
    """One right sentence of those `said`, each with what stands before it.

    Others that hold the answer by chance are left out, for nobody knows what they are.
    """
    spans = {one: span for one, _ in said if (span := span_of(one, told)) is not None}
    best = max(spans, key=lambda one: overlap(question, one), default=None)
    if best is not None and overlap(question, best) < least:
        best = None
    pairs = [Pair(one, one == best, spans.get(one), before) for one, before in said if one == best or one not in spans]
    return Group(name, document, question, nearest(question, pairs))


def _parted(text: str, title: str = "") -> list[tuple[str, str]]:
    return beside(title, split(text))


def _read(told: object) -> Any:
    """A value that some sets write as Python text."""
    return ast.literal_eval(told) if isinstance(told, str) else told


def _listed(told: object) -> list[str]:
    return told if isinstance(told, list) else [str(told)]
