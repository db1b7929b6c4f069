"""Where a model is reached, and with which key: checked once, and never shown.

Knows nothing of requests or replies.
"""

import ipaddress
import re
from urllib.parse import urlsplit

from pydantic import SecretStr

from assistant.errors import SettingsError


class Endpoint:
    """An address and its key, both fit for use. Its repr shows neither password nor key."""

    def __init__(self, base_url: str, api_key: SecretStr | None = None) -> None:
        """Raises SettingsError for an address or a key that no request can be sent with."""
        self.url = _checked_url(base_url)
        self.key = _checked_key(api_key)

    def __repr__(self) -> str:
        return f"Endpoint({self.url!r}, key={'set' if self.key else 'none'})"

    @property
    def is_loopback(self) -> bool:
        """Whether the address is this machine by its very name."""
        host = urlsplit(self.url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost" or host.endswith(".localhost")

    def quote(self, text: str) -> str:
        """What an endpoint said, fit for a message: one line, at most 200 characters, without the key.

        Endpoints echo the key, whole or in part, so everything that looks like one goes.
        """
        line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
        key = self.key.get_secret_value() if self.key else ""
        if key and len(key) < _SHORT_KEY:
            return "(its words are not shown: they may hold the key)"
        if key:
            line = line.replace(key, _HIDDEN)
            line = re.sub(rf"{re.escape(key[:_SHORT_KEY])}\S*|\S*{re.escape(key[-_SHORT_KEY:])}", _HIDDEN, line)
        line = _KEY_LIKE.sub(_HIDDEN, line)
        return line if len(line) <= 200 else f"{line[:199]}…"


class Unkeyed:
    """Text that comes in pieces, without the key: an endpoint that is told it may say it.

    >>> hidden = Unkeyed(SecretStr("sk-123456"))
    >>> [hidden.next("It is sk-1"), hidden.next("23456, I think of s"), hidden.rest()]
    ['It is ', '[key], I think of ', 's']
    """

    def __init__(self, key: SecretStr | None) -> None:
        self._key = key.get_secret_value() if key else ""
        self._held = ""

    def next(self, text: str) -> str:
        """What may be shown of the text so far; what may be the start of the key is held back."""
        if not self._key:
            return text
        self._held = (self._held + text).replace(self._key, _HIDDEN)
        longest = min(len(self._key) - 1, len(self._held))
        held = next((size for size in range(longest, 0, -1) if self._held.endswith(self._key[:size])), 0)
        shown = self._held[: len(self._held) - held]
        self._held = self._held[len(shown) :]
        return shown

    def rest(self) -> str:
        """What was held back, once nothing more comes."""
        shown, self._held = self._held, ""
        return shown


def _checked_url(base_url: str) -> str:
    url = base_url.strip()
    shown = re.sub(r"//[^/@]*@", "//…@", url)
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise SettingsError(f"base_url {shown!r} is no address; write http://host:port/v1") from None
    if parts.scheme not in ("http", "https") or not host:
        raise SettingsError(f"base_url {shown!r} must start with http:// or https:// and name a host")
    if parts.username is not None or parts.password is not None:
        raise SettingsError(f"base_url {shown!r} holds a user or a password; put the key into api_key instead")
    if parts.query or parts.fragment:
        raise SettingsError(f"base_url {shown.split('?')[0]!r} must end with its path, without ? or #")
    return url.rstrip("/")


def _checked_key(api_key: SecretStr | None) -> SecretStr | None:
    key = api_key.get_secret_value().strip() if api_key else ""
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise SettingsError(
            "api_key holds a character that no key has (a line break, a space, a letter with an accent)"
        )
    return SecretStr(key) if key else None


_HIDDEN = "[key]"
_SHORT_KEY = 6
_KEY_LIKE = re.compile(r"(?i)\b(?:sk|pk|key|gsk|xai|hf)[-_][\w*.…-]{4,}|\bBearer\s+\S+")
