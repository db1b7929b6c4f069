"""The window's server: who may talk to it, what it refuses, and that it talks to nobody."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import WordEmbedder
from starlette.testclient import TestClient

from assistant import Settings, SettingsError, open_assistant
from ui.desk import Desk
from ui.guard import COOKIE
from ui.server import build_app
from ui.shell import WindowError, open_window

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    with open_assistant(SEEDS, settings, embedder=WordEmbedder()) as assistant:
        yield assistant


@pytest.fixture(scope="module")
def client(desk: Desk) -> Iterator[TestClient]:
    with TestClient(build_app(desk), base_url="http://127.0.0.1:7860") as client:
        yield client


@pytest.mark.parametrize(("path", "told"), [("/healthz", "ok"), ("/readyz", "ready")])
def test_health_is_told(client: TestClient, path: str, told: str) -> None:
    assert client.get(path).text == told


@pytest.mark.threat("T5")
@pytest.mark.case(32)
def test_the_page_may_load_from_its_own_server_only(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]

    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert re.findall(r"https?:|\*", policy) == []


@pytest.mark.threat("T5")
def test_every_answer_carries_the_policy(client: TestClient) -> None:
    paths = ("/", "/healthz", "/config", "/nowhere", "/gradio_api/proxy=x")

    assert all("content-security-policy" in client.get(path).headers for path in paths)


@pytest.mark.threat("T10")
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:7860", ""])
def test_a_foreign_host_name_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost", "[::1]:7860"])
def test_our_own_host_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.threat("T10")
def test_a_foreign_origin_is_greeted_by_no_header(client: TestClient) -> None:
    answer = client.get("/config", headers={"origin": "https://evil.example"})

    assert [name for name in answer.headers if name.startswith("access-control-allow")] == []


@pytest.mark.threat("T10")
@pytest.mark.parametrize(
    "path",
    [
        *("/gradio_api/queue/join", "/gradio_api/run/ask", "/gradio_api/call/ask", "/gradio_api/component_server"),
        *("/gradio_api/cancel", "/gradio_api/reset", "/gradio_api/mcp/", "/login", "/logout", "/nowhere"),
    ],
)
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1:7860.evil"])
def test_a_foreign_page_changes_nothing(client: TestClient, path: str, origin: str) -> None:
    asked = client.post(path, json={"data": ["Who?"], "session_hash": "a"}, headers={"origin": origin})

    assert asked.status_code == 403


@pytest.mark.threat("T10")
def test_a_foreign_page_can_upload_nothing(client: TestClient) -> None:
    answer = client.post(
        "/gradio_api/upload", files={"files": ("a.txt", b"text")}, headers={"origin": "https://evil.example"}
    )

    assert answer.status_code == 403


@pytest.mark.threat("T10")
def test_what_a_visitor_says_of_a_proxy_is_not_believed(client: TestClient) -> None:
    told = client.get("/config", headers={"x-forwarded-host": "evil.example", "x-forwarded-proto": "https"}).text

    assert "evil.example" not in told


@pytest.mark.parametrize("name", ["news.example.org", "NEWS.example.org:443"])
def test_a_public_name_is_served_once_it_is_told(tmp_path: Path, name: str) -> None:
    settings = Settings(home=tmp_path, public_names="news.example.org", password="long enough")  # type: ignore[arg-type]
    with open_assistant(None, settings, embedder=WordEmbedder()) as desk:
        client = TestClient(build_app(desk), base_url="http://127.0.0.1")

        assert client.get("/healthz", headers={"host": name}).status_code == 200
        assert client.get("/healthz", headers={"host": "other.example.org"}).status_code == 400


@pytest.mark.threat("T11")
def test_a_public_name_without_a_password_is_refused(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, public_names="news.example.org")  # type: ignore[arg-type]
    refused = pytest.raises(SettingsError, match=r"'news\.example\.org' can be reached from other machines")

    with open_assistant(None, settings, embedder=WordEmbedder()) as desk, refused:
        build_app(desk)


@pytest.mark.threat("T5", "T10")
@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=http://127.0.0.1:1/",
        "/gradio_api/file=HTTPS://example.com/",
        "/gradio_api/file%3Dhttp://127.0.0.1:1/",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=http://127.0.0.1:1/",
        "/gradio_api/deep_link?session_hash=a",
        "/gradio_api/vibe-code/",
        "/gradio_api/dev/reload",
        "/monitoring/summary",
        "/openapi.json",
    ],
)
def test_a_door_of_gradio_is_closed(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 403


def test_the_owner_is_unknown_to_scripts_and_to_other_sites(client: TestClient) -> None:
    client.cookies.clear()

    told = client.get("/").headers["set-cookie"]

    assert re.fullmatch(rf"{COOKIE}=[0-9a-f]{{32}}; Path=/; Max-Age=\d+; HttpOnly; SameSite=Lax", told)


def test_a_known_owner_stays(client: TestClient) -> None:
    answer = client.get("/", headers={"cookie": f"{COOKIE}={'a' * 32}"})

    assert "set-cookie" not in answer.headers


@pytest.mark.threat("T5")
@pytest.mark.case(32)
def test_the_page_fetches_nothing_from_another_host(client: TestClient) -> None:
    page = client.get("/").text
    ours = [client.get(f"/{path}").text for path in sorted(set(re.findall(r"ui-static/[\w.]+", page)))]
    fetching = re.compile(
        r"""(?:src|href)=\\?["'](https?:)?//|url\(|@import|fetch\(|https?://(?!www\.w3\.org/2000/svg)"""
    )

    assert len(ours) == 2
    assert [text for text in ours if fetching.search(text)] == []
    assert re.findall(r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["'](?:https?:)?//[^"']+""", page) == []


def test_our_files_are_named_by_their_content_and_kept(client: TestClient) -> None:
    path = "/" + re.findall(r"ui-static/ui\.[0-9a-f]{12}\.css", client.get("/").text)[0]

    assert "immutable" in client.get(path).headers["cache-control"]


@pytest.mark.case(32)
def test_building_the_window_looks_no_host_up(tmp_path: Path) -> None:
    code = f"""
import sys
from pathlib import Path
looked = []
sys.addaudithook(lambda event, args: looked.append(args[0]) if event == "socket.getaddrinfo" else None)
sys.path.insert(0, {str(Path(__file__).parent)!r})
from fakes import WordEmbedder
from assistant import Settings, open_assistant
from starlette.testclient import TestClient
from ui import build_app
with open_assistant({str(SEEDS)!r}, Settings(home=Path({str(tmp_path)!r})), embedder=WordEmbedder()) as desk:
    with TestClient(build_app(desk), base_url="http://127.0.0.1") as client:
        client.get("/")
print(*sorted({{host for host in map(str, looked) if host not in ("127.0.0.1", "localhost", "::1")}}))
"""

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert done.stdout.split() == []


@pytest.mark.threat("T11")
@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "news.example.com", "::"])
def test_a_host_that_others_can_reach_is_refused(desk: Desk, host: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(repr(host))):
        open_window(desk, host=host, port=0, open_browser=False)


@pytest.mark.fault("window", 79)
def test_a_taken_port_is_told_in_one_line(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(WindowError, match=f"port {port} ") as caught:
            open_window(desk, host="127.0.0.1", port=port, open_browser=False)

    assert caught.value.exit_code == 3
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_window_cleanly_while_a_browser_listens(tmp_path: Path, number: signal.Signals) -> None:
    code = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from assistant import Settings, open_assistant
from fakes import WordEmbedder
from ui.shell import open_window
with open_assistant(None, Settings(home=Path({str(tmp_path)!r})), embedder=WordEmbedder()) as desk:
    open_window(desk, host="127.0.0.1", port=0, open_browser=False)
print("closed")
"""

    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        address = run.stdout.readline().split()[3]
        with urllib.request.urlopen(f"{address}/gradio_api/heartbeat/a", timeout=30) as stream:
            stream.readline()
            run.send_signal(number)
            told, wrong = run.communicate(timeout=30)

    assert (run.returncode, told, wrong) == (0, "closed\n", "")
