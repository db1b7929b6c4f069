"""The window's web app: ours, with Gradio mounted at its root.

Knows nothing of ports or processes. Gradio is imported only when an app is built.
"""

import asyncio
import atexit
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.util import find_spec
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from assistant import Settings, SettingsError, TwosourceError
from ui import assets
from ui.access.gate import Gate
from ui.access.hosts import Hosts, require_login
from ui.access.streams import Streams
from ui.access.users import Users
from ui.desk import Desk
from ui.export import routes as downloads
from ui.guard import Guard
from ui.rooms import Rooms
from ui.waking import Waking

_log = logging.getLogger(__name__)


def build_app(assistant: Desk, *, mcp: bool = False) -> FastAPI:
    """The whole window as an ASGI app, to be served alone or mounted in another app under any path.

    Conversations are kept under `assistant.settings.home`. `mcp` offers ask, find and read_article to MCP clients at
    /gradio_api/mcp/ (needs `twosource[mcp]`). Setting the event `state.stopping` ends its streams. Raises
    SettingsError where the settings let other machines reach it and nobody has to log in.
    """
    users = admitted(assistant.settings, assistant.settings.host)
    if mcp:
        _require_mcp()
    inbox = _inbox()
    _quieten(inbox)
    from ui.page.mounting import mount  # imports Gradio, which reads the environment as it is imported

    rooms = Rooms.over(assistant, inbox)
    api = FastAPI(title="twosource", openapi_url=None, docs_url=None, redoc_url=None, lifespan=_life(rooms))
    _add_health(api, assistant)
    downloads.serve(api, rooms.conversations, rooms.prices)
    head = assets.serve(api)
    mount(api, rooms, head=head, mcp=mcp)
    api.add_middleware(Streams)
    api.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=6)
    # With a CORS layer above it Gradio adds none of its own, which would greet every origin.
    api.add_middleware(CORSMiddleware, allow_origins=[], allow_credentials=False)
    if users:
        api.add_middleware(Gate, users=users)
    api.state.stopping = asyncio.Event()
    _stand_guard(api, assistant.settings, welcome=users is None)
    api.add_middleware(Waking, api=api, stopping=api.state.stopping)
    return api


def admitted(settings: Settings, host: str) -> Users | None:
    """Who may log in; None: nobody has to. Raises SettingsError where others could reach `host` without a login."""
    users = Users.of(settings)
    there = bool(users.all())
    require_login(host, settings.public_names, has_users=there)
    return users if there else None


def _stand_guard(api: FastAPI, settings: Settings, *, welcome: bool) -> None:
    api.add_middleware(
        Guard,
        stopping=api.state.stopping,
        hosts=Hosts(settings.host, settings.public_names),
        max_upload=1_000_000 * settings.max_upload_mb,
        welcome=welcome,
    )


def _require_mcp() -> None:
    if find_spec("mcp") is None:
        raise SettingsError("MCP needs the package mcp; install twosource[mcp], or leave MCP off")


def _life(rooms: Rooms) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def life(api: FastAPI) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await asyncio.to_thread(rooms.close)

    return life


def _inbox() -> Path:
    """A private folder for uploads, gone when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="twosource-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _quieten(inbox: Path) -> None:
    """No call home, no switch from outside, uploads in our own folder."""
    # Many change what Gradio serves or whom it calls; what the window needs is passed as an argument.
    for name in [name for name in os.environ if name.startswith("GRADIO_")]:
        del os.environ[name]
    os.environ.update(
        GRADIO_ANALYTICS_ENABLED="False",
        # Else Gradio sums up its own timings with pandas after every event; nobody can see them (no monitoring page).
        GRADIO_ANALYTICS_CACHE_FREQUENCY=str(sys.maxsize),
        GRADIO_TEMP_DIR=str(inbox),
        HF_HUB_DISABLE_TELEMETRY="1",
        HF_HUB_OFFLINE="1",
    )


def _add_health(api: FastAPI, assistant: Desk) -> None:
    @api.get("/healthz")
    async def healthz() -> PlainTextResponse:
        return PlainTextResponse("ok")

    found: list[bool] = []

    @api.get("/readyz")
    def readyz() -> PlainTextResponse:
        try:
            assistant.stamp  # noqa: B018 - a library that cannot be read raises
            if not found:  # anybody may ask; the first one loads the model of the embeddings
                assistant.retrieve("ready", k=1)
                found.append(True)
        except TwosourceError as error:
            _log.warning("not ready: %s", error)
            return PlainTextResponse("not ready; the log says why", status_code=503)
        return PlainTextResponse("ready")
