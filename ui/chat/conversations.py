"""The conversations of this session, each belonging to one owner.

Kept in memory: they end with the process. Knows nothing of how a question is answered or shown.
"""

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Literal

from assistant import Answer, Turn

State = Literal["reading", "streaming", "done", "refused", "stopped", "error"]
"""Where an exchange stands; the first two are still moving."""

MAX_OWNERS = 500
"""Owners remembered; past it the one that was silent longest is forgotten."""

MAX_CONVERSATIONS = 200
"""Conversations remembered per owner; past it the oldest is forgotten."""


@dataclass
class Exchange:
    """A question and what became of it."""

    question: str
    """As asked."""
    id: str = field(default_factory=lambda: secrets.token_hex(6))
    """Opaque."""
    state: State = "reading"
    """Where it stands."""
    answer: Answer | None = None
    """The newest snapshot. None: nothing yet."""
    problem: str | None = None
    """Why there is no answer, for the reader. None: no error."""

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
    """The first question."""
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    """Opaque."""
    exchanges: list[Exchange] = field(default_factory=list)
    """Oldest first."""

    @property
    def busy(self) -> bool:
        """Whether its last answer is still being made."""
        return bool(self.exchanges) and self.exchanges[-1].busy

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


class Conversations:
    """Everybody's conversations; each method sees only those of the owner it is given."""

    def __init__(self) -> None:
        self._owners: OrderedDict[str, OrderedDict[str, Conversation]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, owner: str) -> list[Conversation]:
        """The owner's conversations, newest first."""
        with self._lock:
            return list(reversed(self._owners.get(owner, {}).values()))

    def get(self, owner: str, conversation_id: str) -> Conversation | None:
        """The owner's conversation of that id. None: there is none, or it is somebody else's."""
        with self._lock:
            return self._owners.get(owner, OrderedDict()).get(conversation_id)

    def new(self, owner: str, title: str) -> Conversation:
        """A conversation without exchanges."""
        conversation = Conversation(title)
        with self._lock:
            mine = self._owners.setdefault(owner, OrderedDict())
            self._owners.move_to_end(owner)
            mine[conversation.id] = conversation
            if len(mine) > MAX_CONVERSATIONS:
                mine.popitem(last=False)
            if len(self._owners) > MAX_OWNERS:
                self._owners.popitem(last=False)
        return conversation
