"""The page: Gradio's Blocks, a few slots that our own script draws in, and the wires between them.

The only file that knows Gradio. A slot's template is a constant and its value is data, because Gradio runs a
template as code (gradio pull request 13299). Knows nothing of what the values mean.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any, TypeVar

import gradio as gr
from fastapi import FastAPI
from pydantic import BaseModel, TypeAdapter, ValidationError

from ui.chat.answering import Answering
from ui.chat.conversations import Conversation, Conversations
from ui.chat.reader import Asked, Reader
from ui.chat.shapes import Entry, View
from ui.chat.shelf import MAX_BYTES, Shelf
from ui.chat.views import entries, talk, thread
from ui.desk import Desk
from ui.guard import owner_of

V = TypeVar("V", bound=View)

_ENTRIES = TypeAdapter(list[Entry])
_FONT = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "SF Mono", "Menlo", "Consolas", "monospace")
_AT_ONCE: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
_IN_TURN: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


class _Question(View):
    question: str = ""
    conversation: str = ""
    again: str = ""


class _Named(View):
    id: str = ""


class _Files(View):
    files: tuple[tuple[str, str], ...] = ()


def mount(api: FastAPI, desk: Desk, *, inbox: Path, head: str) -> None:
    """Put the window at the root of `api`; `head` names the script and the style sheet."""
    # Outside a loop Gradio makes four of its own, sets one as the thread's, and closes none.
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(_mount(api, desk, inbox, head))
    else:
        _mount_now(api, desk, inbox, head)


async def _mount(api: FastAPI, desk: Desk, inbox: Path, head: str) -> None:
    _mount_now(api, desk, inbox, head)


def _mount_now(api: FastAPI, desk: Desk, inbox: Path, head: str) -> None:
    blocks = _build(desk, inbox=inbox, head=head)
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
        max_file_size=MAX_BYTES,
        ssr_mode=False,
        show_error=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
    )


def _slot(name: str, head: str, *, events: str = "", **options: Any) -> gr.HTML:
    """An empty element that `twosource.<name>` fills; an event exists once its name stands in the script."""
    return gr.HTML(
        elem_id=f"ts-{name}",
        html_template='<div class="ts-slot"></div>',
        js_on_load=f"twosource.{name}({{element, props, watch, trigger, server, upload}}); /* {events} */",
        apply_default_css=False,
        head=head,
        **options,
    )


def _build(desk: Desk, *, inbox: Path, head: str) -> gr.Blocks:
    conversations = Conversations()
    answering, shelf = Answering(desk, conversations), Shelf(desk, inbox)

    def opened(asked: dict[str, Any], request: gr.Request) -> str:
        return _json(Reader(desk, conversations).open(owner_of(request.cookies), _read(Asked, asked)))

    blocks: gr.Blocks
    with gr.Blocks(title="twosource", fill_width=True, analytics_enabled=False) as blocks:
        top = _slot("top", head)
        with gr.Row(elem_id="ts-shell"):
            with gr.Column(elem_id="ts-rail", scale=0, min_width=0):
                history = _slot("history", head, events="'open' 'begin'")
                library = _slot("library", head, events="'take' 'remove' 'restore'")
            with gr.Column(elem_id="ts-main", scale=1, min_width=0):
                transcript = _slot("transcript", head, events="'ask' 'halt'")
                live = _slot("live", head, visible="hidden")
            with gr.Column(elem_id="ts-side", scale=0, min_width=0):
                _slot("reader", head, server_functions=[opened])
        _wire_talk(answering, conversations, slots=(transcript, live, history))
        _wire_library(shelf, library)
        blocks.load(_boot(desk, conversations, shelf), None, [top, history, library, transcript], **_AT_ONCE)
    return blocks


def _boot(desk: Desk, conversations: Conversations, shelf: Shelf) -> Callable[[gr.Request], tuple[str, ...]]:
    def boot(request: gr.Request) -> tuple[str, ...]:
        owner = owner_of(request.cookies)
        return (
            _json(_Named(id=desk.model or "")),
            _listed(conversations, owner),
            *_drawn(shelf.view(owner), None),
        )

    return boot


def _drawn(library: View, conversation: Conversation | None) -> tuple[str, str]:
    return _json(library), _json(thread(conversation))


def _wire_talk(answering: Answering, conversations: Conversations, *, slots: tuple[gr.HTML, ...]) -> None:
    transcript, live, history = slots

    async def ask(event: gr.EventData, request: gr.Request) -> AsyncGenerator[tuple[Any, ...], None]:
        owner, asked = owner_of(request.cookies), _read(_Question, event._data)
        begun = answering.begin(owner, asked.question, conversation_id=asked.conversation, again=asked.again)
        if begun is None:
            yield _json(thread(conversations.get(owner, asked.conversation))), gr.skip(), gr.skip()
            return
        conversation, exchange = begun
        yield _json(thread(conversation)), "", _listed(conversations, owner)
        async with aclosing(answering.run(conversation, exchange)) as steps:
            async for _ in steps:
                if exchange.busy:
                    yield gr.skip(), _json(talk(exchange)), gr.skip()
        yield _json(thread(conversation)), gr.skip(), gr.skip()

    def halt(event: gr.EventData, request: gr.Request) -> Any:
        stopped = answering.stop(owner_of(request.cookies), _read(_Named, event._data).id)
        return _json(thread(stopped)) if stopped else gr.skip()

    def open_(event: gr.EventData, request: gr.Request) -> str:
        return _json(thread(conversations.get(owner_of(request.cookies), _read(_Named, event._data).id)))

    asking = transcript.ask(ask, None, [transcript, live, history], concurrency_limit=100, **_IN_TURN)
    transcript.halt(halt, None, transcript, cancels=[asking], **_AT_ONCE)
    history.open(open_, None, transcript, trigger_mode="multiple", **_AT_ONCE)
    history.begin(lambda: _json(thread(None)), None, transcript, trigger_mode="multiple", **_AT_ONCE)


def _wire_library(shelf: Shelf, library: gr.HTML) -> None:
    def take(event: gr.EventData, request: gr.Request) -> Iterator[str]:
        for view in shelf.add(owner_of(request.cookies), _read(_Files, event._data).files):
            yield _json(view)

    def remove(event: gr.EventData, request: gr.Request) -> str:
        return _json(shelf.remove(owner_of(request.cookies), _read(_Named, event._data).id))

    def restore(request: gr.Request) -> str:
        return _json(shelf.restore(owner_of(request.cookies)))

    library.take(take, None, library, concurrency_limit=2, **_IN_TURN)
    library.remove(remove, None, library, trigger_mode="multiple", **_AT_ONCE)
    library.restore(restore, None, library, **_AT_ONCE)


def _json(view: BaseModel) -> str:
    """One string: Gradio's front end copies and compares nested values key by key, and slows down with each turn."""
    return _plain(view.model_dump_json())


def _plain(json: str) -> str:
    """The same JSON without `<`, so that nothing on its way can take it for a tag."""
    return json.replace("<", "\\u003c")


def _listed(conversations: Conversations, owner: str) -> str:
    return _plain(_ENTRIES.dump_json(entries(conversations.of(owner))).decode())


def _read(shape: type[V], sent: object) -> V:
    """What the browser sent, if it has that shape; an empty one else."""
    try:
        return shape.model_validate(sent)
    except ValidationError:
        return shape()
