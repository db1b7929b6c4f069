"""Claims: sentences on the articles of a story, each with the sentences that prove it or that only seem to.

Reads the files of `claims/`, one for a story of the same name; knows nothing of training or scoring. The false ones are
mostly made of the article's own words, with one thing wrong: who did it, to whom, how many, whether at all.
"""

from collections.abc import Iterator
from importlib import resources

from assistant.answer import Frozen


class Claim(Frozen):
    """A sentence that somebody might print of a story."""

    text: str
    """As it would be printed."""
    proved: bool
    """Whether each of the quotes proves it; else none does, nor any other sentence of the story."""
    quotes: tuple[tuple[str, ...], ...]
    """Words of the articles, each standing for its sentence; several of one quote belong together."""


def claims() -> dict[str, tuple[Claim, ...]]:
    """The claims on every story that has some, by its name."""
    folder = resources.files("evals.adapter").joinpath("claims")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".txt")), key=lambda file: file.name)
    return {file.name.removesuffix(".txt"): tuple(claims_of(file.read_text("utf-8"))) for file in files}


def claims_of(written: str) -> Iterator[Claim]:
    """The claims of a file: `+ claim => words | words & words` is proved by each, `- claim => words` by none.

    >>> [(one.text, one.proved, one.quotes) for one in claims_of("- Roe won. => Doe won | Roe ran & Doe came first")]
    [('Roe won.', False, (('Doe won',), ('Roe ran', 'Doe came first')))]
    """
    for line in filter(str.strip, written.splitlines()):
        text, told = line[2:].split(" => ")
        quotes = tuple(tuple(one.split(" & ")) for one in told.split(" | "))
        yield Claim(text=text, proved=line.startswith("+ "), quotes=quotes)
