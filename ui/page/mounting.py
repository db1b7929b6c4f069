"""The page laid out and put into a web app: Gradio's Blocks with a few slots.

Knows nothing of what the slots show.
"""

import asyncio
from collections.abc import Callable

import gradio as gr
from fastapi import FastAPI

from assistant import SettingsError
from ui.chat.views import thread
from ui.guard import USER_COOKIE, owner_of
from ui.library.reader import Asked
from ui.page import api as endpoints
from ui.page import listing, shelving, talking
from ui.page.slots import AT_ONCE, as_json, read, slot
from ui.rooms import Rooms

_FONT = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "SF Mono", "Menlo", "Consolas", "monospace")
_UPLOADS_S = (3_600, 86_400)
"""Every hour, uploads older than a day go: a page that was left before its files were read."""
_TALK_EVENTS = "'ask' 'follow' 'halt' 'judge'"


def mount(api: FastAPI, rooms: Rooms, *, head: str, mcp: bool) -> None:
    """Put the window at the root of `api`; `head` names the script and the style sheet."""
    # Outside a loop Gradio makes four of its own, sets one as the thread's, and closes none.
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(_mount(api, rooms, head, mcp))
    else:
        _mount_now(api, rooms, head, mcp)


async def _mount(api: FastAPI, rooms: Rooms, head: str, mcp: bool) -> None:
    _mount_now(api, rooms, head, mcp)


def _mount_now(api: FastAPI, rooms: Rooms, head: str, mcp: bool) -> None:
    blocks = _build(rooms, head)
    blocks.max_threads = 200  # of the whole server, read by queue(); Gradio's 40 make the 41st reader wait
    blocks.queue(default_concurrency_limit=40, max_size=300, api_open=False)
    gr.mount_gradio_app(
        api,
        blocks,
        path="/",
        theme=gr.themes.Base(font=_FONT, font_mono=_MONO).set(
            body_background_fill="#fbfaf8", body_background_fill_dark="#161614"
        ),
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        blocked_paths=[str(rooms.desk.settings.home)],
        max_file_size=1_000_000 * rooms.desk.settings.max_upload_mb,
        ssr_mode=False,
        show_error=False,
        enable_monitoring=False,
        mcp_server=mcp,
        pwa=False,
    )
    if mcp and blocks.mcp_server_obj is None:
        raise SettingsError(f"{blocks.mcp_error}; install twosource[mcp] again, or leave MCP off")


def _build(rooms: Rooms, head: str) -> gr.Blocks:
    def opened(asked: dict[str, object], request: gr.Request) -> str:
        return as_json(rooms.reader.open(owner_of(request.cookies), read(Asked, asked)))

    blocks: gr.Blocks
    with gr.Blocks(title="twosource", fill_width=True, analytics_enabled=False, delete_cache=_UPLOADS_S) as blocks:
        # First: an event that has the name of an endpoint is numbered, not the endpoint.
        endpoints.offer(rooms.desk, rooms.limits)
        top = slot("top", head)
        with gr.Row(elem_id="ts-shell"):
            with gr.Column(elem_id="ts-rail", scale=0, min_width=0):
                history = listing.history_slot(rooms, head)
                library = shelving.library_slot(rooms, head)
            with gr.Column(elem_id="ts-main", scale=1, min_width=0):
                transcript = slot("transcript", head, events=_TALK_EVENTS)
                live = slot("live", head, visible="hidden")
            with gr.Column(elem_id="ts-side", scale=0, min_width=0):
                slot("reader", head, server_functions=[opened])
        talking.wire(rooms, transcript, live, history)
        listing.wire(rooms, transcript, history)
        blocks.load(_boot(rooms), None, [top, history, library, transcript], **AT_ONCE)
    return blocks


def _boot(rooms: Rooms) -> Callable[[gr.Request], tuple[str, ...]]:
    def boot(request: gr.Request) -> tuple[str, ...]:
        owner = owner_of(request.cookies)
        shown = (
            rooms.engine.model_copy(update={"user": request.cookies.get(USER_COOKIE)}),
            listing.listed(rooms, owner),
            rooms.shelf.view(owner),
            thread(None, rooms.prices),
        )
        return tuple(as_json(each) for each in shown)

    return boot
