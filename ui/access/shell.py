"""The command `twosource users`: who may log in to the window.

A password is typed or piped, never an argument, which other programs of the machine could read.
"""

import getpass
import secrets
import sys
from typing import Annotated

import typer

from assistant import NotFoundError, Settings, SettingsError
from ui.access.passwords import hashed
from ui.access.users import User, Users, checked, token_hash

app = typer.Typer(help="Say who may log in to the window.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Letters, digits and . _ @ -")]


@app.command()
def add(name: Name) -> None:
    """Add a user, or give one another password.

    Asks for the password twice; in a pipe, its first line is the password. It is stored as a scrypt hash. From then
    on the window asks everybody to log in, and whoever was logged in as this user is logged out.

    \b
      twosource users add ada
      pass show news/ada | twosource users add ada
    """  # noqa: D301 - a backspace keeps typer from joining the lines
    users = _users()
    before = users.named(name)
    users.keep(User(name=name, password=hashed(checked(_typed())), token=before.token if before else None))
    typer.echo(f"{'changed' if before else 'added'} {name}")


@app.command()
def token(name: Name) -> None:
    """Make a token for the programs of a user; the one before it stops working.

    It is shown this once and stored as a hash. A program sends it as `Authorization: Bearer TOKEN`.
    """
    users = _users()
    made = secrets.token_urlsafe(32)
    users.keep(_found(users, name).model_copy(update={"token": token_hash(made)}))
    typer.echo(made)


@app.command()
def remove(name: Name) -> None:
    """Take a user out, at once; the conversations stay in the library."""
    users = _users()
    users.drop(_found(users, name).name)
    typer.echo(f"removed {name}")


@app.command("list")
def list_() -> None:
    """The names of the users, one a line."""
    for user in _users().all():
        typer.echo(f"{user.name}{'  (has a token)' if user.token else ''}")


def _users() -> Users:
    return Users.of(Settings.checked())


def _found(users: Users, name: str) -> User:
    user = users.named(name)
    if user is None:
        raise NotFoundError(f"there is no user {name!r}; `twosource users list` names them")
    return user


def _typed() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first, again = (getpass.getpass(f"{asked}: ") for asked in ("Password", "Once more"))
    if first != again:
        raise SettingsError("the two passwords differ; nothing was changed")
    return first
