"""The gate proven by mutation: break one part of the product, and at least one score turns red."""

import sys
from collections.abc import Iterator, Sequence
from itertools import repeat
from pathlib import Path

import pytest

from assistant import Assistant, Attribution, Retrieval, Settings, open_assistant
from assistant.attribution.attribute import attribute
from assistant.quoting.weighing.judging import ANSWERABLE
from assistant.testing import ScriptedModel
from assistant.verification.verify import proves
from evals import Case, Report, bundled_gold, compare, read_cases, run, write_baseline
from evals.baseline import Fall, read_baseline
from index import HybridRetriever

SEEDS = Path(__file__).parent.parent / "seeds"
KINDS = ("count", "date", "unanswerable", "who_said")
EACH = 5


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """A few of each kind: enough to see a part break."""
    gold = read_cases(bundled_gold())
    return [case for kind in KINDS for case in [case for case in gold if case.kind == kind][:EACH]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    home = tmp_path_factory.mktemp("home")
    with open_assistant(SEEDS, settings=Settings(home=home)) as desk:
        yield desk


@pytest.fixture(scope="module")
def healthy(cases: Sequence[Case], desk: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the unbroken product scores, accepted."""
    path = tmp_path_factory.mktemp("gate") / "baseline.json"
    write_baseline(run(cases, desk.ask), path)
    return path


def break_everywhere(monkeypatch: pytest.MonkeyPatch, name: str, held: object, broken: object) -> None:
    """Put `broken` wherever the product imported `held` under this name."""
    for module_name, module in list(sys.modules.items()):
        if module_name.split(".")[0] == "assistant" and vars(module).get(name) is held:
            monkeypatch.setattr(module, name, broken)


def fallen(report: Report, healthy: Path) -> dict[str, Fall]:
    return {fall.scorer: fall for fall in compare(report, read_baseline(healthy)).falls}


def test_the_unbroken_product_falls_nowhere(cases: list[Case], desk: Assistant, healthy: Path) -> None:
    assert fallen(run(cases, desk.ask), healthy) == {}


def test_a_retriever_that_finds_nothing_turns_red(
    cases: list[Case], desk: Assistant, healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HybridRetriever, "retrieve", lambda self, query, **_: Retrieval(query=query, hits=()))

    red = fallen(run(cases, desk.ask), healthy)

    assert {"right", "answer_contains", "not_over_refused"} <= red.keys()


def test_a_refusal_threshold_of_nothing_turns_red(
    cases: list[Case], desk: Assistant, healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_everywhere(monkeypatch, "ANSWERABLE", ANSWERABLE, 0.0)

    red = fallen(run(cases, desk.ask), healthy)

    assert {"right", "refused_rightly"} <= red.keys()


def test_an_attribution_that_knows_nobody_turns_red(
    cases: list[Case], desk: Assistant, healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_everywhere(monkeypatch, "attribute", attribute, lambda *_, **__: Attribution())

    assert "attributed" in fallen(run(cases, desk.ask), healthy)


def test_a_verifier_that_believes_everything_turns_red(
    cases: list[Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = [case for case in cases if case.kind == "count"]
    with open_assistant(SEEDS, settings=Settings(home=tmp_path), llm=liar("777", len(counts))) as desk:
        write_baseline(run(counts, desk.ask), tmp_path / "baseline.json")
    break_everywhere(monkeypatch, "proves", proves, believe)
    with open_assistant(SEEDS, settings=Settings(home=tmp_path), llm=liar("778", len(counts))) as desk:
        red = fallen(run(counts, desk.ask), tmp_path / "baseline.json")

    assert {"right", "answer_contains"} <= red.keys()


def liar(number: str, questions: int) -> ScriptedModel:
    """A model that answers every question with a number that no article holds.

    Each run takes its own number: what was proved of a sentence is remembered.
    """
    return ScriptedModel(list(repeat(f"Exactly {number} people came home in Kyiv [1].", questions)))


def believe(*_: object, **__: object) -> bool:
    return True
