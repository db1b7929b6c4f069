"""Questions asked in a conversation, and what becomes of them.

Each step belongs to an owner, and what another owner's browser names is not found. Knows nothing of the browser.
"""

import logging
import secrets
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, suppress

from assistant import Answer, TwosourceError
from assistant.answer import Engine
from ui.access.limits import BusyError, Limits
from ui.chat.line import Line
from ui.chat.running import Run
from ui.chat.suggesting import follow_ups
from ui.desk import Desk, asked_today
from ui.keeping.conversation import Conversation, Exchange, State
from ui.keeping.conversations import Conversations

_log = logging.getLogger(__name__)

_BROKEN = "The answer could not be finished. Your question is kept. The log tells more under {number}."
_CLOSING_S = 2.0
"""Seconds that answers may take to stop once the window closes."""

Begun = tuple[Conversation, Exchange]


class Answering:
    """Asks the desk on behalf of owners, and remembers."""

    def __init__(
        self,
        desk: Desk,
        conversations: Conversations,
        limits: Limits,
        *,
        examples: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        """`examples` are questions that fit the library, for where it does not answer."""
        self._desk = desk
        self._examples = examples
        self._conversations = conversations
        self._limits = limits
        self._line = Line(desk.settings.answers_at_once)
        self._runs: dict[str, Run[Answer]] = {}
        self._running: dict[str, Begun] = {}
        self._closing = False

    def begin(
        self, owner: str, question: str, *, conversation_id: str = "", again: str = "", engine: Engine | None = None
    ) -> Begun | None:
        """The new exchange in its conversation, a new conversation where there is none; it is being answered now.

        `again` is the id of the exchange it replaces, with all that came after. None: nothing to ask, or the
        conversation is still busy with its last question.
        """
        # One character more than may be: that it is too long is told, and the rest is not kept.
        question = question.strip()[: self._desk.settings.max_question_chars + 1]
        conversation = self._conversations.get(owner, conversation_id)
        if not question or (conversation and conversation.busy):
            return None
        conversation = conversation or self._conversations.new(owner, question)
        ids = [each.id for each in conversation.exchanges]
        if again in ids:
            del conversation.exchanges[ids.index(again) :]
        exchange = Exchange(question, engine)
        conversation.exchanges.append(exchange)
        exchange.problem = self._refusal(owner)
        exchange.state = "error" if exchange.problem else "reading"
        self._conversations.save(conversation, exchange)
        if not exchange.problem:
            self._answer(conversation, exchange)
        return conversation, exchange

    def _refusal(self, owner: str) -> str | None:
        """Why the owner has to wait. None: nothing stands in the way."""
        try:
            self._limits.room(len(self._runs))
            self._limits.ask(owner)
        except BusyError as busy:
            return str(busy)
        return None

    async def watch(self, exchange: Exchange) -> AsyncGenerator[None, None]:
        """Yields whenever there is more to see in `exchange`, and ends with its answer; leaving does not stop it."""
        run = self._runs.get(exchange.id)
        if run is None:
            return
        async with aclosing(run.steps()) as steps:
            async for _ in steps:
                yield

    def stop(self, owner: str, conversation_id: str) -> Begun | None:
        """The conversation with its last exchange, which no longer moves. None: not the owner's, or empty."""
        conversation = self._conversations.get(owner, conversation_id)
        if not conversation or not conversation.exchanges:
            return None
        exchange = conversation.exchanges[-1]
        run = self._runs.get(exchange.id)
        if run is not None:
            run.stop()
        exchange.stop()
        self._conversations.save(conversation, exchange)
        if run is not None:
            run.tell()
        return conversation, exchange

    def close(self) -> None:
        """Stop whatever is being answered, and keep what there is of it: a model may be slow to let go."""
        self._closing = True
        running = list(self._runs.values())
        for run in running:
            run.stop()
        for conversation, exchange in list(self._running.values()):
            exchange.stop()
            with suppress(TwosourceError):
                self._conversations.save(conversation, exchange)
        for run in running:
            run.join(_CLOSING_S / len(running))

    def _answer(self, conversation: Conversation, exchange: Exchange) -> None:
        history = conversation.history(exchange)

        def take(answer: Answer) -> None:
            if exchange.busy:
                exchange.answer = answer
                exchange.state = _state(answer)

        def move(ahead: int) -> None:
            exchange.ahead = ahead

        def settle(broke: Exception | None) -> None:
            try:
                self._settle(conversation, exchange, broke)
            finally:
                self._runs.pop(exchange.id, None)
                self._running.pop(exchange.id, None)

        self._running[exchange.id] = conversation, exchange
        snapshots = self._desk.stream(exchange.question, history=history, filters=asked_today(), engine=exchange.engine)
        self._runs[exchange.id] = Run(snapshots, take, settle)
        self._runs[exchange.id].start(self._line, move)

    def _settle(self, conversation: Conversation, exchange: Exchange, broke: Exception | None) -> None:
        """Keep how it ended, and what might be asked next."""
        if self._closing:
            exchange.stop()
        if exchange.busy:
            exchange.state, exchange.problem = "error", _told(broke)
        with suppress(TwosourceError):  # a full disk: the answer is on the screen, and the next one will say so
            self._conversations.save(conversation, exchange)
            if exchange.answer is not None and exchange.state in ("done", "refused"):
                self._runs[exchange.id].tell()
                exchange.follow_ups = follow_ups(self._desk, conversation, exchange, examples=self._examples())
                self._conversations.save(conversation, exchange)


def _state(answer: Answer) -> State:
    if not answer.complete:
        return "streaming"
    return "refused" if answer.refused else "done"


def _told(broke: Exception | None) -> str:
    if isinstance(broke, TwosourceError):
        return str(broke)
    number = secrets.token_hex(4)
    _log.error("an answer broke off (%s)", number, exc_info=broke)
    return _BROKEN.format(number=number)
