"""Two runs held against each other: what got better or worse, whether it is noise, and which cases flipped.

Compares records; asks nothing and prints nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.answer import Frozen
from evals.benchmarks import statistics
from evals.benchmarks.brought.formats import MEASURES
from evals.benchmarks.measures import Measure, applies, columns
from evals.benchmarks.records import Record
from evals.benchmarks.running import read_records
from evals.benchmarks.sets import SETS
from evals.benchmarks.statistics import Numbers, Places
from evals.case import Outcome
from evals.errors import RunError
from evals.runs.folder import RUN, RunFolder


class Difference(Frozen):
    """One figure in both runs, over the items that both have."""

    name: str
    """Scorer, or set and measure."""
    n: int
    """Items."""
    before: float
    """In the first run."""
    after: float
    """In the second."""
    low: float
    """Lower end of the 95 % interval of the difference."""
    high: float
    """Upper end."""
    p: float
    """Two-sided, by the paired bootstrap: how likely a difference like this is without any."""

    @property
    def is_noise(self) -> bool:
        """The interval holds zero."""
        return self.low <= 0 <= self.high


class Flip(Frozen):
    """An item that one run got right and the other wrong."""

    id: str
    """Of the case, or set and item."""
    asked: str
    """The question."""
    expected: str
    """What a right answer is."""
    before: str
    """The answer of the first run."""
    after: str
    """Of the second."""


class RunComparison(Frozen):
    """What changed from one run to another."""

    differences: tuple[Difference, ...]
    """The headline first."""
    gained: tuple[Flip, ...]
    """Wrong before, right after."""
    lost: tuple[Flip, ...]
    """Right before, wrong after."""
    unmatched: int
    """Items that only one of the runs has."""


def compare_runs(before: Path, after: Path) -> RunComparison:
    """Two run folders, or two folders of benchmark records. Raises RunError where they are not of one kind."""
    gold = [(path / RUN).exists() for path in (before, after)]
    if all(gold):
        return _gold_runs(RunFolder(before), RunFolder(after))
    strays = [path for path in (before, after) if not any(path.glob("*.jsonl"))]
    if any(gold) or strays:
        wrong = strays[0] if strays else (after if gold[0] else before)
        raise RunError(
            f"{wrong}: no run to compare; name two folders of `twosource eval --run`, or two of `eval bench` records"
        )
    return _bench_runs(before, after)


class _Pairs(NamedTuple):
    """A figure's two samples over the same items."""

    groups: list[str]
    of: Callable[[Places], tuple[float, float]]


def _gold_runs(before: RunFolder, after: RunFolder) -> RunComparison:
    first = {name: one.outcome for name, one in before.cases().items()}
    second = {name: one.outcome for name, one in after.cases().items()}
    both = [name for name in second if name in first and first[name].case == second[name].case]
    scorers = dict.fromkeys(score.scorer for name in both for score in second[name].scores)
    differences = [_scored(scorer, [(first[name], second[name]) for name in both]) for scorer in scorers]
    flips = [(first[name], second[name]) for name in both if first[name].right != second[name].right]
    return RunComparison(
        differences=tuple(one for one in differences if one),
        gained=tuple(_flip(*pair) for pair in flips if pair[1].right),
        lost=tuple(_flip(*pair) for pair in flips if pair[0].right),
        unmatched=len(first.keys() | second.keys()) - len(both),
    )


def _scored(scorer: str, pairs: Sequence[tuple[Outcome, Outcome]]) -> Difference | None:
    """A scorer over the cases it applies to in both; None where there are none."""
    held = [
        (one.case.id, then, now)
        for one, other in pairs
        if (then := one.value(scorer)) is not None and (now := other.value(scorer)) is not None
    ]
    if not held:
        return None
    values = np.array([(then, now) for _, then, now in held])

    def means(places: Places) -> tuple[float, float]:
        then, now = values[places].mean(axis=0)
        return float(then), float(now)

    return _difference(scorer, _Pairs([name for name, _, _ in held], means))


def _bench_runs(before: Path, after: Path) -> RunComparison:
    differences: list[Difference] = []
    gained: list[Flip] = []
    lost: list[Flip] = []
    unmatched = 0
    known = {one.name: one.measures for one in SETS} | _brought_in(before, after)
    for name, measures in known.items():
        first, second = (_records(folder, name) for folder in (before, after))
        pairs = [(first[item], second[item]) for item in second if item in first]
        unmatched += len(first.keys() ^ second.keys()) if first and second else 0
        differences += [told for measure in measures if (told := _measured(name, measure, pairs))]
        for pair in pairs:
            then, now = (_is_right(measures[0], record) for record in pair)
            if then != now and None not in (then, now):
                (gained if now else lost).append(_flip_of(name, *pair))
    return RunComparison(differences=tuple(differences), gained=tuple(gained), lost=tuple(lost), unmatched=unmatched)


def _brought_in(*folders: Path) -> dict[str, tuple[Measure, ...]]:
    """The sets that a user brought and that there are records of, with their measures."""
    found: dict[str, tuple[Measure, ...]] = {}
    for stem in sorted({_DIGEST.sub("", path.name) for folder in folders for path in folder.glob("*.jsonl")}):
        form = max((form for form in MEASURES if stem.startswith(f"{form}-")), key=len, default=None)
        if form:
            found[f"{form}/{stem.removeprefix(f'{form}-')}"] = MEASURES[form]
    return found


def _records(folder: Path, name: str) -> dict[str, Record]:
    held: dict[str, Record] = {}
    for path in sorted(folder.glob(f"{name.replace('/', '-')}-????????????.jsonl")):
        held |= read_records(path)
    return held


def _measured(name: str, measure: Measure, pairs: Sequence[tuple[Record, Record]]) -> Difference | None:
    """A measure over the items it applies to in both runs."""
    held = [pair for pair in pairs if all(applies(measure, record) for record in pair)]
    if not held:
        return None
    first, second = (columns(measure, [pair[side] for pair in held]) for side in (0, 1))

    def figures(places: Places) -> tuple[float, float]:
        return measure.of(_taken(first, places)), measure.of(_taken(second, places))

    groups = [record.group for record, _ in held]
    return _difference(f"{name}: {measure.name}", _Pairs(groups, figures))


def _difference(name: str, pairs: _Pairs) -> Difference | None:
    """The difference with its interval; None where a figure cannot be computed."""

    def change(places: Places) -> float:
        then, now = pairs.of(places)
        return now - then

    then, now = pairs.of(np.arange(len(pairs.groups)))
    if np.isnan(then) or np.isnan(now):
        return None
    within = statistics.interval(pairs.groups, change)
    p = statistics.paired_p(pairs.groups, change)
    return Difference(name=name, n=len(pairs.groups), before=then, after=now, low=within.low, high=within.high, p=p)


def _taken(of: Mapping[str, Numbers], places: Places) -> dict[str, Numbers]:
    return {name: column[places] for name, column in of.items()}


def _is_right(headline: Measure, record: Record) -> bool | None:
    """Whether an item is right by the set's headline; None where that says nothing of a single item."""
    if record.finding is None or not applies(headline, record):
        return None
    values = [record.finding.values[name] for name in headline.needs]
    if headline.is_mean:
        return (values[0] >= _HALF) != headline.lower_is_better
    # A score against a label says nothing of one item.
    return values[0] == values[1] if headline.is_verdict else None


def _flip(before: Outcome, after: Outcome) -> Flip:
    case = after.case
    wanted = " and ".join(" or ".join(group) for group in case.targets) or "a refusal"
    return Flip(id=case.id, asked=case.question, expected=f"{wanted}: {case.why}", before=before.text, after=after.text)


def _flip_of(name: str, before: Record, after: Record) -> Flip:
    then, now = before.finding, after.finding
    return Flip(
        id=f"{name} {after.id}",
        asked=after.asked,
        expected=now.expected if now else "",
        before=then.shown if then else "",
        after=now.shown if now else "",
    )


_DIGEST = re.compile(r"-[0-9a-f]{12}\.jsonl$")
_HALF = 0.5
"""Of a share from which an item counts as right."""
