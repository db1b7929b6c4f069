"""A gold case out of an answer: what it said and cited, for an editor to correct and sign.

Writes no file, and believes the answer: whoever keeps the case has read it.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date as Date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer import Article, Turn, Verdict, called
from evals.case import Case, CaseKind
from evals.errors import GoldError
from evals.hashing import content_hash
from evals.scoring.wording import contains


class _Loose(BaseModel):
    """The parts of `twosource ask --json` that a case is made of."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Card(_Loose):
    key: str
    path: Path | None = None

    @property
    def name(self) -> str:
        return called(self.key, self.path)


class _Cited(_Loose):
    quote: str
    article: _Card


class _Side(_Loose):
    value: str
    citations: tuple[_Cited, ...]


class _Dispute(_Loose):
    positions: tuple[_Side, ...]


class Given(_Loose):
    """An answer as its JSON tells it."""

    question: str
    short: str | None = None
    refused: bool = False
    citations: tuple[_Cited, ...] = ()
    disagreements: tuple[_Dispute, ...] = ()


def read_answer(path: Path) -> Given:
    """The answer in a file that `twosource ask --json` wrote. Raises GoldError."""
    try:
        return Given.model_validate_json(path.read_bytes())
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror}; name the file of an answer with --answer") from error
    except ValidationError as error:
        raise GoldError(f"{path}: no answer; write one with `twosource ask --json QUESTION > {path}`") from error


def make_case(
    given: Given,
    articles: Sequence[Article],
    *,
    name: str,
    kind: CaseKind | None = None,
    targets: Sequence[str] = (),
    why: str | None = None,
    history: Sequence[Turn] = (),
    as_of: Date | None = None,
    asked_on: Date | None = None,
) -> Case:
    """A case that asks the question again and is right where the answer says the same.

    `targets` are what a right answer says, each a must; none: the answer's short form, the sides of a disagreement,
    or the quote it leads with. `kind` None: what the answer looks like. `as_of` is the day that
    it was asked as of, or `asked_on` the day it was asked on. Raises GoldError where no case can be made.
    """
    kind = kind or ("status_as_of" if as_of else kind_of(given, history))
    groups = [] if given.refused else _targets(given, targets)
    cited = [] if given.refused else list(dict.fromkeys(one.article.name for one in _citations(given)))
    texts = {article.called: article.text for article in articles}
    wanted = [target for group in groups for target in group]
    holding = [one for one in cited if any(contains(texts.get(one, ""), target) for target in wanted)]
    return _case(
        id=name,
        kind=kind,
        question=given.question,
        history=[turn.model_dump() for turn in history],
        as_of=as_of.isoformat() if as_of else None,
        asked_on=asked_on.isoformat() if asked_on else None,
        targets=groups,
        cite=holding,
        refuse=given.refused,
        why=why or _why(given),
        pinned={one: content_hash(texts[one]) for one in holding},
    )


def make_draft_case(
    draft: str,
    verdicts: Sequence[Verdict],
    articles: Sequence[Article],
    *,
    name: str,
    why: str | None = None,
    as_of: Date | None = None,
    asked_on: Date | None = None,
) -> Case:
    """A case that has the draft checked again and is right where the same is found. Raises GoldError."""
    texts = {article.called: article.text for article in articles}
    quoted = [one for verdict in verdicts for one in (*verdict.citations, *verdict.against)]
    cite = list(dict.fromkeys(one.article.called for one in quoted))
    told = "; ".join(f"{one.article.called}: {' '.join(one.quote.split())}" for one in quoted[:2])
    return _case(
        id=name,
        kind="draft",
        question=draft,
        as_of=as_of.isoformat() if as_of else None,
        asked_on=asked_on.isoformat() if asked_on else None,
        findings=[one.finding for one in verdicts],
        cite=cite,
        refuse=False,
        why=why or told or "The articles say nothing of it.",
        pinned={one: content_hash(texts[one]) for one in cite},
    )


def _case(**fields: object) -> Case:
    try:
        return Case.model_validate_json(json.dumps(fields))
    except ValidationError as error:
        reason = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise GoldError(f"no case can be made of this answer: {reason}; say more with --target and --kind") from error


def next_name(kind: str, taken: Iterable[str]) -> str:
    """`fact-07` where `fact-06` is the last one."""
    held = set(taken)
    number = 1
    while (name := f"{kind.replace('_', '-')}-{number:02d}") in held:
        number += 1
    return name


def kind_of(given: Given, history: Sequence[Turn] = ()) -> CaseKind:
    """What kind of case an answer looks like."""
    if given.refused:
        return "unanswerable"
    if given.disagreements:
        return "disagreement"
    return "follow_up" if history else "fact"


def _targets(given: Given, targets: Sequence[str]) -> list[list[str]]:
    if targets:
        return [[target] for target in targets]
    if given.disagreements:
        return [[side.value] for side in given.disagreements[0].positions]
    lead = given.short or next((one.quote for one in given.citations), None)
    return [[lead]] if lead else []


def _citations(given: Given) -> list[_Cited]:
    sides = [one for dispute in given.disagreements for side in dispute.positions for one in side.citations]
    return [*given.citations, *sides]


def _why(given: Given) -> str:
    if given.refused:
        return "The articles were asked and gave no answer."
    quoted = (f"{one.article.name}: {' '.join(one.quote.split())}" for one in given.citations[:2])
    return "; ".join(quoted) or "The answer quotes nothing."
