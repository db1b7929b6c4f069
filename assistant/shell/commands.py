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
from index import Failure, Filters, NotFoundError

_FOLDER = typer.Option(
    metavar="FOLDER", help="First make the library equal this folder: add what is new, drop what went."
)
_JSON = typer.Option("--json", help="Print one JSON object and nothing else.")
_PUBLISHER = typer.Option(metavar="NAME", help="Only articles of this publisher, as `twosource articles` names it.")
_SINCE = typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="Only articles published on this day or later.")
_UNTIL = typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="Only articles published on this day or earlier.")
_ASKED_ON = typer.Option(
    metavar="DATE", formats=["%Y-%m-%d"], help="Day that 'this week' or 'since Tuesday' counts from.  [default: none]"
)


def ask(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="What you want to know, in one sentence.")],
    as_json: Annotated[bool, _JSON] = False,
    articles: Annotated[Path | None, _FOLDER] = None,
    publisher: Annotated[str | None, _PUBLISHER] = None,
    since: Annotated[datetime | None, _SINCE] = None,
    until: Annotated[datetime | None, _UNTIL] = None,
    asked_on: Annotated[datetime | None, _ASKED_ON] = None,
) -> None:
    """Answer a question from your articles, with quotes as proof.

    Every sentence ends with the labels of the quotes that prove it; the quotes follow, each with its article. Where
    the articles say nothing, so does twosource: that is an answer too, and the exit code is 0.

    \b
      twosource ask "How many people came home on the first day?"
      twosource ask --articles my_articles/ "Was the exchange complete?"
      twosource ask --since 2025-05-01 --json "Who confirmed it?"

    A date is a day like 2025-05-23; with --since or --until, articles that state no date are left out, and you are
    told how many. A publisher or a day in the question itself ("according to ...", "between 20 and 25 May") leaves
    nothing out: articles by it, or of it, are looked at first.
    """
    days = {name: day.date() for name, day in (("since", since), ("until", until), ("asked_on", asked_on)) if day}
    filters = Filters(publisher=publisher, **days)
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
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files (.txt, .md), or folders of them.")],
) -> None:
    """Read articles (.txt, .md) into your library.

    Folders are read with their sub-folders. A file that is in the library already costs nothing; one that changed
    replaces its article. A file that cannot be read is named with its reason and skipped; the exit code is then 1.

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

    Each with the id that `twosource remove` takes, its title, the date and the publisher that its text states, and
    its file. In a pipe, one line per article: id, date, publisher, file and title, parted by tabs.
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


def rebuild() -> None:
    """Split and embed every article of your library anew.

    Needed once after the embedder changed: a library is bound to the one that built it, and says so. The articles
    stay; a rebuild that breaks off changes nothing.
    """
    with progress("Rebuilding") as moved, open_assistant() as desk:
        desk.rebuild(progress=lambda done, total: moved(desk.settings.home, done, total))
        count = desk.count()
    listing.rebuilt(count)


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
    if answer.refused and desk.count() and not desk.count(filters):
        raise NotFoundError(
            "--publisher, --since and --until leave no article; `twosource articles` lists publishers and dates"
        )


def _leave(failed: tuple[Failure, ...]) -> None:
    """Exit code 1 where files were skipped."""
    if failed:
        raise typer.Exit(1)
