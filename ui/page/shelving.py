"""The wires of the library: browse, add, remove, put back.

Knows nothing of how articles are stored or searched.
"""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from ui.chat.shapes import View
from ui.guard import owner_of
from ui.library.catalogue import Wanted
from ui.page.slots import AT_ONCE, IN_TURN, Named, as_json, read, slot
from ui.rooms import Rooms


class _Files(View):
    files: tuple[tuple[str, str], ...] = ()


def library_slot(rooms: Rooms, head: str) -> gr.HTML:
    """The slot, with its wires."""

    def browse(wanted: dict[str, Any], request: gr.Request) -> str:
        owner_of(request.cookies)
        return as_json(rooms.catalogue.browse(read(Wanted, wanted)))

    library = slot("library", head, events="'take' 'remove' 'restore'", server_functions=[browse])
    _wire(rooms, library)
    return library


def _wire(rooms: Rooms, library: gr.HTML) -> None:
    shelf = rooms.shelf

    def take(event: gr.EventData, request: gr.Request) -> Iterator[str]:
        for view in shelf.add(owner_of(request.cookies), read(_Files, event._data).files):
            yield as_json(view)

    def remove(event: gr.EventData, request: gr.Request) -> str:
        return as_json(shelf.remove(owner_of(request.cookies), read(Named, event._data).id))

    def restore(request: gr.Request) -> str:
        return as_json(shelf.restore(owner_of(request.cookies)))

    library.take(take, None, library, concurrency_limit=2, **IN_TURN)
    library.remove(remove, None, library, trigger_mode="multiple", **AT_ONCE)
    library.restore(restore, None, library, **AT_ONCE)
