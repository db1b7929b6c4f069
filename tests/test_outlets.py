"""Questions for the words of one outlet: nobody else's answer them."""

from collections.abc import Iterator

import pytest
from desks import desk_of

from assistant import Assistant, Filters

ARTICLES = {
    "echo.txt": """Barge sinks in the Orle canal

Publisher: Orle Echo

A barge with 40 tonnes of gravel sank in the Orle canal on Monday. The lock keeper, Ned Ashby, pulled three people
out of the water. The barge was built in 1961.
""",
    "wire.txt": """Gravel barge goes down

Publisher: Canal Wire

A barge that carried 52 tonnes of gravel went down in the Orle canal on Monday. Five people were pulled out of the
water. The Orle Echo reported that a lock keeper had saved them. The owner, Ida Marsh, blamed a rotten plank.
""",
    "coast.txt": """Lighthouse gets a new lamp

Publisher: Coast Herald

The lighthouse at Penn Head has a new lamp that can be seen for 21 miles. It cost £9,000.
""",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with desk_of(tmp_path_factory, ARTICLES) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many tonnes of gravel did the barge carry, according to the Orle Echo?", "40 tonnes"),
        ("How many tonnes of gravel did the barge carry, according to Canal Wire?", "52 tonnes"),
        ("According to Canal Wire, how many people were pulled out of the water?", "Five people"),
        ("What does the Orle Echo say about the barge?", "barge"),
    ],
)
def test_the_outlet_that_is_asked_answers_in_its_own_words(desk: Assistant, question: str, told: str) -> None:
    answer = desk.ask(question)

    outlet = "Canal Wire" if "Wire" in question else "Orle Echo"
    assert told in answer.sentences[0].text
    assert {one.article.publisher for one in answer.citations} <= {outlet}


@pytest.mark.parametrize(
    "question",
    [
        "How many tonnes of gravel did the barge carry, according to the Coast Herald?",
        "What does the Coast Herald say about the barge?",
    ],
)
def test_what_only_others_say_is_no_answer(desk: Assistant, question: str) -> None:
    assert desk.ask(question).refused


def test_another_outlet_may_tell_what_the_first_reported(desk: Assistant) -> None:
    answer = desk.ask("Who had saved them, according to the Orle Echo?")

    assert any("The Orle Echo reported that a lock keeper" in one.quote.text for one in answer.evidence)


def test_an_outlet_that_is_chosen_already_is_not_looked_for(desk: Assistant) -> None:
    asked = "How many tonnes of gravel did the barge carry, according to the Orle Echo?"

    answer = desk.ask(asked, filters=Filters(publisher="Canal Wire"))

    assert {one.article.publisher for one in answer.evidence} == {"Canal Wire"}
