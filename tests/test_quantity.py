"""Quantities: what a number may mean with its bounds and units, and whether two can both be true."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.figures import Agreement, Quantity, compare, entails, quantities, totals

INF = math.inf
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
ONES += "seventeen eighteen nineteen".split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
NOUNS = st.sampled_from(["voters", "houses", "ferries", "tonnes", "hours", "percent", "euros"])
BOUNDS = st.sampled_from(
    ["", "at least ", "more than ", "about ", "nearly ", "up to ", "no fewer than ", "fewer than "]
)
COUNTS = st.integers(2, 10**9)


def only(text: str) -> Quantity:
    [quantity] = quantities(text)
    return quantity


def spelled(number: int) -> str:
    """A number in English words, as newsrooms write it."""
    for size, word in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            joint = " and " if rest and size == 100 else " "
            return f"{spelled(number // size)} {word}" + (f"{joint}{spelled(rest)}" if rest else "")
    if number < 20:
        return ONES[number]
    return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("at least 4,757 citizens", 4757, INF, ""),
        ("nearly 2,000 prisoners", 1800, 2000, ""),
        ("about 300 votes", 270, 330, ""),
        ("no more than five boats", -INF, 5, ""),
        ("not fewer than five boats", 5, INF, ""),
        ("300 or more people", 300, INF, ""),
        ("50+ guests", 50, INF, ""),
        ("dozens of people", 24, 120, ""),
        ("tens of thousands of people", 20_000, 100_000, ""),
        ("several hundred people", 200, 1000, ""),
        ("a two-hour meeting", 2, 2, "hour"),
        ("two and a half hours", 2.5, 2.5, "hour"),
        ("the 64th exchange", 64, 64, ""),
        ("the fifth exchange", 5, 5, ""),
        ("6.5 per cent of them", 6.5, 6.5, "%"),
        ("6.5% of them", 6.5, 6.5, "%"),
        ("half of the voters", 50, 50, "%"),
        ("$1.2bn in aid", 1.2e9, 1.2e9, "$"),
        ("US$3 million in aid", 3e6, 3e6, "$"),
        ("5 million euros in aid", 5e6, 5e6, "€"),
        ("€20–30 million in aid", 20e6, 30e6, "€"),
        ("90 billion roubles in aid", 90e9, 90e9, "₽"),
        ("twenty-three houses", 23, 23, ""),
        ("half a million people", 5e5, 5e5, ""),
        ("between 20 and 30 people", 20, 30, ""),
        ("30 to 40 percent of them", 30, 40, "%"),
        ("two or three boats", 2, 3, ""),
    ],
)  # fmt: skip
def test_a_quantity_is_read_with_its_bound_and_unit(text: str, low: float, high: float, unit: str):
    quantity = only(text)

    assert (quantity.low, quantity.high) == pytest.approx((low, high))
    assert quantity.unit == unit


@pytest.mark.parametrize("text", ["On 3 May 2025", "at 10:30", "since 2022", "May 3", "one of them", "no one came"])
def test_a_date_a_time_and_a_pronoun_are_no_quantities(text: str):
    assert quantities(text) == []


def test_two_numbers_of_a_change_are_no_range():
    assert [one.low for one in quantities("It rose from 20 houses to 30 houses.")] == [20, 30]


@pytest.mark.parametrize(
    ("first", "second", "agreement"),
    [
        ("at least 4,757 citizens", "more than 4,750 citizens", "compatible"),
        ("nearly 2,000 prisoners", "1,000 prisoners each", "compatible"),
        ("64 exchanges", "the 64th exchange", "compatible"),
        ("dozens of people", "46 people", "compatible"),
        ("half of voters", "50% of voters", "compatible"),
        ("a two-hour meeting", "the meeting took 120 minutes", "compatible"),
        ("between 20 and 30 houses", "27 houses", "compatible"),
        ("64 passengers", "46 passengers", "contradicting"),
        ("at least 400 votes", "390 votes", "contradicting"),
        ("$5 million in aid", "$7 million in aid", "contradicting"),
        ("a two-hour meeting", "a three-hour meeting", "contradicting"),
        ("dozens of people", "900 people", "contradicting"),
        ("64 passengers", "46 ferries", "unknown"),
        ("5% of voters", "7 voters", "unknown"),
        ("$5 million in aid", "€7 million in aid", "unknown"),
        ("64 exchanges", "the 70th exchange", "unknown"),
        ("390", "400", "unknown"),
    ],
)
def test_two_quantities_agree_contradict_or_cannot_be_compared(first: str, second: str, agreement: Agreement):
    assert compare(only(first), only(second)) == agreement
    assert compare(only(second), only(first)) == agreement


def test_counts_that_are_joined_add_up():
    assert [one.low for one in totals("They freed 270 servicemen and 120 civilians on Friday.")] == [390]
    assert totals("They freed 270 servicemen. It was 120 years ago.") == []


@given(st.integers(2, 10**9 - 1))
def test_a_number_in_words_is_the_number_in_digits(number: int):
    assert only(f"{spelled(number)} voters").low == number == only(f"{number:,} voters").low


@given(BOUNDS, COUNTS, NOUNS)
def test_a_quantity_agrees_with_itself_and_entails_itself(bound: str, count: int, noun: str):
    quantity = only(f"{bound}{count:,} {noun}")

    assert compare(quantity, quantity) == "compatible"
    assert entails(quantity, quantity)


@given(BOUNDS, COUNTS, BOUNDS, COUNTS, NOUNS)
def test_comparing_does_not_depend_on_the_order(bound: str, count: int, other_bound: str, other: int, noun: str):
    first, second = only(f"{bound}{count:,} {noun}"), only(f"{other_bound}{other:,} {noun}")

    assert compare(first, second) == compare(second, first)


@given(BOUNDS, COUNTS, BOUNDS, COUNTS, NOUNS)
def test_what_entails_another_is_compatible_with_it(bound: str, count: int, other_bound: str, other: int, noun: str):
    first, second = only(f"{bound}{count:,} {noun}"), only(f"{other_bound}{other:,} {noun}")

    assert not entails(first, second) or compare(first, second) == "compatible"


@given(BOUNDS, COUNTS, NOUNS, st.text(max_size=20))
def test_a_quantity_stands_where_it_says(bound: str, count: int, noun: str, before: str):
    text = f"{before}; {bound}{count:,} {noun} came"

    assert all(text[one.start : one.end] == one.text for one in quantities(text))


@given(st.text(max_size=80))
def test_any_text_is_read_without_a_crash(text: str):
    assert all(one.low <= one.high for one in [*quantities(text), *totals(text)])


@given(COUNTS, COUNTS)
def test_two_exact_counts_of_one_thing_agree_only_if_equal(count: int, other: int):
    agreement = compare(only(f"{count:,} voters"), only(f"{other:,} voters"))

    assert agreement == ("compatible" if count == other else "contradicting")
