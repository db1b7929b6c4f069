"""Libraries of a few made-up articles, opened for a test."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from assistant import Assistant, Settings, open_assistant


@contextmanager
def desk_of(factory: pytest.TempPathFactory, articles: Mapping[str, str]) -> Iterator[Assistant]:
    """An assistant on these texts, by file name."""
    folder = factory.mktemp("articles")
    for name, text in articles.items():
        (folder / name).write_text(text)
    with open_assistant(folder, Settings(home=factory.mktemp("home"))) as opened:
        yield opened
