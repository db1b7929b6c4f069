"""What counts as a contradiction between two sentences, and what only looks like one."""

import pytest

from assistant.collation.contradicting.clashes import clashes

REAL = [
    (
        "date",
        "The ferry line reopened in May 2024 after repairs.",
        "The ferry line reopened in May 2025 after repairs.",
    ),
    (
        "date",
        "Some 300 divers have trained there since the club was founded in March 2019.",
        "The club has trained over 300 divers since it was founded in April 2019.",
    ),
    (
        "number",
        "The blaze destroyed 12 houses in the valley, firefighters said.",
        "Firefighters said the blaze destroyed 17 houses in the valley.",
    ),
    (
        "number",
        "At least 40 passengers were hurt when the tram derailed.",
        "Fewer than 30 passengers were hurt when the tram derailed.",
    ),
    (
        "number",
        "No fewer than 40 passengers were hurt when the tram derailed.",
        "Thirty-five passengers were hurt when the tram derailed.",
    ),
    ("name", "Former mayor Ada Brandt opened the fair.", "Mayor Ada Brandt opened the fair on Monday."),
    (
        "status",
        "The evacuation of the village was completed on Sunday.",
        "The evacuation is still under way, police said.",
    ),
    ("status", "The inspection has been completed.", "Engineers say the inspection is not yet finished."),
    (
        "polarity",
        "The ministry has confirmed that the dam will be closed.",
        "The ministry has not confirmed that the dam will be closed.",
    ),
]
LOOK_ALIKES = [
    ("At least 4,757 citizens were freed in the exchanges.", "More than 4,750 citizens were freed in the exchanges."),
    ("The club has won 64 matches since 2019.", "It was the club's 64th match won since 2019."),
    ("Nearly 2,000 people will move, 1,000 from each town.", "About 1,000 people will move from each town."),
    ("Over 200 sailors came ashore on Friday.", "More than 200 sailors came ashore on Friday."),
    ("The blaze destroyed twenty-two houses.", "The blaze destroyed 22 houses."),
    ("The talks in Ankara lasted two hours.", "The storm in Denver lasted 40 hours."),
    ("The bridge reopened in May 2024.", "The school closed in May 2025."),
    ("Mayor Ada Brandt opened the fair.", "Former mayor Otto Lind opened the market."),
    ("The evacuation was completed on Sunday.", "The harvest is still under way, farmers said."),
]


@pytest.mark.parametrize(("kind", "first", "second"), REAL)
def test_a_real_contradiction_is_found_whichever_comes_first(kind: str, first: str, second: str) -> None:
    assert kind in {clash.kind for clash in clashes(first, second)}
    assert kind in {clash.kind for clash in clashes(second, first)}


@pytest.mark.parametrize(("first", "second"), LOOK_ALIKES)
def test_what_can_both_be_true_is_no_contradiction(first: str, second: str) -> None:
    assert clashes(first, second) == []


def test_a_side_is_told_in_the_words_of_its_sentence() -> None:
    first, second = REAL[2][1:]

    (clash,) = clashes(first, second)

    assert (clash.first.value, clash.second.value) == ("12", "17")
