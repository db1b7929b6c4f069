"""Groups as the network reads them, token ids and which tokens answer, written to a file to train on.

`python -m evals.adapter.lessons --bench folder --out lessons.json.gz`. Knows nothing of networks.
"""

import argparse
import gzip
import itertools
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

from tokenizers import Encoding, Tokenizer

from assistant.close_reading.reader import Reads
from evals.adapter.claim_groups import claim_groups
from evals.adapter.groups import Group, elsewhere_groups, held_out, story_groups
from evals.adapter.model import model_folder
from evals.adapter.public import public_groups
from evals.adapter.rival_groups import rival_groups

Lesson = dict[str, Any]
"""`set`, `held` (for measuring only), `asked` (place of its text) and `pairs`.

A pair is five numbers: place of the sentence, place of what stands beside it, 1 if right, and the places of the first
and last token of the sentence that answer, -1 where they are not known.
"""


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--out", type=Path, required=True, help="the lessons' file, .json.gz")
    parser.add_argument(
        "--of", choices=get_args(Reads), default="questions", help="which reader learns (default: %(default)s)"
    )
    given = parser.parse_args()
    questions = itertools.chain(story_groups(), elsewhere_groups(), public_groups(given.bench))
    answers = itertools.chain(claim_groups(), rival_groups())
    groups = {"questions": questions, "claims": claim_groups(), "answers": answers}[given.of]
    texts, lessons = lessons_of(group for group in groups if group.pairs)
    with gzip.open(given.out, "wt", encoding="utf-8") as file:
        json.dump({"texts": texts, "lessons": lessons}, file)
    held = sum(one["held"] for one in lessons)
    print(f"{len(lessons)} groups, {held} of them for measuring only, {len(texts)} texts")  # noqa: T201


def lessons_of(groups: Iterable[Group]) -> tuple[list[list[int]], list[Lesson]]:
    """Every text once, as token ids without marks, and the lessons that name them by place."""
    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    places: dict[str, int] = {}
    read: list[Encoding] = []

    def place(text: str) -> int:
        if text not in places:
            places[text] = len(read)
            read.append(tokenizer.encode(text, add_special_tokens=False))
        return places[text]

    lessons: list[Lesson] = []
    for group in groups:
        pairs = []
        for pair in group.pairs:
            at = place(pair.sentence)
            first, last = _edges(read[at], pair.span)
            pairs.append((at, place(pair.beside), int(pair.right), first, last))
        lessons.append({"set": group.set, "held": held_out(group), "asked": place(group.text), "pairs": pairs})
    return [one.ids for one in read], lessons


def _edges(read: Encoding, span: tuple[int, int] | None) -> tuple[int, int]:
    """The first and the last token that touch a span of characters."""
    inside = [at for at, (a, b) in enumerate(read.offsets) if span and a < span[1] and b > span[0]]
    return (inside[0], inside[-1]) if inside else (-1, -1)


if __name__ == "__main__":
    main()
