"""CLAP NQ (Rosenthal et al. 2024): long answers from one passage, with the sentences that support them."""

from collections.abc import Sequence

from assistant.answer import Answer, Citation
from evals.benchmarks.answer_set import AnswerSet, Ask, Question
from evals.benchmarks.measures import area, average
from evals.benchmarks.passages import Passage
from evals.benchmarks.records import Finding
from evals.benchmarks.wording import rouge_l

_HALF = 0.5
"""Share of a sentence that citations must cover for it to count as chosen."""


class LongQuestion(Question):
    """A question with its passage."""

    title: str
    passage: str
    sentences: tuple[str, ...]
    answerable: bool
    answers: tuple[str, ...]
    selected_sentences: tuple[tuple[str, ...], ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        return (Passage(title=self.title, text=self.passage),)


def examine(item: LongQuestion, ask: Ask) -> Finding:
    """The question, asked of its passage alone."""
    answer = ask(item.question, of=item.passages)
    values = {
        "confidence": answer.confidence,
        "answerable": float(item.answerable),
        "refused": float(answer.refused),
    }
    if item.answerable:
        said = "" if answer.refused else " ".join(sentence.text for sentence in answer.sentences)
        chosen = () if answer.refused else chosen_sentences(answer, item.sentences)
        values |= {
            "rouge_l": rouge_l(said, item.answers),
            "selection_f1": max(_set_f1(chosen, wanted) for wanted in item.selected_sentences),
            "over_abstained": float(answer.refused),
            "words": float(len(said.split())),
        }
    else:
        values["false_answer"] = float(not answer.refused)
    return Finding(values=values, expected=" | ".join(item.answers) or "(not in the passage)", shown=answer.text)


def chosen_sentences(answer: Answer, sentences: Sequence[str]) -> tuple[str, ...]:
    """Those of the passage's sentences that the answer's citations cover by half."""
    found: list[str] = []
    at = 0
    text = answer.citations[0].article.text if answer.citations else ""
    for sentence in sentences:
        start = text.find(sentence, at)
        if start < 0:
            continue
        at = start + len(sentence)
        if _covered(answer.citations, start, at) >= _HALF * len(sentence):
            found.append(sentence)
    return tuple(found)


def _covered(citations: Sequence[Citation], start: int, end: int) -> int:
    """Characters between `start` and `end` that citations cover."""
    return len({at for one in citations for at in range(max(start, one.start), min(end, one.end))})


def _set_f1(chosen: Sequence[str], wanted: Sequence[str]) -> float:
    hits = len(set(chosen) & set(wanted))
    return 2 * hits / (len(set(chosen)) + len(set(wanted))) if hits else 0.0


SET = AnswerSet(
    name="b_qa/clapnq",
    file="b_qa/clapnq.dev.jsonl",
    about="long answers from one passage; half have none there",
    grouped_by="question",
    item=LongQuestion,
    examine=examine,
    measures=(
        average("selection_f1", "sentence selection F1 (answerable)", floor=0.617),
        average("rouge_l", "Rouge-L (answerable)", floor=0.538),
        area("confidence", "answerable", "AUROC of confidence", floor=0.768),
        average("false_answer", "false answers (unanswerable)", lower_is_better=True),
        average("over_abstained", "refused (answerable)", lower_is_better=True),
        average("words", "words of an answer", unit="words"),
    ),
)
