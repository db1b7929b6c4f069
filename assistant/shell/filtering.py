"""The options that limit which articles are asked, and what is said where they leave none.

Knows nothing of how a question is answered.
"""

from datetime import date, datetime
from difflib import get_close_matches

import typer

from assistant.answer import Answer
from assistant.shell.opening import Desk
from index import Filters, NotFoundError


def filters(publisher: str | None, since: date | None, until: date | None, asked_on: date | None) -> Filters:
    """The options as filters; `asked_on` None: today. Raises BadParameter where one is empty or two contradict."""
    if since and until and since > until:
        raise typer.BadParameter(f"--since {since} is later than --until {until}; swap them")
    if publisher is not None and not publisher.strip():
        raise typer.BadParameter("--publisher is empty; `twosource articles` lists the publishers")
    return Filters(publisher=publisher, since=since, until=until, asked_on=asked_on or date.today())


def require_articles(desk: Desk, answer: Answer, given: Filters) -> None:
    """Raise NotFoundError where the options left no article to ask: that is no silence of the articles."""
    if answer.refused and desk.count() and not desk.count(given):
        raise NotFoundError(
            f"{_named(given)} no article; `twosource articles` lists publishers and dates, and a manifest.csv beside"
            f" the files may name those that they do not state (`twosource add --help`){_near(desk, given.publisher)}"
        )


def _named(given: Filters) -> str:
    """The options that were given, as the subject of "leave"."""
    told = {"--publisher": given.publisher, "--since": given.since, "--until": given.until}
    names = [name for name, value in told.items() if value is not None]
    return f"{' and '.join(names)} {'leave' if len(names) > 1 else 'leaves'}"


def _near(desk: Desk, publisher: str | None) -> str:
    """The publisher that was probably meant; empty: none is near."""
    if publisher is None:
        return ""
    held = {article.publisher for article in desk.articles() if article.publisher}
    near = get_close_matches(publisher, held - {publisher}, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _day(written: str) -> date:
    try:
        return datetime.strptime(written, "%Y-%m-%d").date()
    except ValueError:
        raise typer.BadParameter(f"{written!r} is no day; write it like 2025-05-23") from None


PUBLISHER = typer.Option(metavar="NAME", help="Only articles of this publisher, as `twosource articles` names it.")
SINCE = typer.Option(metavar="DATE", parser=_day, help="Only articles published on this day or later.")
UNTIL = typer.Option(metavar="DATE", parser=_day, help="Only articles published on this day or earlier.")
ASKED_ON = typer.Option(
    metavar="DATE", parser=_day, help="Day that 'this week' or 'since Tuesday' counts from.  [default: today]"
)
