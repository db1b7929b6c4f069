"""Whose a running event is: Gradio hands its pieces to whoever names it, so that who named it first owns it.

Knows nothing of what an event is about.
"""

import json
import re
from collections import OrderedDict
from collections.abc import Iterator
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.guard import COOKIE, path_inside

_MOST = 20_000
_API = r"/+(?:gradio_api/+)?"
_READING = re.compile(_API + r"(?:call/+(?:v2/+)?[^/]+|heartbeat|stream)/+([^/]+)")
_JOINING = re.compile(_API + r"(?:queue/+join|call/.*|upload)/*")
_NAMES = ("session_hash", "event_id", "upload_id")


class Streams:
    """Lets a request name only events and sessions that nobody else named before."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._owners: OrderedDict[str, str] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or say that there is no such event."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        owner, path = request.cookies.get(COOKIE, ""), path_inside(scope)
        body = await _body(request)
        if not all([self._belongs(name, owner) for name in _named(request, path, body)]):
            await PlainTextResponse("There is no such event.", status_code=404)(scope, receive, send)
            return
        joining = request.method == "POST" and _JOINING.fullmatch(path)
        if joining:
            send = self._claiming(send, owner)
        await self._app(scope, _again(body, receive) if body is not None else receive, send)

    def _belongs(self, name: str, owner: str) -> bool:
        first = self._owners.setdefault(name, owner)
        self._owners.move_to_end(name)
        if len(self._owners) > _MOST:
            self._owners.popitem(last=False)
        return first == owner

    def _claiming(self, send: Send, owner: str) -> Send:
        """`send`, which also takes the id that Gradio gives an event for the owner's."""

        async def send_and_claim(message: Message) -> None:
            if message["type"] == "http.response.body":
                for name in _ids(message.get("body", b"")):
                    self._belongs(name, owner)
            await send(message)

        return send_and_claim


async def _body(request: Request) -> bytes | None:
    """The body, unless files are in it: the guard has seen to its size. None: it stays where it is."""
    # Whatever else it says it is, or if it says nothing: it may still be read as JSON.
    files = request.headers.get("content-type", "").lower().startswith("multipart/")
    return await request.body() if request.method == "POST" and not files else None


def _again(body: bytes, receive: Receive) -> Receive:
    """`receive`, which gives the body that was read once more."""
    left = [body]

    async def receive_again() -> Message:
        return {"type": "http.request", "body": left.pop(), "more_body": False} if left else await receive()

    return receive_again


def _named(request: Request, path: str, body: bytes | None) -> Iterator[str]:
    """What the request names in its path, its query and its body."""
    found = _READING.match(path)
    if found and request.method != "POST":
        yield found[1]
    query = parse_qs(request.url.query)
    for name in _NAMES:
        yield from query.get(name, [])
    yield from _ids(body or b"")


def _ids(body: bytes) -> Iterator[str]:
    try:
        told = json.loads(body) if body else None
    except (ValueError, RecursionError):
        return
    if isinstance(told, dict):
        yield from (told[name] for name in _NAMES if isinstance(told.get(name), str))
