"""Passwords as they are stored: a salted scrypt hash that says how it was made.

Knows nothing of who they belong to.
"""

import hashlib
import hmac
import secrets

# OWASP's Password Storage Cheat Sheet names n = 2^14, r = 8, p = 5 (16 MB, a fifth of a second) among its minimums.
_N, _R, _P = 2**14, 8, 5
_MOST_MEMORY = 64 * 2**20
MAX_CHARS = 1_024
"""Characters of a password; a longer one is never right."""


def hashed(password: str) -> str:
    """What to store: `scrypt$n$r$p$salt$hash`, the last two in hexadecimal."""
    salt = secrets.token_bytes(16)
    return f"scrypt${_N}${_R}${_P}${salt.hex()}${_scrypt(password, salt, _N, _R, _P).hex()}"


def matches(password: str, stored: str) -> bool:
    """Whether this is the password that `stored` was made of; takes as long for a wrong one."""
    _, n, r, p, salt, told = stored.split("$")
    made = _scrypt(password[:MAX_CHARS], bytes.fromhex(salt), int(n), int(r), int(p))
    return hmac.compare_digest(made, bytes.fromhex(told)) and len(password) <= MAX_CHARS


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    # A lone surrogate, which a form can carry, has no encoding of its own. Hashed first: to scrypt a password and the
    # same with NULs behind it are one.
    given = hashlib.sha256(password.encode("utf-8", "surrogatepass")).digest()
    return hashlib.scrypt(given, salt=salt, n=n, r=r, p=p, maxmem=_MOST_MEMORY, dklen=32)
