"""What each command does: open the assistant, do one thing, show it.

Knows nothing of exit codes of errors (`main`) or of layout (`showing`, `listing`).
"""
# ruff: noqa: D301 - a backspace in a docstring keeps typer from joining the lines that follow it.

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from assistant.answer import Answer
from assistant.desk import Assistant
from assistant.opening import open_assistant
from assistant.settings import Settings
from assistant.shell import listing, showing
from assistant.shell.terminal import progress, waiting, write_json
from index import Failure, Filters, NotFoundError, readable_suffixes

_FOLDER = typer.Option(
    metavar="FOLDER", help="First make the library equal this folder: add what is new, drop what went."
)
_JSON = typer.Option("--json", help="Print one JSON object and nothing else.")
_PATHS = typer.Argument(metavar="PATH", help=f"Files ({', '.join(readable_suffixes())}), or folders of them.")
_PUBLISHER = typer.Option(metavar="NAME", help="Only articles of this publisher, as `twosource articles` names it.")
_SINCE = typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="Only articles published on this day or later.")
_UNTIL = typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="Only articles published on this day or earlier.")


def ask(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="What you want to know, in one sentence.")],
    as_json: Annotated[bool, _JSON] = False,
    articles: Annotated[Path | None, _FOLDER] = None,
    publisher: Annotated[str | None, _PUBLISHER] = None,
    since: Annotated[datetime | None, _SINCE] = None,
    until: Annotated[datetime | None, _UNTIL] = None,
) -> None:
    """Answer a question from your articles, with quotes as proof.

    Every sentence ends with the labels of the quotes that prove it; the quotes follow, each with its article. Where
    the articles say nothing, so does twosource: that is an answer too, and the exit code is 0.

    \b
      twosource ask "How many people came home on the first day?"
      twosource ask --articles my_articles/ "Was the exchange complete?"
      twosource ask --since 2025-05-01 --json "Who confirmed it?"

    A date is a day like 2025-05-23; with --since or --until, articles that state no date are left out.
    """
    filters = Filters(publisher=publisher, since=since.date() if since else None, until=until.date() if until else None)
    with progress("Reading articles") as moved:
        desk = open_assistant(articles, progress=moved)
    with desk, waiting(f"Asking {desk.model}" if desk.model else "Searching the articles"):
        answer = desk.ask(" ".join(question), filters=filters)
        _require_articles(desk, answer, filters)
    listing.failures(desk.opened.failed)
    showing.notice(answer)
    if as_json:
        write_json(answer.model_dump_json())
    else:
        showing.answer(answer)
    _leave(desk.opened.failed)


def add(
    paths: Annotated[list[Path], _PATHS],
) -> None:
    """Read articles of any format into your library.

    Text, web pages, PDF, Word, mail, RSS and Atom, JSON lines, zip archives; folders are read with their sub-folders,
    and a manifest.csv or manifest.jsonl beside the files may say title, publisher, author and date of each. A file that
    is in the library already costs nothing; one that changed replaces its articles. A file, or an article in it, that
    cannot be read is named with its reason and skipped; the exit code is then 1.

    \b
      twosource add my_articles/ another.txt
    """
    with progress("Reading articles") as moved, open_assistant() as desk:
        change = desk.add(paths, progress=moved)
        count = desk.count()
    listing.change(change, count)
    _leave(change.failed)


def articles(as_json: Annotated[bool, _JSON] = False) -> None:
    """List the articles of your library.

    Each with the id that `twosource remove` takes, its title, the date and the publisher that its file states, and
    its key: the id that its file gives it, else the file's name. Where a file states several dates, all are shown.
    In a pipe, one line per article: id, date, publisher, key and title, parted by tabs. How each thing is known
    stands in --json.
    """
    with open_assistant() as desk:
        held = desk.articles()
    if as_json:
        listing.articles_json(held)
    else:
        listing.articles(held)


def remove(
    names: Annotated[
        list[str],
        typer.Argument(metavar="ARTICLE", help="An id, the start of one (6 digits or more), or a file name."),
    ],
) -> None:
    """Remove articles from your library.

    Their files stay where they are; `twosource add` brings them back. If one of the names means no article, or
    several, nothing is removed.

    \b
      twosource articles
      twosource remove 217632cfb952 another.txt
    """
    with open_assistant() as desk:
        removed = [desk.remove(article_id) for article_id in desk.find(names)]
    for article in removed:
        listing.removed(article)


def window(
    open_window: Callable[..., None], *, articles: Path | None, host: str | None, port: int | None, browser: bool
) -> None:
    """Open the window on the user's library, `articles` read into it first."""
    given = {"host": host, "port": port}
    settings = Settings.checked(**{name: value for name, value in given.items() if value is not None})
    with progress("Reading articles") as moved:
        desk = open_assistant(articles, settings=settings, progress=moved)
    with desk:
        listing.failures(desk.opened.failed)
        open_window(desk, host=settings.host, port=settings.port, open_browser=browser)


def _require_articles(desk: Assistant, answer: Answer, filters: Filters) -> None:
    """Raise NotFoundError where the options left no article to ask: that is no silence of the articles."""
    if not answer.refused or filters == Filters() or not desk.count():
        return
    if not desk.retrieve(answer.query, 1, filters=filters).hits:
        raise NotFoundError(
            "--publisher, --since and --until leave no article; `twosource articles` lists publishers and dates"
        )


def _leave(failed: tuple[Failure, ...]) -> None:
    """Exit code 1 where files were skipped."""
    if failed:
        raise typer.Exit(1)
