"""Questions that name days: their news, and sentences whose day is known by their article's."""

from collections.abc import Iterator
from datetime import date

import pytest
from story_desks import asked_of_texts

from assistant import Assistant, Filters

ARTICLES = {
    "ferry": "Ferry line stopped\n\nPublished on 4 March 2025\n\nThe ferry line between Orsel and Vik was stopped on"
    " Monday after a crack was found in a hull.\n\nSome 300 passengers a day use it.\n",
    "school": "School reopens\n\nPublished on 20 March 2025\n\nThe school of Vik reopened after its roof was repaired"
    " for 2 million crowns.\n\nPupils had been taught in the town hall since January.\n",
    "herons": "Fewer herons\n\nPublished on 9 April 2025\n\nWardens counted 214 herons on Lake Orsel, the fewest since"
    " 1998.\n\nOn 20 March they had found the first nests.\n",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with asked_of_texts(ARTICLES, tmp_path_factory.mktemp("days")) as opened:
        yield opened


def told(desk: Assistant, question: str, asked_on: date | None = None) -> list[str]:
    answer = desk.ask(question, filters=Filters(asked_on=asked_on))
    return [] if answer.refused else [sentence.text.split()[1] for sentence in answer.sentences]


@pytest.mark.parametrize(
    ("question", "first_words"),
    [
        ("What happened in April 2025?", ["counted"]),
        # The day before an article of 4 March, and a Monday; 20 March stands in an article of April, too.
        ("What happened on 3 March 2025?", ["ferry"]),
        ("What happened on 20 March?", ["school", "20"]),
        ("What happened between 2 and 21 March 2025?", ["ferry", "school", "20"]),
    ],
)
def test_news_of_named_days_are_one_sentence_of_each_article(
    desk: Assistant, question: str, first_words: list[str]
) -> None:
    assert told(desk, question) == first_words


def test_this_week_is_seen_from_the_day_of_the_question(desk: Assistant) -> None:
    assert told(desk, "What happened this week?", date(2025, 3, 22)) == ["school", "20"]
    assert told(desk, "What happened this week?", date(2025, 4, 10)) == ["counted"]


def test_days_of_which_no_article_tells_are_refused_by_their_name(desk: Assistant) -> None:
    answer = desk.ask("What happened on 2 June 2024?")

    assert answer.refused
    assert "2 June 2024" in answer.text


def test_a_day_that_the_article_tells_by_its_date_is_not_missing(desk: Assistant) -> None:
    assert told(desk, "Where did wardens count herons on 9 April 2025?") == ["counted"]
    assert told(desk, "What was stopped on 3 March 2025?") == ["ferry"]


def test_a_question_with_a_matter_of_its_own_asks_for_no_news(desk: Assistant) -> None:
    answer = desk.ask("How many passengers used the ferry in March 2025?")

    assert answer.short == "Some 300"
    assert len(answer.sentences) == 1
