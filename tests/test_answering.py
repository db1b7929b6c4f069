"""Answers on a small library of invented articles: follow-ups, parts, both sides, silence."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Answer, Assistant, Settings, Turn, open_assistant

ARTICLES = {
    "post.txt": (
        "Published on March 3, 2024\n\n"
        "A road bridge over the River Sell in Tarnholm collapsed on Saturday evening, killing four people, the fire"
        " service said.\n\nThe river is about nine metres deep below the bridge.\n\n"
        "Mayor Ines Corvo said she would not resign."
    ),
    "herald.txt": (
        "The collapse of the bridge in Tarnholm killed six people and injured 19, according to the hospital.\n\n"
        "The government has named retired judge Henrik Aalto to lead the inquiry. The inquiry has a budget of 2.4"
        " million euros."
    ),
    "times.txt": (
        "Six people were killed when the bridge in Tarnholm collapsed into the River Sell on Saturday, the regional"
        " police said on Monday.\n\nA ferry ticket costs 2 euros; children under 12 travel free."
    ),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text)
    with open_assistant(folder, Settings(home=Path(tmp_path_factory.mktemp("home")))) as opened:
        yield opened


def cited(answer: Answer) -> set[str]:
    return {citation.article.key for citation in answer.citations}


def test_a_refused_question_leaves_the_next_one_alone(desk: Assistant) -> None:
    refused = desk.ask("Do pigs fly?")
    history = [Turn(role="user", text=refused.question), Turn(role="assistant", text=refused.text)]

    answer = desk.ask("How deep is the river?", history)

    assert refused.refused
    assert answer.short == "about nine metres"


def test_a_new_topic_is_not_answered_from_the_old_one(desk: Assistant) -> None:
    history = [Turn(role="user", text="What is the budget of the inquiry?")]

    answer = desk.ask("How much does a ferry ticket cost?", history)

    assert answer.short == "2 euros"


def test_a_question_that_stands_alone_is_not_narrowed_to_what_was_asked_before(desk: Assistant) -> None:
    history = [Turn(role="user", text="Who leads the inquiry into the ferry?")]

    answer = desk.ask("How many people did the collapse kill?", history)

    assert answer.query == "How many people did the collapse kill?"
    assert "six" in answer.text.lower()


def test_each_part_of_a_question_is_answered(desk: Assistant) -> None:
    answer = desk.ask("Who leads the inquiry and what is its budget?")

    assert "Henrik Aalto" in answer.text
    assert "2.4 million euros" in answer.text


def test_both_counts_are_shown_with_their_independent_origins(desk: Assistant) -> None:
    answer = desk.ask("How many people were killed?")

    (disagreement,) = answer.disagreements
    assert disagreement.kind == "number"
    assert {(side.value.lower(), side.origins) for side in disagreement.positions} == {("six", 2), ("four", 1)}


def test_both_sides_of_yes_or_no_stand_in_one_answer_only_if_both_are_said(desk: Assistant) -> None:
    answer = desk.ask("Did the mayor resign?")

    assert cited(answer) == {"post.txt"}
    assert answer.disagreements == ()


@pytest.mark.fault("query", 57)
def test_a_question_in_another_language_is_refused_in_few_words(desk: Assistant) -> None:
    answer = desk.ask("Wie viele Menschen starben beim Einsturz der Brücke?")

    assert answer.refused
    assert "wie" not in answer.text


def test_a_refusal_never_says_that_a_word_is_missing_that_stands_in_an_article(desk: Assistant) -> None:
    answer = desk.ask("What did the unicorn say about the budget of the inquiry?")

    assert answer.refused
    assert answer.missing == "nothing on “unicorn”"
