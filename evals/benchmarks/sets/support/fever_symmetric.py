"""FEVER, symmetric (Schuster et al. 2019): claims with a sentence; the claim alone gives nothing away."""

import re
from typing import Literal

from evals.benchmarks.answer_set import AnswerSet, Ask, Item
from evals.benchmarks.judging import stance, support
from evals.benchmarks.measures import average
from evals.benchmarks.records import Finding
from evals.benchmarks.sets.support.measuring import support_finding, support_measures


class Paired(Item):
    """A claim with a sentence that supports or refutes it."""

    id: str
    claim: str
    evidence: str
    label: Literal["SUPPORTS", "REFUTES"]

    @property
    def name(self) -> str:
        """Claim and sentence: an id stands for several pairs."""
        return f"{self.id}: {self.claim} // {self.evidence}"

    @property
    def group(self) -> str:
        """The four pairs made from one claim."""
        return _MADE.sub("", self.id)

    @property
    def asked(self) -> str:
        return f"{self.claim} // {self.evidence}"


def examine(item: Paired, _ask: Ask) -> Finding:
    """Whether the sentence carries the claim, and whether it is seen to deny it."""
    supported = item.label == "SUPPORTS"
    against = float(stance(item.claim, item.evidence) == "against")
    column = "false_denial" if supported else "denial"
    judged = support(item.claim, [item.evidence])
    return support_finding(judged, supported=supported, expected=item.label.lower(), **{column: against})


# Pairs that were made from an original have this behind its id.
_MADE = re.compile(r"(?<=\d)0{6}[2-4]$")

SET = AnswerSet(
    name="e_support/fever_symmetric",
    file="e_support/fever_symmetric.dev.jsonl",
    about="claims with a sentence that supports or refutes them",
    grouped_by="original claim",
    item=Paired,
    examine=examine,
    measures=(
        *support_measures(),
        average("denial", "refuted ones seen to be contradicted"),
        average("false_denial", "supported ones called contradicted", lower_is_better=True),
    ),
)
