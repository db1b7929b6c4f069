"""Dates: which days an expression means, seen from the day of its article, and whether two can both be true."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.figures import Agreement, When, compare_dates, date_follows, whens
from assistant.words import MONTHS, WEEKDAYS

FRIDAY = date(2025, 5, 23)
DAYS = st.dates(date(1600, 1, 10), date(2098, 12, 20))


def only(text: str, published: date | None = FRIDAY) -> When:
    [when] = whens(text, published)
    return when


def long_form(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("on 23 May 2025", date(2025, 5, 23), date(2025, 5, 23), "day"),
        ("on Friday, May 23rd, 2025", date(2025, 5, 23), date(2025, 5, 23), "day"),
        ("on 2025-05-23", date(2025, 5, 23), date(2025, 5, 23), "day"),
        ("on 23.05.2025", date(2025, 5, 23), date(2025, 5, 23), "day"),
        ("on the 3rd of March", date(2025, 3, 3), date(2025, 3, 3), "day"),
        ("on 30 December", date(2024, 12, 30), date(2024, 12, 30), "day"),
        ("in May 2024", date(2024, 5, 1), date(2024, 5, 31), "month"),
        ("in August", date(2024, 8, 1), date(2024, 8, 31), "month"),
        ("it will open in August", date(2025, 8, 1), date(2025, 8, 31), "month"),
        ("since 2022", date(2022, 1, 1), date(2022, 12, 31), "year"),
        ("in the 1990s", date(1990, 1, 1), date(1999, 12, 31), "decade"),
        ("in the summer of 2023", date(2023, 1, 1), date(2023, 12, 31), "season"),
        ("on Friday", date(2025, 5, 23), date(2025, 5, 23), "day"),
        ("on Monday", date(2025, 5, 19), date(2025, 5, 19), "day"),
        ("it will open on Monday", date(2025, 5, 26), date(2025, 5, 26), "day"),
        ("last Friday", date(2025, 5, 16), date(2025, 5, 16), "day"),
        ("this Saturday", date(2025, 5, 24), date(2025, 5, 24), "day"),
        ("next Friday", date(2025, 5, 30), date(2025, 6, 6), "day"),
        ("yesterday", date(2025, 5, 22), date(2025, 5, 22), "day"),
        ("three days ago", date(2025, 5, 20), date(2025, 5, 20), "day"),
        ("a week ago", date(2025, 5, 12), date(2025, 5, 18), "week"),
        ("last week", date(2025, 5, 12), date(2025, 5, 18), "week"),
        ("last month", date(2025, 4, 1), date(2025, 4, 30), "month"),
        ("next year", date(2026, 1, 1), date(2026, 12, 31), "year"),
        ("two years ago", date(2023, 1, 1), date(2023, 12, 31), "year"),
    ],
)
def test_a_date_is_resolved_from_the_day_of_its_article(text: str, first: date, last: date, precision: str):
    when = only(text)

    assert (when.first, when.last, when.precision) == (first, last, precision)


def test_the_reason_says_how_a_day_is_known():
    assert only("on Friday").reason == '"Friday" seen from 23 May 2025, when the article was published'
    assert only("on 23 May 2025").reason == "stated"


@pytest.mark.parametrize("text", ["last Friday", "on Friday", "yesterday", "last week", "on 3 March", "two days ago"])
def test_a_relative_date_of_an_undated_article_stays_unresolved_and_says_so(text: str):
    when = only(text, None)

    assert not when.resolved
    assert when.reason == f'"{when.text}" has no date: the article does not say when it was published'


@pytest.mark.parametrize(
    "text", ["they may march on", "May told Parliament", "May I go?", "2,022 men", "$2024", "on 05/06/2025", "Friday13"]
)
def test_what_is_no_date_or_may_be_two_is_left_alone(text: str):
    assert whens(text, FRIDAY) == ()


@pytest.mark.parametrize(
    ("first", "second", "published", "agreement"),
    [
        ("on Friday", "on 23 May 2025", FRIDAY, "compatible"),
        ("in May 2025", "on 23 May 2025", FRIDAY, "compatible"),
        ("on Friday", "on Thursday", FRIDAY, "contradicting"),
        ("in 2024", "in 2025", FRIDAY, "contradicting"),
        ("in February", "in March 2022", FRIDAY, "contradicting"),
        ("on Friday", "on Thursday", None, "contradicting"),
        ("on 3 March", "on 4 March 2024", None, "contradicting"),
        ("on Thursday", "on 23 May 2025", None, "contradicting"),
        ("on Friday", "on 23 May 2025", None, "unknown"),
        ("last week", "in 2024", None, "unknown"),
        ("last Friday", "last Friday", None, "compatible"),
        ("at 10:30", "at 10.30 a.m.", None, "compatible"),
        ("at 10:30", "at 3 p.m.", None, "contradicting"),
    ],
)
def test_two_dates_agree_contradict_or_cannot_be_compared(
    first: str, second: str, published: date | None, agreement: Agreement
):
    assert compare_dates(only(first, published), only(second, published)) == agreement
    assert compare_dates(only(second, published), only(first, published)) == agreement


@pytest.mark.parametrize(
    ("said", "quoted", "published", "follows"),
    [
        ("on 23 May 2025", "on Friday", FRIDAY, True),
        ("in May 2025", "on Friday", FRIDAY, True),
        ("on 24 May 2025", "on Friday", FRIDAY, False),
        ("on 23 May 2025", "on Friday", None, False),
        ("on 23 May 2025", "in May 2025", FRIDAY, False),
        ("on Friday", "on 23 May 2025", None, True),
        ("on 3 March", "on 3 March 2024", None, True),
        ("on 3 March 2024", "on 3 March", None, False),
        ("last Friday", "next Friday", None, False),
        ("yesterday", "yesterday", None, True),
        ("yesterday", "tomorrow", None, False),
    ],
)
def test_a_date_follows_only_from_one_that_is_as_exact(said: str, quoted: str, published: date | None, follows: bool):
    assert date_follows(only(said, None), whens(quoted, published)) is follows


@given(DAYS)
def test_a_day_in_full_is_that_day_whoever_published_it(day: date):
    assert only(f"on {long_form(day)}", None).first == only(f"on {day.isoformat()}").first == day


@given(DAYS, st.integers(0, 6))
def test_a_weekday_is_in_the_week_up_to_the_article(published: date, weekday: int):
    when = only(f"on {WEEKDAYS[weekday].capitalize()}", published)

    assert when.first is not None
    assert when.first.weekday() == weekday
    assert timedelta(0) <= published - when.first < timedelta(days=7)


@given(DAYS, DAYS)
def test_a_day_without_its_year_is_within_half_a_year(published: date, day: date):
    when = only(f"on {day.day} {MONTHS[day.month - 1].capitalize()}", published)

    assert when.first is None or abs(when.first - published) <= timedelta(days=366 // 2 + 1) or day.day == 29


@given(DAYS, DAYS)
def test_two_full_dates_contradict_exactly_if_they_differ(one: date, other: date):
    agreement = compare_dates(only(f"on {long_form(one)}"), only(f"on {long_form(other)}"))

    assert agreement == ("compatible" if one == other else "contradicting")


@given(DAYS)
def test_month_and_year_follow_from_a_day_and_never_the_reverse(day: date):
    exact, month, year = long_form(day), long_form(day).split(" ", 1)[1], str(day.year)

    assert date_follows(only(f"in {month}"), whens(f"on {exact}"))
    assert date_follows(only(f"in {year}"), whens(f"on {exact}"))
    assert not date_follows(only(f"on {exact}"), whens(f"in {month}"))


@given(st.text(max_size=80), st.one_of(st.none(), st.dates()))
def test_any_text_is_read_without_a_crash(text: str, published: date | None):
    for when in whens(text, published):
        assert text[when.start : when.end] == when.text
        assert (when.first is None) == (when.last is None)
        assert when.first is None or when.last is None or when.first <= when.last


@given(st.sampled_from("Friday yesterday tomorrow".split()), st.dates())
def test_the_ends_of_the_calendar_are_no_crash(word: str, published: date):
    for text in (word, f"last {word}", f"next {word}", "500 weeks ago", "last year", "next month", "in March", "3 May"):
        whens(f"it was {text}", published)
