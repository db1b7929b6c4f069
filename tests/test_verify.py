"""What quotes prove, and what they do not."""

from datetime import date

import pytest

from assistant.answer import Check
from assistant.verification.said import Said
from assistant.verification.verify import proves, supported, verify

FRIDAY = date(2025, 5, 23)
FERRY = "On 3 March the Lorn ferry sank near Oban; 64 passengers drowned and 46 were injured, Mayor Ada Roe said."


def said(*texts: str) -> list[Said]:
    return [Said(text, FRIDAY) for text in texts]


@pytest.mark.parametrize(
    ("sentence", "quote", "check"),
    [
        # verbatim, or nearly
        ("The ferry sank.", "The ferry sank.", "exact"),
        ("the Lorn ferry sank near Oban", FERRY, "exact"),
        ("The Lorn ferry sank near Oban.", FERRY, "normalised"),
        ('Roe said: "It is over."', "Roe said: “It is over.”", "normalised"),
        ("We are bringing our people home.", "We are bringing our people\n\nhome.", "normalised"),
        ("The face to face talks ended.", "The face-to-face talks ended – at last.", "normalised"),
        ("Der Fluss trat über die Ufer.", "Der Fluss trat über die Ufer.", "exact"),
        # fair paraphrase
        ("Ada Roe said that 64 passengers drowned.", FERRY, "normalised"),
        ("In Oban, 46 passengers were injured.", FERRY, "normalised"),
        ("The Lorn ferry sank on March 3.", FERRY, "normalised"),
        ("More than 300 people signed.", "More than 300 people signed the plea.", "exact"),
        ("300 people signed the plea.", "At least 300 people signed the plea.", "exact"),
        ("Sixty-four passengers drowned.", FERRY, "normalised"),
        ("1,000 votes were cast.", "A thousand votes were cast in Lorn.", "normalised"),
        ("The 2018–19 season ended.", "The 2018-2019 season ended early.", "normalised"),
        ("Three million people voted.", "3m people voted on Sunday.", "normalised"),
        ("The Scottish council met.", "The council of Scotland met.", "name_mismatch"),
        ("Ukrainians voted in Ukraine.", "Voters in Ukraine voted.", "normalised"),
        ("The US voted for it.", "The United States voted for it.", "normalised"),
        ("Roe was sued by Doe.", "Doe sued Roe.", "normalised"),
        # what is only to be done, likely or allowed
        ("The janitor moved the box.", "The janitor had probably moved the box.", "unsupported"),
        ("The families will return in May.", "The families may return in May.", "unsupported"),
        ("Judge Okafor fined the city.", "Doe would ask Judge Okafor to fine the city.", "unsupported"),
        ("Roe won the race.", "Roe managed to win the race.", "normalised"),
        # parts and offices
        ("Roe accused Doe of delay.", "Doe accused Roe of delay; Roe accused Doe of haste.", "name_mismatch"),
        ("Ann Doe is the former clerk.", "Ann Doe is acting clerk.", "name_mismatch"),
        # numbers that follow
        ("They freed 390 people in all.", "They freed 270 soldiers and 120 civilians.", "normalised"),
        ("More than 4,700 people came home.", "At least 4,757 people came home.", "normalised"),
        ("The talks took 120 minutes.", "The talks took two hours.", "normalised"),
        ("Half of the voters stayed at home.", "50% of the voters stayed at home.", "normalised"),
        ("Dozens of people signed.", "64 people signed.", "normalised"),
        ("Sides swap 2,000 people.", "The sides swap 1,000 people each.", "normalised"),
        # numbers that do not
        ("They freed 391 people.", "They freed 270 soldiers and 120 civilians.", "number_mismatch"),
        ("At most 4,700 people came home.", "At least 4,757 people came home.", "number_mismatch"),
        ("The talks took two days.", "The talks took two hours.", "number_mismatch"),
        ("Hundreds of people signed.", "64 people signed.", "number_mismatch"),
        ("It costs 5 euros.", "It costs 5 dollars.", "number_mismatch"),
        # dates
        ("It lasts from June to May.", "It lasts from May to June.", "number_mismatch"),
        ("It begins in June and ends in May.", "It begins in May and ends in June.", "number_mismatch"),
        ("It sank in March 2024.", "It sank on 3 March 2024.", "normalised"),
        ("It sank on 3 March 2024.", "It sank in March 2024.", "number_mismatch"),
        ("It sank on 5 March 2024.", "It sank on 3 March 2024; 5 were saved.", "number_mismatch"),
        ("It sank last Friday.", "It sinks next Friday.", "number_mismatch"),
        # certainty
        ("The repairs were completed.", "The repairs were paid for.", "unsupported"),
        ("Roe and Doe agreed on a bridge.", "Roe and Doe talked on a bridge.", "unsupported"),
        ("Only Roe voted.", "Roe voted.", "unsupported"),
        ("The talks were concluded.", "The talks are over.", "unsupported"),
        # numbers
        ("46 passengers drowned.", FERRY, "number_mismatch"),
        ("65 passengers drowned.", FERRY, "number_mismatch"),
        ("Sixty-five passengers drowned.", FERRY, "number_mismatch"),
        ("64 passengers were injured.", FERRY, "number_mismatch"),
        ("The ferry sank on 4 March.", FERRY, "number_mismatch"),
        ("The ferry sank on 3 May.", FERRY, "number_mismatch"),
        ("The ferry sank on Friday.", FERRY, "number_mismatch"),
        ("The ferry sank in 2024.", "The ferry sank in 2025.", "number_mismatch"),
        ("Sales rose 5%.", "Sales rose 5 dollars.", "number_mismatch"),
        ("More than 300 people signed.", "300 people signed.", "number_mismatch"),
        ("More than 300 people signed.", "Fewer than 300 people signed.", "number_mismatch"),
        ("Two people signed.", "One person signed.", "number_mismatch"),
        # names
        ("Mayor Ida Roe said that 64 passengers drowned.", FERRY, "name_mismatch"),
        ("The Lorn ferry sank near Mull.", FERRY, "name_mismatch"),
        ("Moscow released the crew.", "Kyiv released the crew.", "name_mismatch"),
        ("Moscow attacked Kyiv.", "Kyiv attacked Moscow.", "name_mismatch"),
        ("Doe sued Roe.", "Doe was sued by Roe.", "name_mismatch"),
        ("The crew went from Oban to Lorn.", "The crew went from Lorn to Oban.", "name_mismatch"),
        # negation, certainty, opposites
        ("The mayor has confirmed the deal.", "The mayor has not confirmed the deal.", "unsupported"),
        ("The mayor has not confirmed the deal.", "The mayor has confirmed the deal.", "unsupported"),
        ("The ferry didn't sink.", "The ferry sank; it did sink.", "unsupported"),
        ("The ferry was unsafe.", "The mayor denied the ferry was unsafe.", "unsupported"),
        ("The swap was completed.", "The swap began.", "unsupported"),
        ("The mayor confirmed the deal.", "The mayor denied the deal.", "unsupported"),
        ("The bridge opened.", "The bridge could be opened.", "unsupported"),
        ("The deal led to peace.", "The deal could have led to peace.", "unsupported"),
        ("The ferries returned on Friday.", "The ferries will return on Friday.", "unsupported"),
        ("The ferries return on Friday.", "The ferries will return on Friday.", "normalised"),
        # something else
        ("The ferry company will pay its passengers.", FERRY, "unsupported"),
        ("Tickets are free.", FERRY, "unsupported"),
    ],
)  # fmt: skip
@pytest.mark.threat("T6")
@pytest.mark.injection("P11", "P21")
def test_a_sentence_is_checked_against_its_quote(sentence: str, quote: str, check: Check):
    assert verify(sentence, quote) == check


def test_quotes_may_prove_a_sentence_together():
    quotes = ["Lorn sent 390 volunteers on Friday.", "Oban sent 270 volunteers."]
    sentence = "Lorn sent 390 volunteers, Oban sent 270 volunteers."

    assert [verify(sentence, quote) for quote in quotes] == ["number_mismatch", "number_mismatch"]
    assert proves(sentence, said(*quotes))


@pytest.mark.threat("T6")
@pytest.mark.injection("P21")
def test_quotes_together_do_not_prove_swapped_numbers():
    quotes = ["Lorn sent 390 soldiers on Friday.", "Oban sent 270 nurses."]

    assert not proves("They sent 390 nurses and 270 soldiers.", said(*quotes))


@pytest.mark.parametrize("quotes", [[], [""], ["Tickets are free."]])
@pytest.mark.threat("T6")
@pytest.mark.injection("P11")
def test_no_quote_proves_nothing(quotes: list[str]):
    assert not proves("The ferry sank.", said(*quotes))


@pytest.mark.parametrize("sentence", ["", " ", "...", "¾ 3⁄4 ²", "\ud800", "1.2.3,4:5", "one", "«»"])
def test_odd_text_is_checked_without_a_crash(sentence: str):
    assert verify(sentence, sentence) in ("exact", "normalised", "unsupported", "number_mismatch")
    assert not proves(sentence, said("The ferry sank."))


def test_only_exact_and_normalised_are_support():
    checks: list[Check] = ["exact", "normalised", "number_mismatch", "name_mismatch", "unsupported", "not_found"]

    assert [check for check in checks if supported(check)] == ["exact", "normalised"]


@pytest.mark.parametrize(
    ("sentence", "check"),
    [
        ("The swap took place on 23 May 2025.", "normalised"),
        ("The swap took place in May 2025.", "normalised"),
        ("The swap took place on 22 May 2025.", "number_mismatch"),
        ("The swap took place on Friday.", "exact"),
        ("The swap took place on 30 May 2025.", "number_mismatch"),
    ],
)
def test_friday_is_a_day_where_its_article_says_when_it_was_published(sentence: str, check: Check):
    assert verify(sentence, "The swap took place on Friday.", published=FRIDAY) == check


def test_friday_is_no_day_in_an_undated_article():
    assert verify("The swap took place on 23 May 2025.", "The swap took place on Friday.") == "number_mismatch"


@pytest.mark.parametrize(
    ("sentence", "quotes"),
    [
        ("The pilot Ada Roe died.", ["Ada Roe, the pilot, woke from her coma on Saturday."]),
        ("Ann Doe shot Omar Said.", ["Ann Doe met Omar Said in Oban."]),
        ("Doe resigned.", ["Opposition leader Doe called for her to go.", "Treasurer Roe resigned on Sunday."]),
        ("Doe's bakery was fined.", ["Doe's bakery opened in 2019.", "A brewery in Lorn was fined."]),
        ("The council rejected the plan by 14 votes to 19.", ["By 19 votes to 14 the council rejected the plan."]),
        ("The council rejected the plan 14-19.", ["The council rejected the plan 19-14."]),
    ],
)
def test_what_is_said_of_a_name_must_stand_with_it(sentence: str, quotes: list[str]) -> None:
    assert not proves(sentence, said(*quotes))


@pytest.mark.parametrize(
    ("sentence", "quotes"),
    [
        ("Treasurer Roe resigned.", ["On Sunday treasurer Roe resigned."]),
        ("The council rejected the plan by 19 votes to 14.", ["By 19 votes to 14 the council rejected the plan."]),
        ("The ferry sank and 64 passengers drowned.", ["The ferry sank off Oban.", "64 passengers drowned."]),
    ],
)
def test_what_stands_there_in_another_order_is_still_proved(sentence: str, quotes: list[str]) -> None:
    assert proves(sentence, said(*quotes))


@pytest.mark.parametrize(
    ("sentence", "quotes", "proved"),
    [
        (
            "Brand said that observers of both parties had watched the vault.",
            ["Cho said that observers of both parties had watched the vault.", "Brand said he had not seen them."],
            False,
        ),
        ("Cho said that observers had watched the vault.", ["Observers had watched the vault, Ada Cho said."], True),
        (
            "Reeve asked the council to pay every household £500 at once.",
            ["Nand asked the council to pay every household £500 at once.", "Reeve met every household at once."],
            False,
        ),
    ],
)
def test_the_words_and_deeds_of_one_prove_nothing_of_another(sentence: str, quotes: list[str], proved: bool) -> None:
    assert proves(sentence, said(*quotes)) == proved
