"""Questions that the adapter never saw, with the sentences that were read closely and which of them answer.

Knows nothing of weights. The libraries of the public sets are those that `twosource eval bench` filled.
"""

from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from assistant import Assistant, Filters, Settings, open_assistant
from assistant.quoting.weighing.features import Features
from assistant.quoting.weighing.judging import Judgement, judge
from assistant.quoting.weighing.ranking import SUREST, SUREST_NOT, clipped
from evals.adapter.groups import Group, held_out
from evals.adapter.story import HELD_OUT, stories
from evals.benchmarks.passages import Passage, passage_key
from evals.benchmarks.sets.answers.clapnq import SET as CLAPNQ
from evals.benchmarks.sets.silence.squad2 import SET as SQUAD2
from evals.benchmarks.sets.silence.timeshift import SET as TIMESHIFT
from evals.benchmarks.wording import contains
from evals.reading import bundled_gold, read_cases


class Sentence(NamedTuple):
    """A sentence that was read closely."""

    features: Features
    read: float
    """Logit that it answers, within the bounds that the ranking sets."""
    right: bool


class Example(NamedTuple):
    """A question."""

    set: str
    """Where it comes from."""
    answerable: bool
    sentences: tuple[Sentence, ...]
    """In the order of their ranking."""
    judged: Judgement


def examples(bench: Path, home: Path) -> Iterator[Example]:
    """Every one. `bench`: folder of the public sets, `home`: of their libraries. Raises BenchError."""
    yield from _stories()
    yield from _gold()
    with _library(home / SQUAD2.library) as desk:
        for one in SQUAD2.asked_of(bench):
            if held_out(Group("squad2", one.context, "", ())):
                yield from _example("squad2", desk, one.question, one.answers, one.passages)
    with _library(home / CLAPNQ.library) as desk:
        for asked in CLAPNQ.asked_of(bench):
            if held_out(Group("clapnq", asked.id, "", ())):
                chosen = [text[:60] for group in asked.selected_sentences for text in group if asked.answerable]
                yield from _example("clapnq", desk, asked.question, chosen, asked.passages)
    with _library(home / TIMESHIFT.library) as desk:
        for quiz in TIMESHIFT.asked_of(bench):
            if held_out(Group("rtqa", quiz.group, "", ())):
                yield from _example("news", desk, quiz.question, quiz.answers if quiz.answerable else ())


def _stories() -> Iterator[Example]:
    for story in (one for one in stories() if one.name in HELD_OUT):
        with TemporaryDirectory() as scratch:
            folder = Path(scratch, "articles")
            folder.mkdir()
            for key, text in story.articles.items():
                (folder / f"{key}.txt").write_text(text, encoding="utf-8")
            with open_assistant(folder, settings=Settings.checked(home=Path(scratch, "library"))) as desk:
                for asked in story.asked:
                    yield from _example("stories", desk, asked.question, asked.told)


def _gold() -> Iterator[Example]:
    """Questions of the bundled gold that stand alone."""
    with (
        TemporaryDirectory() as scratch,
        as_file(files("seeds")) as folder,
        open_assistant(folder, settings=Settings.checked(home=Path(scratch))) as desk,
    ):
        for case in read_cases(bundled_gold()):
            if not case.history and case.refuse is not None:
                told = [text for group in case.targets for text in group]
                yield from _example("gold", desk, case.question, told)


def _library(home: Path) -> Assistant:
    """As the benchmark filled it, in whole numbers of eight bits."""
    return open_assistant(settings=Settings.checked(home=home, precision="int8"))


def _example(
    name: str, desk: Assistant, question: str, told: Sequence[str], passages: Sequence[Passage] = ()
) -> Iterator[Example]:
    """The question, answerable where `told` is not empty; a sentence that holds any of it answers."""
    keys = {passage.key for passage in passages}
    within = frozenset(one.id for one in desk.articles() if passage_key(one) in keys) if keys else None
    (ranking, *_) = desk._answering._rankings(question, Filters(article_ids=within))
    sentences = tuple(
        Sentence(one.features, clipped(one.read, SUREST_NOT, SUREST), contains(one.candidate.text, told))
        for one in ranking.ranked
        if one.read is not None
    )
    if sentences:
        yield Example(name, bool(told), sentences, judge(ranking))
