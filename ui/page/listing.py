"""The wires of the list of conversations: open, rename, remove, put back, search.

Each handler asks who speaks first. Knows nothing of answers.
"""

from typing import Any

import gradio as gr

from ui.chat.finding import Sought, find
from ui.chat.shapes import Entry, History, View
from ui.chat.views import thread
from ui.guard import owner_of
from ui.page.slots import AT_ONCE, Named, as_json, read, slot
from ui.rooms import Rooms

_EVENTS = "'open' 'rename' 'remove' 'restore'"


class _Titled(View):
    id: str = ""
    title: str = ""


def history_slot(rooms: Rooms, head: str) -> gr.HTML:
    """The slot, which can search."""

    def search(sought: dict[str, Any], request: gr.Request) -> str:
        return as_json(find(rooms.conversations, owner_of(request.cookies), read(Sought, sought)))

    return slot("history", head, events=_EVENTS, server_functions=[search])


def listed(rooms: Rooms, owner: str) -> History:
    """The owner's conversations for the list."""
    entries = tuple(Entry(id=id_, title=title) for id_, title in rooms.conversations.listed(owner))
    return History(entries=entries, removed=rooms.conversations.removed(owner))


def wire(rooms: Rooms, transcript: gr.HTML, history: gr.HTML) -> None:
    """Connect the list with the conversation beside it."""
    conversations, prices = rooms.conversations, rooms.prices

    def open_(event: gr.EventData, request: gr.Request) -> str:
        conversation = conversations.get(owner_of(request.cookies), read(Named, event._data).id)
        return as_json(thread(conversation, prices, lost=conversation is None))

    def rename(event: gr.EventData, request: gr.Request) -> str:
        owner, wanted = owner_of(request.cookies), read(_Titled, event._data)
        conversations.rename(owner, wanted.id, wanted.title)
        return as_json(listed(rooms, owner))

    def remove(event: gr.EventData, request: gr.Request) -> str:
        owner, wanted = owner_of(request.cookies), read(Named, event._data)
        rooms.answering.stop(owner, wanted.id)
        conversations.remove(owner, wanted.id)
        return as_json(listed(rooms, owner))

    def restore(request: gr.Request) -> tuple[str, str]:
        owner = owner_of(request.cookies)
        conversation = conversations.get(owner, conversations.restore(owner))
        return as_json(thread(conversation, prices)), as_json(listed(rooms, owner))

    often: dict[str, Any] = {"trigger_mode": "multiple", **AT_ONCE}
    history.open(open_, None, transcript, **often)
    history.rename(rename, None, history, **often)
    history.remove(remove, None, history, **often)
    history.restore(restore, None, [transcript, history], **often)
