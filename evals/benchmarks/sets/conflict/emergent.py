"""Emergent (Ferreira & Vlachos 2016): headlines that report a claim, deny it, or leave it open."""

from evals.benchmarks import statistics
from evals.benchmarks.answer_set import AnswerSet, Ask, Item
from evals.benchmarks.judging import Stance, stance
from evals.benchmarks.measures import classified, share_of_commonest
from evals.benchmarks.records import Finding
from evals.benchmarks.statistics import Numbers

_CODES: dict[Stance, float] = {"for": 0, "against": 1, "observing": 2}


class Headline(Item):
    """A headline on a claim."""

    id: str
    claim_id: str
    claim: str
    headline: str
    stance: Stance
    published_system: Stance

    @property
    def name(self) -> str:
        return self.id

    @property
    def group(self) -> str:
        """The claim."""
        return self.claim_id

    @property
    def asked(self) -> str:
        return f"{self.claim} // {self.headline}"


def examine(item: Headline, _ask: Ask) -> Finding:
    """The stance of the headline to the claim."""
    said = stance(item.claim, item.headline)
    return Finding(
        values={
            "said": _CODES[said],
            "stance": _CODES[item.stance],
            "theirs": _CODES[item.published_system],
            "said_against": float(said == "against"),
            "against": float(item.stance == "against"),
        },
        expected=item.stance,
        shown=said,
    )


def accuracy(said: Numbers, labels: Numbers) -> float:
    """Share of equal labels."""
    return float((said == labels).mean())


_FLOOR = share_of_commonest("stance")

SET = AnswerSet(
    name="d_conflict/emergent",
    file="d_conflict/emergent.dev.jsonl",
    about="whether a headline reports a claim, denies it or leaves it open",
    grouped_by="claim",
    item=Headline,
    examine=examine,
    measures=(
        classified(accuracy, "said", "stance", "accuracy", floor=_FLOOR, published="73.3 % (test half)"),
        classified(accuracy, "theirs", "stance", "accuracy of the published system, same headlines", floor=_FLOOR),
        classified(statistics.macro_f1, "said", "stance", "macro F1"),
        classified(statistics.macro_f1, "theirs", "stance", "macro F1 of the published system, same headlines"),
        classified(statistics.precision, "said_against", "against", "against: precision"),
        classified(statistics.recall, "said_against", "against", "against: recall"),
    ),
)
