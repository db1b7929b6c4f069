"""The few words of a sentence that answer, as a close reading points to them."""

import pytest
from readings import ranked, read

from assistant.close_reading.spans import answering_span
from assistant.question.analysis import analyse
from assistant.question.short_answer import short_answer
from assistant.question.typed_spans import typed_spans
from assistant.quoting.pointing import in_words, pointed_at


@pytest.mark.parametrize(
    ("question", "text", "pointed", "told"),
    [
        ("Were the boots sold?", "The boots had found no buyer by Friday.", "found no buyer", "had found no buyer"),
        ("Did he open it?", "He had not clicked on the link.", "clicked", "had not clicked"),
        ("Were they rusted?", "They were rusted, papers say, but they were not.", "rusted", None),
        ("Would it help?", "Nobody asked whether it would help.", "help", None),
        ("Why did it stop?", "It stopped as the county owed money.", "the county owed money", "the county owed money"),
        ("Who won?", "Ann Doe won.", "Ann Doe", None),
    ],
)
def test_a_reason_or_a_yes_is_told_in_words_with_what_turns_them_round(
    question: str, text: str, pointed: str, told: str | None
) -> None:
    assert in_words(analyse(question), ranked(text, pointed)) == told
    assert in_words(analyse(question), ranked(text, pointed, logit=-1.0)) is None


def test_the_words_of_a_question_answer_nothing() -> None:
    joined = "Did you ever doubt? For one night."

    assert pointed_at(analyse("Was she in doubt?"), ranked(joined, "doubt")) is None
    assert in_words(analyse("Was she in doubt?"), ranked(joined, "doubt")) is None
    assert in_words(analyse("Was she in doubt?"), ranked(joined, "one night")) == "one night"


def test_how_is_answered_with_its_preposition() -> None:
    assert pointed_at(analyse("How did he leave?"), ranked("He left by helicopter.", "helicopter")) == "by helicopter"


def test_a_number_that_is_wanted_is_not_told_by_words_without_one() -> None:
    assert pointed_at(analyse("How many came?"), ranked("A plumber came.", "plumber")) is None


@pytest.mark.parametrize(
    ("text", "pointed", "told"),
    [
        ('He called it a "drone wall" of sorts.', "drone wall", "drone wall"),
        ("It was “in perfect condition, he said.", "“in perfect condition", "in perfect condition"),
        ("They met in Lorn, then left.", "Lorn,", "Lorn"),
    ],
)
def test_the_words_have_no_half_of_a_pair_of_marks(text: str, pointed: str, told: str) -> None:
    span, _ = answering_span(read(text, pointed), text)

    assert text[span.start : span.end] == told


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("How many people came?", "Twenty-two people came.", "Twenty-two"),
        ("How many people came?", "Two hundred and eighty people came.", "Two hundred and eighty"),
        ("How many bears came?", "Bear number seven came at 20.15 with six bears.", "six"),
        ("How long was the wait?", "The wait was five hours and 20 minutes.", "five hours and 20 minutes"),
    ],
)
def test_numbers_are_read_whole(question: str, text: str, told: str) -> None:
    assert short_answer(analyse(question), text) == told


def test_a_time_of_day_counts_nothing() -> None:
    assert typed_spans("The train left at 1:15.", "how_many") == []


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Who wrote the libretto?", False),
        ("Who wrote that the bridge was safe?", True),
        ("Who claims the throne?", False),
        ("Who reported the fire?", True),
        ("Who told parliament that it was over?", True),
    ],
)
def test_authorship_is_no_speech(question: str, asks: bool) -> None:
    assert analyse(question).asks_speaker == asks


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("How many deaths does the Safety Board count?", "the Safety Board"),
        ("What did Ann Doe herself say about the money?", "Ann Doe"),
        ("How many were hurt, according to the hospital?", "the hospital"),
        ("By the union's count, how many work there?", "the union"),
        ("According to the Post who was hurt?", "the Post"),
        ("How did the director react to the claim?", None),
        ("What does she say?", None),
        ("What did the articles report?", None),
        ("Who said so?", None),
    ],
)
def test_a_question_may_ask_for_the_words_of_one_speaker(question: str, speaker: str | None) -> None:
    assert analyse(question).speaker == speaker


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many deaths does the Board count?", "two"),
        ("How many deaths, according to the hospital?", "three"),
    ],
)
def test_of_two_speakers_in_one_sentence_the_one_asked_is_told(question: str, told: str) -> None:
    text = "The number of deaths stands at two, the Board says, although the hospital said that there were three."

    assert pointed_at(analyse(question), ranked(text, text[text.index("two") : -1])) == told


@pytest.mark.parametrize(
    ("question", "told"), [("How many people died of it?", "Two"), ("How many people fell ill of it?", "17")]
)
def test_of_two_numbers_the_one_is_told_in_whose_clause_it_was_done(question: str, told: str) -> None:
    text = "Two people have died and 17 fell ill in an outbreak of listeriosis."

    assert pointed_at(analyse(question), ranked(text, text[: text.index(" fell")])) == told


def test_a_list_of_numbers_shares_its_verb() -> None:
    text = "In all 662 cars, 283 vans and 57 boats have been burnt."

    assert pointed_at(analyse("How many vans have been burnt?"), ranked(text, "283")) == "283"


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("Who appealed?", "Pell said that the party would not appeal.", None),
        ("Who did not appeal?", "Pell said that the party would not appeal.", "the party"),
        ("Who appealed?", "Pell appealed, the party did not appeal.", "Pell"),
        ("Who leads the party?", "Pell, who did not appeal, leads the party.", "Pell"),
    ],
)
def test_what_is_said_not_to_be_so_answers_nobody(question: str, text: str, told: str | None) -> None:
    assert pointed_at(analyse(question), ranked(text, told or "the party")) == told


def test_an_age_is_told_by_the_form_of_the_sentence() -> None:
    asked = analyse("How old is Ann Doe?")

    assert pointed_at(asked, ranked("Doe, 41, ran the library.", "library")) == "41"
    assert pointed_at(asked, ranked("Doe ran the library for 12 years.", "12 years")) is None
