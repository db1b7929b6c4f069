"""The gate: nobody gets past who has not logged in, and who has speaks for himself only.

What is behind it reads the owner from a cookie that nobody but the gate can write. Knows nothing of the page.
"""

import asyncio
import hashlib
import hmac
import secrets
from base64 import b64decode
from collections import OrderedDict
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.access.limits import BusyError
from ui.access.lockout import Lockout
from ui.access.page import login_page
from ui.access.sessions import LASTS_S, Sessions
from ui.access.users import ONLY, User, Users
from ui.guard import COOKIE, USER_COOKIE, path_inside

SESSION = "twosource_session"
"""Name of the cookie that says who is logged in."""
_OPEN = ("/healthz", "/readyz")
_REMEMBERED = 256
_AT_ONCE = 2


class Gate:
    """Stands before everything but the answers to whether the process lives."""

    def __init__(self, app: ASGIApp, users: Users) -> None:
        self._app = app
        self._users = users
        self._sessions = Sessions(users)
        self._lockout = Lockout()
        # A hash takes a fifth of a second, by design: a program that sends its password each time is known again.
        self._key = secrets.token_bytes(32)
        self._known: OrderedDict[bytes, User] = OrderedDict()
        self._checking = asyncio.Semaphore(_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on as the user's owner."""
        path = path_inside(scope)
        if scope["type"] != "http" or path in _OPEN:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        user: User | None = None
        try:
            answer = await self._at_the_door(request, path)
            if answer is None:
                user = await self._user(request)
        except BusyError as locked:
            answer = self._refused(request, str(locked), 429)
            answer.headers["retry-after"] = str(locked.retry_s)
        if user is None:
            await (answer or _turned_away(request, path))(scope, receive, send)
        else:
            await self._app(_as(scope, user), receive, send)

    async def _at_the_door(self, request: Request, path: str) -> Response | None:
        """The answer of the login page and of logging out. None: the request wants something else."""
        if path == "/login" and request.method == "POST":
            return await self._log_in(request)
        if path == "/login" and request.method in ("GET", "HEAD"):
            return self._page()
        if path == "/logout" and request.method == "POST":
            self._sessions.end(request.cookies.get(SESSION, ""))
            gone = RedirectResponse(f"{_root(request)}/login", status_code=303)
            gone.delete_cookie(SESSION, path=_root(request) or "/", httponly=True, samesite="lax")
            return gone
        return None

    async def _log_in(self, request: Request) -> Response:
        fields = parse_qs((await request.body()).decode("utf-8", "replace"))
        name, password = (fields.get(key, [""])[0] for key in ("username", "password"))
        user = await self._check(request, name, password)
        if user is None:
            return self._refused(request, "This name and password do not go together.", 401, name=name)
        # The query is what the visitor wanted to see; it can name no other place than the page itself.
        query = f"?{request.url.query}" if request.url.query else ""
        answer: Response = JSONResponse({"success": True})
        if _by_person(request):
            answer = RedirectResponse(f"{_root(request)}/{query}", status_code=303)
        answer.set_cookie(
            SESSION,
            self._sessions.begin(user),
            max_age=LASTS_S,
            path=_root(request) or "/",
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer

    def _page(self, problem: str | None = None, status: int = 200, name: str = "") -> Response:
        named = any(user.name != ONLY for user in self._users.all())
        # Without a referrer a browser sends the form as from nowhere, which the guard refuses.
        headers = {"cache-control": "no-store", "referrer-policy": "same-origin"}
        return HTMLResponse(login_page(named=named, problem=problem, name=name), status, headers=headers)

    def _refused(self, request: Request, told: str, status: int, *, name: str = "") -> Response:
        """To a person the login page again, to a program one line."""
        at_the_page = _by_person(request) and path_inside(request.scope) == "/login"
        return self._page(told, status, name) if at_the_page else _no(told, status)

    async def _user(self, request: Request) -> User | None:
        """Who sends this: a browser by its cookie, a program by what it knows. None: nobody who said so."""
        user = self._sessions.user(request.cookies.get(SESSION, ""))
        kind, _, told = request.headers.get("authorization", "").partition(" ")
        if user or not told:
            return user
        if kind.lower() == "bearer":
            return self._users.bearing(told.strip()) or await self._check(request, "", "")
        return await self._basic(request, told) if kind.lower() == "basic" else None

    async def _basic(self, request: Request, told: str) -> User | None:
        print_ = hmac.new(self._key, told.encode("utf-8", "replace"), hashlib.sha256).digest()
        before = self._known.get(print_)
        if before is not None and self._users.named(before.name) == before:
            return before
        try:
            name, _, password = b64decode(told, validate=True).decode().partition(":")
        except ValueError:
            return None
        user = await self._check(request, name, password)
        if user:
            self._known[print_] = user
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return user

    async def _check(self, request: Request, name: str, password: str) -> User | None:
        """The user; None for a wrong password. Raises BusyError where the address failed too often."""
        address = request.client.host if request.client else ""
        wait_s = self._lockout.wait_s(address)
        if wait_s:
            told = f"Too many wrong passwords. Try again in {wait_s} seconds."
            raise BusyError(told, status=429, retry_s=wait_s)
        async with self._checking:
            user = await asyncio.to_thread(self._users.check, name, password)
        if user:
            self._lockout.forgive(address)
        return user


def _as(scope: Scope, user: User) -> Scope:
    """The request with the user's own cookies in place of all that it brought, and without its secrets."""
    headers = MutableHeaders(raw=list(scope["headers"]))
    del headers["authorization"]
    headers["cookie"] = f"{COOKIE}={user.owner}; {USER_COOKIE}={user.name}"
    return {**scope, "headers": headers.raw}


def _turned_away(request: Request, path: str) -> Response:
    """The login page for a person who came for the page; a plain no for everything else."""
    if request.method in ("GET", "HEAD") and path == "/" and _by_person(request):
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{_root(request)}/login{query}", status_code=303)
    return _no("Log in first.", 401)


def _no(told: str, status: int) -> Response:
    # Not "Basic": a browser would open a box of its own.
    headers = {"cache-control": "no-store", "www-authenticate": 'Bearer realm="twosource"'}
    return JSONResponse({"error": told}, status, headers=headers)


def _by_person(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", ""))
