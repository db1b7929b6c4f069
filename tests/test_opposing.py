"""Answers read against each other: which contradict the best one, and what of that is shown."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from readings import Scripted, ranked
from story_desks import asked_of

from assistant.close_reading.opposition import DENIES, Opposition
from assistant.close_reading.reader import CloseReader
from assistant.question.analysis import analyse
from assistant.quoting.opposing import MOST_READ, OPPOSED, REPLIES, opposing, stances
from evals.adapter.story import HELD_OUT, stories

QUESTION = analyse("Have the pilots been paid?")
PAID, WAITING, OWED = "The wages were paid in June.", "The pilots are still waiting.", "Nobody got his money in June."
TOLD = "The wages reached everybody."


def pairs(logits: Mapping[tuple[str, str], float]) -> Scripted:
    """Reads sentences with these logits, in either order; all others surely agree."""

    def logit(first: str, second: str) -> float:
        one = first.removeprefix(DENIES)
        return logits.get((one, second), logits.get((second, one), -9.0))

    return Scripted(logit)


def opposition(*apart: tuple[str, str]) -> Opposition:
    return Opposition(CloseReader(pairs(dict.fromkeys(apart, OPPOSED))))


def test_two_answers_are_read_both_ways_with_the_question_beside_them() -> None:
    script = pairs({(PAID, WAITING): 3.0})

    assert Opposition(CloseReader(script)).against("Paid?", PAID, [WAITING, TOLD]) == [3.0, -9.0]
    assert (DENIES + PAID, WAITING, "Paid?") in script.pairs
    assert (DENIES + WAITING, PAID, "Paid?") in script.pairs


def test_what_contradicts_the_best_answer_stands_together_where_it_does_not_contradict_itself() -> None:
    lead, waiting = ranked(PAID, "paid"), ranked(WAITING, "waiting", article_id="b")
    owed, same = ranked(OWED, "Nobody", article_id="c"), ranked(TOLD, "reached", article_id="d")
    read = opposition((PAID, WAITING), (PAID, OWED))

    assert opposing(QUESTION, lead, [waiting, same, owed], read) == [[waiting, owed]]
    read = opposition((PAID, WAITING), (PAID, OWED), (WAITING, OWED))
    assert opposing(QUESTION, lead, [waiting, same, owed], read) == [[waiting], [owed]]


def test_only_answers_of_other_articles_are_read_against_the_best_and_not_too_many() -> None:
    lead, read = ranked(PAID, "paid"), opposition((PAID, WAITING))
    doubtful = ranked(WAITING, "waiting", article_id="b", logit=REPLIES - 0.01)
    beside = ranked(WAITING, "waiting")
    many = [ranked(f"The wages of {place} came.", "came", article_id=str(place)) for place in range(MOST_READ)]

    assert opposing(QUESTION, lead, [doubtful, beside], read) == []
    assert (
        opposing(QUESTION, ranked(PAID, "paid", logit=-0.01), [ranked(WAITING, "waiting", article_id="b")], read) == []
    )
    assert opposing(QUESTION, lead, [*many, ranked(WAITING, "waiting", article_id="b")], read) == []


@pytest.mark.parametrize("question", ["Who said that the pilots were paid?", "Who is Ann Doe?"])
def test_who_said_something_and_who_somebody_is_are_not_read_so(question: str) -> None:
    rival = ranked(WAITING, "waiting", article_id="b")

    assert opposing(analyse(question), ranked(PAID, "paid"), [rival], opposition((PAID, WAITING))) == []


def test_each_side_is_told_by_its_few_words_or_whole() -> None:
    many, few = "Brekke will keep all 420 people.", "There is room for 250, the plan says."
    asked = analyse("How many people will be kept?")
    read = {4: ranked(many, "420"), 9: ranked(few, "250", article_id="b"), 2: ranked(TOLD, "reached", article_id="c")}

    taken = stances(asked, 4, read, opposition((many, few)))

    assert {label: (one.kind, one.side.value) for label, one in taken.items()} == {
        4: ("number", "420"),
        9: ("number", "250"),
    }
    assert stances(asked, 4, read, opposition()) == {}
    again = {1: ranked(PAID, "June"), 2: ranked(OWED, "June", article_id="b")}
    told = stances(analyse("When were the pilots paid?"), 1, again, opposition((PAID, OWED)))
    assert {one.side.value for one in told.values()} == {PAID, OWED}


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("How many were hurt?", ("Police counted 148 hurt.", "148"), ("Some 150 people were hurt.", "Some 150")),
        ("How many were hurt?", ("Police counted 148 hurt.", "148"), ("The clinic has 9 beds.", "9")),
        ("Who signed?", ("Clara Benitez signed.", "Clara Benitez"), ("Minister Benitez signed it.", "Benitez")),
        (
            "Did the ministry confirm it?",
            ("It did not confirm it.", "not"),
            ("The ministry has not yet spoken.", "not"),
        ),
        ("When did it meet?", ("It met on 3 May.", "3 May"), ("On 3 May 2024 the board met.", "3 May 2024")),
        ("Where did they meet?", ("They met in Istanbul.", "Istanbul"), ("Talks were held in Turkey.", "Turkey")),
    ],
)
def test_no_reading_sets_against_each_other_what_may_both_be_true(
    question: str, first: tuple[str, str], second: tuple[str, str]
) -> None:
    lead, other = ranked(*first), ranked(*second, article_id="b")

    assert opposing(analyse(question), lead, [other], opposition((first[0], second[0]))) == []


def test_contradictions_in_other_words_are_shown_on_stories_never_seen(tmp_path: Path) -> None:
    shown: dict[bool | None, list[bool]] = {True: [], False: [], None: []}
    for story in (one for one in stories() if one.name in ASKED):
        with asked_of(story, tmp_path) as desk:
            for asked in story.asked:
                answer = desk.ask(asked.question)
                shown[asked.apart].append(any(not one.sequence for one in answer.disagreements))

    assert set(ASKED) <= set(HELD_OUT)
    assert np.mean(shown[True]) >= SEEN
    assert np.mean([*shown[False], *shown[None]]) <= FALSE


ASKED = ("mayoralxk", "expeditionxk", "prisonxk")
"""Some of those held out whose articles contradict each other."""
SEEN, FALSE = 0.18, 0.12
"""Shares of their contradictions, and of all other questions, with room to spare; the first was .13 before."""
