"""The users of a window: the one whose password is a setting, and those of a file under the library's home.

Knows nothing of requests. A password is stored as its hash, a token as the hash of a random number.
"""

import hashlib
import json
import os
import re
import secrets
import tempfile
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, SecretStr, TypeAdapter, ValidationError

from assistant import Settings, SettingsError
from ui.access.passwords import hashed, matches

FILE = "users.json"
"""Name of the file under the library's home."""
ONLY = "reader"
"""Name of the user whose password is a setting."""
LEAST_CHARS = 8
"""Characters of a password, at least."""
_NAME = re.compile(r"[A-Za-z0-9._@-]{1,64}")


class User(BaseModel):
    """Somebody who may use the window."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    name: str
    """As typed on the login page."""
    password: str
    """Its hash."""
    token: str | None = None
    """SHA-256 of the token that programs of this user send. None: there is none."""

    @property
    def owner(self) -> str:
        """Whose conversations these are: the same for this name in every process."""
        return hashlib.sha256(f"twosource user {self.name}".encode()).hexdigest()[:32]


_USERS = TypeAdapter(tuple[User, ...])
# Checked where a name is unknown, so that an unknown one takes as long as a wrong password.
_NOBODY = User(name="", password=f"scrypt$16384$8$5${'00' * 16}${'00' * 32}")


class Users:
    """All of them; the file is read again whenever it has changed."""

    def __init__(self, path: Path, *, fixed: Iterable[User] = ()) -> None:
        """`fixed` are users beside those of the file."""
        self._path = path
        self._fixed = {user.name: user for user in fixed}
        self._of_file: dict[str, User] = {}
        self._stamp: tuple[int, int] | None = None
        self._lock = threading.Lock()

    @classmethod
    def of(cls, settings: Settings) -> "Users":
        """Those of the settings and of the library's home. Raises SettingsError where a password is too short."""
        password = _password(settings)
        return cls(
            settings.home / FILE, fixed=[User(name=ONLY, password=hashed(checked(password)))] if password else []
        )

    def all(self) -> Sequence[User]:
        """Each, those of the file by name. Raises SettingsError where the file cannot be read."""
        with self._lock:
            self._refresh()
            return (*self._fixed.values(), *sorted(self._of_file.values(), key=lambda user: user.name))

    def named(self, name: str) -> User | None:
        """The user of that name. None: there is none."""
        return next((user for user in self.all() if user.name == name), None)

    def check(self, name: str, password: str) -> User | None:
        """The user, if the password is right; takes the fifth of a second in any case. An empty name is `ONLY`."""
        user = self.named(name.strip() or ONLY)
        right = matches(password, (user or _NOBODY).password)
        return user if right else None

    def bearing(self, token: str) -> User | None:
        """The user whose token it is. None: nobody's."""
        told = token_hash(token)
        return next((user for user in self.all() if user.token and secrets.compare_digest(user.token, told)), None)

    def keep(self, user: User) -> None:
        """Add a user to the file, or change the one of that name. Raises SettingsError for a name that cannot be."""
        if not _NAME.fullmatch(user.name) or user.name in self._fixed:
            raise SettingsError(f"user name {user.name!r}: use up to 64 letters, digits and . _ @ -, not {ONLY!r}")
        with self._lock:
            self._refresh()
            self._write({**self._of_file, user.name: user})

    def drop(self, name: str) -> bool:
        """Take a user out of the file; whether there was one."""
        with self._lock:
            self._refresh()
            there = name in self._of_file
            if there:
                self._write({key: user for key, user in self._of_file.items() if key != name})
            return there

    def _refresh(self) -> None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            self._of_file, self._stamp = {}, None
            return
        stamp = (found.st_mtime_ns, found.st_ino)
        if stamp != self._stamp:
            try:
                self._of_file = {user.name: user for user in _USERS.validate_json(self._path.read_bytes())}
            except (ValidationError, OSError) as error:
                raise SettingsError(
                    f"{self._path} cannot be read as a list of users; mend it, or delete it and use `twosource users`"
                ) from error
            self._stamp = stamp

    def _write(self, users: dict[str, User]) -> None:
        """Whole or not at all, readable by its owner only."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        told = [user.model_dump(mode="json") for user in users.values()]
        with tempfile.NamedTemporaryFile("w", dir=self._path.parent, prefix=f".{FILE}-", delete=False) as file:
            json.dump(told, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(self._path)


def checked(password: str) -> str:
    """The password, if it is long enough. Raises SettingsError where it is not."""
    if len(password) < LEAST_CHARS:
        raise SettingsError(f"the password of the window has {len(password)} characters; use {LEAST_CHARS} or more")
    return password


def token_hash(token: str) -> str:
    """What is stored of a token: it is random, so one round is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _password(settings: Settings) -> str | None:
    """The password that the settings name. Raises SettingsError where there are two, or its file cannot be read."""
    if settings.password_file is None:
        return _plain(settings.password)
    if settings.password is not None:
        raise SettingsError("TWOSOURCE_PASSWORD and TWOSOURCE_PASSWORD_FILE are both set; unset one of them")
    try:
        return settings.password_file.read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        told = getattr(error, "strerror", None) or "not text"
        raise SettingsError(f"password file {settings.password_file}: {told}; name a readable file") from error


def _plain(password: SecretStr | None) -> str | None:
    return password.get_secret_value() if password else None
