"""Search in conversations without a browser: words of questions and answers, folded, of one owner."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Answer, Sentence
from ui.chat.finding import MOST, Sought, around, find
from ui.keeping.conversation import Exchange
from ui.keeping.conversations import Conversations
from ui.keeping.file import UNDONE, ConversationFile
from ui.keeping.folding import fold, spans


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "conversations.sqlite3"


@pytest.fixture
def kept(path: Path) -> Iterator[Conversations]:
    file = ConversationFile.open(path)
    yield Conversations(file)
    file.close()


def tell(kept: Conversations, owner: str, question: str, *sentences: str, refusal: str = "") -> str:
    """A conversation of one answered question; its id."""
    lines = tuple(Sentence(text=text, citations=()) for text in sentences)
    answer = Answer(
        question=question, query=question, text=refusal, sentences=lines, engine="quotes", refused=not lines
    )
    conversation = kept.new(owner, question)
    conversation.exchanges.append(Exchange(question, state="done", answer=answer))
    kept.save(conversation, conversation.exchanges[0])
    return conversation.id


def found(kept: Conversations, owner: str, text: str) -> list[str]:
    return [one.conversation for one in find(kept, owner, Sought(text=text)).found]


@pytest.mark.parametrize("text", ["lodz", "ŁÓDŹ", "łódź summit", "SUMMIT who", "strasse", "Straße", "met"])
def test_words_are_found_in_question_and_answer_without_case_and_accents(kept: Conversations, text: str) -> None:
    ours = tell(kept, "me", "Who held the summit?", "They met in Łódź, in Lange Straße.")
    tell(kept, "me", "Which bird sang?", "A lark sang.")

    assert found(kept, "me", text) == [ours]


@pytest.mark.parametrize("text", ["", "  ", "lodz owl", "100%", "_", "' OR 1=1 --", "\x00"])
def test_what_is_not_there_is_not_found_and_no_sign_is_obeyed(kept: Conversations, text: str) -> None:
    tell(kept, "me", "Who held the summit?", "They met in Łódź.")

    assert found(kept, "me", text) == []


def test_a_refusal_is_found_by_what_it_says(kept: Conversations) -> None:
    ours = tell(kept, "me", "Who won?", refusal="These articles do not say who won the cup.")

    assert found(kept, "me", "cup articles") == [ours]


def test_the_words_of_others_and_of_the_removed_are_not_found(kept: Conversations) -> None:
    tell(kept, "you", "A secret?", "Yes.")
    gone = tell(kept, "me", "A secret of mine?", "No.")
    kept.remove("me", gone)

    assert found(kept, "me", "secret") == []
    kept.restore("me")
    assert found(kept, "me", "secret") == [gone]


def test_what_was_asked_last_is_found_first_and_no_more_than_are_shown(kept: Conversations) -> None:
    ids = [tell(kept, "me", f"Owl {number}?", "Hoot.") for number in range(MOST + 3)]

    matches = find(kept, "me", Sought(text="owl"))

    assert [one.conversation for one in matches.found] == ids[::-1][:MOST]
    assert matches.more


def test_a_removed_question_leaves_no_findable_word_on_disk(kept: Conversations, path: Path) -> None:
    first = tell(kept, "me", "Xylophone secrets?", "Zzyzx.")
    kept.remove("me", first)
    for _ in range(UNDONE):
        kept.remove("me", tell(kept, "me", "Another?", "Yes."))

    assert all(b"ylophone" not in each.read_bytes().lower() for each in path.parent.iterdir())


def test_a_file_of_a_version_without_search_becomes_searchable(kept: Conversations, path: Path) -> None:
    ours = tell(kept, "me", "Who held the summit?", "They met in Łódź.")
    file = ConversationFile.open(path)
    with file._database.change() as writer:
        writer.execute("DROP TABLE said")
    file.close()

    again = Conversations(ConversationFile.open(path))

    assert found(again, "me", "lodz") == [ours]


def test_the_neighbourhood_of_the_first_word_is_shown_with_the_words_told_apart() -> None:
    text = "Before. " * 30 + "The Café opened. " + "After. " * 40

    shown = around(text, ("cafe",))

    assert [one.text for one in shown if one.hit] == ["Café"]
    assert len("".join(one.text for one in shown)) < 200
    assert "".join(one.text for one in shown).strip("… ") in text


@given(st.text(alphabet="aAéßŁ 😀ﬁ", max_size=30), st.text(alphabet="aeslfi", min_size=1, max_size=2))
def test_what_is_marked_folds_to_the_word(text: str, word: str) -> None:
    for start, end in spans(text, (word,)):
        assert word in fold(text[start:end]).text
    assert bool(spans(text, (word,))) == (word in fold(text).text)
