"""The stories that the adapter learns from, and what the answers make of those that it never saw."""

from collections import Counter
from pathlib import Path

from story_desks import asked_of

from evals.adapter.claim import claims
from evals.adapter.claim_groups import claim_groups
from evals.adapter.groups import held_out, story_groups
from evals.adapter.rival import rivals
from evals.adapter.rival_groups import rival_groups
from evals.adapter.story import HELD_OUT, stories

ALL = list(stories())
SEEDS = Path(__file__).parent.parent / "seeds"


def test_what_a_question_is_told_by_stands_in_an_article() -> None:
    unfound = [
        (story.name, words)
        for story in ALL
        for asked in story.asked
        for words in asked.told
        if not any(words in text for text in story.articles.values())
    ]

    assert unfound == []


def test_stories_are_many_and_each_has_answerable_and_unanswerable_questions() -> None:
    asked = [asked for story in ALL for asked in story.asked]

    assert len(ALL) > 800
    assert 0.25 < sum(not one.told for one in asked) / len(asked) < 0.4
    assert [story.name for story in ALL if len({bool(one.told) for one in story.asked}) < 2] == []


def test_no_story_is_of_the_sample_articles() -> None:
    names = ("Zelensk", "Putin", "Trump", "Peskov", "Umerov", "Ukrain", "Russia", "Istanbul", "Moscow", "Kyiv")

    assert [story.name for story in ALL if any(name in str(story) for name in names)] == []


def test_held_out_stories_are_never_learnt() -> None:
    held = {group.document for group in story_groups() if held_out(group)}
    claimed = [*claim_groups(), *rival_groups()]
    learnt = {group.document for group in claimed if not held_out(group)}

    assert held == set(HELD_OUT)
    assert {group.set.split()[0] for group in claimed} == {"claim", "denial", "copy", "rival", "matter"}
    assert len(learnt) > 700
    assert not learnt & set(HELD_OUT)


def test_what_a_claim_names_stands_in_an_article_of_its_story() -> None:
    texts = {story.name: "\n".join(story.articles.values()) for story in ALL}
    unfound = [
        (name, words)
        for name, made in claims().items()
        for claim in made
        for quote in claim.quotes
        for words in quote
        if words not in texts[name]
    ]

    assert unfound == []


def test_claims_are_many_and_as_many_are_false_as_true() -> None:
    proved = [claim.proved for made in claims().values() for claim in made]

    assert len(proved) > 10_000
    assert 0.4 < sum(proved) / len(proved) < 0.6


def test_what_rivals_stand_beside_is_asked_and_answered_by_their_story() -> None:
    told = {story.name: story for story in ALL}
    unfound = [
        (name, one.words)
        for name, written in rivals().items()
        for one in written
        if one.question not in {asked.question for asked in told[name].asked}
        or not any(one.words in text for text in told[name].articles.values())
    ]

    assert unfound == []


def test_as_many_rivals_contradict_as_agree_or_are_of_another_matter() -> None:
    written = [one for some in rivals().values() for one in some]
    bearings = Counter(bearing for one in written for bearing, _ in one.told)

    assert len(written) > 5_000
    assert not rivals().keys() & set(HELD_OUT)
    assert max(bearings.values()) < 1.05 * min(bearings.values())


def test_on_stories_never_seen_the_first_sentence_is_mostly_right_and_silence_mostly_kept(tmp_path: Path) -> None:
    right, answerable, silent, unanswerable = 0, 0, 0, 0
    for story in (one for one in ALL if one.name in ASKED):
        with asked_of(story, tmp_path) as desk:
            for asked in story.asked:
                answer = desk.ask(asked.question)
                if asked.told:
                    answerable += 1
                    told = answer.sentences[0].text if answer.sentences and not answer.refused else ""
                    right += any(words in told for words in asked.told)
                else:
                    unanswerable += 1
                    silent += answer.refused

    assert right / answerable >= RIGHT
    assert silent / unanswerable >= SILENT


ASKED = ("club", "film", "merger", "vote")
"""Some of those held out: all of them take a minute."""
RIGHT, SILENT = 0.55, 0.6
"""Shares that the accepted adapter holds with room to spare."""
