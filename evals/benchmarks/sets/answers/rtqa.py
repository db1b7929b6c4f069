"""RealTimeQA (Kasai et al. 2023): news quizzes with short answers, asked of the news of their time."""

import re

from assistant.answer import Answer
from evals.benchmarks.answer_set import AnswerSet, Ask, Question
from evals.benchmarks.loading import day
from evals.benchmarks.measures import average
from evals.benchmarks.records import Finding
from evals.benchmarks.wording import contains, exact_match, token_f1


class Quiz(Question):
    """A quiz question."""

    week: str
    question_date: str | None = None
    answers: tuple[str, ...]

    @property
    def group(self) -> str:
        return self.week

    @property
    def left_out(self) -> bool:
        """It asks for the exception ("all of these except"), which makes no sense without its choices."""
        return re.search(r"\bexcept\W*$", self.question, re.I) is not None


def examine(quiz: Quiz, ask: Ask) -> Finding:
    """The quiz question as a reader would type it that day, its choices left out."""
    return short_answer_finding(ask(quiz.question, on=day(quiz.question_date)), quiz.answers)


def short_answer_finding(answer: Answer, references: tuple[str, ...]) -> Finding:
    """What an answer holds of the references; a refusal holds nothing."""
    short = "" if answer.refused else answer.short or ""
    cited = [sentence.text for sentence in answer.sentences if sentence.citations and not answer.refused]
    said = "" if answer.refused else answer.text
    first = cited[:1]
    return Finding(
        values={
            "cited_containment": float(any(contains(text, references) for text in cited)),
            "containment": float(contains(said, references)),
            "first_sentence": float(any(contains(text, references) for text in first)),
            "f1": token_f1(short, references),
            "exact": exact_match(short, references),
            "short_given": float(bool(short)),
            "answered": float(not answer.refused),
            "words": float(len(said.split())),
        },
        expected=" | ".join(references),
        shown=f"{short or '(no short answer)'} // {answer.text}",
    )


SET = AnswerSet(
    name="b_qa/rtqa",
    file="b_qa/rtqa.dev.jsonl",
    about="short answers from 4,366 news articles",
    grouped_by="week of the quiz",
    item=Quiz,
    examine=examine,
    corpus="a_retrieval/rtqa2023h1",
    measures=(
        average(
            "cited_containment",
            "gold in a cited sentence",
            floor=0.288,
            published="in any of BM25's top 5 articles 61.1 %, in the best-overlap sentence 18.3 %",
        ),
        average(
            "f1",
            "answer F1 of `short`",
            published="with ten web articles GPT-3 35.7; on 2026 questions GPT-5.4 44.1, Claude Opus 4.6 39.8",
        ),
        average("exact", "exact match of `short`", published="GPT-3 27.8; GPT-5.4 35.1, Claude Opus 4.6 30.2"),
        average("containment", "gold in the answer"),
        average("first_sentence", "gold in the first sentence", floor=0.183),
        average("answered", "answered"),
        average("short_given", "`short` given"),
        average("words", "words of an answer", unit="words"),
    ),
)
