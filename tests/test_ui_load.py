"""A small load in every test run; `make load` and `make soak` are the large ones."""

import pytest
from load_window import articles, growth, run


@pytest.mark.threat("T13")
def test_ten_readers_at_once_get_the_answers_to_their_own_questions_while_articles_come_in() -> None:
    told = run(readers=10, seconds=4, held=60)

    assert told.wrong == []
    assert len(told.took_s) >= 10
    assert told.refused <= len(told.took_s) / 5
    assert told.added >= 10
    assert growth(told) < 1


def test_no_two_questions_of_the_load_have_the_same_answer() -> None:
    asked = articles(3_000)

    assert len({figure for _, _, figure in asked}) == len({question for _, question, _ in asked}) == 3_000
