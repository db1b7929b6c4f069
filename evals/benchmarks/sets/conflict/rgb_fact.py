"""RGB, counterfactual (Chen et al. 2024): the true passages beside the same with the answer swapped."""

from itertools import chain

from pydantic import Field, field_validator

from evals.benchmarks.answer_set import AnswerSet, Ask, Item
from evals.benchmarks.judging import sides
from evals.benchmarks.measures import average
from evals.benchmarks.passages import Passage
from evals.benchmarks.records import Finding
from evals.benchmarks.wording import contains


class Swapped(Item):
    """A question with true, false and unrelated passages."""

    id: int
    query: str
    answer: tuple[str, ...]
    wrong: tuple[str, ...] = Field(alias="fakeanswer")
    positive: tuple[str, ...]
    positive_wrong: tuple[str, ...]
    negative: tuple[str, ...]

    @field_validator("answer", "wrong", mode="before")
    @classmethod
    def _one_or_many(cls, given: object) -> object:
        """A string, a list, or a list of lists of alternatives."""
        if isinstance(given, str):
            return (given,)
        return tuple(chain.from_iterable([one] if isinstance(one, str) else one for one in given))  # type: ignore[attr-defined]

    @property
    def name(self) -> str:
        return str(self.id)

    @property
    def asked(self) -> str:
        return self.query

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(dict.fromkeys((*self.true, *self.false)))

    @property
    def true(self) -> tuple[Passage, ...]:
        """What is true, and what has nothing to do with it."""
        return tuple(Passage(text=text) for text in (*self.positive, *self.negative) if text.strip())

    @property
    def false(self) -> tuple[Passage, ...]:
        """The true passages with the answer swapped."""
        return tuple(Passage(text=text) for text in self.positive_wrong if text.strip())


def examine(item: Swapped, ask: Ask) -> Finding:
    """Asked of true and false passages together, and of the true ones alone."""
    mixed, clean = ask(item.query, of=item.passages), ask(item.query, of=item.true)
    against = sides(mixed)
    told = "" if mixed.refused else "\n".join([mixed.text, *against])
    right, wrong = contains(told, item.answer), contains(told, item.wrong)
    return Finding(
        values={
            "both_shown": float(
                any(contains(side, item.answer) for side in against)
                and any(contains(side, item.wrong) for side in against)
            ),
            "flagged": float(bool(mixed.disagreements)),
            "false_alarm": float(bool(clean.disagreements)),
            "wrong_alone": float(wrong and not right),
            "right": float(right),
            "right_clean": float(not clean.refused and contains(clean.text, item.answer)),
        },
        expected=f"{' | '.join(item.answer)} against {' | '.join(item.wrong)}",
        shown=f"{' / '.join(against)[:300] or 'no disagreement'} // {mixed.text}",
    )


SET = AnswerSet(
    name="d_conflict/rgb_en_fact",
    file="d_conflict/rgb_en_fact.dev.jsonl",
    about="true news passages beside the same with the answer swapped",
    shelf="rgb",
    grouped_by="question",
    item=Swapped,
    examine=examine,
    measures=(
        average("both_shown", "right and wrong on sides"),
        average("flagged", "some disagreement shown"),
        average("false_alarm", "disagreement shown among true passages", lower_is_better=True),
        average("wrong_alone", "wrong answer alone", lower_is_better=True),
        average("right", "right answer told"),
        average("right_clean", "right answer told, true passages only"),
    ),
)
