"""Two passages on one question that agree, contradict each other, speak of namesakes or of something else.

RAMDocs (Wang et al. 2025) and RGB's counterfactual news (Chen et al. 2024), taken apart into pairs.
"""

from typing import Literal

from evals.benchmarks import statistics
from evals.benchmarks.answer_set import AnswerSet, Ask, Question
from evals.benchmarks.judging import blended, disagree, rival
from evals.benchmarks.measures import average, classified
from evals.benchmarks.passages import Passage
from evals.benchmarks.records import Finding


class Pair(Question):
    """A question with two passages."""

    a: str
    b: str
    label: Literal["agree", "contradict", "ambiguous", "unrelated"]

    @property
    def group(self) -> str:
        """The question."""
        return self.question

    @property
    def passages(self) -> tuple[Passage, ...]:
        return Passage(text=self.a), Passage(text=self.b)


def examine(pair: Pair, ask: Ask) -> Finding:
    """Whether the two passages are set against each other: compared by themselves, and in an answer from them alone."""
    first, second = pair.passages
    answer = ask(pair.question, of=pair.passages)
    flagged, shown = float(rival(pair.question, pair.a, pair.b)), float(disagree(answer, first, second))
    values = {f"flagged_{pair.label}": flagged}
    if pair.label != "ambiguous":  # Flagging namesakes is acceptable.
        values |= {"flagged": flagged, "shown": shown, "contradict": float(pair.label == "contradict")}
    else:
        values["blended"] = float(blended(answer, first, second))
    named = "; ".join(f"{one.kind}: {' / '.join(side.value for side in one.positions)}" for one in answer.disagreements)
    return Finding(
        values=values,
        expected=f"{pair.label}\nA: {pair.a}\nB: {pair.b}",
        shown=f"{named or 'no disagreement'} // {answer.text}",
    )


_MEASURES = (
    classified(statistics.f1, "flagged", "contradict", "contradict F1"),
    classified(statistics.precision, "flagged", "contradict", "contradict precision"),
    classified(statistics.recall, "flagged", "contradict", "contradict recall"),
    average("flagged_agree", "false alarms on agree", lower_is_better=True),
    average("flagged_unrelated", "false alarms on unrelated", lower_is_better=True),
    classified(statistics.recall, "shown", "contradict", "contradict recall in an answer"),
)

RGB = AnswerSet(
    name="d_conflict/rgb_pairs",
    file="d_conflict/rgb_pairs.dev.jsonl",
    about="two news passages, in one of them the answer swapped",
    shelf="rgb",
    grouped_by="question",
    item=Pair,
    examine=examine,
    measures=_MEASURES,
)
RAMDOCS = AnswerSet(
    name="d_conflict/ramdocs_pairs",
    file="d_conflict/ramdocs_pairs.dev.jsonl",
    about="two passages with the same, a wrong, a namesake's or no answer",
    shelf="ramdocs",
    grouped_by="question",
    item=Pair,
    examine=examine,
    measures=(
        *_MEASURES,
        average("flagged_ambiguous", "namesakes flagged (acceptable)"),
        average("blended", "namesakes cited in one sentence", lower_is_better=True),
    ),
)
