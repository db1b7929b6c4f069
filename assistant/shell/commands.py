"""What each command does: open the assistant, do one thing, show it.

Knows nothing of exit codes of errors (`main`) or of layout (`showing`, `listing`).
"""
# ruff: noqa: D301 - a backspace in a docstring keeps typer from joining the lines that follow it.

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from assistant.settings import Settings
from assistant.shell import filtering, listing, showing
from assistant.shell.opening import open_here, opened
from assistant.shell.safekeeping import clean, cleaning
from assistant.shell.stopping import Stopping, stopping
from assistant.shell.terminal import Page, progress, safe, waiting, write_json
from assistant.shell.watching import Follower
from index import Article, Change, Failure, readable_suffixes

_FOLDER = typer.Option(
    metavar="FOLDER", help="First make the library equal this folder: add what is new, drop what went."
)
_JSON = typer.Option("--json", help="Print one JSON object and nothing else.")
_PATHS = typer.Argument(metavar="PATH", help=f"Files ({', '.join(readable_suffixes())}), or folders of them.")
_SYNCED = typer.Argument(metavar="FOLDER", help=f"A folder of files ({', '.join(readable_suffixes())}).")
_AT_HAND = "stopping after the articles at hand; Ctrl-C again ends at once"


def ask(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="What you want to know, in one sentence.")],
    as_json: Annotated[bool, _JSON] = False,
    articles: Annotated[Path | None, _FOLDER] = None,
    publisher: Annotated[str | None, filtering.PUBLISHER] = None,
    since: Annotated[date | None, filtering.SINCE] = None,
    until: Annotated[date | None, filtering.UNTIL] = None,
    asked_on: Annotated[date | None, filtering.ASKED_ON] = None,
) -> None:
    """Answer a question from your articles, with quotes as proof.

    Every sentence ends with the labels of the quotes that prove it; the quotes follow, each with its article. Where
    the articles say nothing, so does twosource: that is an answer too, and the exit code is 0.

    \b
      twosource ask "How many people came home on the first day?"
      twosource ask --articles my_articles/ "Was the exchange complete?"
      twosource ask --since 2025-05-01 --json "Who confirmed it?"

    A date is a day like 2025-05-23; with --since or --until, articles that state no date are left out, and you are
    told how many. A day in the question itself ("between 20 and 25 May") leaves nothing out: articles of it are looked
    at first. Asked for one publisher's words ("according to ..."), only its articles answer, and what others report
    of it.
    """
    filters = filtering.filters(publisher, since, until, asked_on)
    with ExitStack() as held:
        with progress("Reading articles") as moved:
            desk = held.enter_context(opened(articles, moved=moved))
        held.enter_context(waiting(f"Asking {desk.model}" if desk.model else "Searching the articles"))
        answer = desk.ask(" ".join(question), filters=filters)
        filtering.require_articles(desk, answer, filters)
    listing.failures(desk.opened.failed)
    listing.passed_over(desk.opened)
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
    cannot be read is named with its reason and skipped; the exit code is then 1. The same text from another outlet is
    an article of its own; both count as one origin.

    \b
      twosource add my_articles/ another.txt

    Ctrl-C ends with the articles at hand (exit code 130), and the same command goes on from there; what was done stays
    done even after a crash. The last line counts what was added, unchanged, replaced and failed.
    """
    with stopping(_AT_HAND) as wish:
        with progress("Reading articles") as moved, opened(changes=True, lends=True) as desk:
            change = desk.add(paths, progress=moved, stop=wish.asked)
            count = desk.count()
        listing.change(change, count)
        _leave(change.failed, code=wish.code if change.left else 0)


def sync(
    folder: Annotated[Path, _SYNCED],
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on until Ctrl-C: whatever changes in the folder changes in the library.")
    ] = False,
    empty: Annotated[
        bool, typer.Option("--empty", help="Drop all its articles if the folder holds no file that can be read.")
    ] = False,
) -> None:
    """Make your library equal a folder, once or as it changes.

    What is new is added, what changed is replaced, what went is dropped; articles that `twosource add` brought stay.
    A folder without a file that can be read drops nothing unless you say --empty: it may be a share that is away.
    A file that cannot be read is named with its reason and skipped, and its old version stays; the exit code is then
    1. After Ctrl-C the same command goes on; nothing is dropped before the whole folder was read.

    \b
      twosource sync my_articles/
      twosource sync --watch my_articles/

    With --watch every change is one line. Questions can be asked meanwhile, in another terminal or in the window.
    Ctrl-C ends with exit code 0.
    """
    with stopping(_AT_HAND) as wish:
        with progress("Reading articles") as moved, opened(changes=True, lends=True) as desk:
            change = desk.sync(folder, empties=empty, progress=moved, stop=wish.asked)
            if change.removed:
                clean(desk)
            held = desk.articles() if watch else []
            count = desk.count()
        listing.change(change, count)
        if not watch or change.left:
            _leave(change.failed, code=wish.code if change.left else 0)
        else:
            wish.told = ""
            _follow(folder, wish, held, change, empty=empty)


def _follow(folder: Path, wish: Stopping, held: list[Article], synced_first: Change, *, empty: bool) -> None:
    """Keep the library equal to a folder until somebody asks to stop; what the first sync told is not told again."""

    def synced() -> tuple[Change, list[Article]]:
        with opened(changes=True, waits=False) as desk:
            change = desk.sync(folder, empties=empty, stop=wish.asked)
            return change, [desk.article(article_id) for article_id in (*change.added, *change.replaced)]

    Page(stderr=True).print(Text(safe(f"Following {folder}; Ctrl-C ends.")))
    Follower(synced, held, failed=synced_first.failed).follow(folder, wish.event)


def articles(as_json: Annotated[bool, _JSON] = False) -> None:
    """List the articles of your library.

    Each with the id that `twosource remove` takes, its title, the date and the publisher that its file states, and
    its key: the id that its file gives it, else the file's name. Where a file states several dates, all are shown.
    In a pipe, one line per article: id, date, publisher, key and title, parted by tabs. How each thing is known
    stands in --json.
    """
    with opened() as desk:
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
    with opened(changes=True) as desk:
        removed = [desk.remove(article_id) for article_id in desk.find(names)]
        clean(desk)
    for article in removed:
        listing.removed(article)


def rebuild() -> None:
    """Split and embed every article of your library anew.

    Needed once after the embedder changed: a library is bound to the one that built it, and says so. The articles
    stay; a rebuild that breaks off changes nothing.
    """
    with progress("Rebuilding") as moved, opened(changes=True) as desk:
        desk.rebuild(progress=lambda done, total: moved(desk.settings.home, done, total))
        count = desk.count()
    listing.rebuilt(count)


def window(
    open_window: Callable[..., None], *, articles: Path | None, host: str | None, port: int | None, browser: bool
) -> None:
    """Open the window on the user's library, `articles` read into it first."""
    from assistant.sharing import lending

    given = {"host": host, "port": port}
    settings = Settings.checked(**{name: value for name, value in given.items() if value is not None})
    with open_here(settings) as desk:
        if articles is not None:
            with progress("Reading articles") as moved:
                read = desk.sync(articles, empties=False, progress=moved)
            listing.failures(read.failed)
            listing.passed_over(read)
        with lending(desk), cleaning(desk):
            open_window(desk, host=settings.host, port=settings.port, open_browser=browser)


def _leave(failed: tuple[Failure, ...], *, code: int = 0) -> None:
    """Leave with `code`, or with 1 where files were skipped."""
    if code or failed:
        raise typer.Exit(code or 1)
