"""The data of a conversation: questions and what became of each.

Knows nothing of how a question is answered, stored or shown.
"""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from assistant import Answer, Turn
from assistant.answer import Engine

State = Literal["reading", "streaming", "done", "refused", "stopped", "error"]
"""Where an exchange stands; the first two are still moving."""

Thumb = Literal["up", "down", ""]
"""What the reader thinks of an answer; empty: did not say."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Exchange:
    """A question and what became of it."""

    question: str
    """As asked."""
    engine: Engine | None = None
    """Who was asked to answer. None: whoever is set up."""
    id: str = field(default_factory=lambda: secrets.token_hex(6))
    """Opaque."""
    asked: datetime = field(default_factory=_now)
    """When."""
    state: State = "reading"
    """Where it stands."""
    ahead: int = 0
    """Answers that must end before this one is begun; not kept."""
    answer: Answer | None = None
    """The newest snapshot. None: nothing yet."""
    problem: str | None = None
    """Why there is no answer, for the reader. None: no error."""
    follow_ups: tuple[str, ...] = ()
    """Questions that the library answers, to go on with."""
    thumb: Thumb = ""
    """The reader's judgement."""
    note: str = ""
    """What the reader says of it."""
    gold: bool = False
    """Whether it was saved as a gold case."""

    @property
    def busy(self) -> bool:
        """Whether the answer is still being made."""
        return self.state in ("reading", "streaming")

    def stop(self) -> None:
        """Keep what there is, unless it is finished already."""
        if self.busy:
            self.state = "stopped"


@dataclass
class Conversation:
    """Exchanges in the order asked."""

    title: str
    """The first question, or what its owner named it."""
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    """Opaque."""
    exchanges: list[Exchange] = field(default_factory=list)
    """Oldest first."""

    @property
    def busy(self) -> bool:
        """Whether its last answer is still being made."""
        return bool(self.exchanges) and self.exchanges[-1].busy

    def exchange(self, exchange_id: str) -> Exchange | None:
        """The exchange of that id. None: there is none here."""
        return next((each for each in self.exchanges if each.id == exchange_id), None)

    def history(self, before: Exchange) -> list[Turn]:
        """What was said before `before`, as far as it was answered."""
        turns: list[Turn] = []
        for exchange in self.exchanges:
            if exchange is before:
                break
            if exchange.answer is not None and exchange.state in ("done", "refused"):
                turns.append(Turn(role="user", text=exchange.question))
                turns.append(Turn(role="assistant", text=exchange.answer.text))
        return turns
