"""MTRAG's rewrites (Katsis et al. 2025): the last turn of a conversation as a question that stands alone."""

from assistant.answer import Turn
from evals.benchmarks.answer_set import AnswerSet, Ask, Item
from evals.benchmarks.judging import standing_alone
from evals.benchmarks.records import Finding
from evals.benchmarks.sets.follow_ups.measuring import rewrite_finding, rewrite_measures


class Rewritten(Item):
    """A turn with the questions before it and a person's rewrite."""

    id: str
    history_questions: tuple[str, ...]
    last_turn: str
    rewrite: str

    @property
    def name(self) -> str:
        return self.id

    @property
    def group(self) -> str:
        """The conversation."""
        return self.id.split("<")[0]

    @property
    def asked(self) -> str:
        return " // ".join([*self.history_questions, self.last_turn])


def examine(item: Rewritten, _ask: Ask) -> Finding:
    """Our rewrite; only the user's side of the conversation is known."""
    history = [Turn(role="user", text=text) for text in item.history_questions]
    return rewrite_finding(item.last_turn, item.rewrite, standing_alone(item.last_turn, history))


SET = AnswerSet(
    name="f_multiturn/mtrag_rewrite",
    file="f_multiturn/mtrag_rewrite.dev.jsonl",
    about="a last turn rewritten to stand alone; only the questions before it are known",
    grouped_by="conversation",
    item=Rewritten,
    examine=examine,
    measures=rewrite_measures(recall_floor=0.239, bleu_floor=27.5, published="copying the turn: 46.9"),
)
