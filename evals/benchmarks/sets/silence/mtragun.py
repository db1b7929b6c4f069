"""MTRAG-UN (Katsis et al. 2025 and its unanswerable turns): the last turn of a conversation, with its passages."""

from typing import Literal

from pydantic import Field

from assistant.answer import Turn
from evals.benchmarks.answer_set import AnswerSet, Ask, Item
from evals.benchmarks.loading import Row
from evals.benchmarks.measures import area, average
from evals.benchmarks.passages import Passage
from evals.benchmarks.records import Finding


class Context(Row):
    """A retrieved passage."""

    text: str


class Said(Row):
    """A message."""

    speaker: Literal["user", "agent"]
    text: str


class LastTurn(Item):
    """A conversation whose last message is asked."""

    task_id: str
    conversation_id: str
    contexts: tuple[Context, ...]
    input: tuple[Said, ...] = Field(min_length=1)
    answerability: tuple[Literal["ANSWERABLE", "UNANSWERABLE", "UNDERSPECIFIED", "PARTIAL"], ...]

    @property
    def name(self) -> str:
        return self.task_id

    @property
    def group(self) -> str:
        return self.conversation_id

    @property
    def asked(self) -> str:
        return self.input[-1].text

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(Passage(text=one.text) for one in self.contexts if one.text.strip())


def examine(item: LastTurn, ask: Ask) -> Finding:
    """The last message after the conversation before it, asked of the passages of all conversations.

    Turns without an answer have no passages of their own: asked of these alone, they would give themselves away.
    """
    history = [Turn(role="user" if one.speaker == "user" else "assistant", text=one.text) for one in item.input[:-1]]
    answer = ask(item.asked, history=history)
    kind = item.answerability[0]
    held_back = float(answer.refused or answer.missing is not None)
    values = {"confidence": answer.confidence, "answered": float(not answer.refused)}
    if kind in ("ANSWERABLE", "UNANSWERABLE"):
        values["answerable"] = float(kind == "ANSWERABLE")
    if kind in ("ANSWERABLE", "UNDERSPECIFIED"):
        values["clear"] = float(kind == "ANSWERABLE")
    column = {
        "ANSWERABLE": ("over_abstained", float(answer.refused)),
        "UNANSWERABLE": ("false_answer", float(not answer.refused)),
        "UNDERSPECIFIED": ("underspecified_held_back", held_back),
        "PARTIAL": ("partial_told", held_back),
    }[kind]
    return Finding(
        values=values | dict([column]),
        expected=kind.lower(),
        shown=f"{answer.confidence:.2f} // {answer.query} // {answer.text}",
    )


SET = AnswerSet(
    name="c_abstain/mtragun",
    file="c_abstain/mtragun.dev.jsonl",
    about="last turns of conversations: answerable, not, in part, or unclear",
    grouped_by="conversation",
    item=LastTurn,
    examine=examine,
    measures=(
        area("confidence", "answerable", "AUROC of confidence (answerable, unanswerable)"),
        average("false_answer", "false answers (unanswerable)", lower_is_better=True),
        average("over_abstained", "refused (answerable)", lower_is_better=True),
        average("partial_told", "missing part told or refused (partial)"),
        average("underspecified_held_back", "refused or gap told (underspecified)"),
        area("confidence", "clear", "AUROC of confidence (answerable, underspecified)"),
    ),
)
