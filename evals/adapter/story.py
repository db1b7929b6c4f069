"""Stories: a few made-up articles on one event, with questions that they answer and questions that they do not.

Reads the files of `stories/`; knows nothing of training or scoring. The articles overlap and contradict each other,
and most questions use other words than they do.
"""

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

from assistant.answer import Frozen

HELD_OUT = tuple("canary club cruise dossier exam film mayor merger obituary pilgrims robotaxi vote".split())
"""Stories that no adapter may learn from: what holds on them holds on articles it has never seen."""


class Asked(Frozen):
    """A question of a story."""

    question: str
    """As a reader would ask it."""
    told: tuple[str, ...]
    """Words of the articles, any of which a sentence that answers holds; empty: no article answers."""


class Story(Frozen):
    """Articles on one event."""

    name: str
    """The file's name without its ending."""
    articles: dict[str, str]
    """Text by key."""
    asked: tuple[Asked, ...]
    """Its questions."""


def stories() -> Iterator[Story]:
    """Every story, by name."""
    folder = resources.files("evals.adapter").joinpath("stories")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".txt"):
            yield _story(file)


def _story(file: Traversable) -> Story:
    """`== key` begins an article, `?? question => words | words` is answered, `?! question` is not."""
    articles: dict[str, list[str]] = {}
    asked: list[Asked] = []
    for line in file.read_text("utf-8").splitlines():
        mark, rest = line[:3], line[3:]
        if mark == "== ":
            articles[rest] = []
        elif mark == "?? ":
            question, told = rest.split(" => ")
            asked.append(Asked(question=question, told=tuple(told.split(" | "))))
        elif mark == "?! ":
            asked.append(Asked(question=rest, told=()))
        else:
            articles[next(reversed(articles))].append(line)
    texts = {key: "\n".join(lines).strip() + "\n" for key, lines in articles.items()}
    return Story(name=file.name.removesuffix(".txt"), articles=texts, asked=tuple(asked))
