"""What two sentences contradict each other in, as far as a question asks for it."""

import pytest

from assistant.collation.contradicting.contradictions import Statement, contradictions
from assistant.collation.contradicting.rivals import Reply, rivals
from assistant.question.analysis import analyse

DOCTOR = "How many had to see a doctor after the crash?"


def found(question: str, *said: Statement) -> list[tuple[str, str, str]]:
    first, second = said
    asked = contradictions(analyse(question), first, second)
    return [(one.kind, one.first.value, one.second.value) for one in asked]


@pytest.mark.parametrize("logit", [0.5, -3.0])
def test_a_question_in_other_words_is_asked_by_what_the_sentences_are_read_to_answer(logit: float) -> None:
    first = Statement("A wheel broke, injuring 11 people on the tram.", short="11", logit=logit)
    second = Statement("The tram's 14 people were injured by a wheel.", short="14", logit=logit)

    assert found(DOCTOR, first, second) == ([("number", "11", "14")] if logit > 0 else [])


def test_what_stands_before_a_sentence_names_what_it_is_about() -> None:
    first = Statement("It hurt 11 people.", beside="Tram crash in Lorn", short="11")
    second = Statement("It hurt 14 people.", beside="Tram crash: what is known", short="14")
    elsewhere = second._replace(beside="Fair opens")

    assert found("How many people did the tram crash hurt?", first, second) == [("number", "11", "14")]
    assert found("How many people did the tram crash hurt?", first, elsewhere) == []


def test_people_are_counted_for_one_thing() -> None:
    dead = Statement("Two people have died, and many fell ill of the cheese.", short="Two", logit=2.0)
    ill = Statement("The cheese made nine people ill.", short="nine", logit=2.0)
    killed = Statement("The cheese killed three people.", short="three", logit=2.0)

    hurt = Statement("Of the 13 people who were injured, two are still there.", short="13", logit=2.0)
    others = Statement("The crash left 11 people injured.", short="11", logit=2.0)

    assert found("How many people were injured?", hurt, others) == [("number", "13", "11")]
    assert found("How many people died of the cheese?", dead, ill) == []
    assert found("How many people died of the cheese?", dead, killed) == [("number", "Two", "three")]


@pytest.mark.parametrize(
    ("question", "correcting", "saying", "sides"),
    [
        (
            "How long was the outage?",
            "It lasted 52 minutes, not 31.",
            "The lights were out for 31 minutes.",
            ("52", "31"),
        ),
        ("When did he die?", "He died on Sunday and not on Monday.", "The poet died on Monday.", ("Sunday", "Monday")),
        (
            "What will the repair cost?",
            "The repair will cost £27 million rather than the £18 million that was named.",
            "The firm expects the repair to cost £18 million.",
            ("27 million", "18 million"),
        ),
        (
            "How long is the crack?",
            "She put the crack at 4.2 metres and said the figure of 2.4 metres had been a typing error.",
            "The crack measured 2.4 metres.",
            ("4.2", "2.4"),
        ),
        (
            "Who found the crack?",
            "The crack was found by a drone of the firm, and not by a diver.",
            "The crack was found by a diver, Ian Corr.",
            ("not by a diver", "a diver"),
        ),
    ],
)
def test_what_one_puts_right_and_the_other_still_says(
    question: str, correcting: str, saying: str, sides: tuple[str, str]
) -> None:
    first, second = Statement(correcting, short=sides[0], logit=1.0), Statement(saying, short=sides[1], logit=1.0)

    assert [one[1:] for one in found(question, first, second)] == [sides]
    assert [one[1:] for one in found(question, second, first)] == [sides[::-1]]


@pytest.mark.parametrize(
    ("question", "denying", "saying", "sides"),
    [
        ("Did Roe ask for a count?", "Roe had not asked for a count.", "Roe asked for the count in May.", 2),
        ("Was a guard at the gate?", "No guard was at the gate.", "Two guards stood at the gate.", 2),
        ("Was a guard at the gate?", "No guard was at the gate.", "Two guards stood at the door.", 0),
        ("Did Roe ask for a count?", "Roe had not asked for a count.", "Roe never asked for the count.", 0),
    ],
)
def test_what_is_asked_is_denied_by_one_and_told_by_the_other(
    question: str, denying: str, saying: str, sides: int
) -> None:
    for first, second in ((denying, saying), (saying, denying)):
        clashes = found(question, Statement(first), Statement(second))

        assert [one[0] for one in clashes] == ["polarity"] * (sides // 2)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("In all 48,000 ballots were counted.", "Some 2,000 ballots remained to be counted."),
        ("Roe won by 37 votes.", "Roe led by 21 votes then."),
    ],
)
def test_what_is_left_or_was_once_is_no_rival_of_what_is(first: str, second: str) -> None:
    asked = "How many ballots were counted?" if "ballots" in first else "By how many votes did Roe win?"
    told = [Statement(text, short=text.split(" ballots")[0], logit=3.0) for text in (first, second)]

    assert found(asked, *told) == []


def test_a_denial_of_part_of_a_longer_sentence_is_a_contradiction() -> None:
    denial = Statement("Premier Jan Havel hasn't resigned.")
    report = Statement("Jan Havel has resigned as premier of the republic, two members of his board told us at night.")

    assert [one[0] for one in found("Has Jan Havel resigned?", denial, report)] == ["polarity"]


def test_numbers_are_rivals_where_both_surely_answer_and_are_of_one_size() -> None:
    asked = analyse("How many does the mill employ?")
    one = Reply("It is the largest employer, with some 160 workers.", "some 160", 3.0, 0.9)
    other = Reply("The mill, which employs 130 people, is shut.", "130", 3.0, 0.9)
    label = Reply("Camp number 150 is at the river.", "150", 3.0, 0.9)

    clash = rivals(asked, one, other)
    assert clash is not None
    assert (clash.kind, clash.first.value, clash.second.value) == ("number", "some 160", "130")
    assert rivals(asked, one, other._replace(logit=1.0)) is None
    assert rivals(asked, one._replace(text="It has 900 workers.", short="900"), other) is None
    assert rivals(asked, one, label) is None


def test_a_measure_that_is_less_surely_read_is_a_rival_where_what_is_asked_is_named() -> None:
    asked = analyse("How long is the crack?")
    one = Reply("The crack is 4.2 metres long.", "4.2 metres", 3.0, 0.9)
    other = Reply("The crack measured 2.4 metres.", "2.4 metres", 0.6, 0.9)

    assert rivals(asked, one, other) is not None
    assert rivals(asked, one, other._replace(text="It measured 2.4 metres.")) is None
    assert rivals(asked, one, other._replace(text="It measured 2.4 metres.", before="The crack grew.")) is not None
    assert rivals(asked, one, other._replace(likelihood=0.6)) is None


def test_two_sorts_of_places_are_rivals() -> None:
    asked = analyse("Where was the box found?")
    one = Reply("The box turned up in the gymnasium of a school.", "the gymnasium of a school", 4.0, 0.9)
    other = Reply("They found it in a county warehouse.", "a county warehouse", 4.0, 0.9)

    assert rivals(asked, one, other) is not None
    assert rivals(asked, one, other._replace(logit=2.0)) is None
    assert rivals(asked, one, other._replace(text="It was in Lorn.", short="Lorn")) is None


def test_only_holders_of_the_office_that_is_asked_for_are_rivals() -> None:
    asked = analyse("Who is the head of the dam office?")
    one = Reply("Sam Adey, the head of the dam office, said it was safe.", "Sam Adey", 4.0, 0.9)
    other = Reply("Nobody from the dam office came, said Bryn Toll of the union.", "Bryn Toll", 4.0, 0.9)

    assert rivals(asked, one, other) is None
    assert rivals(asked, one, other._replace(text="Bryn Toll is head of the dam office.")) is not None


def test_what_one_article_puts_right_must_be_what_is_asked() -> None:
    said = Statement("StateRail will not sue the union, Mr Dahl said.")
    right = Statement("It was StateRail that broke off the talks, not the union, Colm Braddock said.")
    other = Statement("The union broke off the talks with StateRail on Monday.")

    assert found("Will StateRail sue the union?", said, right) == []
    assert found("Did the union break off the talks?", other, right) != []


def test_a_denial_touches_a_question_for_somebody_only_where_it_names_what_is_denied() -> None:
    said = Statement("An avalanche has killed the Polish climber Anna Wolska on the north face.")
    denied = Statement("Anna Wolska was not killed by an avalanche on the north face, the ministry said.")

    assert found("What nationality is Anna Wolska?", said, denied) == []
    assert [kind for kind, *_ in found("Who was killed by the avalanche?", said, denied)] == ["polarity"]


def test_two_days_that_may_be_one_are_no_contradiction() -> None:
    first = Statement("Mayor Okafor was sworn in on Tuesday in the town hall of Brenmoor.", short="Tuesday", logit=3.0)
    second = Statement("Mayor Okafor was sworn in on 1 April in the town hall.", short="1 April", logit=3.0)
    third = Statement("Mayor Okafor was sworn in on 3 April in the town hall.", short="3 April", logit=3.0)

    assert found("When was Okafor sworn in?", first, second) == []
    assert [kind for kind, *_ in found("When was Okafor sworn in?", second, third)] == ["date"]
