"""Sentences that begin with "she" or "it" are told with the one that says whom they mean."""

from collections.abc import Iterator

import pytest
from desks import desk_of

from assistant import Answer, Assistant
from assistant.quoting.leaning import leans

QUARRY = """Slate quarry at Penmoel closes

Manager Iona Pryce told the quarrymen on Monday. She wept for an hour in the canteen afterwards.

The quarry was opened in 1868. It employed 900 men before the war.

It took the owners eleven weeks to decide. They rejected an offer from a Chilean buyer.

Gwen Tudor, who runs the chapel, cooked for the families. Most of the children had never seen the place at night.
The soup was made of leeks. She burned her hand on the copper kettle.
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with desk_of(tmp_path_factory, {"quarry.txt": QUARRY}) as opened:
        yield opened


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("He left.", True),
        ("But its chair, Ann Doe, stayed.", True),
        ("“Go home,” she told them.", True),
        ("That was wrong, and I am sorry,” he said.", True),
        ("“Go home,” said the mayor, and he left.", False),
        ("It took two days.", False),
        ("It is a shame.", False),
        ("It was the mayor who left.", False),
        ("It was sold to a man who fled.", False),
        ("It was sold in May.", True),
        ("Both of the boats sank.", False),
        ("Hertha Roe left.", False),
        ("Itinerant workers left.", False),
    ],
)
def test_only_a_pronoun_at_the_head_leans_on_what_stands_before(sentence: str, expected: bool) -> None:
    assert leans(sentence) == expected


def first(answer: Answer) -> str:
    """The first sentence of an answer, which is the verbatim words of its quote."""
    sentence = answer.sentences[0]
    quote = sentence.citations[0]
    assert quote.check == "exact"
    assert quote.article.text[quote.start : quote.end] == quote.quote
    assert " ".join(quote.quote.split()) == sentence.text
    return sentence.text


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Who wept in the canteen?",
            "Manager Iona Pryce told the quarrymen on Monday. She wept for an hour in the canteen afterwards.",
        ),
        (
            "How many men were employed before the war?",
            "The quarry was opened in 1868. It employed 900 men before the war.",
        ),
        ("How many weeks did the owners take to decide?", "It took the owners eleven weeks to decide."),
    ],
)
def test_a_sentence_is_told_with_the_one_that_it_leans_on(desk: Assistant, question: str, expected: str) -> None:
    assert first(desk.ask(question)) == expected


def test_a_sentence_whose_person_was_named_far_before_is_told_alone(desk: Assistant) -> None:
    # "The soup was made of leeks." would make nobody wiser.
    assert first(desk.ask("What was burned on the copper kettle?")) == "She burned her hand on the copper kettle."


def test_the_evidence_is_the_quote_that_is_cited(desk: Assistant) -> None:
    answer = desk.ask("Who wept in the canteen?")

    by_label = {one.label: one.quote.text for one in answer.evidence}
    assert all(by_label[one.label] == one.quote for one in answer.citations)
    assert len({(one.quote.start, one.quote.end) for one in answer.evidence}) == len(answer.evidence)
