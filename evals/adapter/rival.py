"""Rivals: sentences that another newspaper could have printed where a sentence of a story answers a question.

Reads the files of `rivals/`, one for a story of the same name; knows nothing of training or scoring. Some contradict
the answer, some give it in other words, some only seem to contradict it: another day, a part of the whole, a plan.
"""

from collections.abc import Iterator
from importlib import resources
from typing import Literal, cast

from assistant.answer import Frozen

Bearing = Literal["x", "=", "~"]
"""How a sentence bears on an answer: it contradicts it, gives it too, or both can be true of different matters."""


class Rivals(Frozen):
    """The sentences beside one answer."""

    question: str
    """What is asked."""
    words: str
    """Words of the story, standing for the sentence that answers."""
    told: tuple[tuple[Bearing, str], ...]
    """What others could print, and how it bears on that sentence."""


def rivals() -> dict[str, tuple[Rivals, ...]]:
    """The rivals of every story that has some, by its name."""
    folder = resources.files("evals.adapter").joinpath("rivals")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".txt")), key=lambda file: file.name)
    return {file.name.removesuffix(".txt"): tuple(rivals_of(file.read_text("utf-8"))) for file in files}


def rivals_of(written: str) -> Iterator[Rivals]:
    r"""The rivals of a file: `# question => words`, and behind it a line for each sentence, its bearing in front.

    >>> [one.told for one in rivals_of("# Who won? => Roe won\nx Doe came first.\n= The winner is Roe.")]
    [(('x', 'Doe came first.'), ('=', 'The winner is Roe.'))]
    """
    for part in f"\n{written}".split("\n# ")[1:]:
        head, *lines = filter(str.strip, part.splitlines())
        question, words = head.split(" => ")
        told = tuple((cast(Bearing, line[0]), line[2:].strip()) for line in lines)
        yield Rivals(question=question, words=words, told=told)
