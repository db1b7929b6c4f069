"""How the shell shows answers, articles and changes; plain text where nobody watches, colour where somebody does.

Every string from an article is shown as text: control characters never reach the terminal.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from assistant.answer import Answer, Citation, article_card
from index import Article, Change, Failure

Moved = Callable[[Path, int, int], None]
"""Called with a file, the number done and the total."""


def safe(text: str) -> str:
    """`text` on one line, control and format characters shown as U+FFFD.

    >>> safe("two words" + chr(27))
    'two words�'
    """
    return "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))


def answer(shown: Answer) -> None:
    """Print an answer: short answer, sentences with labels, disagreements, sources."""
    console = _console()
    if shown.notice:
        console.print(Text(safe(shown.notice), style="yellow"))
    if shown.short:
        console.print(Text(safe(shown.short), style="bold"))
    console.print(Text(safe(shown.text)))
    for disagreement in shown.disagreements:
        console.print(Text(f"\nSources disagree: {safe(disagreement.topic)}", style="yellow"))
        for position in disagreement.positions:
            labels = " ".join(f"[{citation.label}]" for citation in position.citations)
            console.print(Text(f"  {safe(position.value)}  {labels}"))
    cited = shown.nearest if shown.refused else shown.citations
    if cited:
        console.print(Text("\nNearest:" if shown.refused else "", style="dim"))
    for citation in cited:
        console.print(_source(citation))


def _source(citation: Citation) -> Text:
    article = citation.article
    where = ", ".join([article.publisher or "unknown publisher", str(article.published or "undated"), article.key])
    text = Text(f"[{citation.label}] ", style="bold")
    text.append(f"“{safe(citation.quote)}”\n", style="default")
    text.append(f"    {safe(article.title)} ({safe(where)})", style="dim")
    return text


def articles(held: Sequence[Article]) -> None:
    """Print the library as a table."""
    if not held:
        _console().print("No articles yet: add some with `twosource add FOLDER`.")
        return
    table = Table("id", "file", "title", "publisher", "published", box=None, pad_edge=False)
    for article in held:
        known = (article.publisher or "unknown", str(article.published or "undated"))
        table.add_row(article.id[:12], *(Text(safe(cell)) for cell in (article.key, article.title, *known)))
    _console().print(table)
    _console().print(Text(_count(len(held)), style="dim"))


def articles_json(held: Sequence[Article]) -> None:
    """Print the library as one JSON object."""
    sys.stdout.write(json.dumps({"articles": [article_card(article) for article in held]}, ensure_ascii=False) + "\n")


def removed(article: Article) -> None:
    """Print that an article left the library, and how it comes back."""
    back = f"; `twosource add {article.path}` brings it back" if article.path else ""
    _console().print(Text(safe(f"Removed {article.title!r}{back}.")))


def change(made: Change, count: int) -> None:
    """Print what a change did to the library."""
    parts = [
        f"{len(ids)} {name}"
        for name in ("added", "replaced", "unchanged", "removed", "failed")
        if (ids := getattr(made, name))
    ]
    _console().print(Text(f"{', '.join(parts) or 'nothing to do'}; the library holds {_count(count)}."))
    failures(made.failed)


def failures(failed: Sequence[Failure]) -> None:
    """Print the files that were skipped, each with its reason, on standard error."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for failure in failed:
        console.print(Text(f"skipped {safe(failure.reason)}", style="red"))


@contextmanager
def progress(what: str) -> Iterator[Moved]:
    """A progress bar on standard error, shown only to a person and only while there is something to wait for."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None, visible=False)

        def moved(_path: Path, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=True)

        yield moved


def _count(count: int) -> str:
    return f"{count} article{'' if count == 1 else 's'}"


def _console() -> Console:
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())
