"""The window as a process: a port, a server, one line when it is ready, a clean end.

Knows nothing of the page.
"""

import asyncio
import signal
import socket
import sys
import threading
import webbrowser
from types import FrameType

from fastapi import FastAPI

from assistant import TwosourceError
from ui.desk import Desk
from ui.server import admitted, build_app

GRACE_S = 2
"""Seconds that answers under way may take to end once the process is told to stop."""


class WindowError(TwosourceError):
    """The window cannot listen where it was told to."""

    exit_code = 3


def open_window(assistant: Desk, *, host: str, port: int, open_browser: bool, mcp: bool = False) -> None:
    """Serve the window until SIGINT or SIGTERM; port 0 takes a free one; `mcp` as in `build_app`.

    Raises WindowError where the port is taken, SettingsError where others could reach `host` without a login.
    """
    admitted(assistant.settings, host)
    listening = _listen(host, port)
    try:
        address = _address(host, listening.getsockname()[1])
        asyncio.run(_serve(build_app(assistant, mcp=mcp), listening, address=address, open_browser=open_browser))
    finally:
        listening.close()


def _listen(host: str, port: int) -> socket.socket:
    """A socket on that port, taken before the slow imports, so that a second start fails at once."""
    name = host.strip("[]")
    family = socket.AF_INET6 if ":" in name else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((name, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise WindowError(
            f"port {port} on {host} cannot be opened ({error.strerror}); stop what uses it, or choose another port"
        ) from error
    return listening


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host and not host.startswith("[") else f"http://{host}:{port}"


async def _serve(app: FastAPI, listening: socket.socket, *, address: str, open_browser: bool) -> None:
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            _announce(address, open_browser)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.state.stopping.set()
            await super().shutdown(sockets)

    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=GRACE_S)
    # uvicorn raises the signal again when it has stopped; ours lets the caller clean up.
    before = {number: signal.signal(number, _ignore) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        await Server(config).serve(sockets=[listening])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignore(number: int, frame: FrameType | None) -> None:
    """Let the signal pass: the server has stopped on it already."""


def _announce(address: str, open_browser: bool) -> None:
    """One line, once the server listens."""
    sys.stdout.write(f"twosource is ready: {address} (stop with Ctrl-C)\n")
    sys.stdout.flush()
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
