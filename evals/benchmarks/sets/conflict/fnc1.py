"""Fake News Challenge 1 (2017), related pairs: whether a body agrees with a headline, disagrees or discusses it."""

from typing import Literal

from evals.benchmarks import statistics
from evals.benchmarks.answer_set import AnswerSet, Ask, Item
from evals.benchmarks.judging import Stance, sentences, stance
from evals.benchmarks.measures import classified, share_of_commonest
from evals.benchmarks.records import Finding
from evals.benchmarks.sets.conflict.emergent import accuracy

_CODES = {"agree": 0.0, "disagree": 1.0, "discuss": 2.0}
_NAMES: dict[Stance, str] = {"for": "agree", "against": "disagree", "observing": "discuss"}


class Body(Item):
    """A headline with the body of another article."""

    id: str
    headline: str
    body_id: str
    body: str
    stance: Literal["agree", "disagree", "discuss"]

    @property
    def name(self) -> str:
        return self.id

    @property
    def group(self) -> str:
        """The body."""
        return self.body_id

    @property
    def asked(self) -> str:
        return self.headline


def examine(item: Body, _ask: Ask) -> Finding:
    """The stance of the body: of its first sentence that takes one."""
    stances = (stance(item.headline, sentence) for sentence in sentences(item.body))
    said = _NAMES[next((one for one in stances if one != "observing"), "observing")]
    return Finding(
        values={
            "said": _CODES[said],
            "stance": _CODES[item.stance],
            "said_against": float(said == "disagree"),
            "against": float(item.stance == "disagree"),
        },
        expected=f"{item.stance}: {item.body[:300]}",
        shown=said,
    )


SET = AnswerSet(
    name="d_conflict/fnc1_related",
    file="d_conflict/fnc1_related.dev.jsonl",
    about="whether an article agrees with a headline, disagrees or discusses it",
    grouped_by="article",
    item=Body,
    examine=examine,
    measures=(
        classified(statistics.macro_f1, "said", "stance", "macro F1"),
        classified(accuracy, "said", "stance", "accuracy", floor=share_of_commonest("stance")),
        classified(statistics.precision, "said_against", "against", "disagree: precision"),
        classified(statistics.recall, "said_against", "against", "disagree: recall"),
    ),
)
