"""Asks a chat model for a score, and takes nothing but a score for one.

Knows no endpoint, no run folder and no coded score. What comes from articles or answers stands in fenced blocks only.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import ModelError
from assistant.writing import ChatModel, Message
from assistant.writing.cleaning import defused, one_line
from evals.case import Case, Outcome
from evals.judge.records import Judgement
from evals.runs.records import AnswerRecord, QuoteRecord
from prompts import render

RIGHT = 0.75
"""Value from which the judge calls an answer right: 4 of 5."""
MOST_FAILURES = 3
"""Failures of the endpoint in a row after which it is left alone: the next would fail too, each after its deadline."""
_MAX_TOKENS = 400
_QUOTE_CHARS, _ANSWER_CHARS = 1_500, 4_000


class Judge:
    """A chat model that scores answers by the rubric in `prompts`."""

    def __init__(self, chat: ChatModel) -> None:
        self.name = chat.name
        self._chat = chat
        self._failures = 0

    def judge(self, outcome: Outcome, answer: AnswerRecord, *, known: Sequence[Judgement] = ()) -> Judgement:
        """The judgement on an answer. One of `known` on the same answer, gold and quotes needs no asking."""
        shown = _shown(outcome, answer)
        asked = hashlib.sha256(repr((self.name, render("judge_system"), shown)).encode()).hexdigest()[:12]
        for one in known:
            if one.asked == asked and one.value is not None:
                return one
        value, explanation = self._score(shown)
        return Judgement(case=outcome.case.id, asked=asked, value=value, explanation=explanation)

    def _score(self, shown: dict[str, str]) -> tuple[float | None, str]:
        if self._failures >= MOST_FAILURES:
            return None, f"not asked: the judge failed {MOST_FAILURES} times in a row"
        messages = [
            Message(role="system", text=render("judge_system")),
            Message(role="user", text=render("judge_user", nonce=secrets.token_hex(8), **shown)),
        ]
        try:
            reply = "".join(piece.text for piece in self._chat.stream(messages, max_tokens=_MAX_TOKENS))
        except ModelError as error:
            self._failures += 1
            return None, str(error)
        self._failures = 0
        return read_score(reply)


def read_score(reply: str) -> tuple[float | None, str]:
    """Value 0 to 1 and reason of a judge's reply; None and what is wrong where it is no score.

    >>> read_score('{"score": 4, "reason": "Says it."}'), read_score("I would say 4.")[0]
    ((0.75, 'Says it.'), None)
    """
    told = _FENCE.sub(r"\1", _THOUGHTS.sub("", reply).strip())
    try:
        score = _Score.model_validate_json(told, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the reply"
        return None, f"no score: {where}: {first['msg']}; it said {one_line(told, max_chars=120)!r}"
    return (score.score - 1) / 4, one_line(score.reason, max_chars=400)


class _Score(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    score: int = Field(ge=1, le=5)
    reason: str


def _shown(outcome: Outcome, answer: AnswerRecord) -> dict[str, str]:
    """The variables of the prompt but its code."""
    cited = {citation.label for sentence in answer.sentences for citation in sentence.citations}
    sides = [quote for one in answer.disagreements for side in one.sides for quote in side.quotes]
    quotes = [quote for quote in answer.evidence if quote.label in cited] or list(answer.evidence[:3])
    return {
        "question": _plain(outcome.case.question, _ANSWER_CHARS),
        "gold": "\n".join(_gold(outcome.case)),
        "answer": _plain(outcome.text, _ANSWER_CHARS) + "".join(f"\n{line}" for line in _sides(answer)),
        "quotes": "\n".join(dict.fromkeys(map(_quote, [*quotes, *sides]))) or "(none)",
    }


def _gold(case: Case) -> list[str]:
    if case.refuse:
        wanted = ["A right answer refuses: the articles do not say."]
    elif case.findings:
        wanted = [f"A right answer finds, sentence by sentence: {', '.join(case.findings)}."]
    else:
        wanted = [f"A right answer says: {' or '.join(group)}." for group in case.targets]
    wanted += ["A refusal is right too."] if case.refuse is None else []
    return [_plain(line, _QUOTE_CHARS) for line in (*wanted, f"Why: {case.why}")]


def _sides(answer: AnswerRecord) -> list[str]:
    """The disagreements that stand beside an answer, one a line."""
    return [
        f"The articles disagree: {' against '.join(_plain(side.value, _QUOTE_CHARS) for side in one.sides)}"
        for one in answer.disagreements
    ]


def _quote(quote: QuoteRecord) -> str:
    source = ", ".join(filter(None, (quote.publisher or quote.article, quote.published)))
    return f"{_plain(source, 200)}: {_plain(quote.quote, _QUOTE_CHARS)}"


def _plain(text: str, most: int) -> str:
    """A text fit for the prompt: one line, nothing invisible, nothing that looks like a tag of ours or of a model."""
    return _TAG.sub(r"< \1", defused(one_line(text, max_chars=most)))


_TAG = re.compile(r"<(/?\s*(?:gold|answer|quotes)\b)", re.IGNORECASE)
_FENCE = re.compile(r"\A```(?:json)?\s*\n(.*?)\n?```\Z", re.DOTALL)
_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
