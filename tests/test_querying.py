"""What a question says beside its topic, and the terms its words become."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.querying import Days, understand
from index.storing.catalog.terms import asked_terms, terms

PUBLISHERS = (
    "rki.news",
    "The Verge",
    "Time",
    "Fortune",
    "CNN",
    "FOX News - Health",
    "FOX News - Sports",
    "Business World",
    "Music Business Worldwide",
)
NEWEST = date(2025, 6, 2)


def days(question: str, asked_on: date | None = None) -> list[tuple[str, str]]:
    found = understand(question, publishers=(), newest=NEWEST, asked_on=asked_on).days
    return [(one.first.isoformat(), one.last.isoformat()) for one in found]


# Publishers


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("According to rki.news, how many came home?", {"rki.news"}),
        ("what does the verge say of it?", {"The Verge"}),
        ("Who is rich, as Fortune tells it?", {"Fortune"}),
        ("fortune reported what?", {"Fortune"}),
        ("He made a fortune in no time.", set()),
        ("SHE MADE A FORTUNE IN NO TIME", set()),
        ("What did FOX News - Health find?", {"FOX News - Health"}),
        ("What did FOX News find?", {"FOX News - Health", "FOX News - Sports"}),
        ("What did Music Business Worldwide find?", {"Music Business Worldwide"}),
        ("Is the vergence angle wide?", set()),
    ],
)
def test_a_publisher_is_named_by_its_name_or_its_main_part(question: str, named: set[str]) -> None:
    assert understand(question, publishers=PUBLISHERS).publishers == named


# Days


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What happened on 25 May 2025?", [("2025-05-25", "2025-05-25")]),
        ("What happened on May 25th, 2025?", [("2025-05-25", "2025-05-25")]),
        ("What happened on 2025-05-25?", [("2025-05-25", "2025-05-25")]),
        ("What happened between 20 and 25 May?", [("2025-05-20", "2025-05-25")]),
        ("What happened from 20 May to 3 June?", [("2025-05-20", "2025-06-03")]),
        ("How did prices move in March 2023?", [("2023-03-01", "2023-03-31")]),
        ("How did prices move from 2019 to 2021?", [("2019-01-01", "2021-12-31")]),
        ("Who was elected since 24 May?", [("2025-05-24", "2025-06-02")]),
        ("Was geschah am 24. Mai 2025?", [("2025-05-24", "2025-05-24")]),
        ("What was said on 24 December?", [("2024-12-24", "2024-12-24")]),
        ("Is it true that 20 may be dead?", []),
        ("Did they march 30 miles?", []),
        ("What happened on 31 June 2025?", [("2025-06-01", "2025-06-30")]),
        ("What happened on Tuesday, this week?", []),
    ],
)
def test_days_are_read_as_a_person_means_them(question: str, named: list[tuple[str, str]]) -> None:
    assert days(question) == named


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Who resigned this week?", [("2025-05-28", "2025-06-04")]),
        ("Who resigned yesterday?", [("2025-06-03", "2025-06-03")]),
        ("What did he say on Tuesday?", [("2025-06-03", "2025-06-03")]),
        ("What did he say since Monday?", [("2025-06-02", "2025-06-04")]),
        ("Who plays next Sunday?", []),
    ],
)
def test_relative_days_count_from_the_day_of_the_question(question: str, named: list[tuple[str, str]]) -> None:
    assert days(question, asked_on=date(2025, 6, 4)) == named


def test_a_day_without_a_year_is_one_that_the_latest_article_could_tell_of() -> None:
    assert days("Who resigned on 25 May?", asked_on=date(2031, 8, 1)) == [("2025-05-25", "2025-05-25")]


def test_a_day_without_a_year_means_nothing_where_nothing_says_which() -> None:
    assert understand("on 25 May", publishers=(), newest=None).days == ()


def test_quoted_words_are_a_phrase_but_an_apostrophe_and_a_publisher_are_not() -> None:
    said = understand(
        "Who's \"the last witness\" in the 'The Verge' article, and whose 'two chairs'?", publishers=PUBLISHERS
    )

    assert said.phrases == ("the last witness", "two chairs")


@given(question=st.text(), asked_on=st.none() | st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)))
def test_any_text_is_a_question(question: str, asked_on: date | None) -> None:
    said = understand(question, publishers=PUBLISHERS, newest=NEWEST, asked_on=asked_on)

    assert all(isinstance(one, Days) and one.first <= one.last for one in said.days)


# Terms


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The 3,000 ships of the U.S. Navy", "en", ["the", "3000", "ship", "of", "the", "us", "navi"]),
        ("Übermäßige Häuser", "de", ["ubermass", "haus"]),
        ("пленных вернули", "ru", ["плен", "вернул"]),
        ("बच्चों", "hi", ["बच्च"]),
        ("北京市は", "ja", ["北京", "京市", "市は"]),
        ("日", "zh", ["日"]),
        ("café", None, ["cafe"]),
        ("ships", "xx", ["ships"]),
    ],
)
def test_terms_are_stemmed_by_language_and_ideographs_come_in_pairs(
    text: str, language: str | None, expected: list[str]
) -> None:
    assert terms(text, language) == expected


def test_a_query_is_read_in_every_language_of_the_library() -> None:
    assert asked_terms("Häuser", ["de", "en"]) == ["haus", "hauser"]


@given(text=st.text(), language=st.sampled_from([None, "en", "ru", "ar", "zh", "hi"]))
def test_every_term_of_a_text_is_a_term_of_the_query_that_repeats_it(text: str, language: str | None) -> None:
    held = terms(text, language)

    assert set(held) == set(asked_terms(text, [language]))
    assert not any(char.isspace() or char == '"' for term in held for char in term)
    assert all(held)
