"""The data of an evaluation: gold cases, scores, outcomes, the report.

Pure data. Knows nothing of files, of how an answer is scored or of where answers come from.
"""

import statistics
from datetime import date as Date
from typing import Literal, Self, get_args

from pydantic import Field, field_validator, model_validator

from assistant.answer import Finding, Frozen, Turn
from evals.judge.records import JudgeReport

CaseKind = Literal[
    "fact",
    "who_said",
    "date",
    "count",
    "multi_source",
    "follow_up",
    "multi_turn",
    "status_as_of",
    "disagreement",
    "look_alike",
    "unanswerable",
    "other_language",
    "draft",
]
"""What a case tries: `look_alike` looks like a disagreement and is none; `multi_turn` has a history of several turns;
`status_as_of` asks what was known on a day; `draft` hands in a paragraph whose sentences are checked one by one."""

KINDS: tuple[str, ...] = get_args(CaseKind)
"""Every kind."""


class Case(Frozen):
    """A gold question: what is asked, what a right answer says, and which articles may prove it."""

    id: str = Field(min_length=1)
    """Unique in its file: `"count-01"`."""
    kind: CaseKind
    """What the case tries."""
    question: str = Field(min_length=1)
    """As a user would type it; of a draft, the paragraph."""
    as_of: Date | None = None
    """The day it is asked on: articles of a later day, and undated ones, are left out. None: all articles are asked."""
    asked_on: Date | None = None
    """The day that "this week" and the like count from; no article is left out. None: `as_of`, or else nothing."""
    findings: tuple[Finding, ...] = ()
    """`draft` only: what is to be found of each of its sentences, in order."""
    history: tuple[Turn, ...] = ()
    """The conversation so far, oldest first; empty but for follow-ups."""
    targets: tuple[tuple[str, ...], ...] = ()
    """Groups of alternatives: the answer says at least one string of every group. Empty in a refusal."""
    cite: tuple[str, ...] = ()
    """File names of the articles that may be cited, keys of those that share a file. Empty in a refusal."""
    must_cite: tuple[tuple[str, ...], ...] = ()
    """Groups of `cite`: of each at least one must be cited. In JSON a name alone stands for a group of one."""
    alike: tuple[str, ...] = ()
    """`look_alike` only: values that differ in words and do not contradict each other."""
    refuse: bool | None
    """True: the articles do not answer this. None: answering and refusing are both right."""
    why: str = Field(min_length=1)
    """Where it stands in the articles, or what they lack, in one sentence."""
    pinned: dict[str, str] = Field(default_factory=dict)
    """File name to content hash of the articles it was written for; an article with another hash was edited since."""

    @field_validator("must_cite", mode="before")
    @classmethod
    def _name_is_a_group(cls, given: object) -> object:
        if not isinstance(given, list):
            return given
        return [[group] if isinstance(group, str) else group for group in given]

    @field_validator("targets", "must_cite")
    @classmethod
    def _no_empty_group(cls, groups: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        if any(not group or not all(text.strip() for text in group) for group in groups):
            raise ValueError("a group is empty or holds an empty string")
        return groups

    @model_validator(mode="after")
    def _is_of_one_piece(self) -> Self:
        for fault in self._faults():
            raise ValueError(fault)
        return self

    def _faults(self) -> list[str]:
        strays = {name for group in self.must_cite for name in group} - set(self.cite)
        checks = {
            "a case to be refused has no targets, cite or must_cite": self.refuse is True
            and bool(self.targets or self.cite or self.must_cite),
            "a case to be answered needs targets and cite": self.refuse is not True
            and self.kind != "draft"
            and not (self.targets and self.cite),
            "a draft needs findings, which no other case has": (self.kind == "draft") != bool(self.findings),
            "a draft has no targets and no history": self.kind == "draft" and bool(self.targets or self.history),
            "as_of is the day it is asked on; asked_on has no place beside it": None not in (self.as_of, self.asked_on),
            "a status_as_of needs as_of": self.kind == "status_as_of" and self.as_of is None,
            "refuse is true in unanswerable cases, may be in status_as_of, and nowhere else": (
                self.kind != "status_as_of" and (self.kind == "unanswerable") != (self.refuse is True)
            ),
            "refuse is null in other_language cases and only there": (self.kind == "other_language")
            != (self.refuse is None),
            f"a {self.kind} needs a history": self.kind in ("follow_up", "multi_turn") and not self.history,
            "a disagreement needs a group of targets per side": self.kind == "disagreement" and len(self.targets) < 2,
            "alike belongs to look_alike cases, which need it": (self.kind == "look_alike") != bool(self.alike),
            f"must_cite names {sorted(strays)}, which cite does not": bool(strays),
        }
        return [fault for fault, there in checks.items() if there]


class Score(Frozen):
    """What one scorer says of one answer."""

    scorer: str
    """Name of the scorer: `"answer_contains"`."""
    value: float | None = Field(ge=0, le=1)
    """0 wrong to 1 right. None: the scorer does not apply to this case."""
    explanation: str
    """Why, for a person, in one line."""


class Outcome(Frozen):
    """One case with the answer it got."""

    case: Case
    """What was asked."""
    text: str
    """The answer as shown; empty where asking raised."""
    refused: bool
    """The answer was a refusal."""
    cited: tuple[str, ...]
    """What was cited, as `file name:start-end`, in order."""
    scores: tuple[Score, ...]
    """One per scorer."""
    error: str | None = None
    """What asking raised. None: nothing."""
    elapsed_ms: int
    """From question to answer."""
    confidence: float = 0.0
    """How sure the answer was, 0 to 1."""
    engine: str = ""
    """Who wrote it, with the model's name; empty where asking raised."""
    fingerprint: str = ""
    """Of the settings and the library it was made with; empty where asking raised."""

    def value(self, scorer: str) -> float | None:
        """What `scorer` gave; None where it does not apply."""
        return next((score.value for score in self.scores if score.scorer == scorer), None)

    @property
    def right(self) -> bool:
        """The headline score is whole."""
        return self.value("right") == 1


class Mean(Frozen):
    """A scorer's mean over the cases of one kind."""

    scorer: str
    """Name of the scorer."""
    kind: CaseKind | Literal["all"]
    """Which cases; `all` for every kind together."""
    mean: float = Field(ge=0, le=1)
    """Mean of the values that are not None."""
    standard_error: float | None
    """Sample standard deviation over the root of n. None: fewer than two values."""
    n: int = Field(ge=1)
    """Cases the scorer applies to."""


class Report(Frozen):
    """What a run found."""

    fingerprint: str
    """Of the settings and the library the answers were made with."""
    engine: str
    """Who wrote the answers: `"quotes"`, `"model"`; joined by a comma where it changed during the run."""
    means: tuple[Mean, ...]
    """Per scorer, `all` first, then kind by kind."""
    outcomes: tuple[Outcome, ...]
    """Every case, in the order asked."""
    median_elapsed_ms: float
    """Median time of an answer; cases that raised are left out."""
    judge: JudgeReport | None = None
    """What a model as judge says beside the scorers; no part of any mean or gate. None: none was asked."""

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The cases whose headline score is not whole."""
        return tuple(outcome for outcome in self.outcomes if not outcome.right)

    @property
    def median_words(self) -> float:
        """Median length of an answer that was given; 0 where none was."""
        lengths = [len(outcome.text.split()) for outcome in self.outcomes if not outcome.refused]
        return statistics.median(lengths) if lengths else 0.0

    def mean(self, scorer: str, kind: str = "all") -> Mean | None:
        """The mean of `scorer` over `kind`; None where it applied to no case."""
        return next((mean for mean in self.means if (mean.scorer, mean.kind) == (scorer, kind)), None)
