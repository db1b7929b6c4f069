"""The window for programs: named endpoints, a place in somebody else's app, MCP tools by choice."""

import json
import socket
import threading
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import uvicorn
from fakes import WordEmbedder
from fastapi import FastAPI
from gradio_client import Client
from gradio_client.exceptions import AppError
from starlette.testclient import TestClient
from windows import SEEDS, serving

from assistant import Settings, SettingsError, open_assistant
from assistant.desk import Assistant
from ui import build_app

QUESTION = "How many Ukrainian prisoners had returned home, according to Kyiv?"
EMBEDDING = Path(__file__).parent.parent / "ui" / "EMBEDDING.md"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    with open_assistant(SEEDS, settings, embedder=WordEmbedder()) as assistant:
        yield assistant


@pytest.fixture(scope="module")
def address(desk: Assistant) -> Iterator[str]:
    with serving(desk) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Client:
    return Client(address, verbose=False, analytics_enabled=False)


def test_ask_gives_the_json_of_the_command_line(client: Client, desk: Assistant) -> None:
    told = json.loads(client.predict(QUESTION, api_name="/ask"))

    ours = json.loads(desk.ask(QUESTION).model_dump_json())
    assert {**told, "elapsed_ms": 0} == {**ours, "elapsed_ms": 0}


def test_find_and_read_article_fit_together(client: Client, desk: Assistant) -> None:
    found = json.loads(client.predict("Truth Social", k=3, api_name="/find"))
    chunk = found["hits"][0]["chunk"]

    article = json.loads(client.predict(chunk["article_id"], api_name="/read_article"))

    assert len(found["hits"]) == 3
    assert article["text"][chunk["start"] : chunk["end"]] == chunk["text"]


def test_a_wrong_call_is_told_in_one_line(client: Client) -> None:
    with pytest.raises(AppError, match="the question is empty; type a question"):
        client.predict(" ", api_name="/ask")
    with pytest.raises(AppError, match="is no date; write it as 2025-05-23"):
        client.predict(QUESTION, since="May", api_name="/ask")


def test_each_endpoint_is_documented_and_there_is_no_other(client: Client) -> None:
    named = client.view_api(return_format="dict", print_info=False)["named_endpoints"]

    assert sorted(named) == ["/ask", "/find", "/read_article"]
    assert all(each["description"] for each in named.values())


def test_the_examples_of_the_guide_run_as_printed(address: str, desk: Assistant) -> None:
    blocks = [block.split("```")[0] for block in EMBEDDING.read_text(encoding="utf-8").split("```python\n")[1:]]
    names: dict[str, object] = {"desk": desk}

    for block in blocks:
        exec(compile(block.replace("http://127.0.0.1:7860", address), "EMBEDDING.md", "exec"), names)

    assert "390" in str(names["answer"])
    assert isinstance(names["app"], FastAPI)


def test_the_window_lives_under_a_path_of_another_app(desk: Assistant) -> None:
    app = FastAPI()
    app.mount("/news", build_app(desk))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            address = f"http://127.0.0.1:{listening.getsockname()[1]}/news/"
            page = urllib.request.urlopen(address, timeout=60).read().decode()
            told = Client(address, verbose=False, analytics_enabled=False).predict(QUESTION, api_name="/ask")
        finally:
            server.should_exit = True
            thread.join()

    assert "ui-static/ui." in page
    assert "390" in json.loads(told)["text"]


def test_mcp_is_off_unless_asked_for(address: str, desk: Assistant) -> None:
    with TestClient(build_app(desk), base_url="http://127.0.0.1") as client:
        assert client.get("/gradio_api/mcp/schema").status_code == 404


@pytest.mark.skipif(find_spec("mcp") is None, reason="the package mcp is not installed")
def test_mcp_offers_ask_find_and_read_article(desk: Assistant) -> None:
    with TestClient(build_app(desk, mcp=True), base_url="http://127.0.0.1") as client:
        asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
        accepted = {"accept": "application/json, text/event-stream"}
        told = client.post("/gradio_api/mcp/", json=asked, headers=accepted).text

    tools = json.loads(told[told.index("{") :])["result"]["tools"]
    assert sorted(tool["name"] for tool in tools) == ["ask", "find", "read_article"]
    assert all("news articles" in tool["description"] or "library" in tool["description"] for tool in tools)


@pytest.mark.skipif(find_spec("mcp") is not None, reason="the package mcp is installed")
def test_mcp_without_its_package_says_what_to_install(desk: Assistant) -> None:
    with pytest.raises(SettingsError, match=r"install twosource\[mcp\]"):
        build_app(desk, mcp=True)
