"""Conversations on disk: they outlive the process, belong to one owner, and removing one can be undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import WordEmbedder

from assistant import Settings, open_assistant
from assistant.desk import Assistant
from ui.keeping.conversation import Conversation, Exchange
from ui.keeping.conversations import Conversations
from ui.keeping.file import UNDONE, ConversationFile

SEEDS = Path(__file__).parent.parent / "seeds"
QUESTION = "How many Ukrainian prisoners had returned home, according to Kyiv?"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    with open_assistant(SEEDS, settings, embedder=WordEmbedder()) as assistant:
        yield assistant


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "conversations.sqlite3"


@pytest.fixture
def kept(path: Path) -> Iterator[Conversations]:
    file = ConversationFile.open(path)
    yield Conversations(file)
    file.close()


def reopened(path: Path) -> Conversations:
    return Conversations(ConversationFile.open(path))


def told(kept: Conversations, owner: str, *exchanges: Exchange) -> Conversation:
    conversation = kept.new(owner, exchanges[0].question if exchanges else "Who?")
    for exchange in exchanges:
        conversation.exchanges.append(exchange)
        kept.save(conversation, exchange)
    return conversation


def test_an_answer_comes_back_whole_after_a_restart(kept: Conversations, path: Path, desk: Assistant) -> None:
    answer = desk.ask(QUESTION)
    exchange = Exchange(QUESTION, state="done", answer=answer, follow_ups=("And?",), thumb="up", note="yes", gold=True)
    conversation = told(kept, "me", exchange)

    again = reopened(path).get("me", conversation.id)

    assert again is not None
    (back,) = again.exchanges
    assert back.answer is not None
    assert back.answer.model_dump(mode="json") == answer.model_dump(mode="json")
    assert (back.follow_ups, back.thumb, back.note, back.gold, back.asked) == (
        ("And?",),
        "up",
        "yes",
        True,
        exchange.asked,
    )


@pytest.mark.fault("window", 81)
def test_a_conversation_belongs_to_its_owner(kept: Conversations, path: Path) -> None:
    mine = told(kept, "me", Exchange("Who won?", state="stopped"))

    for conversations in (kept, reopened(path)):
        assert conversations.get("you", mine.id) is None
        assert conversations.listed("you") == []


@pytest.mark.fault("window", 81)
@pytest.mark.case(28)
def test_another_owner_can_neither_rename_nor_remove(kept: Conversations) -> None:
    mine = told(kept, "me", Exchange("Who won?", state="stopped"))

    kept.rename("you", mine.id, "Pwned")
    kept.remove("you", mine.id)

    assert kept.listed("me") == [(mine.id, "Who won?")]


def test_what_was_asked_last_is_listed_first(kept: Conversations) -> None:
    first, second = told(kept, "me", Exchange("One?")), told(kept, "me", Exchange("Two?"))

    kept.save(first, first.exchanges[0])

    assert [id_ for id_, _ in kept.listed("me")] == [first.id, second.id]


def test_a_removed_conversation_can_be_put_back(kept: Conversations) -> None:
    mine = told(kept, "me", Exchange("Who won?", state="stopped"))

    kept.remove("me", mine.id)
    gone = kept.get("me", mine.id), kept.listed("me"), kept.removed("me")
    restored = kept.restore("me")

    assert gone == (None, [], "Who won?")
    assert restored == mine.id
    assert kept.listed("me") == [(mine.id, "Who won?")]


def test_the_last_few_that_were_removed_come_back_and_older_ones_are_gone_for_good(
    kept: Conversations, path: Path
) -> None:
    first, *others = [told(kept, "me", Exchange(f"Secret {n}, is it?")) for n in range(UNDONE + 1)]
    for one in (first, *others):
        kept.remove("me", one.id)

    back = [kept.restore("me") for _ in range(UNDONE + 1)]

    assert back == [*(one.id for one in reversed(others)), ""]
    assert {id_ for id_, _ in kept.listed("me")} == {one.id for one in others}
    assert kept.removed("me") == ""
    assert all(b"Secret 0, is it?" not in each.read_bytes() for each in path.parent.iterdir())


def test_a_new_name_stays(kept: Conversations, path: Path) -> None:
    mine = told(kept, "me", Exchange("Who won?"))

    kept.rename("me", mine.id, "  The   swap ")

    assert reopened(path).listed("me") == [(mine.id, "The swap")]


def test_what_was_being_answered_when_the_process_died_can_be_asked_again(kept: Conversations, path: Path) -> None:
    mine = told(kept, "me", Exchange("Who won?", state="streaming"))

    again = reopened(path).get("me", mine.id)

    assert again is not None
    assert [(each.question, each.state) for each in again.exchanges] == [("Who won?", "stopped")]


def test_a_question_asked_anew_takes_the_place_of_what_followed_it(kept: Conversations, path: Path) -> None:
    mine = told(kept, "me", Exchange("One?", state="done"), Exchange("Two?", state="done"), Exchange("Three?"))

    del mine.exchanges[1:]
    mine.exchanges.append(Exchange("Two, but better?"))
    kept.save(mine, mine.exchanges[-1])

    again = reopened(path).get("me", mine.id)
    assert again is not None
    assert [each.question for each in again.exchanges] == ["One?", "Two, but better?"]


def test_an_answer_that_was_replaced_is_not_kept_when_it_ends_late(kept: Conversations, path: Path) -> None:
    mine = told(kept, "me", Exchange("One?"))
    late = mine.exchanges.pop()

    kept.save(mine, late)

    again = reopened(path).get("me", mine.id)
    assert again is not None
    assert [each.question for each in again.exchanges] == ["One?"]


def test_a_damaged_file_is_put_aside_and_the_window_opens(path: Path) -> None:
    path.write_bytes(b"this is no database, whatever its name says" * 100)

    conversations = reopened(path)

    assert conversations.listed("me") == []
    assert [each.name for each in path.parent.glob("*.damaged")] == ["conversations.sqlite3.damaged"]


def test_an_answer_of_an_unknown_form_says_so_and_the_question_stays(kept: Conversations, path: Path) -> None:
    mine = told(kept, "me", Exchange("Who won?", state="done"))
    file = ConversationFile.open(path)
    with file._database.change() as writer:
        writer.execute("UPDATE exchanges SET answer = '{\"question\": 3}'")
    file.close()

    again = reopened(path).get("me", mine.id)

    assert again is not None
    assert (again.exchanges[0].state, again.exchanges[0].answer) == ("error", None)
    assert "Ask again" in (again.exchanges[0].problem or "")
