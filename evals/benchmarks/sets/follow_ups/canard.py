"""CANARD (Elgohary et al. 2019): questions of a conversation on an article's section, rewritten to stand alone."""

from pydantic import Field

from assistant.answer import Turn
from evals.benchmarks.answer_set import AnswerSet, Ask, Item
from evals.benchmarks.judging import standing_alone
from evals.benchmarks.records import Finding
from evals.benchmarks.sets.follow_ups.measuring import rewrite_finding, rewrite_measures


class InConversation(Item):
    """A question with the title, the section and the conversation before it."""

    history: tuple[str, ...] = Field(alias="History", min_length=2)
    dialog: str = Field(alias="QuAC_dialog_id")
    number: int = Field(alias="Question_no")
    question: str = Field(alias="Question")
    rewrite: str = Field(alias="Rewrite")

    @property
    def name(self) -> str:
        return f"{self.dialog}-{self.number}"

    @property
    def group(self) -> str:
        """The conversation."""
        return self.dialog

    @property
    def asked(self) -> str:
        return " // ".join([*self.history, self.question])


def examine(item: InConversation, _ask: Ask) -> Finding:
    """Our rewrite; title and section open the conversation, as if the user had named them."""
    title, section, *said = item.history
    opening = [Turn(role="user", text=title), Turn(role="assistant", text=section)]
    turns = [Turn(role="assistant" if place % 2 else "user", text=text) for place, text in enumerate(said)]
    return rewrite_finding(item.question, item.rewrite, standing_alone(item.question, [*opening, *turns]))


SET = AnswerSet(
    name="f_multiturn/canard",
    file="f_multiturn/canard.dev.jsonl",
    about="questions of a conversation rewritten to stand alone",
    grouped_by="conversation",
    item=InConversation,
    examine=examine,
    measures=rewrite_measures(recall_floor=0.609, bleu_floor=40.7, published="seq2seq 51.5"),
)
