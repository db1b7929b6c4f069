"""Questions asked in a conversation, and what becomes of them.

Each step belongs to an owner, and what another owner's browser names is not found. Knows nothing of the browser.
"""

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing

from assistant import TwosourceError
from ui.chat.conversations import Conversation, Conversations, Exchange
from ui.chat.pace import newest
from ui.desk import Desk

_log = logging.getLogger(__name__)

_BROKEN = "The answer could not be finished. Your question is kept."

TITLE_CHARS = 120
"""Characters of the first question that name a conversation."""


class Answering:
    """Asks the desk on behalf of owners, and remembers."""

    def __init__(self, desk: Desk, conversations: Conversations) -> None:
        self._desk = desk
        self._conversations = conversations

    def begin(
        self, owner: str, question: str, *, conversation_id: str = "", again: str = ""
    ) -> tuple[Conversation, Exchange] | None:
        """The new exchange in its conversation, a new conversation where there is none.

        `again` is the id of the exchange it replaces, with all that came after. None: nothing to ask, or the
        conversation is still busy with its last question.
        """
        question = question.strip()
        if not question:
            return None
        conversation = self._conversations.get(owner, conversation_id)
        if conversation is None:
            conversation = self._conversations.new(owner, question[:TITLE_CHARS])
        if conversation.busy:
            return None
        ids = [each.id for each in conversation.exchanges]
        if again in ids:
            del conversation.exchanges[ids.index(again) :]
        exchange = Exchange(question)
        conversation.exchanges.append(exchange)
        return conversation, exchange

    async def run(self, conversation: Conversation, exchange: Exchange) -> AsyncGenerator[None, None]:
        """Answer; yields whenever there is more to see in `exchange`. Closed early, it is stopped."""
        try:
            async for _ in self._follow(conversation, exchange):
                yield
        except TwosourceError as error:
            exchange.state, exchange.problem = "error", str(error)
        except Exception:  # the one item here is one answer: the others, and the server, go on
            _log.exception("an answer broke off")
            exchange.state, exchange.problem = "error", _BROKEN
        finally:
            exchange.stop()

    async def _follow(self, conversation: Conversation, exchange: Exchange) -> AsyncGenerator[None, None]:
        snapshots = self._desk.stream(exchange.question, history=conversation.history(exchange))
        async with aclosing(newest(snapshots)) as paced:
            async for answer in paced:
                if not exchange.busy:
                    return
                exchange.answer = answer
                exchange.state = "streaming"
                if answer.complete:
                    exchange.state = "refused" if answer.refused else "done"
                yield
        if exchange.busy:
            raise RuntimeError("the stream ended without a complete answer")

    def stop(self, owner: str, conversation_id: str) -> Conversation | None:
        """The conversation, its last exchange no longer moving. None: not the owner's."""
        conversation = self._conversations.get(owner, conversation_id)
        if conversation and conversation.exchanges:
            conversation.exchanges[-1].stop()
        return conversation
