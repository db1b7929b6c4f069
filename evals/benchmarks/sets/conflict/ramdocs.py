"""RAMDocs (Wang et al. 2025): documents with right answers, several of them for namesakes, wrong ones and noise."""

from typing import Literal

from evals.benchmarks import statistics
from evals.benchmarks.answer_set import AnswerSet, Ask, Question
from evals.benchmarks.judging import sides
from evals.benchmarks.loading import Row
from evals.benchmarks.measures import average, classified
from evals.benchmarks.passages import Passage
from evals.benchmarks.records import Finding
from evals.benchmarks.wording import contains


class Document(Row):
    """A document with the answer it gives."""

    text: str
    type: Literal["correct", "misinfo", "noise"]


class Ambiguous(Question):
    """A question with its documents."""

    documents: tuple[Document, ...]
    gold_answers: tuple[str, ...]
    wrong_answers: tuple[str, ...]
    conflict: bool

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(dict.fromkeys(Passage(text=one.text) for one in self.documents if one.text.strip()))


def examine(item: Ambiguous, ask: Ask) -> Finding:
    """One answer from all documents."""
    answer = ask(item.question, of=item.passages)
    told = "" if answer.refused else "\n".join([answer.text, *sides(answer)])
    values = {
        "flagged": float(bool(answer.disagreements)),
        "conflict": float(item.conflict),
        "gold_recall": sum(contains(told, [gold]) for gold in item.gold_answers) / len(item.gold_answers),
        "answered": float(not answer.refused),
    }
    if item.wrong_answers:
        wrong = contains(told, item.wrong_answers)
        against = sides(answer)
        values |= {
            # As the paper scores it: every right answer, no wrong one.
            "both_shown": float(
                any(contains(side, item.gold_answers) for side in against)
                and any(contains(side, item.wrong_answers) for side in against)
            ),
            "wrong_alone": float(wrong and not contains(told, item.gold_answers)),
        }
    values["strict"] = float(values["gold_recall"] == 1 and not contains(told, item.wrong_answers))
    return Finding(
        values=values,
        expected=f"right {' | '.join(item.gold_answers)}; wrong {' | '.join(item.wrong_answers)}",
        shown=f"{' / '.join(sides(answer))[:300] or 'no disagreement'} // {answer.text}",
    )


SET = AnswerSet(
    name="d_conflict/ramdocs",
    file="d_conflict/ramdocs.dev.jsonl",
    about="about six documents: right answers, namesakes', wrong ones, noise",
    shelf="ramdocs",
    grouped_by="question",
    item=Ambiguous,
    examine=examine,
    measures=(
        classified(statistics.recall, "flagged", "conflict", "conflicts shown"),
        classified(statistics.balanced_accuracy, "flagged", "conflict", "balanced accuracy of conflict", floor=0.5),
        average("both_shown", "right and wrong on sides (where one is wrong)"),
        average("wrong_alone", "wrong answer alone (where one is wrong)", lower_is_better=True),
        average("gold_recall", "right answers told"),
        average("strict", "every right answer and no wrong one (the paper's)"),
    ),
)
