"""What each command does: open the assistant, do one thing, show it.

Knows nothing of exit codes of errors (`main`) or of layout (`showing`).
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from assistant.opening import open_assistant
from assistant.settings import Settings
from assistant.shell import showing
from index import Change, Filters

_FOLDER = typer.Option(metavar="FOLDER", help="Make the library equal this folder first.")
_JSON = typer.Option("--json", help="Print one JSON object and nothing else.")


def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.")],
    as_json: Annotated[bool, _JSON] = False,
    articles: Annotated[Path | None, _FOLDER] = None,
    publisher: Annotated[str | None, typer.Option(help="Only articles of this publisher.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Published on this day or later.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Published on this day or earlier.")
    ] = None,
) -> None:
    """Answer a question from your articles, every sentence with its quotes.

    A refusal is an answer too: where the articles say nothing, so does twosource (exit code 0).
    Undated articles are left out where --since or --until is given.
    """
    filters = Filters(publisher=publisher, since=since.date() if since else None, until=until.date() if until else None)
    with showing.progress("Reading articles") as moved, open_assistant(articles, progress=moved) as desk:
        answer = desk.ask(question, filters=filters)
    if as_json:
        typer.echo(answer.model_dump_json())
    else:
        showing.answer(answer)


def add(
    paths: Annotated[list[Path], typer.Argument(help="Files (.txt, .md) or folders of them.", metavar="PATH...")],
) -> None:
    """Read articles into your library; a file that changed replaces its article.

    A file that cannot be read is named with its reason and skipped; the exit code is then 1.
    """
    with showing.progress("Reading articles") as moved, open_assistant() as desk:
        change = desk.add(paths, progress=moved)
        count = len(desk.articles())
    _leave(change, count)


def articles(as_json: Annotated[bool, _JSON] = False) -> None:
    """List the articles of your library: title, publisher, date, and the id that `remove` takes."""
    with open_assistant() as desk:
        held = desk.articles()
    if as_json:
        showing.articles_json(held)
    else:
        showing.articles(held)


def remove(
    names: Annotated[list[str], typer.Argument(help="Ids or file names, as `twosource articles` lists them.")],
) -> None:
    """Remove articles from your library; their files stay where they are, `twosource add` brings them back."""
    with open_assistant() as desk:
        removed = [desk.remove(article_id) for article_id in desk.find(names)]
    for article in removed:
        showing.removed(article)


def window(
    open_window: Callable[..., None], *, articles: Path | None, host: str | None, port: int | None, browser: bool
) -> None:
    """Open the window on the user's library, `articles` read into it first."""
    given = {"host": host, "port": port}
    settings = Settings.checked(**{name: value for name, value in given.items() if value is not None})
    with showing.progress("Reading articles") as moved:
        desk = open_assistant(articles, settings=settings, progress=moved)
    with desk:
        showing.failures(desk.opened.failed)
        open_window(desk, host=settings.host, port=settings.port, open_browser=browser)


def _leave(change: Change, count: int) -> None:
    showing.change(change, count)
    if change.failed:
        raise typer.Exit(1)
