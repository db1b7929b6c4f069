"""What is put to the assistant itself, or is no question, is refused however near a sentence seems."""

from collections.abc import Iterator

import pytest
from story_desks import asked_of_texts

from assistant import Assistant
from assistant.question.addressee import asks_assistant

DAM = "Town stays away from its dam\n\nSome 300 people left Lower Aske after a crack was found in the dam of 1958."
MARKET = (
    "A victory for the market\n\n“This is a victory for the people who trade here,” Ola Brandt told supporters at the"
    " old mill. She promised to reopen the number 9 stall within her first hundred days.\n\n"
    "About 2,000 people came.\n\n"
    "The mayor was sworn in on Tuesday and named Rasmus Amdal as her deputy.\n"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with asked_of_texts({"dam": DAM, "market": MARKET}, tmp_path_factory.mktemp("talk")) as opened:
        yield opened


@pytest.mark.parametrize(
    "text", ["What is your name?", "Who are you?", "Hello, how are you?", "thanks", "Hi!", "Can you help me?"]
)
def test_small_talk_is_put_to_the_assistant(text: str) -> None:
    assert asks_assistant(text)


@pytest.mark.parametrize(
    "text",
    [
        "Can you tell me who won?",
        "If you lose your passport, whom do you call?",
        "Who said “your name is on it”?",
        "What is the mayor's name, do you know?",
        "What do your articles say of the fire?",
        "Was the captain called Hi?",
    ],
)
def test_a_question_for_what_the_articles_tell_is_not(text: str) -> None:
    assert not asks_assistant(text)


@pytest.mark.parametrize("text", ["hello", "What is your name?", "asdf", "lol", "help", "test"])
def test_what_is_no_question_to_the_articles_is_refused(desk: Assistant, text: str) -> None:
    answer = desk.ask(text)

    assert answer.refused
    assert answer.text.startswith("These articles do not say.")


def test_a_few_words_of_the_articles_are_searched_for(desk: Assistant) -> None:
    assert not desk.ask("crack dam").refused


def test_a_question_in_another_language_is_not_told_its_own_small_words(desk: Assistant) -> None:
    answer = desk.ask("Combien de logements sont prévus ?")

    assert answer.refused
    assert "combien" not in answer.text
    assert "English" in (answer.notice or "")
