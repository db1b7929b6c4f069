"""The texts that speed is measured on: the user's own, or made up where none are given.

Knows no library. What it makes up is no news, but has news' lengths and the word counts of a language.
"""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from evals.errors import BenchError


class Source(NamedTuple):
    """One text."""

    title: str
    """One line."""
    text: str
    """Its body, without the title."""

    @property
    def written(self) -> str:
        """As a plain text file."""
        return f"{self.title}\n\n{self.text}\n"


def sources(given: Path | None, count: int) -> list[Source]:
    """The first `count` texts of a folder of .txt and .md files, or of a file of JSON lines; None: made up.

    Raises BenchError where there is none.
    """
    if given is None:
        return [made_up(number) for number in range(count)]
    try:
        found = [one for one, _ in zip(_read(given), range(count), strict=False)]
    except (OSError, ValueError) as error:
        raise BenchError(
            f"{given}: cannot be read ({error}); name a folder of texts or a file of JSON lines"
        ) from error
    if not found:
        raise BenchError(f"{given}: no text in it; name a folder of .txt and .md files or a file of JSON lines")
    return found


def write_sources(texts: Sequence[Source], folder: Path) -> None:
    """Each text as a file of its own in `folder`, which is made."""
    folder.mkdir(parents=True)
    for number, source in enumerate(texts):
        (folder / f"{number:06}.txt").write_text(source.written, encoding="utf-8")


def made_up(number: int) -> Source:
    """A text of some thousand words, the same for the same number; no two share a sentence."""
    dice = random.Random(number)
    paragraphs = (" ".join(_sentence(dice) for _ in range(dice.randint(2, 4))) for _ in range(dice.randint(8, 20)))
    return Source(_sentence(dice).rstrip("."), "\n\n".join(paragraphs))


def _sentence(dice: random.Random) -> str:
    words = dice.choices(_WORDS, _WEIGHTS, k=dice.randint(12, 26))
    return f"{' '.join(words).capitalize()}."


def _read(given: Path) -> Iterator[Source]:
    if given.is_dir():
        for path in sorted(path for path in given.rglob("*") if path.suffix in (".txt", ".md")):
            title, _, text = path.read_text(encoding="utf-8").strip().partition("\n")
            yield Source(title.lstrip("# "), text.strip())
        return
    with gzip.open(given, "rt", encoding="utf-8") if given.suffix == ".gz" else given.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["text"].strip():
                yield Source(" ".join((row.get("title") or row["text"][:60]).split()), row["text"].strip())


_WORDS = """\
the of and to in a that for on with was said by as from at it he they have be had this were which government people
year new more not but after its police one two city state also would their been who officials president before first
against company court country minister told other week between million report public over party workers election three
three market during under could last world week department house national health vote day group home leader children
plan service school law police capital river station bridge union budget season storm harbour railway factory festival
council inquiry hospital teacher student farmer engineer scientist museum library village coast border island forest
winter summer morning evening january march june october monday tuesday friday sunday agreement protest strike campaign
investigation statement decision committee parliament opposition coalition candidate mayor governor spokesman witness
evidence trial judge sentence appeal prison officer crime victim attack rescue flood fire earthquake drought heat
vaccine virus patient doctor nurse treatment study research university data climate carbon energy oil gas electricity
solar wind nuclear price inflation interest bank loan debt tax income wage job export import trade tariff currency
shares investor profit loss factory car battery satellite rocket telescope computer software network security privacy
football tennis chess record champion medal coach stadium match goal race film music album actor singer theatre novel
award audience bread wheat coffee sugar fish cattle water sewage waste recycling road airport flight passenger train
ship cargo port customs passport visa refugee migrant camp aid ceasefire army soldier missile drone treaty embassy
quickly slowly recently finally nearly about because while although however increased declined announced warned
confirmed denied expected opened closed built destroyed discovered replaced promised refused agreed signed""".split()
# Zipf's law, as in any language.
_WEIGHTS = [1 / (rank + 2) for rank in range(len(_WORDS))]
