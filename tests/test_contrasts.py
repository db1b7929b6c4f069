"""Two speakers who follow each other, and three counts of one thing."""

from collections.abc import Iterator

import pytest
from desks import desk_of

from assistant import Assistant

ARTICLES = {
    "sirens.txt": """What the village was told about the flood

9 April 2025

The warden, Mal Reeve, said that the evacuation of Tarn had taken two hours. Councillor Pia Nand said that it had taken
five.

The wreck of the ferry Elsa was found on 15 November, according to the coast guard. The museum says 16 November.

The clerk, Ada Cho, said that observers had watched the vault being opened. Karl Brand, a lawyer, said that no observer
had been in the room.

The bridge is 80 metres long, the engineer said. The engineer said that it was built in 90 days.
""",
    "grants.txt": """Help for the flooded

12 April 2025

Councillor Pia Nand asked the company to pay every flooded household £500 at once. The company will pay each flooded
household £350, the warden announced.
""",
    "one.txt": "Market roof falls in\n\n3 May 2024\n\nThe fall of the market roof in Lorn injured 11 people.",
    "two.txt": "Roof falls on market\n\n3 May 2024\n\nThe fall of the market roof in Lorn injured 14 people.",
    "three.txt": "Market closed\n\n3 May 2024\n\nThe fall of the market roof in Lorn injured 17 people.",
    "digging.txt": "Digging goes on\n\n5 May 2024\n\nThe digging of the Sorne tunnel is still going on, he said.",
    "halt.txt": "Digging stops\n\n4 May 2024\n\nThe digging of the Sorne tunnel was suspended by a court.",
    "done.txt": "Tunnel done\n\n3 May 2024\n\nThe digging of the Sorne tunnel was completed, the ministry said.",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with desk_of(tmp_path_factory, ARTICLES) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "kind", "sides"),
    [
        ("How long did the evacuation of Tarn take?", "number", {"two hours", "five"}),
        ("When was the wreck of the ferry found?", "date", {"15 November", "16 November"}),
        ("Was the wreck of the ferry found on 15 November?", "date", {"15 November", "16 November"}),
        ("Did observers watch the vault being opened?", "polarity", {"observers", "no observer"}),
    ],
)
def test_of_two_neighbours_the_second_may_leave_out_what_the_first_has_said(
    desk: Assistant, question: str, kind: str, sides: set[str]
) -> None:
    (found,) = desk.ask(question).disagreements

    assert (found.kind, {side.value for side in found.positions}) == (kind, sides)
    assert len({citation.start for side in found.positions for citation in side.citations}) == 2


def test_what_is_paid_stands_before_what_was_asked_for(desk: Assistant) -> None:
    (sentence, *_) = desk.ask("How much does the company pay each flooded household?").sentences

    assert "£350" in sentence.text


def test_one_speaker_does_not_contradict_himself(desk: Assistant) -> None:
    assert desk.ask("How long is the bridge?").disagreements == ()


def test_three_counts_of_one_thing_are_one_disagreement(desk: Assistant) -> None:
    (found,) = desk.ask("How many people did the fall of the market roof injure?").disagreements

    assert {side.value for side in found.positions} == {"11", "14", "17"}
    assert not found.sequence


def test_three_states_are_one_disagreement_where_they_do_not_follow_each_other(desk: Assistant) -> None:
    (found,) = desk.ask("Is the digging of the Sorne tunnel completed?").disagreements

    assert {side.value for side in found.positions} == {"still going on", "suspended", "completed"}
    assert not found.sequence
