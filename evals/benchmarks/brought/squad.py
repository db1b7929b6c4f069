"""SQuAD 2 as its authors publish it: one JSON file of articles, paragraphs and questions.

Exact match and F1 as the official script has them (no answer is the empty string), beside the measures of silence.
"""

from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from evals.benchmarks.answer_set import Ask
from evals.benchmarks.loading import Row, fault, read_text
from evals.benchmarks.measures import average
from evals.benchmarks.records import Finding
from evals.benchmarks.sets.silence.measuring import silence_finding
from evals.benchmarks.sets.silence.squad2 import SET as SAMPLE
from evals.benchmarks.sets.silence.squad2 import Impossible
from evals.benchmarks.wording import exact_match, token_f1
from evals.errors import BenchError


class _Span(Row):
    text: str


class _Question(Row):
    id: str
    question: str
    is_impossible: bool = False
    answers: tuple[_Span, ...]


class _Paragraph(Row):
    context: str
    qas: tuple[_Question, ...]


class _Article(Row):
    paragraphs: tuple[_Paragraph, ...]


class _File(Row):
    data: tuple[_Article, ...]


def read_questions(path: Path) -> tuple[Impossible, ...]:
    """Every question with its paragraph. Raises BenchError, which names the place in the file."""
    try:
        held = _File.model_validate_json(read_text(path))
    except ValidationError as error:
        raise BenchError(f"{path}: {fault(error)}; get the file again") from error
    rows = tuple(
        Impossible(
            id=asked.id,
            question=asked.question,
            context=paragraph.context,
            is_impossible=asked.is_impossible,
            answers=tuple(dict.fromkeys(span.text for span in asked.answers)),
        )
        for article in held.data
        for paragraph in article.paragraphs
        for asked in paragraph.qas
    )
    if not rows:
        raise BenchError(f"{path}: no questions; get the file again")
    return rows


def examine(item: Impossible, ask: Ask) -> Finding:
    """The question, asked of its paragraph alone."""
    answer = ask(item.question, of=item.passages)
    found = silence_finding(answer, answerable=not item.is_impossible, references=item.answers)
    said = "" if answer.refused else answer.short or ""
    gold = ("",) if item.is_impossible else item.answers
    exact, f1 = exact_match(said, gold), _f1(said, gold)
    side = "none" if item.is_impossible else "has"
    more = {"exact": exact, "f1": f1, f"exact_{side}": exact, f"f1_{side}": f1}
    return found.model_copy(update={"values": found.values | more})


def _f1(said: str, gold: tuple[str, ...]) -> float:
    """Token F1; nothing said is right only where nothing is wanted."""
    return token_f1(said, gold) if said and any(gold) else exact_match(said, gold)


SET = replace(
    SAMPLE,
    name="squad",
    file="",
    about="questions made to look answerable from a paragraph; the official exact match and F1 of `short`",
    examine=examine,
    measures=(
        average("exact", "exact match"),
        average("f1", "F1"),
        average("exact_has", "exact match (answerable)"),
        average("f1_has", "F1 (answerable)"),
        average("f1_none", "F1 (unanswerable)"),
        *SAMPLE.measures,
    ),
    rows=read_questions,
)
