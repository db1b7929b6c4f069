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

from ui.access.hosts import Hosts
from ui.access.limits import BusyError

COOKIE = "twosource_owner"
"""Holds an opaque id that says whose conversations these are; no script can read it."""
USER_COOKIE = "twosource_user"
"""Holds the name of who is logged in; only the gate writes it, and no browser ever sees it."""
BUSY = "busy"
"""Key of a request's state: the BusyError that refused it."""
MAX_BODY = 1_000_000
"""Bytes of a request that is no upload; a question takes a hundredth."""

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

# Gradio's file and proxy routes fetch what a visitor names; the window serves no file through them, and has no use
# for the others.
_CLOSED = re.compile(
    r"/+(gradio_api/+)?((file|proxy)([=/]|$)|(openapi\.json|docs|redoc|monitoring|deep_link|dev|runs|run-history|profiling"
    r"|process_recording|token|(undo-)?vibe-[^/]*)(/|$))",
    re.I,
)
_UPLOAD = re.compile(r"/+(gradio_api/+)?upload/*", re.I)

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

    def __init__(
        self, app: ASGIApp, stopping: asyncio.Event, *, hosts: Hosts, max_upload: int, welcome: bool = True
    ) -> None:
        """`max_upload` is in bytes; `welcome`: who has no owner yet is given one, because nobody logs in."""
        self._app = app
        self._stopping = stopping
        self._hosts = hosts
        self._max_upload = max_upload
        self._welcome = welcome

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] == "websocket":  # there is none behind; the page's own talk is all HTTP
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = _without_forwarded(scope)
        headers, path = Headers(scope=scope), path_inside(scope)
        fresh = secrets.token_hex(16) if self._welcome and not _known(headers) else None
        unfinished = False

        async def send_guarded(message: Message) -> None:
            nonlocal unfinished
            if message["type"] == "http.response.start":
                _say_busy(message, scope["state"])
                _harden(MutableHeaders(scope=message), path, fresh)
                if path == "/" and not self._welcome:  # nobody's after logging out, the back button's neither
                    MutableHeaders(scope=message)["cache-control"] = "no-store"
            unfinished = message["type"] == "http.response.start" or message.get("more_body", False)
            await send(message)

        refusal = self._refusal(scope["method"], path, headers)
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

    def _refusal(self, method: str, path: str, headers: Headers) -> PlainTextResponse | None:
        """None: the request may pass."""
        if not self._hosts.know(headers.get("host", "")):
            return PlainTextResponse("This window has another name; set TWOSOURCE_PUBLIC_NAMES.", status_code=400)
        if _CLOSED.match(path):
            return PlainTextResponse("This address is closed.", status_code=403)
        origin = headers.get("origin")
        if method not in ("GET", "HEAD", "OPTIONS") and origin and urlsplit(origin).netloc != headers.get("host"):
            return PlainTextResponse("Requests from other sites are refused.", status_code=403)
        return _too_large(headers, self._max_upload + MAX_BODY if _UPLOAD.fullmatch(path) else MAX_BODY)


def path_inside(scope: Scope) -> str:
    """The path inside our app, which may be mounted in another one."""
    return str(scope.get("path", "")).removeprefix(str(scope.get("root_path", ""))) or "/"


def _known(headers: Headers) -> bool:
    return bool(_OWNER.fullmatch(cookie_parser(headers.get("cookie", "")).get(COOKIE, "")))


def _too_large(headers: Headers, most: int) -> PlainTextResponse | None:
    """None: the body is small enough. The server cuts a body off at the length that it declares."""
    if "transfer-encoding" in headers:
        return PlainTextResponse("Say how long the request is: it needs a Content-Length.", status_code=411)
    declared = headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared) > most:
        return PlainTextResponse(f"The request is too large; at most {most:,} bytes are taken.", status_code=413)
    return None


def _without_forwarded(scope: Scope) -> Scope:
    """The request without what a client can say of a proxy: Gradio would believe it, the server has weighed it."""
    headers = [(name, value) for name, value in scope["headers"] if not name.startswith(b"x-forwarded-")]
    return {**scope, "headers": headers, "state": dict(scope.get("state") or {})}


def _say_busy(message: Message, state: Mapping[str, object]) -> None:
    """Gradio says 500 whatever went wrong; that too much was asked has a status of its own."""
    busy = state.get(BUSY)
    if isinstance(busy, BusyError) and message["status"] == 500:
        message["status"] = busy.status
        MutableHeaders(scope=message)["retry-after"] = str(busy.retry_s)


def _harden(headers: MutableHeaders, path: str, fresh_owner: str | None) -> None:
    for name, value in _HEADERS.items():
        if name != "referrer-policy" or name not in headers:
            headers[name] = value
    if path == "/" and fresh_owner:
        # Lax, not Strict: a link from elsewhere must not look like a new owner. A year: conversations are kept.
        headers.append("set-cookie", f"{COOKIE}={fresh_owner}; Path=/; Max-Age={_YEAR_S}; HttpOnly; SameSite=Lax")
