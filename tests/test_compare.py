"""Two passages and one question: alike, against each other, or not both answers."""

import pytest

from assistant.collation.claims.values import values
from assistant.collation.compare import compare
from assistant.question.analysis import analyse

PASSAGES = [
    (
        "When did the tram line open?",
        "The tram line opened on 3 May 1998, the city archive says.",
        "The tram line opened on 9 May 1989 after years of work.",
        ("contradict", "date", "3 May 1998", "9 May 1989"),
    ),
    (
        "When did the tram line open?",
        "The tram line opened on 3 May 1998, the city archive says.",
        "Opened in May 1998, the tram line carries 9,000 people a day.",
        ("agree", "date", "3 May 1998", "May 1998"),
    ),
    (
        "What is the population of Aldermere?",
        "As of the last census the population of Aldermere was 4,312.",
        "Aldermere is a town. The population was 5,207 at the last census.",
        ("contradict", "number", "4,312", "5,207"),
    ),
    (
        "Who won the Aldermere regatta?",
        "Mara Olsen won the Aldermere regatta on Sunday.",
        "The Aldermere regatta was won by Olsen, who lives in the town.",
        ("agree", "name", "Mara Olsen", "Olsen"),
    ),
    (
        "Who won the Aldermere regatta?",
        "Mara Olsen won the Aldermere regatta on Sunday.",
        "The Aldermere regatta was won by Piet Hansen.",
        ("contradict", "name", "Mara Olsen", "Piet Hansen"),
    ),
]


@pytest.mark.parametrize(("question", "first", "second", "expected"), PASSAGES)
def test_answers_of_two_passages_are_set_side_by_side(
    question: str, first: str, second: str, expected: tuple[str, str, str, str]
) -> None:
    found = compare(analyse(question), first, second)

    assert (found.verdict, found.kind, found.first, found.second) == expected


def test_the_order_of_the_passages_changes_nothing() -> None:
    for question, first, second, (verdict, kind, *_) in PASSAGES:
        found = compare(analyse(question), second, first)

        assert (found.verdict, found.kind) == (verdict, kind)


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("When did the tram line open?", "The tram line opened in 1998.", "Bread is baked daily by the river."),
        ("Did the tram line open?", "The tram line opened in 1998.", "The tram line opened in 1989."),
        ("When did the tram line open?", "", ""),
    ],
)
def test_a_passage_without_an_answer_is_unrelated(question: str, first: str, second: str) -> None:
    assert compare(analyse(question), first, second).verdict == "unrelated"


def test_a_count_of_an_event_that_is_named_by_its_size_is_no_year() -> None:
    asked = analyse("In which year was the swap?")

    assert [value.text for value in values(asked, "The 1000-for-1000 swap of 2025, not 1,998.")] == ["2025"]
