"""SQuAD 2 (Rajpurkar et al. 2018): questions that look answerable from a paragraph and are not."""

from evals.benchmarks.answer_set import AnswerSet, Ask, Question
from evals.benchmarks.passages import Passage
from evals.benchmarks.records import Finding
from evals.benchmarks.sets.silence.measuring import silence_finding, silence_measures


class Impossible(Question):
    """A question with its paragraph."""

    context: str
    is_impossible: bool
    answers: tuple[str, ...]

    @property
    def group(self) -> str:
        """The paragraph."""
        return self.passages[0].key

    @property
    def passages(self) -> tuple[Passage, ...]:
        return (Passage(text=self.context),)


def examine(item: Impossible, ask: Ask) -> Finding:
    """The question, asked of its paragraph alone."""
    answer = ask(item.question, of=item.passages)
    return silence_finding(answer, answerable=not item.is_impossible, references=item.answers)


SET = AnswerSet(
    name="c_abstain/squad2",
    file="c_abstain/squad2_sample500.dev.jsonl",
    about="questions made to look answerable from a paragraph",
    grouped_by="paragraph",
    item=Impossible,
    examine=examine,
    measures=silence_measures(),
)
