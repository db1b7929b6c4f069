"""The wires of the conversation: ask, watch, stop, judge.

Each handler asks who speaks first. Knows nothing of how an answer is made.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Literal

import gradio as gr

from ui.chat.shapes import View
from ui.chat.views import changed, talk, thread
from ui.export import gold
from ui.guard import owner_of
from ui.keeping.conversation import Conversation, Exchange, Thumb
from ui.page.listing import listed
from ui.page.slots import AT_ONCE, IN_TURN, Named, as_json, read
from ui.rooms import Rooms

_NOTE_CHARS = 2_000
_SKIP = gr.skip


class _Question(View):
    question: str = ""
    conversation: str = ""
    again: str = ""
    engine: Literal["quotes", "model", ""] = ""


class _Judged(View):
    conversation: str = ""
    exchange: str = ""
    thumb: Thumb = ""
    note: str = ""
    gold: bool = False


def wire(rooms: Rooms, transcript: gr.HTML, live: gr.HTML, history: gr.HTML) -> None:
    """Connect the three slots."""
    _wire_answers(rooms, transcript, live, history)
    _wire_judgement(rooms, transcript)


async def _grow(rooms: Rooms, conversation: Conversation, exchange: Exchange) -> AsyncGenerator[tuple[Any, ...], None]:
    """What the three slots are told while an answer is made, and at its end."""
    async with aclosing(rooms.answering.watch(exchange)) as steps:
        async for _ in steps:
            yield _SKIP(), as_json(talk(exchange, rooms.prices)), _SKIP()
    yield as_json(changed(conversation, exchange, rooms.prices)), _SKIP(), _SKIP()


def _wire_answers(rooms: Rooms, transcript: gr.HTML, live: gr.HTML, history: gr.HTML) -> None:
    answering, conversations, prices = rooms.answering, rooms.conversations, rooms.prices

    async def ask(event: gr.EventData, request: gr.Request) -> AsyncGenerator[tuple[Any, ...], None]:
        owner, asked = owner_of(request.cookies), read(_Question, event._data)
        begun = answering.begin(
            owner,
            asked.question,
            conversation_id=asked.conversation,
            again=asked.again,
            engine=asked.engine or None,
        )
        if begun is None:
            refused = thread(conversations.get(owner, asked.conversation), prices, asked=asked.question)
            yield as_json(refused), _SKIP(), _SKIP()
            return
        yield as_json(changed(*begun, prices, asked=asked.question)), "", as_json(listed(rooms, owner))
        async with aclosing(_grow(rooms, *begun)) as steps:
            async for step in steps:
                yield step

    async def follow(event: gr.EventData, request: gr.Request) -> AsyncGenerator[tuple[Any, ...], None]:
        conversation = conversations.get(owner_of(request.cookies), read(Named, event._data).id)
        if conversation and conversation.exchanges:
            async with aclosing(_grow(rooms, conversation, conversation.exchanges[-1])) as steps:
                async for step in steps:
                    yield step

    def halt(event: gr.EventData, request: gr.Request) -> Any:
        stopped = answering.stop(owner_of(request.cookies), read(Named, event._data).id)
        return as_json(changed(*stopped, prices)) if stopped else _SKIP()

    slots = [transcript, live, history]
    watching: dict[str, Any] = {"concurrency_limit": 200, "concurrency_id": "answer", "trigger_mode": "multiple"}
    transcript.ask(ask, None, slots, **watching, **IN_TURN)
    transcript.follow(follow, None, slots, **watching, **IN_TURN)
    transcript.halt(halt, None, transcript, trigger_mode="multiple", **AT_ONCE)


def _wire_judgement(rooms: Rooms, transcript: gr.HTML) -> None:
    def judge(event: gr.EventData, request: gr.Request) -> Any:
        judged = read(_Judged, event._data)
        conversation = rooms.conversations.get(owner_of(request.cookies), judged.conversation)
        exchange = conversation.exchange(judged.exchange) if conversation else None
        if conversation is None or exchange is None or exchange.busy:
            return _SKIP()
        exchange.thumb, exchange.note = judged.thumb, judged.note.strip()[:_NOTE_CHARS]
        if judged.gold and not exchange.gold:
            exchange.gold = gold.save(rooms.gold, conversation, exchange)
        rooms.conversations.save(conversation, exchange)
        return as_json(changed(conversation, exchange, rooms.prices))

    transcript.judge(judge, None, transcript, trigger_mode="multiple", **AT_ONCE)
