"""The `twosource` command: its tree of commands, and what an error becomes on the way out.

Knows nothing of how an answer is printed (`showing`) or of what a command does (`commands`).
"""

import json
import os
import sys
from collections.abc import Callable
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.shell import commands
from index.errors import TwosourceError

ABOUT = """\
Ask your news articles. Every sentence of the answer is proved by a quote, and where the sources disagree you see
both sides. Works without a key and without a network.

\b
  twosource add FOLDER       read the .txt and .md articles of a folder into your library
  twosource ask "QUESTION"   ask them
  twosource                  the same in a window, in your browser

A language model makes the prose better, not the proof: set TWOSOURCE_MODEL and TWOSOURCE_BASE_URL (and
TWOSOURCE_API_KEY where the endpoint wants one). TWOSOURCE_HOME moves the library.
"""

app = typer.Typer(
    help=ABOUT,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def window(
    context: typer.Context,
    articles: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Make the library equal this folder, then open the window.")
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.  [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.  [default: 7860]")] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in your browser.")] = True,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Say what the window may be told; a command that follows stands for itself."""
    if show_version:
        typer.echo(f"twosource {version('twosource')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        commands.window(_loaded("window"), articles=articles, host=host, port=port, browser=browser)


def _loaded(name: str) -> Callable[..., Any]:
    """A command of a package that the assistant may not import: found by name among the installed entry points."""
    for point in entry_points(group="twosource.commands", name=name):
        return point.load()  # type: ignore[no-any-return]
    raise TwosourceError(f"the command {name!r} is not installed; install twosource again")


def main() -> None:
    """Run the command line; leaves with 0 done, 1 some failed, 2 wrong use, 3 busy, 4 damaged, 130 Ctrl-C."""
    for command in (commands.ask, commands.add, commands.articles, commands.remove):
        app.command()(command)
    app.command("eval")(_loaded("eval"))
    try:
        app()
    except TwosourceError as error:
        if "--debug" in sys.argv:
            raise
        if "--json" in sys.argv:
            typer.echo(json.dumps({"error": str(error), "exit_code": error.exit_code}, ensure_ascii=False))
        typer.echo(f"twosource: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever read us has stopped; without this the interpreter complains when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
