"""Questions taken apart, spans of a sort, short answers, and sentences told once."""

import pytest

from assistant.alike import alike
from assistant.question.analysis import analyse
from assistant.question.short_answer import short_answer
from assistant.question.typed_spans import typed_spans

WANTED = [
    ("How many ships sailed?", "how_many"),
    ("What number of people was hurt?", "how_many"),
    ("Who signed the treaty?", "who"),
    ("When did the dam break?", "when"),
    ("In which year did the dam break?", "year"),
    ("Where was the treaty signed?", "where"),
    ("How long did the strike last?", "duration"),
    ("What did the bridge cost?", "money"),
    ("What percentage voted yes?", "percent"),
    ("Did the mayor resign?", "yes_no"),
    ("Why did the mayor resign?", "why"),
    ("What did the mayor call the plan?", "what"),
]
SHORT = [
    ("How many ferries were cancelled?", "While 40 buses ran, 17 ferries were cancelled on 3 May 2024.", "17"),
    ("In which year was the first tunnel opened?", "The first tunnel, 3 km long, was opened in 1987.", "1987"),
    ("How long did the meeting last?", "The mayor left the two-hour meeting at 9 p.m.", "two-hour"),
    ("Where was the treaty signed?", "On Monday both sides signed the treaty in New Zealand.", "New Zealand"),
    ("Where was the treaty signed?", "Both sides signed the treaty in Lisbon on Monday.", "Lisbon"),
    ("What did the bridge cost?", "The bridge, opened in 2019, cost $3.2 million.", "$3.2 million"),
    ("Who runs the dam?", "The firm that runs the dam moved 860 people out of Lower Aske.", None),
    ("Which country won the cup?", "The cup was won by a team from Chile in Lima.", None),
    ("How high is the dam?", "The crack in the dam is 14 metres long.", None),
    ("How high is the dam?", "The dam, 38 metres high, was finished in 1958.", "38 metres"),
    ("How many were injured?", "Police said 17 people were injured, three of them critically.", None),
    ("How long did the talks last?", "The four-hour talks were the first in over three years.", "four-hour"),
    ("Why did the mayor resign?", "The mayor resigned over 3 unpaid bills.", None),
]


@pytest.mark.parametrize(("question", "wanted"), WANTED)
def test_a_question_wants_one_sort_of_answer(question: str, wanted: str) -> None:
    assert analyse(question).wanted == wanted


@pytest.mark.parametrize(("question", "sentence", "short"), SHORT)
def test_the_short_answer_is_the_span_of_the_wanted_sort_nearest_the_question(
    question: str, sentence: str, short: str | None
) -> None:
    assert short_answer(analyse(question), sentence) == short


def test_years_and_days_of_a_month_are_no_counts() -> None:
    sentence = "On 3 May 2024 some 120 sailors landed."

    spans = [sentence[span.start : span.end] for span in typed_spans(sentence, "how_many")]

    assert spans == ["some 120"]


def test_a_changed_number_or_negation_is_no_repeat() -> None:
    sentence = "The harbour authority said 17 ferries were cancelled on Monday."

    assert alike(sentence, "17 ferries were cancelled on Monday, said the harbour authority.")
    assert not alike(sentence, sentence.replace("17", "71"))
    assert not alike(sentence, sentence.replace("were", "were not"))
