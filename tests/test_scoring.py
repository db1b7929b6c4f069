"""Scorers, and the wording they compare in."""

import pytest
from gold_answers import (
    DAY,
    LEFT,
    MONDAY,
    TUESDAY,
    answered,
    apart,
    case,
    explanation,
    refused,
    unanswerable,
    value,
)
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Sentence
from evals import score
from evals.scoring.wording import contains, words


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("a 1,000-for-1,000 swap", "1000 for 1000"),
        ("about one thousand of them", "1,000"),
        ("two hundred and seventy men", "270"),
        ("the sixty-fourth exchange", "64th"),
        ("a two-hour meeting", "two hours"),
        ("THE U.S. PRESIDENT", "US president"),
        ("Zaporizhzhia’s people", "zaporizhzhia"),
        ("1\u202f000 people", "1,000"),
        ("a 30\u2013day truce", "30-day"),
    ],
)
def test_another_spelling_of_a_target_is_contained(text: str, target: str) -> None:
    assert contains(text, target)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("1,390 people", "390"),
        ("see [390]", "390"),
        ("May 7, 200 people", "7200"),
        ("thousands left", "1000"),
    ],
)
def test_a_part_of_another_number_is_not_contained(text: str, target: str) -> None:
    assert not contains(text, target)


@given(st.text())
def test_words_are_stable_under_themselves(text: str) -> None:
    once = words(text)

    assert contains(text, text) == bool(once)


def test_an_answer_that_says_it_and_cites_it_is_right() -> None:
    answer = answered(LEFT).model_copy(update={"short": "390"})
    scores = {told.scorer: told.value for told in score(case(), answer)}

    applied = {
        "right",
        "answer_contains",
        "first_sentence_contains",
        "cited_right",
        "spans_exact",
        "not_over_refused",
        "short_right",
    }
    assert {name for name, given in scores.items() if given == 1} == applied
    assert {name for name, given in scores.items() if given is None} == set(scores) - applied


def test_a_target_in_a_later_sentence_is_contained_but_not_in_the_first() -> None:
    answer = answered(MONDAY, LEFT)

    assert value("answer_contains", case(), answer) == 1
    assert value("first_sentence_contains", case(), answer) == 0


def test_a_missing_group_is_named() -> None:
    asked = case(targets=[["390"], ["a dozen", "12"]])

    assert explanation("answer_contains", asked, answered(LEFT)) == "lacks a dozen or 12"
    assert value("right", asked, answered(LEFT)) == 0


def test_citing_an_article_that_does_not_say_so_is_wrong() -> None:
    answer = answered(LEFT, TUESDAY)

    assert value("cited_right", case(), answer) == 0
    assert explanation("cited_right", case(), answer) == "cites two.txt, which does not say so"
    assert value("right", case(), answer) == 0


def test_one_of_every_group_that_must_be_cited_is_enough() -> None:
    both = {"cite": ["one.txt", "two.txt"]}

    assert value("cited_right", case(must_cite=[["one.txt", "two.txt"]], **both), answered(LEFT)) == 1
    assert value("cited_right", case(must_cite=["one.txt", "two.txt"], **both), answered(LEFT)) == 0


def test_a_quote_that_is_off_by_one_is_not_exact() -> None:
    off = LEFT[1].model_copy(update={"start": LEFT[1].start + 1})

    assert value("spans_exact", case(), answered((LEFT[0], off))) == 0


def test_a_sentence_without_a_citation_is_not_exact() -> None:
    bare = answered(LEFT).model_copy(update={"sentences": (Sentence(text="So it goes.", citations=()),)})

    assert explanation("spans_exact", case(), bare) == "sentence without a citation: 'So it goes.'"


def test_the_quotes_of_a_refusal_are_checked_too() -> None:
    off = LEFT[1].model_copy(update={"start": LEFT[1].start + 1})

    assert value("spans_exact", unanswerable(), refused()) == 1
    assert value("spans_exact", unanswerable(), refused().model_copy(update={"nearest": (off,)})) == 0


def test_a_refusal_is_right_where_the_articles_are_silent_and_wrong_where_they_are_not() -> None:
    assert value("refused_rightly", unanswerable(), refused()) == value("right", unanswerable(), refused()) == 1
    assert (
        value("refused_rightly", unanswerable(), answered(LEFT)) == value("right", unanswerable(), answered(LEFT)) == 0
    )
    assert value("not_over_refused", case(), refused()) == value("right", case(), refused()) == 0


def test_another_language_may_be_answered_or_refused_but_not_answered_wrongly() -> None:
    asked = case(kind="other_language", refuse=None)

    assert value("right", asked, refused()) == 1
    assert value("right", asked, answered(LEFT)) == 1
    assert value("right", asked, answered(MONDAY)) == 0


def test_both_sides_from_their_own_articles_show_a_disagreement() -> None:
    assert value("disagreement_shown", apart(), answered(MONDAY, TUESDAY)) == 1
    assert value("disagreement_shown", apart(), answered(MONDAY)) == 0
    assert explanation("disagreement_shown", apart(), answered(MONDAY)) == "one side is not shown: Tuesday"


def test_both_sides_from_one_quote_are_not_both_sides() -> None:
    both = ("390 people, 120 children.", LEFT[1])
    asked = apart(targets=[["390"], ["120"]])

    assert value("disagreement_shown", asked, answered(both)) == 0


def test_where_one_article_holds_both_sides_two_quotes_are_enough() -> None:
    asked = apart(targets=[["Monday"], ["390"]], cite=["one.txt"])

    assert value("disagreement_shown", asked, answered(MONDAY, LEFT)) == 1


def test_the_sides_of_a_named_disagreement_count_as_shown() -> None:
    answer = answered(MONDAY, disagreements=(DAY,))

    assert value("right", apart(), answer) == 1
    assert value("disagreement_named", apart(), answer) == 1
    assert value("disagreement_named", apart(), answered(MONDAY, TUESDAY)) == 0


def test_a_look_alike_that_is_called_a_disagreement_is_wrong() -> None:
    asked = case(kind="look_alike", targets=[["Monday", "Tuesday"]], alike=["Monday", "Tuesday"])

    assert value("right", asked, answered(MONDAY)) == 1
    assert value("right", asked, answered(MONDAY, disagreements=(DAY,))) == 0
    assert explanation("look_alike_left_alone", asked, answered(MONDAY, disagreements=(DAY,))) == (
        "calls Monday, Tuesday a disagreement"
    )
