"""What stands before Gradio: security headers, closed doors, and who the browser is.

A pure ASGI middleware, since Starlette's BaseHTTPMiddleware holds streams back. Knows nothing of the page.
"""

import asyncio
import re
import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "twosource_owner"
"""Holds an opaque id that says whose conversations these are; no script can read it."""

# Gradio compiles its templates in the browser, hence 'unsafe-inline' and 'unsafe-eval'; nothing may be fetched
# from, sent to, or framed by another host.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "object-src 'none'",
    )
)

_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

# Gradio's file and proxy routes fetch what a visitor names; the window serves no file through them.
_CLOSED = re.compile(r"/+(gradio_api/+)?(file|proxy)([=/]|$)|/+(openapi\.json|docs|redoc|monitoring)(/|$)", re.I)

_YEAR_S = 365 * 24 * 3600
_OWNER = re.compile(r"[0-9a-f]{32}")


def owner_of(cookies: Mapping[str, str]) -> str:
    """The owner a request speaks for.

    Raises PermissionError where it carries none: two such requests must not share conversations.
    """
    owner = cookies.get(COOKIE, "")
    if not _OWNER.fullmatch(owner):
        raise PermissionError("the window needs its cookie; load the page again")
    return owner


class Guard:
    """The outermost layer of the app."""

    def __init__(self, app: ASGIApp, stopping: asyncio.Event) -> None:
        self._app = app
        self._stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        fresh = None if self._known(headers) else secrets.token_hex(16)
        unfinished = False

        async def send_guarded(message: Message) -> None:
            nonlocal unfinished
            if message["type"] == "http.response.start":
                _harden(MutableHeaders(scope=message), _path(scope), fresh)
            unfinished = message["type"] == "http.response.start" or message.get("more_body", False)
            await send(message)

        refusal = _refusal(scope["method"], _path(scope), headers)
        await (refusal or self._app)(scope, self._until_stopping(receive), send_guarded)
        if unfinished:
            await send({"type": "http.response.body", "body": b""})

    def _until_stopping(self, receive: Receive) -> Receive:
        """`receive`, which says that the browser left once the server stops: Gradio's streams end on nothing else."""

        async def receive_or_leave() -> Message:
            coming, ending = asyncio.ensure_future(receive()), asyncio.ensure_future(self._stopping.wait())
            try:
                await asyncio.wait({coming, ending}, return_when=asyncio.FIRST_COMPLETED)
                return coming.result() if coming.done() else {"type": "http.disconnect"}
            finally:
                coming.cancel()
                ending.cancel()

        return receive_or_leave

    def _known(self, headers: Headers) -> bool:
        return bool(_OWNER.fullmatch(cookie_parser(headers.get("cookie", "")).get(COOKIE, "")))


def _path(scope: Scope) -> str:
    """The path inside our app, which may be mounted in another one."""
    return str(scope["path"]).removeprefix(str(scope.get("root_path", ""))) or "/"


def _refusal(method: str, path: str, headers: Headers) -> PlainTextResponse | None:
    """None: the request may pass."""
    if _CLOSED.match(path):
        return PlainTextResponse("This address is closed.", status_code=403)
    origin = headers.get("origin")
    if method not in ("GET", "HEAD", "OPTIONS") and origin and urlsplit(origin).netloc != headers.get("host"):
        return PlainTextResponse("Requests from other sites are refused.", status_code=403)
    return None


def _harden(headers: MutableHeaders, path: str, fresh_owner: str | None) -> None:
    for name, value in _HEADERS.items():
        headers[name] = value
    if path == "/" and fresh_owner:
        # Lax, not Strict: a link from elsewhere must not look like a new owner. A year: conversations are kept.
        headers.append("set-cookie", f"{COOKIE}={fresh_owner}; Path=/; Max-Age={_YEAR_S}; HttpOnly; SameSite=Lax")
