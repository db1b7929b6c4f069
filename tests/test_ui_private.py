"""A stranger who knows every id and speaks to the server without a page finds, changes and learns nothing."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fakes import WordEmbedder
from starlette.testclient import TestClient
from windows import SEEDS

from assistant import Settings, open_assistant
from assistant.desk import Assistant
from ui.guard import COOKIE
from ui.keeping.conversation import Conversation, Exchange
from ui.rooms import Rooms
from ui.server import build_app

pytestmark = pytest.mark.case(28)

QUESTION = "How many Ukrainian prisoners had returned home, according to Kyiv?"
MINE, YOURS = "a" * 32, "b" * 32


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    with open_assistant(SEEDS, settings, embedder=WordEmbedder()) as assistant:
        yield assistant


class Stranger:
    """Sends the window's own events, under any owner's cookie."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self._config = client.get("/config", headers=self._cookie(YOURS)).json()

    def send(self, event: str, told: dict[str, Any], owner: str = YOURS) -> list[Any]:
        """What an event that is answered at once gives back."""
        body = {"fn_index": self._number(event), "data": [], "event_data": told, "session_hash": f"session-{owner}"}
        answer = self._client.post("/gradio_api/run/predict", json=body, headers=self._cookie(owner))
        assert answer.status_code == 200, answer.text
        return [json.loads(one) if isinstance(one, str) else one for one in answer.json()["data"]]

    def queue(self, event: str, told: dict[str, Any], owner: str = YOURS) -> str:
        """Everything that an event which takes its time streams."""
        body = {"fn_index": self._number(event), "data": [], "event_data": told, "session_hash": f"session-{owner}"}
        self._client.post("/gradio_api/queue/join", json=body, headers=self._cookie(owner)).raise_for_status()
        return self._client.get(
            f"/gradio_api/queue/data?session_hash=session-{owner}", headers=self._cookie(owner)
        ).text

    def call(self, slot: str, name: str, told: dict[str, Any], owner: str = YOURS) -> Any:
        """What a slot's function on the server gives back."""
        number = next(one["id"] for one in self._config["components"] if one["props"].get("elem_id") == slot)
        body = {"session_hash": f"session-{owner}", "component_id": number, "fn_name": name, "data": told}
        answer = self._client.post("/gradio_api/component_server", json=body, headers=self._cookie(owner))
        assert answer.status_code == 200, answer.text
        return json.loads(answer.json())

    def export(self, conversation: str, owner: str = YOURS) -> int:
        return self._client.get(f"/export/{conversation}.json", headers=self._cookie(owner)).status_code

    def _cookie(self, owner: str) -> dict[str, str]:
        return {"cookie": f"{COOKIE}={owner}"}

    def _number(self, event: str) -> int:
        slot, name = event.split(".")
        ids = {one["id"] for one in self._config["components"] if one["props"].get("elem_id") == f"ts-{slot}"}
        return next(
            each["id"]
            for each in self._config["dependencies"]
            if any(target in ids and name == told for target, told in each["targets"])
        )


@pytest.fixture
def mine(desk: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    """An answered conversation of ours, on disk."""
    rooms = Rooms.over(desk, tmp_path_factory.mktemp("inbox"))
    conversation = rooms.conversations.new(MINE, QUESTION)
    exchange = Exchange(QUESTION, state="done", answer=desk.ask(QUESTION))
    conversation.exchanges.append(exchange)
    rooms.conversations.save(conversation, exchange)
    rooms.close()
    return conversation


@pytest.fixture
def stranger(desk: Assistant, mine: Conversation) -> Iterator[Stranger]:
    with TestClient(build_app(desk), base_url="http://127.0.0.1") as client:
        yield Stranger(client)


def test_the_owner_opens_what_the_stranger_is_told_is_not_there(stranger: Stranger, mine: Conversation) -> None:
    (ours,), (theirs,) = (stranger.send("history.open", {"id": mine.id}, owner) for owner in (MINE, YOURS))

    assert (ours["id"], [one["question"] for one in ours["talks"]]) == (mine.id, [QUESTION])
    assert (theirs["id"], theirs["talks"], theirs["lost"]) == ("", [], True)


def test_a_stranger_renames_removes_judges_and_stops_nothing(stranger: Stranger, mine: Conversation) -> None:
    exchange = mine.exchanges[0].id

    stranger.send("history.rename", {"id": mine.id, "title": "Pwned"})
    stranger.send("history.remove", {"id": mine.id})
    stranger.send("transcript.judge", {"conversation": mine.id, "exchange": exchange, "thumb": "down", "note": "x"})
    told = stranger.send("transcript.halt", {"id": mine.id})

    (ours,) = stranger.send("history.open", {"id": mine.id}, MINE)
    assert (ours["talks"][0]["thumb"], ours["talks"][0]["note"], ours["talks"][0]["state"]) == ("", "", "done")
    assert QUESTION not in json.dumps(told)
    (listed,) = stranger.send("history.rename", {"id": mine.id, "title": ""}, MINE)
    assert mine.id in [one["id"] for one in listed["entries"]]


def test_a_stranger_exports_and_finds_nothing(stranger: Stranger, mine: Conversation) -> None:
    assert (stranger.export(mine.id, MINE), stranger.export(mine.id)) == (200, 404)
    ours, theirs = (stranger.call("ts-history", "search", {"text": "PRISONERS"}, owner) for owner in (MINE, YOURS))

    assert mine.id in [one["conversation"] for one in ours["found"]]
    assert theirs["found"] == []


def test_a_stranger_sees_no_mark_of_ours_in_an_article(stranger: Stranger, mine: Conversation) -> None:
    answer = mine.exchanges[0].answer
    assert answer
    asked = {"article": answer.citations[0].article.id, "conversation": mine.id, "exchange": mine.exchanges[0].id}

    ours, theirs = (stranger.call("ts-reader", "opened", {**asked, "source": 0}, owner) for owner in (MINE, YOURS))

    assert (ours["here"] >= 0, theirs["here"], theirs["passages"]) == (True, -1, [])
    assert [piece for line in theirs["paragraphs"] for piece in line if piece["mark"]] == []


def test_a_stranger_who_asks_on_in_our_conversation_gets_one_of_their_own(
    stranger: Stranger, mine: Conversation
) -> None:
    told = stranger.queue("transcript.ask", {"question": "Who else?", "conversation": mine.id})
    watched = stranger.queue("transcript.follow", {"id": mine.id})

    assert "Who else?" in told
    assert mine.id not in told
    assert QUESTION not in told + watched
    (ours,) = stranger.send("history.open", {"id": mine.id}, MINE)
    assert [one["question"] for one in ours["talks"]] == [QUESTION]
