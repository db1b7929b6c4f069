"""The names that the window answers to, and who can reach it.

A page of another site can point its own name at this machine (DNS rebinding); a name that is not ours is refused.
"""

import ipaddress
import socket
from collections.abc import Sequence

from assistant import SettingsError

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_EVERYWHERE = ("0.0.0.0", "::", "")


class Hosts:
    """What the header `Host` may say."""

    def __init__(self, host: str, public_names: Sequence[str] = ()) -> None:
        """`host` is what the window listens on; `public_names` are those that others know it by."""
        bare = host.strip("[]").lower()
        self._names = _LOOPBACK | {bare, *(name.lower() for name in public_names)}
        self._any_address = bare in _EVERYWHERE
        if self._any_address:
            self._names |= {socket.gethostname().lower()}

    def know(self, header: str) -> bool:
        """Whether it is a name of ours, its port aside.

        >>> Hosts("127.0.0.1").know("localhost:7860"), Hosts("127.0.0.1").know("192.0.2.7")
        (True, False)
        >>> Hosts("0.0.0.0").know("192.0.2.7:80"), Hosts("0.0.0.0").know("evil.example")
        (True, False)
        """
        name = _without_port(header.strip().lower())
        return bool(name) and (name in self._names or (self._any_address and _is_address(name)))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens there.

    >>> is_loopback("127.0.0.1"), is_loopback("[::1]"), is_loopback("0.0.0.0"), is_loopback("news.example")
    (True, True, False, False)
    """
    bare = host.strip("[]")
    return bare == "localhost" or (_is_address(bare) and ipaddress.ip_address(bare).is_loopback)


def require_login(host: str, public_names: Sequence[str], *, has_users: bool) -> None:
    """Raises SettingsError where others can reach the window and anybody could use it."""
    if has_users or (is_loopback(host) and not public_names):
        return
    reached = f"host {host!r}" if not is_loopback(host) else f"the name {public_names[0]!r}"
    raise SettingsError(
        f"{reached} can be reached from other machines and nobody has to log in; set TWOSOURCE_PASSWORD or"
        " TWOSOURCE_PASSWORD_FILE, or add users with `twosource users add NAME`, or use 127.0.0.1"
    )


def _without_port(header: str) -> str:
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header if header.count(":") > 1 else header.partition(":")[0]


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
