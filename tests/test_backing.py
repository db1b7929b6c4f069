"""What stands behind a sentence: articles, origins, both parties, a source without a name."""

from test_origins import article, evidence

from assistant.answer import Attribution, Evidence, Sentence, Support
from assistant.collation.backing.parties import parties
from assistant.collation.backing.support import supports, who_says
from assistant.verification.citing import cite

TALKS = "Talks between Norland and Sundia failed. The war between Norland and Sundia goes on."


def support(*found: Evidence) -> Support:
    """The support of a sentence that cites the first of the evidence."""
    text = found[0].quote.text
    return supports([Sentence(text=text, citations=(cite(text, found[0]),))], found)[0]


def test_one_post_in_three_articles_is_three_articles_and_one_origin() -> None:
    post = "“The harbour of Lind will open again in May,” mayor Ada Brandt wrote on Telegram."
    found = support(*(evidence(n, article(str(n), post), "harbour") for n in (1, 2, 3)))

    assert (found.articles, found.origins, found.labels) == (3, 1, (1, 2, 3))


def test_two_statements_of_one_speaker_do_not_back_each_other() -> None:
    sirens = article("a", "Mal Reeve, chief executive of Tarn Water, said that all four sirens had worked.")
    grants = article("b", "Mal Reeve, chief executive of Tarn Water, said that each household will get £350.")

    assert support(evidence(1, sirens, "sirens"), evidence(2, grants, "household")).labels == (1,)


def test_a_number_is_not_backed_by_who_puts_it_right() -> None:
    ours = article("a", "The repair of the dam will cost £18 million.")
    theirs = article("b", "The repair of the dam will cost £27 million rather than £18 million.")

    assert support(evidence(1, ours, "cost"), evidence(2, theirs, "cost")).articles == 1


def test_a_fact_that_two_parties_to_a_conflict_confirm_is_marked() -> None:
    one = article("a", f"{TALKS} The Norlandic ministry said that 417 prisoners of the navy came home.")
    other = article("b", "Sundia’s army confirmed that 417 prisoners of the navy were handed over.")
    found = support(evidence(1, one, "417"), evidence(2, other, "417"))

    assert found.marks == ("both_sides",)


def test_a_fact_that_one_party_tells_twice_is_not_marked() -> None:
    one = article("a", f"{TALKS} The Norlandic ministry said that 417 prisoners of the navy came home.")
    other = article("b", "Norland’s army confirmed that 417 prisoners of the navy came home.")

    assert support(evidence(1, one, "417"), evidence(2, other, "417")).marks == ()


def test_a_fact_that_rests_on_one_unnamed_source_is_marked() -> None:
    found = support(evidence(1, article("a", "The dam may break, a senior official told reporters."), "dam"))

    assert found.marks == ("one_unnamed_source",)


def test_a_named_official_is_a_source_with_a_name() -> None:
    found = support(evidence(1, article("a", "The dam may break, senior official Ole Bruun told reporters."), "dam"))

    assert found.marks == ()


def test_the_clause_that_tells_who_says_it_is_given_where_the_sentence_does_not() -> None:
    speaker = Attribution(speaker="Norland’s Ministry of Defence", verb="said")

    assert who_says("The port was hit.", speaker) == "according to Norland’s Ministry of Defence"
    assert who_says("The port was hit, the Ministry of Defence said.", speaker) is None
    assert who_says("The port was hit.", Attribution()) is None


def test_two_names_together_once_are_no_parties() -> None:
    assert parties(["Talks between Norland and Sundia failed."]) == frozenset()
