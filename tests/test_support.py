"""The graded support of a sentence: what must raise it and what must lower it."""

import pytest

from assistant.verification.support import SUPPORTED, support

FERRY = [
    "On 3 March the Lorn ferry sank near Oban; 64 passengers drowned and 46 were injured, Mayor Ada Roe said.",
    "The council of Lorn has not approved a new ferry.",
]
TRUE = "The Lorn ferry sank near Oban and 64 passengers drowned."


@pytest.mark.parametrize(
    "false",
    [
        "The Lorn ferry sank near Oban and 65 passengers drowned.",
        "The Lorn ferry sank near Oban and 46 passengers drowned.",
        "The Lorn ferry sank near Mull and 64 passengers drowned.",
        "The Lorn ferry did not sink near Oban and 64 passengers drowned.",
        "The Lorn ferry sank near Oban and 64 passengers drowned, which ended its owner's career in shipping.",
        "The council of Lorn has approved a new ferry.",
        "Tickets to the museum are free.",
    ],
)
def test_a_true_sentence_is_supported_better_than_one_with_an_error(false: str):
    assert support(TRUE, FERRY) > SUPPORTED
    assert support(false, FERRY) < support(TRUE, FERRY)


def test_a_quote_supports_itself():
    assert all(support(quote, FERRY) > SUPPORTED for quote in FERRY)


@pytest.mark.parametrize("sentence", ["", "…", "one", "\ud800", TRUE])
def test_no_quote_supports_nothing(sentence: str):
    assert support(sentence, []) == 0
    assert 0 <= support(sentence, [""]) <= 1
