"""What a close reading of a claim may decide, and what it may not: a sentence beside quotes, its logit scripted."""

import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from readings import Scripted
from story_desks import asked_of

from assistant.answer import Article, Attribution, Evidence, Quote
from assistant.close_reading.reader import CloseReader
from assistant.verification.citing import said
from assistant.verification.reading import Reading
from assistant.verification.said import Said
from assistant.verification.verify import DOUBTED, SURE, check, proves
from evals.adapter.claim import claims
from evals.adapter.story import HELD_OUT, stories

FERRY = Said("On 3 March the Lorn ferry sank near Oban; 64 passengers drowned, Mayor Ada Roe said.", None, "Ferry lost")


def reading(logit: float) -> Reading:
    return Reading(CloseReader(Scripted(lambda *pair: logit)))


def test_other_words_are_proved_only_by_a_reading_that_is_sure() -> None:
    claim = "Off Oban a Lorn vessel went under."

    assert check(claim, FERRY) == "unsupported"
    assert check(claim, FERRY, reading(math.nextafter(SURE, -9))) == "unsupported"
    assert check(claim, FERRY, reading(SURE)) == "normalised"


def test_a_quotes_own_words_are_refused_by_a_reading_that_doubts() -> None:
    claim = "The Lorn ferry sank and 64 passengers drowned."

    assert check(claim, FERRY) == "normalised"
    assert check(claim, FERRY, reading(DOUBTED)) == "normalised"
    assert check(claim, FERRY, reading(math.nextafter(DOUBTED, -9))) == "unsupported"
    assert not proves(claim, [FERRY], reading(-9.0))


@pytest.mark.threat("T6")
@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("Near Oban 46 passengers drowned.", "number_mismatch"),
        ("Near Oban 64 passengers drowned, Mayor Ann Doe said.", "name_mismatch"),
        ("The Lorn ferry did not sink near Oban.", "unsupported"),
        ("The Lorn ferry sank near Oban on 4 March.", "number_mismatch"),
    ],
)
def test_no_reading_overrules_a_number_a_name_or_a_not(claim: str, told: str) -> None:
    assert check(claim, FERRY, reading(9.0)) == told


@pytest.mark.parametrize("claim", ["It sank near Oban.", " ".join(["Near Oban passengers drowned"] * 9)])
def test_what_leans_on_another_sentence_or_is_too_long_is_not_read(claim: str) -> None:
    quote = Said(f"The Lorn ferry sank. {claim}, she said", None, "")

    assert not Reading.fits(claim, [quote])
    assert check(f"{claim.rstrip('.')}!", FERRY, reading(9.0)) == check(f"{claim.rstrip('.')}!", FERRY)


def test_a_day_is_read_as_the_quote_tells_it() -> None:
    script = Scripted(lambda *pair: 9.0)
    quote = Said("The strike of the Lorn crews began on Monday and stopped the ships.", date(2024, 4, 9), "Strike")

    assert check("The strike of the Lorn crews began on Monday, April 8.", quote, Reading(CloseReader(script)))
    assert script.pairs == [("The strike of the Lorn crews began on Monday.", quote.text, "Strike")]


def test_claims_on_stories_never_seen_are_mostly_told_apart(tmp_path: Path) -> None:
    passed: dict[bool, list[bool]] = {True: [], False: []}
    for story in (one for one in stories() if one.name in ASKED):
        with asked_of(story, tmp_path) as desk:
            for claim in claims()[story.name]:
                findings = {verdict.finding for verdict in desk.verify(claim.text)}
                passed[claim.proved].append(findings == {"supported"})

    assert set(ASKED) <= set(HELD_OUT)
    assert np.mean(passed[True]) >= PROVED
    assert np.mean(passed[False]) <= FOOLED


ASKED = ("pinesf", "canali")
"""Some of those held out."""
PROVED, FOOLED = 0.35, 0.22
"""Shares that the accepted adapter holds with room to spare; by words alone .18 and .36."""


def test_what_is_read_with_a_quote_is_its_title_and_the_sentence_before() -> None:
    text = "Mira is back\n\nThe leopard Mira was caught on Saturday. She had eaten two hens."
    article = Article(id="0" * 24, key="a", title="Mira is back", title_how="heading", text=text)
    start = text.index("She")
    quote = Quote(article_id=article.id, start=start, end=len(text), text=text[start:])
    hens = Evidence(label=1, quote=quote, article=article, attribution=Attribution(), relevance=1.0)

    assert said(hens).before == "Mira is back The leopard Mira was caught on Saturday."
