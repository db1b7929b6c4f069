import time

import pytest

from assistant.answer import Turn
from assistant.question.follow_up.condense import MAX_CHARS, condense


def talk(*texts: str) -> list[Turn]:
    """Turns in order, the user's first."""
    return [Turn(role="assistant" if place % 2 else "user", text=text) for place, text in enumerate(texts)]


PRISONERS = talk(
    "How many prisoners came home on the first day?",
    "390 Ukrainian prisoners returned home on Friday [1]. Russia received 270 servicemen and 120 civilians [2].",
)
BAKERY = talk("Who opened the bakery in Lyon?", "The baker Amélie Roux opened it in May [1][2].")
STRIKE = talk("When did the strike at the port of Hamburg begin?", "It began on Monday [1].")
COUNT = talk("How many ships did Norway build?", "Eleven [1].")
TALKS = talk("Did Angela Merkel propose the talks in Minsk?", "Yes [1].")


@pytest.mark.parametrize(
    ("history", "question", "expected"),
    [
        (
            PRISONERS,
            "How many of them were civilians?",
            "How many of the prisoners who came home on the first day were civilians?",
        ),
        (PRISONERS, "What about the second day?", "How many prisoners came home on the second day?"),
        (PRISONERS, "And on Saturday?", "How many prisoners came home on Saturday?"),
        (BAKERY, "What did she say?", "What did Amélie Roux say?"),
        (BAKERY, "Where is her oven?", "Where is Amélie Roux's oven?"),
        (STRIKE, "And when did it end?", "When did the strike at the port of Hamburg end?"),
        (STRIKE, "How many workers joined the strike?", "How many workers joined the strike at the port of Hamburg?"),
        (STRIKE, "Why?", "Why did the strike at the port of Hamburg begin?"),
        (COUNT, "What about Denmark?", "How many ships did Denmark build?"),
        (COUNT, "And Denmark?", "How many ships did Denmark build?"),
        (COUNT, "And in 2025?", "How many ships did Norway build in 2025?"),
        (TALKS, "When?", "When did Angela Merkel propose the talks in Minsk?"),
        (TALKS, "Who else was there?", "Who else was in Minsk?"),
        (TALKS, "When did she leave office?", "When did Angela Merkel leave office?"),
    ],
)
def test_a_follow_up_is_made_to_stand_alone(history: list[Turn], question: str, expected: str) -> None:
    assert condense(question, history) == expected


@pytest.mark.parametrize("question", ["Why?", "the second one", "Who said so?", "Which one?", "Tell me more"])
def test_what_is_left_out_is_added_from_the_question_before(question: str) -> None:
    whole = condense(question, PRISONERS)

    assert whole.startswith(question.rstrip("?"))
    assert "prisoners came home on the first day" in whole


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "Who is Dmitry Peskov?",
        "What did Zelensky write on X?",
        "Is it true that Moscow refused the offer?",
        "Did Macron say that he would resign?",
        "How long did the siege of Sarajevo last?",
        "Are there many people in Iceland?",
    ],
)
def test_a_question_that_stands_alone_comes_back_untouched(question: str) -> None:
    assert condense(question, PRISONERS) is question


def test_without_a_history_nothing_changes() -> None:
    assert condense("Why did he do it?", []) == "Why did he do it?"


@pytest.mark.parametrize(
    "question",
    ["Wer hat gewonnen?", "¿Quién ganó?", "Et la France ?", "Pourquoi ?", "Кто выиграл?", "何人ですか", "Dove è?"],
)
def test_another_language_is_left_alone(question: str) -> None:
    assert condense(question, PRISONERS) == question


def test_labels_of_an_answer_do_not_reach_the_query() -> None:
    history = talk("Who leads the union?", "The union is led by Rosa Blum [1][2, 3].")

    assert condense("When was she elected?", history) == "When was Rosa Blum elected?"


def test_an_object_is_not_its_own_subject() -> None:
    history = talk("What did Paul Ochs ask for?", "A pardon [1].")

    assert condense("Did Anna Lund visit him?", history) == "Did Anna Lund visit Paul Ochs?"


def test_he_is_not_a_woman_and_she_is_not_a_man() -> None:
    history = talk("What did Ursula Benn tell Robert Katz about the budget?", "It was too small [1].")

    assert condense("What did he answer?", history) == "What did Robert Katz answer?"
    assert condense("Why did she say so?", history).startswith("Why did Ursula Benn say so")


def test_they_are_both_of_two() -> None:
    history = talk("Which teams reached the final?", "France and Argentina reached the final in Lusail [1].")

    assert condense("When did they last play?", history) == "When did France and Argentina last play?"


def test_a_name_is_carried_through_a_chain_of_pronouns() -> None:
    history = talk(
        "Where was Marta Silva born?", "In Porto [1].",
        "When did she leave?", "In 2001 [1].",
        "What did she study?", "Law [2].",
    )  # fmt: skip

    assert condense("Is she married?", history) == "Is Marta Silva married?"


def test_a_query_stays_short() -> None:
    long = "How many of the " + "very " * 80 + "old ships sank?"

    assert len(condense("Why?", talk(long, "Two [1]."))) <= MAX_CHARS


def test_the_same_turns_give_the_same_query() -> None:
    assert {condense("What about Russia?", PRISONERS) for _ in range(5)} == {
        "What about Russia (prisoners came home on the first day)?"
    }


def test_a_long_talk_is_condensed_within_five_milliseconds() -> None:
    history = talk(*["Did the mayor of Ghent open the bridge?", "Yes, he opened it on Monday, the city said [1]."] * 12)
    condense("When did he open it?", history)

    begun = time.process_time()
    for _ in range(20):
        condense("When did he open it?", history)

    assert (time.process_time() - begun) / 20 < 0.005
