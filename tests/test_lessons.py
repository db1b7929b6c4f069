"""What the adapter learns from: brackets that mark the few words, sentences of other stories, tokens that answer."""

import pytest

from evals.adapter.groups import Group, Pair, beside, held_out, span_of
from evals.adapter.lessons import lessons_of
from evals.adapter.pool import Pool
from evals.adapter.story import HELD_OUT, stories, story_of

STORY = """== herald
Ferry sinks off Lund

At least 54 people drowned. She was 40 years old.
== courier
Toll rises

The dead now number 88, the mayor said.
?? How many died? => At least [54] people drowned | dead now number [88]
?? Who spoke? => the mayor said
?! Who was aboard?
"""


def test_brackets_mark_the_few_words_and_without_them_all_do() -> None:
    story = story_of("ferry", STORY)

    count, speaker, open_question = story.asked

    assert list(story.articles) == ["herald", "courier"]
    assert count.told == ("At least 54 people drowned", "dead now number 88")
    assert [words[slice(*few)] for words, few in zip(count.told, count.few, strict=True)] == ["54", "88"]
    assert speaker.told[0][slice(*speaker.few[0])] == "the mayor said"
    assert open_question.told == ()


def test_every_story_held_out_is_there_and_has_both_kinds_of_question() -> None:
    held = [story for story in stories() if story.name in HELD_OUT]

    assert len(held) == len(HELD_OUT)
    assert all({bool(asked.told) for asked in story.asked} == {True, False} for story in held)


def test_the_few_words_are_found_in_the_sentence_that_holds_the_longest_of_what_is_told() -> None:
    said = "The dead now number 88, the mayor said."

    assert span_of(said, ["88", "dead now number 88"], [(0, 2), (16, 18)]) == (20, 22)
    assert span_of(said, ["nobody"]) is None


def test_before_a_sentence_stand_the_title_and_the_sentence_before() -> None:
    assert beside("Ferry sinks", ["One.", "Two."]) == [("One.", "Ferry sinks"), ("Two.", "Ferry sinks One.")]


def test_a_question_is_given_sentences_of_other_texts_that_share_its_rare_words() -> None:
    pool = Pool(
        {
            "ferry": [("The ferry sank off Lund.", "")],
            "zoo": [("A ferry took the pandas to Lund.", ""), ("The pandas ate bamboo.", ""), ("It rained.", "")],
            "bank": [(f"{name} lost savings.", "") for name in ("Ada", "Ben", "Cy", "Dot", "Eve", "Fay", "Gus")],
        }
    )

    assert [said for said, _ in pool.nearest("Why did the ferry sink?", "ferry")] == [
        "A ferry took the pandas to Lund."
    ]


def test_lessons_name_texts_by_place_and_mark_the_tokens_that_answer() -> None:
    said = "The dead now number 88, the mayor said."
    pairs = (Pair(said, True, (20, 22), "Toll rises"), Pair("It rained.", False, None))

    texts, (lesson,) = lessons_of([Group("story ferry", "ferry", "How many died?", pairs)])

    (right, wrong), question = lesson["pairs"], texts[lesson["asked"]]
    assert [right[2], wrong[2], wrong[3:]] == [1, 0, (-1, -1)]
    assert texts[right[0]][right[3] : right[4] + 1] == texts_of("88")
    assert len(question) == len(texts_of("How many died?"))
    assert not lesson["held"]


@pytest.mark.parametrize("name", ["story", "story elsewhere"])
def test_sentences_of_elsewhere_are_held_out_with_what_they_stand_beside(name: str) -> None:
    assert held_out(Group(name, HELD_OUT[0], "Why?", ()))
    assert not held_out(Group(name, "ferry", "Why?", ()))


def texts_of(words: str) -> list[int]:
    texts, _ = lessons_of([Group("story ferry", "ferry", words, (Pair(words, False, None),))])
    return texts[0]
