"""AVeriTeC (Schlichtkrull et al. 2023): claims with evidence that supports, refutes, or contradicts itself."""

from itertools import combinations

from evals.benchmarks import statistics
from evals.benchmarks.answer_set import AnswerSet, Ask, Item
from evals.benchmarks.judging import stance, support
from evals.benchmarks.loading import Row
from evals.benchmarks.measures import area, classified, share_of_commonest
from evals.benchmarks.records import Finding
from evals.benchmarks.sets.conflict.emergent import accuracy

_CODES = {"Supported": 0.0, "Refuted": 1.0, "Not Enough Evidence": 2.0, "Conflicting Evidence/Cherrypicking": 3.0}


class Reply(Row):
    """An answer that a fact-checker found."""

    answer: str
    boolean_explanation: str = ""


class Asked(Row):
    """A question that a fact-checker asked."""

    question: str
    answers: tuple[Reply, ...]


class Checked(Item):
    """A claim with its evidence and verdict."""

    claim: str
    label: str
    questions: tuple[Asked, ...]

    @property
    def name(self) -> str:
        return self.claim

    @property
    def asked(self) -> str:
        return self.claim

    @property
    def evidence(self) -> tuple[str, ...]:
        """What the fact-checker found, an answer each, with its question where it is a bare yes or no."""
        return tuple(
            f"{one.question} {reply.answer} {reply.boolean_explanation}".strip()
            if reply.answer.strip(". ").lower() in ("yes", "no")
            else reply.answer
            for one in self.questions
            for reply in one.answers
        )


def examine(item: Checked, _ask: Ask) -> Finding:
    """The verdict: conflicting where evidence contradicts evidence, else what it says of the claim."""
    evidence = item.evidence
    carried = support(item.claim, evidence)
    against = any(stance(item.claim, one) == "against" for one in evidence)
    torn = any(stance(one, other) == "against" for one, other in combinations(evidence, 2))
    said = "Not Enough Evidence"
    if torn or (carried.supported and against):
        said = "Conflicting Evidence/Cherrypicking"
    elif against:
        said = "Refuted"
    elif carried.supported:
        said = "Supported"
    values = {"said": _CODES[said], "label": _CODES[item.label], "score": carried.score}
    if item.label in ("Supported", "Refuted"):
        values["supported"] = float(item.label == "Supported")
    return Finding(values=values, expected=f"{item.label}: {' | '.join(evidence)}"[:600], shown=said)


SET = AnswerSet(
    name="d_conflict/averitec",
    file="d_conflict/averitec.dev.jsonl",
    about="claims with a fact-checker's evidence: supported, refuted, neither, conflicting",
    grouped_by="claim",
    item=Checked,
    examine=examine,
    measures=(
        classified(statistics.macro_f1, "said", "label", "macro F1 of four verdicts"),
        classified(accuracy, "said", "label", "accuracy", floor=share_of_commonest("label")),
        area("score", "supported", "AUROC of support (supported, refuted)", floor=0.5),
    ),
)
