"""Who somebody is, where an article says so: "Who is Ann Doe?"."""

from collections.abc import Iterator

import pytest
from desks import desk_of

from assistant import Assistant
from assistant.attribution.identity import identity
from assistant.question.analysis import analyse

ARTICLES = {
    "april.txt": """Quarry to close

5 April 2025

Iona Pryce, director of the Penmoel quarry, wept when she told the men. A gull's nest delayed the last blast, said the
company's spokesman, Huw Tell. Iona Pryce had lunch with Judge Gwen Tudor on the day before.
""",
    "june.txt": """After the quarry

6 June 2025

Iona Pryce, the former director of the Penmoel quarry, now grows leeks. Her brother Dylan Pryce sells them.
""",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with desk_of(tmp_path_factory, ARTICLES) as opened:
        yield opened


@pytest.mark.parametrize(
    ("sentence", "person", "words"),
    [
        ("Ann Doe, the mayor, left.", "Ann Doe", "the mayor"),
        ("Ann Doe, 51, chief executive of Tarn, left.", "Ann Doe", "chief executive of Tarn"),
        (
            "The door was opened by Ann Doe, a diver working for the firm, at nine.",
            "Doe",
            "a diver working for the firm",
        ),
        ("Ann Doe is acting clerk.", "Ann Doe", "acting clerk"),
        ("Police said a janitor, Ann Doe, had moved it.", "Ann Doe", "a janitor"),
        ("On Friday Board chair Ann Doe left.", "Ann Doe", "Board chair"),
        ("Ann Doe, who left, was tired.", "Ann Doe", None),
        ("Ann Doe, denies it all, and left.", "Ann Doe", None),
        ("Bob Doe, the mayor, left.", "Ann Doe", None),
        ("Mayor Doe, a baker, left.", "Ann Doe", "a baker"),
        ("The mayor left.", "Ann Doe", None),
    ],
)
def test_an_apposition_or_a_title_says_who_somebody_is(sentence: str, person: str, words: str | None) -> None:
    assert identity(sentence, person) == words


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("Who is Ann Doe?", "Ann Doe"),
        ("And who was Jan van Eyck?", "Jan van Eyck"),
        ("Who's Mr Doe", "Doe"),
        ("Who is the mayor?", None),
        ("Who was hurt?", None),
        ("Who is Doe's lawyer now?", None),
    ],
)
def test_a_question_may_ask_who_somebody_is(question: str, person: str | None) -> None:
    assert analyse(question).person == person


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Who is Huw Tell?", "company's spokesman"),
        ("Who is Gwen Tudor?", "Judge"),
        ("Who is Dylan Pryce?", "Her brother"),
    ],
)
def test_who_somebody_is_is_answered_in_the_words_that_say_so(desk: Assistant, question: str, short: str) -> None:
    answer = desk.ask(question)

    assert not answer.refused
    assert answer.short is not None
    assert short in answer.short


def test_somebody_of_whom_no_article_tells_is_not_said_to_be_another(desk: Assistant) -> None:
    assert desk.ask("Who is Ivor Novak?").refused


def test_an_office_that_was_left_meanwhile_is_a_change_over_time(desk: Assistant) -> None:
    (found,) = desk.ask("Who is Iona Pryce?").disagreements

    assert (found.kind, found.sequence) == ("name", True)
    assert [side.value for side in found.positions] == ["director", "former director"]
