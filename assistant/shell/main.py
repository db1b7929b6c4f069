"""The `twosource` command: its tree of commands, and what an error becomes on the way out.

Knows nothing of how an answer is printed (`showing`) or of what a command does (`commands`).
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import entry_points, version
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.shell import commands, safekeeping
from assistant.shell.terminal import Page, accept_any_character, safe, write_json
from index.errors import LibraryError, TwosourceError

ABOUT = """\
Ask your news articles. Every sentence of the answer is proved by a quote, and where the sources disagree you see
both sides. Works without a key and without a network.

\b
  twosource add my_articles/     read files and folders into your library
  twosource sync my_articles/    make the library equal a folder
  twosource ask "Who said so?"   ask them
  twosource                      the same in a window, in your browser

A language model, if you name one, makes the prose better and gets no say in the proof. Without one nothing leaves
this machine. Set in the environment:

\b
  TWOSOURCE_MODEL       its name, for instance llama3.1
  TWOSOURCE_BASE_URL    any OpenAI-compatible address, for instance
                        http://127.0.0.1:11434/v1
  TWOSOURCE_API_KEY     the key, where the address wants one
  TWOSOURCE_HOME        the folder of your library, to move it
  TWOSOURCE_PASSWORD    asked for by the window, so that others may reach it
"""
CODES = """\
Exit codes: 0 done (a refusal too), 1 some items failed, 2 wrong usage or settings, 3 busy or unavailable, 4 library
damaged, 130 stopped by Ctrl-C with something left to do. Each command has its own --help.
"""

_OURS: dict[str, Callable[..., None]] = {
    "ask": commands.ask,
    "add": commands.add,
    "sync": commands.sync,
    "articles": commands.articles,
    "remove": commands.remove,
    "rebuild": commands.rebuild,
    "backup": safekeeping.backup,
    "restore": safekeeping.restore,
    "check": safekeeping.check,
}
_SPEAKS_JSON = ("ask", "articles")


def main() -> None:
    """Run the command line; leaves with 0 done, 1 some failed, 2 wrong use, 3 busy, 4 damaged, 130 Ctrl-C."""
    accept_any_character()
    # Wherever it stands: who wants a traceback has just seen an error, and writes it at the end.
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    try:
        _require_once(arguments)
        sys.exit(_tree(arguments)(arguments, prog_name="twosource", standalone_mode=False))
    except (TwosourceError, typer.TyperException, typer.Abort) as error:
        if "--debug" in sys.argv:
            raise
        sys.exit(_told(error, arguments))
    except Exception as error:  # The process is the batch here: whatever is left to say, it is said in one line.
        if "--debug" in sys.argv:
            raise
        sys.exit(_told(_unforeseen(error), arguments))


def _require_once(arguments: Sequence[str]) -> None:
    """Raise BadParameter for an option of ours that stands there twice: all but the last would go unheard."""
    given = takewhile(lambda argument: argument != "--", arguments)
    options = Counter(argument.partition("=")[0] for argument in given if argument.startswith("--"))
    twice = [option for option, count in options.items() if count > 1]
    if twice and _named(arguments) in ("", *_OURS):
        raise typer.BadParameter(f"{twice[0]} is given {options[twice[0]]} times; give it once")


def _tree(arguments: Sequence[str]) -> typer.Typer:
    """The commands; those of other packages are loaded only where none of ours is called."""
    app = typer.Typer(
        help=ABOUT,
        epilog=CODES,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(_window)
    for name, command in _OURS.items():
        app.command(name)(command)
    if _named(arguments) not in _OURS:
        for point in sorted(entry_points(group="twosource.commands"), key=lambda point: point.name):
            if point.name != "window":
                _add(app, point.name, point.load())
    return app


def _add(app: typer.Typer, name: str, command: Any) -> None:
    """A command of another package, or its tree of commands."""
    if isinstance(command, typer.Typer):
        app.add_typer(command, name=name)
    else:
        app.command(name)(command)


def _window(
    context: typer.Context,
    articles: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="First make the library equal this folder, then open the window."),
    ] = None,
    host: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Address the window listens on; one that others reach needs a password.  [default: 127.0.0.1]",
        ),
    ] = None,
    port: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="Its port; 0 takes a free one.  [default: 7860]")
    ] = None,
    browser: Annotated[
        bool | None, typer.Option("--browser/--no-browser", help="Open the page in your browser.  [default: browser]")
    ] = None,
    mcp: Annotated[
        bool, typer.Option("--mcp", help="Offer ask, find and read_article to MCP clients, at /gradio_api/mcp/.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error; with any command.")] = False,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Open the window, unless a command follows."""
    if show_version:
        typer.echo(f"twosource {version('twosource')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        opener = partial(_loaded("window"), mcp=mcp)
        commands.window(opener, articles=articles, host=host, port=port, browser=browser is not False)
    elif (articles, host, port, browser, mcp) != (None, None, None, None, False):
        raise typer.BadParameter(
            "--articles, --host, --port, --browser and --mcp open the window, which is no part of "
            f"{context.invoked_subcommand!r}; leave them out, or see what it takes with its own --help"
        )


def _unforeseen(error: Exception) -> TwosourceError:
    """An error of somebody else's in one line: what the system refuses a person can mend, the rest we must."""
    what = " ".join(str(error).split())
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return LibraryError(f"{place}{error.strerror or what}; check free space and permissions")
    return TwosourceError(f"unexpected {type(error).__name__}: {what}; add --debug for the whole story, and report it")


def _loaded(name: str) -> Any:
    """A command of a package that the assistant may not import: found by name among the installed entry points."""
    for point in entry_points(group="twosource.commands", name=name):
        return point.load()
    raise TwosourceError(f"the command {name!r} is not installed; install twosource again")


def _named(arguments: Sequence[str]) -> str:
    """The first word that is no option; empty where there is none."""
    return next((argument for argument in arguments if not argument.startswith("-")), "")


def _command_of(error: typer.TyperException, named: str) -> str:
    """The command that was used wrongly, with those above it, as far as it is known."""
    context = getattr(error, "ctx", None)
    if context is not None:
        return str(context.command_path)
    return f"twosource {named}" if named in _OURS else "twosource"


def _told(error: Exception, arguments: Sequence[str]) -> int:
    """Say what went wrong on standard error, to programs on standard output too; gives back the exit code."""
    named = _named(arguments)
    line = str(error) or "stopped"
    code = int(getattr(error, "exit_code", 1))
    if isinstance(error, typer.TyperException):
        line = f"{error.format_message().rstrip('.')}; see `{_command_of(error, named)} --help`"
    line = "\n".join(safe(part) for part in line.splitlines())
    if "--json" in arguments and named in _SPEAKS_JSON:
        write_json(json.dumps({"error": line, "exit_code": code}, ensure_ascii=False))
    Page(stderr=True).print(f"twosource: {line}")
    return code
