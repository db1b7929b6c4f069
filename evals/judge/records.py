"""The data of a judge: what it says of each case, and how far it agrees with the coded scorers.

Pure data. Knows nothing of models or prompts.
"""

from pydantic import Field

from assistant.answer import Frozen


class Judgement(Frozen):
    """What the judge says of one case."""

    case: str
    """Id of the case."""
    asked: str
    """12 hexadecimal digits of all that the judge was shown, and of its name: another answer is judged anew."""
    value: float | None = Field(ge=0, le=1)
    """0 to 1. None: unscored, because the judge failed, refused, or gave back something else than a score."""
    explanation: str
    """Its reason; of an unscored case why there is no score."""


class Agreement(Frozen):
    """How far the judge agrees with one coded scorer on what is right."""

    scorer: str
    """Name of the coded scorer."""
    n: int
    """Cases that both scored."""
    agreed: float
    """Share of them on which both say right, or both wrong."""
    kappa: float | None
    """Cohen's kappa: agreement beyond chance, 1 at most. None: both say the same of every case, or n is 0."""
    low: float | None
    """Lower end of its 95 % bootstrap interval over the cases. None: it could not be told."""
    high: float | None
    """Upper end."""


class JudgeReport(Frozen):
    """What a judge found in a run."""

    model: str
    """Its name."""
    mean: float | None
    """Mean value of the scored cases. None: it scored none."""
    standard_error: float | None
    """Of the mean. None: fewer than two cases were scored."""
    n: int
    """Cases scored."""
    judgements: tuple[Judgement, ...]
    """Every case with an answer, in the order of the run."""
    agreements: tuple[Agreement, ...]
    """With each coded scorer that applied to a scored case, the headline first."""

    @property
    def unscored(self) -> tuple[Judgement, ...]:
        """The cases without a score."""
        return tuple(one for one in self.judgements if one.value is None)

    def of(self, case: str) -> Judgement | None:
        """What it says of a case; None where it was not asked."""
        return next((one for one in self.judgements if one.case == case), None)
