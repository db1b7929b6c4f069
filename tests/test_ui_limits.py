"""What the window bears: how much may be asked, sent and uploaded, and how it ends while it answers."""

import json
import logging
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import httpx
import pytest
from fakes import WordEmbedder
from starlette.testclient import TestClient
from windows import SEEDS, Observed, serving

from assistant import Answer, LibraryError, Settings, Turn, open_assistant
from assistant.desk import Assistant
from ui.access.limits import BusyError, Limits
from ui.desk import Desk
from ui.guard import COOKIE, MAX_BODY
from ui.keeping.file import ConversationFile
from ui.rooms import CONVERSATIONS, Rooms
from ui.server import build_app
from ui.shell import WindowError, open_window

QUESTION = "How many Ukrainian prisoners had returned home, according to Kyiv?"
OWNER = "a" * 32
OWNED = {"cookie": f"{COOKIE}={OWNER}"}


class Held(Observed):
    """An assistant whose answers wait while it is held, or break."""

    broken = False

    def ask(self, question: str, *told: object, **options: object) -> Answer:
        if self.broken:
            raise RuntimeError("secret of /srv/library")
        self.free.wait(60)
        return super().ask(question, *told, **options)  # type: ignore[arg-type]

    def stream(self, question: str, history: Sequence[Turn] = (), **told: Any) -> Iterator[Answer]:
        if self.broken:
            raise RuntimeError("secret of /srv/library")
        yield from super().stream(question, history, **told)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    settings = Settings(home=tmp_path_factory.mktemp("home"), waiting=64, questions_per_minute=200)
    with open_assistant(SEEDS, settings, embedder=WordEmbedder()) as assistant:
        yield assistant


@pytest.fixture
def desk(assistant: Assistant) -> Held:
    return Held(assistant)


def browsing(desk: Desk) -> TestClient:
    return TestClient(build_app(desk), base_url="http://127.0.0.1")


def called(question: str) -> dict[str, list[str]]:
    return {"data": [question, "", "", "", ""]}


def test_who_asked_enough_waits_until_the_first_question_is_a_minute_old() -> None:
    now = [0.0]
    limits = Limits(per_minute=2, waiting=9, clock=lambda: now[0])
    limits.ask("ada")
    now[0] = 20.0
    limits.ask("ada")

    with pytest.raises(BusyError, match="ask again in 40 s") as caught:
        limits.ask("ada")
    limits.ask("bob")
    now[0] = 60.0
    limits.ask("ada")

    assert (caught.value.status, caught.value.retry_s) == (429, 40)


@pytest.mark.threat("T13")
def test_a_program_that_asks_too_much_is_told_when_to_come_back(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, questions_per_minute=2)
    with open_assistant(SEEDS, settings, embedder=WordEmbedder()) as desk, browsing(desk) as client:
        told = [client.post("/gradio_api/run/ask", json=called(QUESTION), headers=OWNED) for _ in range(3)]

    assert [one.status_code for one in told] == [200, 200, 429]
    assert 0 < int(told[2].headers["retry-after"]) <= 60
    assert re.search(r"you asked 2 questions within a minute; ask again in \d+ s", told[2].json()["error"])


@pytest.mark.threat("T13")
@pytest.mark.fault("window", 76)
def test_of_a_hundred_at_once_as_many_as_may_wait_are_answered_and_the_others_told(desk: Held) -> None:
    asked = [QUESTION, "Where did they meet?", "Was the exchange complete?", "Who won the 2022 World Cup?"] * 25
    desk.free.clear()

    with (
        serving(desk) as address,
        httpx.Client(base_url=address, timeout=120, limits=httpx.Limits(max_connections=None)) as client,
        ThreadPoolExecutor(100) as threads,
    ):
        posts = {threads.submit(client.post, "/gradio_api/run/ask", json=called(one)): one for one in asked}
        told = {}
        for post in as_completed(posts):
            told[post] = post.result()
            if len(told) == 36:
                desk.free.set()

    assert sorted(one.status_code for one in told.values()) == [200] * 64 + [503] * 36
    for post, answer in told.items():
        if answer.status_code == 200:
            assert json.loads(answer.json()["data"][0])["question"] == posts[post]
        else:
            assert answer.headers["retry-after"] == "5"
            assert "too many questions are being answered" in answer.json()["error"]


@pytest.mark.fault("window", 76)
def test_in_the_window_a_question_too_many_is_kept_and_told(desk: Held, tmp_path: Path) -> None:
    rooms = Rooms.over(desk, tmp_path)
    rooms.limits.waiting = 1
    desk.free.clear()

    first = rooms.answering.begin(OWNER, QUESTION)
    second = rooms.answering.begin(OWNER, "Where did they meet?")
    desk.free.set()
    rooms.close()

    assert first
    assert second
    assert (second[1].state, second[1].question) == ("error", "Where did they meet?")
    assert second[1].problem == "too many questions are being answered at this moment; ask again in a few seconds"


@pytest.mark.fault("window", 75)
def test_a_question_sent_twice_is_answered_once(desk: Held, tmp_path: Path) -> None:
    rooms = Rooms.over(desk, tmp_path)
    desk.free.clear()

    first = rooms.answering.begin(OWNER, QUESTION)
    assert first
    second = rooms.answering.begin(OWNER, QUESTION, conversation_id=first[0].id)
    desk.free.set()
    rooms.close()

    assert second is None
    assert len(first[0].exchanges) == 1


@pytest.mark.threat("T13")
def test_a_question_of_five_megabytes_does_not_come_in(assistant: Assistant) -> None:
    with browsing(assistant) as client:
        told = client.post("/gradio_api/run/ask", json=called("why " * 1_250_000))
        open_ended = client.post(
            "/gradio_api/run/ask", content=iter([b"{}"]), headers={"content-type": "application/json"}
        )

    assert told.status_code == 413
    assert told.text == f"The request is too large; at most {MAX_BODY:,} bytes are taken."
    assert open_ended.status_code == 411


@pytest.mark.threat("T13")
@pytest.mark.parametrize("endpoint", ["ask", "find"])
def test_a_question_over_the_limit_names_the_limit(assistant: Assistant, endpoint: str) -> None:
    call = called("why " * 2_000) if endpoint == "ask" else {"data": ["why " * 2_000, 3]}
    with browsing(assistant) as client:
        told = client.post(f"/gradio_api/run/{endpoint}", json=call)

    assert "8,000 characters; " in told.json()["error"]
    assert "at most 4,000" in told.json()["error"]


@pytest.mark.threat("T13")
def test_of_a_question_over_the_limit_the_window_keeps_no_more_than_the_limit(desk: Held, tmp_path: Path) -> None:
    rooms = Rooms.over(desk, tmp_path)

    begun = rooms.answering.begin(OWNER, "why " * 200_000)
    rooms.close()

    assert begun
    assert len(begun[1].question) == 4_001
    assert "at most 4,000" in (begun[1].problem or "")


@pytest.mark.fault("window", 77)
def test_what_breaks_behind_an_answer_stands_in_the_log_only(
    desk: Held, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk.broken = True
    rooms = Rooms.over(desk, tmp_path)

    with caplog.at_level(logging.ERROR):
        begun = rooms.answering.begin(OWNER, QUESTION)
        rooms.close()

    assert begun
    told = begun[1].problem or ""
    number = re.findall(r"[0-9a-f]{8}", told)
    assert "secret" not in told
    assert len(number) == 1
    assert number[0] in caplog.text
    assert "secret of /srv/library" in caplog.text


@pytest.mark.fault("window", 77)
def test_what_breaks_behind_a_call_stands_in_the_log_only(desk: Held, caplog: pytest.LogCaptureFixture) -> None:
    desk.broken = True

    with browsing(desk) as client, caplog.at_level(logging.ERROR):
        told = client.post("/gradio_api/run/ask", json=called(QUESTION))

    number = re.findall(r"[0-9a-f]{8}", told.json()["error"])
    assert told.status_code == 500
    assert "secret" not in told.text
    assert number[0] in caplog.text
    assert "secret of /srv/library" in caplog.text


# Uploads.


def upload(client: TestClient, name: str, content: bytes) -> httpx.Response:
    return client.post("/gradio_api/upload", files={"files": (name, content)}, headers=OWNED)  # type: ignore[return-value]


@pytest.mark.threat("T13")
@pytest.mark.fault("window", 78)
def test_a_file_over_the_limit_does_not_come_in(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, max_upload_mb=1)
    with open_assistant(None, settings, embedder=WordEmbedder()) as desk, browsing(desk) as client:
        told = [upload(client, "a.txt", b"x" * size) for size in (900_000, 1_500_000, 3_000_000)]

    assert [one.status_code for one in told] == [200, 413, 413]


@pytest.mark.fault("window", 78)
@pytest.mark.parametrize(
    ("name", "state"),
    [("a.exe", "refused"), (f"{'n' * 300}.txt", "added"), ("../../x.txt", "added"), ("a\nb.txt", "added")],
)
def test_a_file_of_another_kind_or_an_odd_name_breaks_nothing(assistant: Assistant, name: str, state: str) -> None:
    with browsing(assistant) as client:
        (came,) = upload(client, name, f"About {state}\n\nA text about {len(name)} things.\n".encode()).json()
        inbox = Path(os.environ["GRADIO_TEMP_DIR"])
        rooms = Rooms.over(assistant, inbox)

        *_, shown = rooms.shelf.add(OWNER, [(came, name)])
        rooms.close()

    assert Path(came).resolve().is_relative_to(inbox.resolve())
    assert shown.jobs[0].state == state
    assert ".txt" in (shown.jobs[0].reason or ".txt")
    for article in assistant.articles():
        if article.title == f"About {state}":
            assistant.remove(article.id)


def test_uploads_lie_in_a_folder_that_nobody_else_reads(assistant: Assistant) -> None:
    build_app(assistant)

    assert stat.S_IMODE(Path(os.environ["GRADIO_TEMP_DIR"]).stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["GRADIO_SHARE", "GRADIO_ALLOWED_PATHS", "GRADIO_SERVER_NAME", "GRADIO_MCP_SERVER"])
def test_a_switch_of_gradio_in_the_environment_does_nothing(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "True")

    build_app(assistant)

    assert name not in os.environ


# The process.


@pytest.mark.fault("window", 80)
def test_an_address_that_is_not_this_machines_is_told_in_one_line(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, password="long enough")  # type: ignore[arg-type]
    told = pytest.raises(WindowError, match=r"port 0 on 192\.0\.2\.1 cannot be opened \(Cannot assign")
    with open_assistant(None, settings, embedder=WordEmbedder()) as desk, told as caught:
        open_window(desk, host="192.0.2.1", port=0, open_browser=False)

    assert caught.value.exit_code == 3


@pytest.mark.fault("window", 80)
def test_a_proxy_for_everything_does_not_stand_in_the_way(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setattr(urllib.request, "_opener", urllib.request.build_opener(urllib.request.ProxyHandler({})))

    with serving(Observed(assistant)) as address, httpx.Client(trust_env=False, base_url=address) as client:
        told = client.post("/gradio_api/run/ask", json=called(QUESTION), timeout=60)

    assert "390" in told.json()["data"][0]


@pytest.mark.fault("window", 80)
@pytest.mark.skipif(not socket.has_ipv6, reason="there is no IPv6")
def test_the_window_listens_on_ipv6_alone(tmp_path: Path) -> None:
    with Window(tmp_path, host="::1") as run, urllib.request.urlopen(f"{run.address}/healthz", timeout=30) as told:
        assert told.read() == b"ok"


class Window:
    """A window in a process of its own, over the seeds, with a model that stops after its first sentence."""

    def __init__(self, home: Path, *, host: str = "127.0.0.1") -> None:
        code = f"""
import sys, threading
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from assistant import Settings, open_assistant
from fakes import WordEmbedder
from windows import Reciter
from ui.shell import open_window
model = Reciter()
model.free.clear()
with open_assistant({str(SEEDS)!r}, Settings(home=Path({str(home)!r})), llm=model, embedder=WordEmbedder()) as desk:
    open_window(desk, host={host!r}, port=0, open_browser=False)
print("closed", threading.active_count())
"""
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(home)},
        )
        assert self.process.stdout
        self.address = self.process.stdout.readline().split()[3]

    def __enter__(self) -> "Window":
        return self

    def __exit__(self, *broke: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()


@pytest.mark.threat("T13")
@pytest.mark.fault("window", 75)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_in_the_middle_of_an_answer_keeps_what_there_is(tmp_path: Path, number: signal.Signals) -> None:
    with Window(tmp_path) as run, httpx.Client(base_url=run.address, headers=OWNED, timeout=60) as client:
        config = client.get("/config").json()
        slots = {one["props"].get("elem_id"): one["id"] for one in config["components"]}
        transcript = slots["ts-transcript"]
        wired = next(one for one in config["dependencies"] if [transcript, "ask"] in one["targets"])
        asked = {"data": [], "event_data": {"question": QUESTION}, "fn_index": wired["id"], "session_hash": "s"}
        client.post("/gradio_api/queue/join", json={**asked, "trigger_id": transcript}).raise_for_status()
        with client.stream("GET", "/gradio_api/queue/data?session_hash=s") as stream:
            for line in stream.iter_lines():
                if '\\"text\\":' in line and "[1]" not in line and "390" in line:
                    break
            inboxes = list(tmp_path.glob("twosource-*"))
            children = Path(f"/proc/{run.process.pid}/task/{run.process.pid}/children").read_text().split()
            run.process.send_signal(number)
            told, wrong = run.process.communicate(timeout=10)
    file = ConversationFile.open(tmp_path / CONVERSATIONS)
    ((conversation, _),) = file.listed(OWNER)
    kept = file.conversation(OWNER, conversation)
    file.close()

    assert (run.process.returncode, told.split()[0], wrong) == (0, "closed", "")
    assert [child for child in children if Path("/proc", child).exists()] == []
    assert [inbox.exists() for inbox in inboxes] == [False]
    assert kept
    assert kept.exchanges[0].state == "stopped"
    assert kept.exchanges[0].answer
    assert "390" in kept.exchanges[0].answer.text


def test_the_window_is_not_ready_before_it_can_find_anything(desk: Held) -> None:
    class Unready(Held):
        def retrieve(self, query: str, k: int = 10):  # type: ignore[no-untyped-def]
            raise LibraryError("/srv/library/model: not there")

    with browsing(Unready(desk._assistant)) as client:
        told = client.get("/readyz")
        lives = client.get("/healthz")

    assert (told.status_code, told.text) == (503, "not ready; the log says why")
    assert lives.status_code == 200
