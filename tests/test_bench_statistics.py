"""Figures of benchmarks and their uncertainty, against values worked out by hand."""

import math

import numpy as np
import pytest

from evals.benchmarks import statistics
from evals.benchmarks.measures import Measure, answered_best, area, average, classified, figure, risk_area
from evals.benchmarks.records import Finding, Record
from evals.benchmarks.statistics import at_coverage, auroc, balanced_accuracy, f1, interval, macro_f1, paired_p


def numbers(*values: float) -> statistics.Numbers:
    return np.array(values, dtype=np.float64)


def records(*rows: dict[str, float], groups: str = "") -> list[Record]:
    return [
        Record(
            id=str(place),
            group=groups[place] if groups else str(place),
            asked="?",
            finding=Finding(values=row, expected="", shown=""),
            elapsed_ms=1,
        )
        for place, row in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("scores", "labels", "expected"),
    [
        ((0.9, 0.8, 0.2, 0.1), (1, 1, 0, 0), 1.0),
        ((0.1, 0.2, 0.8, 0.9), (1, 1, 0, 0), 0.0),
        ((0.5, 0.5, 0.5, 0.5), (1, 0, 1, 0), 0.5),
        ((0.9, 0.5, 0.5, 0.1), (1, 1, 0, 0), 0.875),
    ],
)
def test_auroc_is_the_chance_that_a_positive_is_above_a_negative(
    scores: tuple[float, ...], labels: tuple[float, ...], expected: float
) -> None:
    assert auroc(numbers(*scores), numbers(*labels)) == expected


@pytest.mark.fault("eval", 87)
def test_auroc_of_one_class_is_nan() -> None:
    assert math.isnan(auroc(numbers(0.1, 0.2), numbers(1, 1)))


def test_balanced_accuracy_is_blind_to_how_common_a_class_is() -> None:
    said, labels = numbers(1, 1, 1, 1, 1, 0), numbers(1, 1, 1, 1, 0, 0)

    assert balanced_accuracy(said, labels) == 0.75


def test_f1_is_zero_where_nothing_is_found() -> None:
    assert f1(numbers(0, 0, 0), numbers(1, 0, 0)) == 0
    assert f1(numbers(1, 1, 0), numbers(1, 0, 1)) == 0.5


def test_macro_f1_counts_every_class_the_same() -> None:
    assert macro_f1(numbers(0, 0, 0, 0), numbers(0, 0, 0, 1)) == pytest.approx((6 / 7 + 0) / 2)


def test_accuracy_at_coverage_takes_the_surest_and_splits_ties() -> None:
    right, confidence = numbers(1, 1, 0, 0), numbers(0.9, 0.8, 0.7, 0.1)

    assert at_coverage(right, confidence, 0.5) == 1
    assert at_coverage(right, confidence, 1.0) == 0.5
    assert at_coverage(numbers(1, 0, 0, 0), numbers(0.5, 0.5, 0.5, 0.5), 0.5) == 0.25


def test_an_interval_over_groups_is_wider_than_one_over_items() -> None:
    values = numbers(*[1.0] * 10, *[0.0] * 10)
    alone = interval([str(place) for place in range(20)], lambda places: float(values[places].mean()))

    together = interval(["a"] * 10 + ["b"] * 10, lambda places: float(values[places].mean()))

    assert (together.low, together.high) == (0.0, 1.0)
    assert alone.high - alone.low < 0.5


def test_an_interval_is_the_same_every_time() -> None:
    values = numbers(*range(30))
    groups = [str(place // 3) for place in range(30)]

    first, second = (interval(groups, lambda places: float(values[places].mean())) for _ in range(2))

    assert first == second
    assert first.low < values.mean() < first.high


def test_a_paired_difference_is_significant_only_where_it_holds_in_most_groups() -> None:
    groups = [str(place) for place in range(40)]
    steady, mixed = numbers(*[0.1] * 40), numbers(*[0.5, -0.5] * 20)

    assert paired_p(groups, lambda places: float(steady[places].mean())) < 0.01
    assert paired_p(groups, lambda places: float(mixed[places].mean())) > 0.5


def test_a_measure_leaves_out_items_that_lack_what_it_needs() -> None:
    told = figure(average("words", "words"), records({"words": 2.0}, {"other": 9.0}, {"words": 4.0}))

    assert (told.value, told.n, told.standard_error) == (3.0, 2, 1.0)


@pytest.mark.fault("eval", 87)
def test_a_measure_of_nothing_is_none() -> None:
    told = figure(area("score", "label", "AUROC"), records({"score": 1.0}))

    assert (told.value, told.low, told.n) == (None, None, 0)


def test_a_floor_may_come_from_the_same_items() -> None:
    always = Measure("accuracy", ("label",), lambda of: 1.0, floor=lambda of: float(of["label"].mean()))

    assert figure(always, records({"label": 1.0}, {"label": 0.0})).floor == 0.5


def test_classes_and_coverage_are_measured_over_columns() -> None:
    rows = records(
        {"said": 1, "label": 1, "right": 1, "confidence": 0.9}, {"said": 0, "label": 1, "right": 0, "confidence": 0.2}
    )

    assert figure(classified(statistics.recall, "said", "label", "recall"), rows).value == 0.5
    assert figure(answered_best("right", "confidence", 0.5), rows).value == 1
    assert figure(risk_area("right", "confidence"), rows).value == 0.25
