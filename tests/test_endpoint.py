"""Everything a model endpoint may do, over real HTTP: the reader gets one clear line and the answer of the quotes."""

import json
import logging
import re
import socket
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant import Answer, Assistant, Settings, open_assistant
from assistant.shell import main
from assistant.testing import ScriptedServer
from assistant.testing.behaviours import (
    Behaviour,
    drips,
    fails,
    hangs_up,
    redirects,
    refuses_key,
    says,
    says_nothing,
    sends,
    sends_broken_json,
    sends_error,
    sends_html,
    sends_no_choices,
    stalls,
    streams,
    tells_key,
)
from assistant.writing import OpenAIChat
from ui.chat.cost import Prices
from ui.export import markdown, page
from ui.export.footnotes import leaves
from ui.export.routes import as_json
from ui.keeping.conversation import Exchange
from ui.keeping.conversations import Conversations
from ui.keeping.file import ConversationFile

KEY = "sk-endpoint-9f8e7d6c5b4a"
DEADLINE_S = 1.5
QUESTION = "When did the dam at Orlin open?"
ARTICLE = "The dam at Orlin opened in 1931, engineer Ada Roe said.\n\nIt was closed for a month in 1987."
PROVED = "The dam at Orlin opened in 1931 [1]."


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "dam.txt").write_text(ARTICLE)
    return folder


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, server: ScriptedServer, folder: Path) -> Iterator[Assistant]:
    home = tmp_path_factory.mktemp("home")
    settings = Settings(home=home, model="tiny", base_url=server.base_url, api_key=KEY, deadline_s=DEADLINE_S)
    import_module("openai")  # takes as long as the deadline
    with open_assistant(folder, settings) as opened:
        yield opened


def row(*rows: int, told: str, name: str, behaviour: Behaviour | str) -> object:
    return pytest.param(behaviour, told, id=name, marks=pytest.mark.fault("model", *rows))


ROWS = [
    row(60, name="wrong-key", behaviour=refuses_key(), told="refused the key (401); check TWOSOURCE_API_KEY"),
    row(60, name="forbidden", behaviour=fails(403), told="refused the key (403)"),
    row(61, name="unknown-model", behaviour=fails(404, "no such model"), told="has no model 'tiny' (404)"),
    row(61, name="unknown-page", behaviour=sends_html(404), told="has no model 'tiny' (404)"),
    row(62, name="busy", behaviour=fails(429, "slow down"), told="overloaded or out of order (429): slow down"),
    row(62, name="busy-an-hour", behaviour=fails(429, "later", retry_after="3600"), told="(429): later"),
    row(62, name="no-quota", behaviour=fails(429, "quota", code="insufficient_quota"), told="(429): insufficient"),
    row(63, name="error-500", behaviour=fails(500), told="overloaded or out of order (500)"),
    row(63, name="error-502", behaviour=sends_html(502), told="out of order (502): a web page"),
    row(63, name="error-503", behaviour=fails(503, retry_after="120"), told="overloaded or out of order (503)"),
    row(64, name="drip", behaviour=drips(), told="did not finish within 1.5 s (TWOSOURCE_DEADLINE_S)"),
    row(64, name="silence", behaviour=stalls(), told="did not finish within 1.5 s"),
    row(65, name="redirect", behaviour=redirects("http://127.0.0.1:9/v1"), told="redirects (307)"),
    row(66, name="web-page", behaviour=sends_html(), told="unexpected form: text/html"),
    row(66, name="empty-body", behaviour=sends("", "text/event-stream"), told="unexpected form: no choices"),
    row(66, name="no-type", behaviour=sends("", ""), told="unexpected form: something untyped"),
    row(66, name="bad-json", behaviour=sends_broken_json(), told="unexpected form: an event that is no JSON"),
    row(66, name="no-choices", behaviour=sends_no_choices(), told="unexpected form: no choices"),
    row(66, name="null-choices", behaviour=streams([{"choices": None}]), told="unexpected form"),
    row(66, name="null-content", behaviour=says_nothing(), told="unexpected form: no text"),
    row(66, name="error-with-200", behaviour=sends('{"error": {"message": "x"}}'), told="form: application/json"),
    row(66, name="error-event", behaviour=sends_error("lost GPU"), told="an error in the stream: lost GPU"),
    row(67, name="cut", behaviour=says(f"{PROVED} And", finish_reason=None), told="broke off before its answer"),
    row(67, name="hung-up", behaviour=hangs_up(f"{PROVED} And"), told="broke off before its answer"),
    row(67, name="stall", behaviour=stalls(f"{PROVED} And"), told="did not finish within 1.5 s"),
    row(68, name="length", behaviour=says(PROVED, finish_reason="length"), told="TWOSOURCE_MAX_TOKENS"),
    row(68, name="filter", behaviour=says(PROVED, finish_reason="content_filter"), told="a content filter cut"),
    row(71, name="no-label", behaviour="The dam at Orlin opened in 1931.", told="nothing that the quotes prove"),
    row(71, name="invented-label", behaviour="The dam at Orlin opened in 1931 [9].", told="nothing that the quotes"),
    row(71, name="labels-only", behaviour="[1] [2]", told="nothing that the quotes prove"),
    row(72, name="a-megabyte", behaviour=says("words " * 170_000, piece_chars=50_000), told="over 200,000 characters"),
    row(72, name="one-huge-piece", behaviour=says("w" * 1_000_000, piece_chars=1_000_000), told="over 200,000"),
]  # fmt: skip


@pytest.mark.threat("T12", "T13")
@pytest.mark.parametrize(("behaviour", "told"), ROWS)
def test_the_reader_gets_one_line_and_the_answer_of_the_quotes(
    desk: Assistant, server: ScriptedServer, behaviour: Behaviour | str, told: str
) -> None:
    server.forget()
    server.then(*[behaviour] * 4)
    started = time.monotonic()

    *growing, answer = desk.stream(QUESTION)

    assert time.monotonic() - started < DEADLINE_S + 10
    assert (answer.engine, answer.short, answer.complete, answer.refused) == ("quotes", "1931", True, False)
    assert told in (answer.notice or "")
    assert "\n" not in (answer.notice or "")
    assert (answer.notice or "").endswith("this answer is made of quotes.")
    assert not any(snapshot.complete for snapshot in growing)
    assert KEY not in "".join(each.model_dump_json() for each in (*growing, answer))


@pytest.mark.fault("model", 65)
def test_a_plain_endpoint_asked_by_tls_is_named(folder: Path, tmp_path: Path, server: ScriptedServer) -> None:
    url = server.base_url.replace("http:", "https:")
    settings = Settings(home=tmp_path, model="tiny", base_url=url, deadline_s=DEADLINE_S)

    with open_assistant(folder, settings) as desk:
        answer = desk.ask(QUESTION)

    assert f"cannot reach {url}" in (answer.notice or "")
    assert "SSL" in (answer.notice or "")


@pytest.mark.fault("model", 65)
def test_a_name_that_nobody_has_is_named(monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    settings = Settings(home=tmp_path, model="tiny", base_url="http://model.example/v1", deadline_s=DEADLINE_S)

    with open_assistant(folder, settings) as desk:
        answer = desk.ask(QUESTION)

    assert "cannot reach http://model.example/v1 ([Errno -2] Name or service not known)" in (answer.notice or "")


@pytest.mark.fault("model", 59)
def test_without_a_key_or_a_model_the_quotes_answer_and_the_exit_code_is_0(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    monkeypatch.setenv("TWOSOURCE_HOME", str(tmp_path))

    code, out, err = run(monkeypatch, capsys, "ask", "--articles", str(folder), QUESTION)

    assert (code, err) == (0, "")
    assert out.startswith("1931\n")


@pytest.mark.fault("model", 69)
def test_a_prompt_that_does_not_fit_is_asked_once_more_with_less(desk: Assistant, server: ScriptedServer) -> None:
    server.forget()
    server.then(fails(400, "maximum context length is 512 tokens", code="context_length_exceeded"), PROVED)

    answer = desk.ask(QUESTION)

    assert (answer.engine, answer.notice) == ("model", None)
    first, second = (json.dumps(request.field("messages")) for request in server.requests)
    assert len(second) < len(first)


@pytest.mark.fault("model", 62)
def test_a_moment_that_an_endpoint_asks_for_is_waited(desk: Assistant, server: ScriptedServer) -> None:
    server.forget()
    server.then(fails(429, retry_after="0.1"), PROVED)

    assert desk.ask(QUESTION).engine == "model"


# The key

ECHOES = [refuses_key(), tells_key(), fails(400, f"bad {KEY}"), fails(500, f"{KEY[:10]}…{KEY[-6:]}"), sends_error(KEY),
          tells_key("The dam at Orlin opened in 1931, ", " [1].")]  # fmt: skip


@pytest.mark.threat("T12")
@pytest.mark.fault("model", 73)
@pytest.mark.injection("P8")
@pytest.mark.parametrize("piece_chars", [1, 5, 1000])
def test_a_key_that_an_endpoint_says_is_not_repeated(server: ScriptedServer, piece_chars: int) -> None:
    server.forget()
    server.then(says(f"Your key is {KEY}, not sk-endpoint, {KEY}.", piece_chars=piece_chars))
    chat = OpenAIChat("tiny", server.base_url, api_key=SecretStr(KEY))

    said = "".join(piece.text for piece in chat.stream([], max_tokens=9))

    assert said == "Your key is [key], not sk-endpoint, [key]."


@pytest.mark.threat("T12")
@pytest.mark.fault("model", 73)
def test_the_key_stands_in_nothing_that_is_kept_shown_or_logged(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    server: ScriptedServer,
    folder: Path,
    tmp_path: Path,
) -> None:
    caplog.set_level(logging.DEBUG)
    home, told = tmp_path / "home", list[str]()
    environment = {"HOME": str(home), "MODEL": "tiny", "BASE_URL": server.base_url, "API_KEY": KEY, "DEADLINE_S": "2"}
    for name, value in environment.items():
        monkeypatch.setenv(f"TWOSOURCE_{name}", value)
    gold = {"id": "a", "kind": "fact", "question": QUESTION, "targets": [["1931"]], "cite": ["dam.txt"],
            "refuse": False, "why": "dam.txt"}  # fmt: skip
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n")

    evaluation = ["eval", "--gold", str(tmp_path / "gold.jsonl"), "--articles", str(folder), "--verbose"]

    for number, behaviour in enumerate(ECHOES):
        for words in (
            ["ask", "--articles", str(folder), QUESTION],
            ["ask", "--json", "--debug", QUESTION],
            [*evaluation, "--run", str(tmp_path / f"run{number}"), "--json", str(tmp_path / f"report{number}.json")],
        ):
            server.forget()
            server.then(*[behaviour] * 4)
            told += map(str, run(monkeypatch, capsys, *words))
        server.forget()
        server.then(*[behaviour] * 4)
        with open_assistant() as desk:
            told += [repr(desk), repr(desk.settings), str(desk.settings), desk.settings.model_dump_json()]
            told += kept(home / "talks.sqlite3", desk.ask(QUESTION))

    told += [caplog.text, *(path.read_bytes().decode("latin-1") for path in tmp_path.rglob("*") if path.is_file())]
    assert len(told) > 100
    assert [text for text in told if KEY in text or KEY[-6:] in text] == []


def kept(path: Path, answer: Answer) -> list[str]:
    """The answer as it leaves the window; it is kept in a conversation, too."""
    talks = Conversations(ConversationFile.open(path))
    talk = talks.new("owner", answer.question)
    exchange = Exchange(answer.question, state="done", answer=answer)
    talk.exchanges.append(exchange)
    talks.save(talk, exchange)
    made = leaves(talk, talk.exchanges, Prices())
    return [markdown.page(made), page.page(made, answer.question), as_json(talk.exchanges), repr(exchange), repr(talk)]


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of the command."""
    monkeypatch.setattr(sys, "argv", ["twosource", *words])
    with pytest.raises(SystemExit) as left:
        main()
    out, err = capsys.readouterr()
    return int(left.value.code or 0), re.sub(r"\x1b\[[\d;]*m", "", out), err
