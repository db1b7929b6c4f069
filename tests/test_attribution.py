import time
from importlib.resources import files

import pytest

from assistant.attribution.attribute import attribute
from index.splitting import sentences

SEEDS = {
    name.name[:3]: name.read_text(encoding="utf-8") for name in files("seeds").iterdir() if name.name.endswith(".txt")
}
Told = tuple[str | None, str | None, str | None, str | None]
NOBODY: Told = (None, None, None, None)


def told(text: str, words: str, *, whole: bool = False) -> Told:
    """Speaker, verb, channel, via of `words`, or of the whole sentence they stand in."""
    start = text.index(words)
    end = start + len(words)
    if whole:
        span = next(span for span in sentences(text) if span.start <= start < span.end)
        start, end = span.start, span.end
    found = attribute(text, start, end)
    return found.speaker, found.verb, found.channel, found.via


@pytest.mark.parametrize(
    ("seed", "words", "expected"),
    [
        ("000", "A major prisoners swap", ("Trump", "wrote", "Truth Social", None)),
        ("000", "Congratulations to both", ("Trump", "wrote", "Truth Social", None)),
        ("000", "confirmed the news", ("Former US President Donald Trump", "confirmed", "Truth Social", None)),
        ("000", "We talked about", ("Ukrainian Defence Minister Rustem Umerov", "telling", None, None)),
        ("000", "prisoner exchange had begun", ("a Ukrainian military source", "confirmed", None, None)),
        ("000", "four major Ukrainian cities", ("sources", None, None, None)),
        ("000", "The agreement was the key outcome", NOBODY),
        ("000", "Previous prisoner swaps", NOBODY),
        ("001", "approximately 1,000", ("a Ukrainian official and sources familiar with the matter", None, None, None)),
        ("001", "was not officially confirmed", NOBODY),
        ("001", "Congratulations", ("Trump", "wrote", "Truth Social", None)),
        ("001", "He added", ("Trump", "added", None, None)),
        ("001", "If it wasn't", ("Trump", "added", None, None)),
        ("001", "a ceasefire with Ukraine is possible", ("Putin", "emphasized", None, None)),
        ("001", "no further direct", ("The Kremlin", "clarified", None, None)),
        ("001", "There is no concrete", ("Kremlin spokesman Dmitry Peskov", "said", None, None)),
        (
            "001",
            "64 exchanges",
            ("Ukraine's Coordination Headquarters for the Treatment of Prisoners of War", None, None, None),
        ),
        ("001", "Earlier this month", NOBODY),
        ("002", "currently in progress", ("a senior Ukrainian official", "confirmed", None, None)),
        ("002", "The swap is not yet", ("the Ukrainian source", "told", None, "the Associated Press")),
        ("002", "It will go into effect", ("Trump", "posted", None, None)),
        ("002", "tangible result", ("Ukrainian President Volodymyr Zelenskyy", "wrote", "X", None)),
        ("002", "They understand the nuances", ("Trump", "said", None, None)),
        ("002", "A ceasefire with Ukraine", ("Putin", "said", "a statement", "the Kremlin")),
        ("002", "no additional peace talks", ("the Kremlin", "noting", None, None)),
        ("002", "They are yet to be", ("Kremlin spokesman Dmitry Peskov", "stated", None, None)),
        ("002", "As the prisoner swap proceeds", NOBODY),
        ("003", "390 Ukrainian", ("Kyiv", "confirming", None, None)),
        ("003", "We are bringing", ("Ukrainian President Volodymyr Zelensky", "announced", "X", None)),
        ("003", "270 servicemen", ("Russia’s Defense Ministry", "reported", None, None)),
        ("003", "a previous exchange on May 7", ("The department", "said", None, None)),
        ("003", "proposed the meeting", NOBODY),
        ("004", "270 prisoners of war", ("the Russian Defence Ministry", "announced", None, None)),
        ("004", "exchange had taken place", ("US President Donald Trump", "said", None, None)),
        ("004", "Today it was 390 people", ("Zelensky", "wrote", "Telegram", None)),
        ("004", "It is very important", ("Zelensky", "wrote", "Telegram", None)),
        ("004", "over three days", ("Vladimir Rogov", "said", "Telegram", None)),
        ("004", "had received a list", ("Kremlin spokesperson Dmitry Peskov", "said", None, None)),
        ("004", "Several prisoner swaps", NOBODY),
    ],
)
def test_the_speaker_of_a_sentence_of_the_seeds_is_found(seed: str, words: str, expected: Told) -> None:
    assert told(SEEDS[seed], words, whole=True) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            "Dan Slane runs the club. Slane said he chose the colours — red, blue and gold — as a tribute.",
            "chose the colours",
            ("Slane", "said", None, None),
        ),
        (
            "“The job is too hard,” Jean Davis, an 87-year-old voter told the Des Moines Register in July.",
            "The job is too hard",
            ("Jean Davis, an 87-year-old voter", "told", None, "the Des Moines Register"),
        ),
        (
            "As of September, awareness of the brand was at 74%, says Schafer, which means most know it.",
            "awareness of the brand",
            ("Schafer", "says", None, None),
        ),
        ("Harlow & Sons said that it would rebuild.", "it would rebuild", ("Harlow & Sons", "said", None, None)),
        ("The mill reopens, according to Harlow & Sons.", "The mill", ("Harlow & Sons", None, None, None)),
        ("Several districts told students to shelter in place on Monday.", "shelter", NOBODY),
        ("The picks fell according to their odds.", "The picks", NOBODY),
        (
            "Her brother sued a dealer in Grand Rapids in 2019 “to be done with it,” she said.",
            "to be done",
            (None, "said", None, None),
        ),
        ("“Rents will fall,” said Dr. Mia Holt, who led the study.", "Rents", ("Dr. Mia Holt", "said", None, None)),
        (
            "The dam is safe, a spokeswoman for the Water Board told Reuters on Monday.",
            "The dam",
            ("a spokeswoman for the Water Board", "told", None, "Reuters"),
        ),
        ("The dam is safe, the engineer told reporters.", "The dam", ("the engineer", "told", None, None)),
        (
            "Police have closed the road, according to two officials familiar with the case.",
            "Police",
            ("two officials familiar with the case", None, None, None),
        ),
        (
            "According to the Lisbon Fire Brigade, nobody was hurt.",
            "nobody",
            ("the Lisbon Fire Brigade", None, None, None),
        ),
        (
            "Any ban, according to Moreau, could take years to lift.",
            "could take years",
            ("Moreau", None, None, None),
        ),
        (
            "Jane Poe, 45, a nurse in Palm Bay, Florida, told CNN that she voted early.",
            "she voted early",
            ("Jane Poe", "told", None, "CNN"),
        ),
        (
            "Ana Brandt praised the vote. “It is a start. We want more,” she wrote on Facebook.",
            "It is a start",
            ("Ana Brandt", "wrote", "Facebook", None),
        ),
        (
            "In a post on her Instagram account, the singer announced that the tour was off.",
            "the tour was off",
            ("the singer", "announced", None, None),
        ),
        (
            "The minister said on his Mastodon account that rail fares would rise.",
            "rail fares",
            ("The minister", "said", "Mastodon", None),
        ),
        ("The last warning was dated 14 January.", "The last warning", NOBODY),
        ("Doe, warning of floods, closed the bridge.", "floods", ("Doe", "warning", None, None)),
        (
            "The party of beaten mayor **Ann Doe** asked for a recount, saying that 4 votes were lost.",
            "4 votes",
            ("The party", "saying", None, None),
        ),
        ("**Ann Doe** said the bridge was sound.", "the bridge", ("Ann Doe", "said", None, None)),
        ("Italy said the bridge was sound.", "the bridge", ("Italy", "said", None, None)),
        ("The bridge is sound, Emily Kelly said.", "The bridge", ("Emily Kelly", "said", None, None)),
        ("Doe and Roe said the bridge was sound.", "the bridge", ("Doe and Roe", "said", None, None)),
        ("The bank did not confirm that the chief had left.", "the chief had left", NOBODY),
        ("The firm announced a new factory in Turin.", "The firm announced a new factory in Turin.", NOBODY),
        ("The river rose by two metres overnight.", "The river", NOBODY),
        ("The United States posts its figures in May.", "The United States posts", NOBODY),
        ("It rained. “We lost it all,” he said.", "We lost it all", (None, "said", None, None)),
    ],
)
def test_the_speaker_of_other_wordings_is_found(text: str, words: str, expected: Told) -> None:
    assert told(text, words) == expected


@pytest.mark.parametrize("said", ["didn't say", "didn’t say", "couldn’t say", "never said", "wouldn’t confirm"])
def test_who_did_not_say_it_is_not_its_speaker(said: str) -> None:
    assert told(f"The mayor {said} that the bridge is closed.", "the bridge") == NOBODY


def test_what_stands_beside_a_quotation_keeps_the_voice_of_the_publisher() -> None:
    text = "“We won,” Ali said. The match drew 9,000 people."

    assert told(text, "The match drew") == NOBODY


@pytest.mark.parametrize(
    ("text", "speaker", "via"),
    [
        ("The firm's spokeswoman, Greta Hall, said the crack in gate three measured 2 metres.", "Greta Hall", None),
        ("The dam was safe, said the owner of the mill.", "the owner of the mill", None),
        ("Roe told Channel 9 that she would not accept the result.", "Roe", "Channel 9"),
        ("Police told Doe 12 people had died.", "Police", None),
    ],
)
def test_a_speaker_is_no_thing_and_a_channel_keeps_its_number(text: str, speaker: str, via: str | None) -> None:
    found = attribute(text, 0, len(text))

    assert (found.speaker, found.via) == (speaker, via)


def test_two_speakers_in_one_sentence_are_told_apart() -> None:
    text = "Lund said the plant was safe, while Berg warned that the walls were cracking."

    assert told(text, "the plant was safe") == ("Lund", "said", None, None)
    assert told(text, "the walls were cracking") == ("Berg", "warned", None, None)


def test_each_half_of_a_sentence_has_its_own_verb() -> None:
    assert told(SEEDS["001"], "a ceasefire with Ukraine is possible") == ("Putin", "stating", None, None)
    assert told(SEEDS["001"], "compromises that suit both sides") == ("Putin", "emphasized", None, None)


def test_straight_and_curly_marks_are_read_alike() -> None:
    curly = "“It works. We tried,” Ito said."
    straight = curly.replace("“", '"').replace("”", '"')

    assert told(curly, "It works") == told(straight, "It works") == ("Ito", "said", None, None)


@pytest.mark.parametrize("seed", sorted(SEEDS))
def test_every_part_of_an_attribution_is_verbatim(seed: str) -> None:
    text = SEEDS[seed]

    for span in sentences(text):
        found = attribute(text, span.start, span.end)
        for part in (found.speaker, found.verb, found.channel, found.via):
            assert part is None or part in text


def test_an_empty_or_strange_span_is_nobodys() -> None:
    assert told("Nothing here.", "") == NOBODY
    assert attribute("", 0, 0).speaker is None
    assert attribute("Short.", 90, 99).speaker is None


def test_a_known_article_is_attributed_within_a_millisecond() -> None:
    text = SEEDS["002"]
    attribute(text, 0, 10)

    begun = time.perf_counter()
    for start in range(0, len(text) - 60, 40):
        attribute(text, start, start + 60)

    assert (time.perf_counter() - begun) / (len(text) / 40) < 0.001


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Mr Carl Roe opened the hall. She said it was full.", None),
        ("Mrs Ida Roe opened the hall. She said it was full.", "Mrs Ida Roe"),
        ("Roe's dog barked in the hall. He said it was full.", None),
        ("A third voice was heard. She said it was full.", None),
        ("A spokeswoman opened the hall. She said it was full.", "A spokeswoman"),
    ],
)
def test_a_pronoun_means_nobody_whom_it_cannot_mean(text: str, speaker: str | None) -> None:
    start = text.index("She" if "She" in text else "He")

    assert attribute(text, start, len(text)).speaker == speaker
