"""An assistant of its own for each evaluation, and a bar for a person to watch.

Asks nothing. The user's own library is never touched.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assistant import Assistant, Settings, open_assistant


@contextmanager
def opened(articles: Path | None, home: Path | None, *, judged: bool = False) -> Iterator[Assistant]:
    """An assistant of its own over a folder, else over the samples; `home` None: its library is thrown away.

    `judged`: an endpoint without a model is the judge's and writes no answers.
    """
    with _folder(articles) as folder, _home(home) as library:
        settings = Settings.checked(home=library)
        if judged and settings.model is None:
            settings = settings.model_copy(update={"base_url": None})
        with open_assistant(folder, settings=settings) as desk:
            yield desk


@contextmanager
def _folder(articles: Path | None) -> Iterator[Path]:
    """The folder that is asked: the given one, or the sample articles wherever they are installed."""
    if articles:
        yield articles
        return
    with as_file(files("seeds")) as folder:
        yield folder


@contextmanager
def _home(home: Path | None) -> Iterator[Path]:
    """Where the library of this run lives."""
    if home:
        yield home
        return
    with tempfile.TemporaryDirectory(prefix="twosource-eval-") as scratch:
        yield Path(scratch)


def progress() -> Progress:
    """A bar on standard error, shown only to a person."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
