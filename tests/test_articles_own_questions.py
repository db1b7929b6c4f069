"""A question that an article prints is no answer to its like; what stands behind it may be."""

from collections.abc import Iterator

import pytest
from story_desks import asked_of_texts

from assistant import Assistant

QUIZ = """Weekend quiz

Here is our quiz on the week in the valley. The answers are in the print edition.

1. How many herons did wardens count on Lake Orsel this year?

2. Which baker in Torvik has won the butter prize twice?
"""
NEWS = """Fewer herons on Lake Orsel

Wardens on Lake Orsel counted 214 herons in April, the fewest since 1998.

Was the water to blame? Biologist Mira Holt said that the reeds had been cut too early.
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with asked_of_texts({"quiz": QUIZ, "news": NEWS}, tmp_path_factory.mktemp("quiz")) as opened:
        yield opened


def test_the_article_that_answers_is_told_and_not_the_one_that_asks_the_same(desk: Assistant) -> None:
    answer = desk.ask("How many herons did wardens count on Lake Orsel this year?")

    assert answer.sentences[0].text.startswith("Wardens on Lake Orsel counted 214 herons")
    assert not any(sentence.text.endswith("?") for sentence in answer.sentences)


def test_what_is_only_asked_is_refused(desk: Assistant) -> None:
    answer = desk.ask("Which baker in Torvik has won the butter prize twice?")

    assert answer.refused
    assert not any(one.quote.text.endswith("?") for one in answer.evidence)


def test_a_question_is_told_with_the_sentence_that_answers_it(desk: Assistant) -> None:
    answer = desk.ask("Was the water to blame for the herons?")

    assert "said that the reeds had been cut too early" in answer.text
