"""A desk over the articles of one made-up story, for tests of what holds on stories never learnt from."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from assistant import Assistant, Settings, open_assistant
from evals.adapter.story import Story


def asked_of(story: Story, place: Path) -> AbstractContextManager[Assistant]:
    """The desk; its articles and its library are new folders in `place`."""
    return asked_of_texts(story.articles, place / story.name)


@contextmanager
def asked_of_texts(texts: Mapping[str, str], place: Path) -> Iterator[Assistant]:
    """A desk over texts by name; its articles and its library are new folders in `place`, which is made."""
    folder = place / "articles"
    folder.mkdir(parents=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)
    with open_assistant(folder, settings=Settings(home=place / "library")) as desk:
        yield desk
