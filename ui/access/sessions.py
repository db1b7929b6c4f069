"""Who is logged in: a signed cookie that ends on its own, on logging out, and when the password changes.

The key lives as long as the process, so there is nothing on disk to steal; after a restart everybody logs in again.
"""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable

from ui.access.users import User, Users

LASTS_S = 7 * 24 * 3600
"""Seconds from logging in until one must log in again."""


class Sessions:
    """Makes cookies and reads them back."""

    def __init__(self, users: Users, *, clock: Callable[[], float] = time.time) -> None:
        self._users = users
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._ended: dict[str, float] = {}

    def begin(self, user: User) -> str:
        """The value of the cookie: `name.end.number.signature`."""
        name = base64.urlsafe_b64encode(user.name.encode()).decode().rstrip("=")
        told = f"{name}.{int(self._clock()) + LASTS_S}.{secrets.token_hex(8)}"
        return f"{told}.{self._sign(told, user)}"

    def user(self, cookie: str) -> User | None:
        """Who it was made for. None: it was not made here, has ended, or its user is gone or has another password."""
        parts = cookie.split(".")
        if len(parts) != 4 or not parts[1].isdecimal() or not cookie.isascii():
            return None
        name, ends, number, signature = parts
        user = self._users.named(_decoded(name))
        if user is None or not hmac.compare_digest(signature, self._sign(f"{name}.{ends}.{number}", user)):
            return None
        return user if int(ends) > self._clock() and number not in self._ended else None

    def end(self, cookie: str) -> None:
        """Let nobody in with it any more."""
        if self.user(cookie) is None:
            return
        _, ends, number, _ = cookie.split(".")
        now = self._clock()
        self._ended = {key: at for key, at in self._ended.items() if at > now} | {number: float(ends)}

    def _sign(self, told: str, user: User) -> str:
        return hmac.new(self._key, f"{told} {user.password}".encode(), hashlib.sha256).hexdigest()


def _decoded(name: str) -> str:
    try:
        return base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode()
    except ValueError:
        return ""
