"""RGB (Chen et al. 2024): noise robustness, rejection and integration, scored as its own script does.

Five passages a question, of which a share tells nothing; an answer is right where it holds every part of the gold, in
lower case. Passages are taken in the order of the file. Files with swapped answers (`en_fact`) are read as
`d_conflict/rgb_en_fact` is.
"""

from collections.abc import Sequence
from itertools import chain, islice, zip_longest
from math import ceil
from pathlib import Path

from pydantic import field_validator

from evals.benchmarks.answer_set import AnswerSet, Ask, Item
from evals.benchmarks.loading import read_rows
from evals.benchmarks.measures import average
from evals.benchmarks.passages import Passage
from evals.benchmarks.records import Finding

NOISE = (0.0, 0.4, 0.8, 1.0)
"""Shares of passages that tell nothing; of the last one only a refusal is right."""
_PASSAGES = 5


class Noisy(Item):
    """A question with passages that tell the answer and others that do not."""

    id: int | str
    query: str
    answer: tuple[tuple[str, ...], ...]
    positive: tuple[tuple[str, ...], ...]
    negative: tuple[str, ...]

    @field_validator("answer", "positive", mode="before")
    @classmethod
    def _groups(cls, given: object) -> object:
        """A string, a list of them, or a list of lists; a string alone is a group of one."""
        several = [given] if isinstance(given, str) else given
        return [[one] if isinstance(one, str) else one for one in several] if isinstance(several, list) else given

    @property
    def name(self) -> str:
        return str(self.id)

    @property
    def asked(self) -> str:
        return self.query

    @property
    def passages(self) -> tuple[Passage, ...]:
        texts = (*chain.from_iterable(self.positive), *self.negative)
        return tuple(dict.fromkeys(Passage(text=text) for text in texts if text.strip()))


def examine(item: Noisy, ask: Ask) -> Finding:
    """The question, asked of five passages with more and more noise among them."""
    values: dict[str, float] = {}
    shown = ""
    for noise in NOISE:
        passages = [Passage(text=text) for text in chosen(item, noise) if text.strip()]
        if not passages:
            continue
        answer = ask(item.query, of=passages)
        if noise == 1:
            values["rejected"] = float(answer.refused)
        else:
            values[f"right_{noise:.1f}"] = float(not answer.refused and holds_all(answer.text, item.answer))
            shown = f"noise {noise:.1f}: {answer.text}"
    return Finding(values=values, expected=" and ".join(" or ".join(group) for group in item.answer), shown=shown)


def chosen(item: Noisy, noise: float) -> list[str]:
    """The texts that are asked: of each group of true ones the first, then the seconds, then ones that tell nothing."""
    wanted = _PASSAGES - ceil(_PASSAGES * noise)
    in_turn = chain.from_iterable(zip_longest(*item.positive))
    true = list(islice((text for text in in_turn if text is not None), wanted))
    return [*true, *item.negative[: _PASSAGES - len(true)]]


def holds_all(text: str, answer: Sequence[Sequence[str]]) -> bool:
    """Every part of the gold stands in the text, in one of its forms."""
    told = text.lower()
    return all(any(form.lower() in told for form in group) for group in answer)


def read_questions(path: Path) -> tuple[Noisy, ...]:
    """Every question. Raises BenchError."""
    return read_rows(path, Noisy)


SET = AnswerSet(
    name="rgb",
    file="",
    about="five passages, some of which tell nothing; its own scoring",
    grouped_by="question",
    item=Noisy,
    examine=examine,
    measures=(
        *(average(f"right_{noise:.1f}", f"right, noise {noise:.1f}") for noise in NOISE[:-1]),
        average("rejected", "refused, noise alone"),
    ),
    rows=read_questions,
)
