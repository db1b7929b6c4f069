"""A made-up story told by eight articles: what they contradict each other in, and what only looks so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Answer, Assistant, Settings, open_assistant

STORY = Path(__file__).parent / "mill_fire"
REAL = [
    ("How many people did the blaze injure?", "number", {"60", "85"}),
    ("Is Ida Krull still the mill's director?", "name", {"Former mill director", "Mill director"}),
    ("When was the mill built?", "date", {"1978", "1987"}),
    ("When was the last safety inspection of the mill?", "date", {"March 2023", "June 2023"}),
    (
        "Has the company issued a statement on the fire?",
        "polarity",
        {"has not yet issued", "The Delmar company said"},
    ),
    (
        "Did the environment ministry confirm that chlorine leaked into the river?",
        "polarity",
        {"has confirmed", "has not confirmed"},
    ),
    ("Where did the mayor write that the town will rebuild?", "name", {"Facebook", "X"}),
    ("Who led the night shift?", "name", {"Tomas Vega", "Karl Brandt"}),
    ("How much is the damage to the mill?", "number", {"40 million", "65 million"}),
    ("Is the cleaning of the river finished?", "status", {"finished", "not yet finished"}),
    ("How long did it take to put out the fire?", "number", {"nine", "fourteen"}),
]
ALIKE = [
    "How many firefighters fought the flames?",
    "How many people work at the mill?",
    "How many fires have there been at the mill since 2009?",
    "How many engines came?",
    "How many homes did the fire destroy?",
    "What did Olga Petrova say about the firefighters?",
    "How many residents did the shelter take?",
    "When will production resume?",
    "Where does Port Harlan lie?",
    "When was the barn built?",
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with open_assistant(articles=STORY, settings=Settings(home=tmp_path_factory.mktemp("home"))) as opened:
        yield opened


def values(answer: Answer) -> list[set[str]]:
    return [{position.value for position in found.positions} for found in answer.disagreements]


@pytest.mark.parametrize(("question", "kind", "sides"), REAL)
def test_both_sides_are_set_against_each_other(desk: Assistant, question: str, kind: str, sides: set[str]) -> None:
    answer = desk.ask(question)

    assert values(answer) == [sides]
    assert [(found.kind, found.sequence) for found in answer.disagreements] == [(kind, False)]


@pytest.mark.parametrize("question", ALIKE)
def test_what_is_said_in_other_words_is_no_disagreement(desk: Assistant, question: str) -> None:
    assert desk.ask(question).disagreements == ()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many workers did the fire kill?", ["14", "19"]),
        ("Is the evacuation of the harbour district completed?", ["under way", "completed"]),
    ],
)
def test_a_change_that_the_dates_show_is_a_sequence(desk: Assistant, question: str, told: list[str]) -> None:
    (found,) = desk.ask(question).disagreements

    assert found.sequence
    assert [side.value for side in found.positions] == told
    assert [side.told.isoformat() for side in found.positions if side.told] == ["2024-03-03", "2024-03-05"]


def test_every_side_is_told_in_the_words_of_its_quote(desk: Assistant) -> None:
    for question, _, _ in REAL:
        for found in desk.ask(question).disagreements:
            for position in found.positions:
                assert position.value in position.citations[0].quote
