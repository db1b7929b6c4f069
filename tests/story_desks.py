"""A desk over the articles of one made-up story, for tests of what holds on stories never learnt from."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant import Assistant, Settings, open_assistant
from evals.adapter.story import Story


@contextmanager
def asked_of(story: Story, place: Path) -> Iterator[Assistant]:
    """The desk; its articles and its library are new folders in `place`."""
    folder = place / story.name
    folder.mkdir()
    for key, text in story.articles.items():
        (folder / f"{key}.txt").write_text(text)
    with open_assistant(folder, settings=Settings(home=place / f"{story.name}-library")) as desk:
        yield desk
