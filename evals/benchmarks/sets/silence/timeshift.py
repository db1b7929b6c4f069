"""RealTimeQA against the news of another time: later questions have no answer there."""

from evals.benchmarks.answer_set import AnswerSet, Ask, Question
from evals.benchmarks.loading import day
from evals.benchmarks.records import Finding
from evals.benchmarks.sets.silence.measuring import silence_finding, silence_measures


class Shifted(Question):
    """A quiz question that the articles can or cannot answer."""

    answerable: bool
    question_date: str | None = None
    answers: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The week of the quiz."""
        return self.id.split("_")[0]


def examine(item: Shifted, ask: Ask) -> Finding:
    """The question, asked of the whole library on the day of the quiz."""
    return silence_finding(
        ask(item.question, on=day(item.question_date)), answerable=item.answerable, references=item.answers
    )


SET = AnswerSet(
    name="c_abstain/rtqa_timeshift",
    file="c_abstain/rtqa_timeshift_on_rtqa2023h1.dev.jsonl",
    about="questions on news that 4,366 articles are too old to know",
    grouped_by="week of the quiz",
    item=Shifted,
    examine=examine,
    corpus="a_retrieval/rtqa2023h1",
    measures=silence_measures(floor=0.865),
)
