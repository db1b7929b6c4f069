"""Logging in: who gets past the gate, what a wrong password costs, and that nobody reaches what is another's."""

import base64
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from fakes import WordEmbedder
from fastapi import FastAPI
from gradio_client import Client
from gradio_client.exceptions import AuthenticationError
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient
from test_ui_access import violations
from windows import SEEDS, ask, serving

from assistant import Settings, SettingsError, open_assistant
from assistant.desk import Assistant
from ui.access.gate import SESSION
from ui.access.lockout import MOST, WITHIN_S, Lockout
from ui.access.passwords import hashed, matches
from ui.access.sessions import LASTS_S, Sessions
from ui.access.users import FILE, ONLY, User, Users, token_hash
from ui.guard import COOKIE
from ui.server import build_app

QUESTION = "How many Ukrainian prisoners had returned home, according to Kyiv?"
PASSWORD = "correct horse"
HTML = {"accept": "text/html,*/*"}
TOKEN = "a-token-of-ada"
CALL = [QUESTION, "", "", "", ""]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    users = Users(home / FILE)
    for name in ("ada", "bob"):
        users.keep(User(name=name, password=hashed(f"{PASSWORD} {name}"), token=token_hash(f"a-token-of-{name}")))
    return home


@pytest.fixture(scope="module")
def desk(home: Path) -> Iterator[Assistant]:
    with open_assistant(SEEDS, Settings(home=home), embedder=WordEmbedder()) as assistant:
        yield assistant


@pytest.fixture(scope="module")
def app(desk: Assistant) -> FastAPI:
    return build_app(desk, mcp=find_spec("mcp") is not None)


@pytest.fixture(scope="module")
def running(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
def client(running: TestClient) -> TestClient:
    running.cookies.clear()
    return running


@pytest.fixture(scope="module")
def address(desk: Assistant) -> Iterator[str]:
    with serving(desk) as address:
        yield address


def basic(name: str, password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def bearer(name: str) -> dict[str, str]:
    return {"authorization": f"Bearer a-token-of-{name}"}


def log_in(client: TestClient, name: str, password: str = "") -> int:
    given = {"username": name, "password": password or f"{PASSWORD} {name}"}
    return client.post("/login", data=given, headers=HTML, follow_redirects=False).status_code


@pytest.mark.threat("T11")
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/config", "/theme.css", "/nowhere", "/ui-static/ui.css", "/login_check", "/user", "/manifest.json"),
        *("/gradio_api/info", "/gradio_api/app_id", "/gradio_api/startup-events", "/gradio_api/heartbeat/a"),
        *("/gradio_api/queue/data?session_hash=a", "/gradio_api/mcp/", "/export/a.md", "/assets/x.js", "/favicon.ico"),
    ],
)
def test_nothing_is_read_without_a_login(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 401


@pytest.mark.threat("T11")
@pytest.mark.parametrize(
    "path", ["run/ask", "call/ask", "queue/join", "cancel", "reset", "upload", "component_server", "mcp/"]
)
def test_nothing_is_changed_without_a_login(client: TestClient, path: str) -> None:
    assert client.post(f"/gradio_api/{path}", json={"data": [QUESTION]}).status_code == 401


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/login"])
def test_what_tells_nothing_is_open(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_a_person_is_led_to_the_login_page_and_back_to_what_was_wanted(client: TestClient) -> None:
    led = client.get("/?c=12", headers=HTML, follow_redirects=False)
    given = {"username": "ada", "password": f"{PASSWORD} ada"}
    back = client.post("/login?c=12", data=given, headers=HTML, follow_redirects=False)

    assert (led.status_code, led.headers["location"]) == (303, "/login?c=12")
    assert (back.status_code, back.headers["location"]) == (303, "/?c=12")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("query", ["next=//evil.example", "//evil.example", "c=1#//evil.example"])
def test_logging_in_leads_to_no_other_site(client: TestClient, query: str) -> None:
    given = {"username": "ada", "password": f"{PASSWORD} ada"}

    back = client.post(f"/login?{query}", data=given, headers=HTML, follow_redirects=False)

    assert back.headers["location"].startswith("/?")


@pytest.mark.parametrize(("scheme", "secure"), [("http", False), ("https", True)])
def test_no_script_and_no_other_site_gets_the_session(app: FastAPI, scheme: str, secure: bool) -> None:
    client = TestClient(app, base_url=f"{scheme}://127.0.0.1")

    log = client.post("/login", data={"username": "ada", "password": f"{PASSWORD} ada"})

    told = log.headers["set-cookie"].lower()
    assert told.startswith(f"{SESSION}=")
    assert "httponly" in told
    assert "samesite=lax" in told
    assert ("secure" in told) is secure


@pytest.mark.threat("T11")
def test_logging_out_ends_the_session_for_whoever_copied_its_cookie(client: TestClient) -> None:
    log_in(client, "ada")
    copied = {"cookie": f"{SESSION}={client.cookies[SESSION]}"}
    inside = client.get("/config", headers=copied).status_code

    client.post("/logout", follow_redirects=False)
    client.cookies.clear()

    assert (inside, client.get("/config", headers=copied).status_code) == (200, 401)


@pytest.mark.threat("T11")
@pytest.mark.parametrize("at", range(4))
def test_a_cookie_that_was_touched_is_none(client: TestClient, at: int) -> None:
    log_in(client, "ada")
    parts = client.cookies[SESSION].split(".")
    parts[at] = parts[at][:-1] + ("A" if parts[at][-1] != "A" else "B")
    client.cookies.clear()

    assert client.get("/config", headers={"cookie": f"{SESSION}={'.'.join(parts)}"}).status_code == 401


def test_a_session_ends_after_a_week_and_with_its_password(tmp_path: Path) -> None:
    users = Users(tmp_path / FILE)
    ada = User(name="ada", password=hashed(PASSWORD))
    users.keep(ada)
    now = [1_000.0]
    sessions = Sessions(users, clock=lambda: now[0])
    cookie = sessions.begin(ada)

    known = sessions.user(cookie)
    now[0] += LASTS_S
    late = sessions.user(cookie)
    now[0] = 1_000.0
    users.keep(ada.model_copy(update={"password": hashed("another one")}))
    changed = sessions.user(cookie)

    assert (known, late, changed) == (ada, None, None)


@pytest.mark.threat("T11")
def test_the_sixth_wrong_password_within_a_minute_waits(desk: Assistant) -> None:
    client = TestClient(build_app(desk), base_url="http://127.0.0.1")

    told = [log_in(client, "ada", f"wrong {number}") for number in range(6)]
    right = client.post("/login", data={"username": "ada", "password": f"{PASSWORD} ada"})
    page = client.post("/login", data={"username": "ada", "password": "x"}, headers=HTML)
    program = client.get("/config", headers=basic("ada", f"{PASSWORD} ada"))

    assert told == [401] * 5 + [429]
    assert (right.status_code, program.status_code) == (429, 429)
    assert 0 < int(right.headers["retry-after"]) <= 60
    assert re.search(r"Try again in \d+ seconds", page.text)


@pytest.mark.threat("T11")
@pytest.mark.parametrize("by", [basic("ada", "wrong"), {"authorization": "Bearer wrong"}])
def test_a_program_that_guesses_is_locked_out_too(desk: Assistant, by: dict[str, str]) -> None:
    client = TestClient(build_app(desk), base_url="http://127.0.0.1")

    assert [client.get("/config", headers=by).status_code for _ in range(6)] == [401] * 5 + [429]


def test_a_lock_opens_after_a_minute_and_holds_no_one_else() -> None:
    now = [0.0]
    lockout = Lockout(clock=lambda: now[0])

    tries = [lockout.wait_s("192.0.2.1") for _ in range(MOST + 1)]
    other = lockout.wait_s("192.0.2.2")
    now[0] = WITHIN_S + 1
    later = lockout.wait_s("192.0.2.1")

    assert (tries, other, later) == ([0] * MOST + [60], 0, 0)


def test_addresses_of_one_customer_count_as_one() -> None:
    lockout = Lockout()

    tries = [lockout.wait_s(f"2001:db8:1:2::{number}") for number in range(MOST + 1)]

    assert tries[:-1] == [0] * MOST
    assert tries[-1] > 0


def test_a_right_password_costs_no_try() -> None:
    lockout = Lockout()

    for _ in range(2 * MOST):
        assert lockout.wait_s("192.0.2.1") == 0
        lockout.forgive("192.0.2.1")


def test_a_password_is_stored_as_a_hash_with_its_own_salt(tmp_path: Path) -> None:
    users = Users(tmp_path / FILE)
    users.keep(User(name="ada", password=hashed(PASSWORD), token=token_hash(TOKEN)))

    stored = (tmp_path / FILE).read_text()

    assert PASSWORD not in stored
    assert TOKEN not in stored
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert hashed(PASSWORD) != hashed(PASSWORD)
    assert matches(PASSWORD, json.loads(stored)[0]["password"])


@pytest.mark.parametrize("password", ["", "correct hors", "correct horse ", "correct horse\0", "x" * 2_000, "\ud800"])
def test_another_password_is_wrong(password: str) -> None:
    assert not matches(password, hashed(PASSWORD))


@pytest.mark.parametrize("name", ["", "a b", "x" * 65, "a;b", "a\nb", ONLY])
def test_a_name_that_could_be_taken_for_something_else_is_refused(tmp_path: Path, name: str) -> None:
    users = Users(tmp_path / FILE, fixed=[User(name=ONLY, password=hashed(PASSWORD))])

    with pytest.raises(SettingsError, match="user name"):
        users.keep(User(name=name, password=hashed(PASSWORD)))


def test_a_damaged_file_of_users_lets_nobody_in(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('[{"name": "ada"}]')

    with pytest.raises(SettingsError, match=r"users\.json cannot be read"):
        Users.of(Settings(home=tmp_path)).all()


def test_the_password_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n")

    users = Users.of(Settings(home=tmp_path, password_file=file))

    assert users.check("", PASSWORD) == users.named(ONLY)
    assert users.check("", f"{PASSWORD}\n") is None


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"password": "short"}, "has 5 characters; use 8 or more"),
        ({"password_file": "/nowhere/at/all"}, "No such file"),
        ({"password": PASSWORD, "password_file": "/x"}, "both set"),
    ],
)
def test_a_password_that_cannot_be_is_told(tmp_path: Path, given: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        Users.of(Settings(home=tmp_path, **given))  # type: ignore[arg-type]


def test_with_one_password_the_page_asks_for_no_name(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, password=PASSWORD)  # type: ignore[arg-type]
    with open_assistant(None, settings, embedder=WordEmbedder()) as desk:
        client = TestClient(build_app(desk), base_url="http://127.0.0.1")

        page = client.get("/login").text
        inside = client.post("/login", data={"password": PASSWORD}).status_code

    assert 'name="username"' not in page
    assert inside == 200


@pytest.mark.threat("T10")
def test_another_site_logs_nobody_in_or_out(client: TestClient) -> None:
    evil = {"origin": "https://evil.example"}
    given = {"username": "ada", "password": f"{PASSWORD} ada"}

    assert client.post("/login", data=given, headers=evil).status_code == 403
    assert client.post("/logout", headers=evil).status_code == 403


# What one user owns, asked for by another who knows its id.


def conversation_of(client: TestClient, name: str, question: str = QUESTION) -> tuple[str, str]:
    """A conversation that the user began, with the session that it was begun in."""
    session = f"session-{name}-{os.urandom(4).hex()}"
    joined = join(client, name, session, "ask", {"question": question})
    assert joined.status_code == 200
    told = client.get("/gradio_api/queue/data", params={"session_hash": session}, headers=bearer(name)).text
    return re.findall(r'\\"id\\":\\"([0-9a-f]{16})\\"', told)[0], session


def join(client: TestClient, name: str, session: str, event: str, told: object, slot: str = "ts-transcript"):  # type: ignore[no-untyped-def]
    config = client.get("/config", headers=bearer(name)).json()
    slots = {one["props"].get("elem_id"): one["id"] for one in config["components"]}
    wired = next(one for one in config["dependencies"] if [slots[slot], event] in one["targets"])
    asked = {
        "data": [],
        "event_data": told,
        "fn_index": wired["id"],
        "session_hash": session,
        "trigger_id": slots[slot],
    }
    return client.post("/gradio_api/queue/join", json=asked, headers=bearer(name))


def happened(client: TestClient, name: str, event: str, told: object, slot: str = "ts-transcript") -> str:
    """All that the browser of that user is told of an event."""
    session = os.urandom(6).hex()
    assert join(client, name, session, event, told, slot).status_code == 200
    return client.get("/gradio_api/queue/data", params={"session_hash": session}, headers=bearer(name)).text


@pytest.mark.threat("T11")
@pytest.mark.fault("window", 81)
@pytest.mark.parametrize("kind", ["md", "html", "json"])
def test_an_export_is_its_owners(client: TestClient, kind: str) -> None:
    conversation, _ = conversation_of(client, "ada")

    told = [client.get(f"/export/{conversation}.{kind}", headers=bearer(name)).status_code for name in ("ada", "bob")]

    assert told == [200, 404]


@pytest.mark.threat("T11")
@pytest.mark.fault("window", 81)
def test_a_browser_that_names_anothers_owner_speaks_for_itself_all_the_same(client: TestClient, home: Path) -> None:
    conversation, _ = conversation_of(client, "ada")
    ada = Users(home / FILE).named("ada")
    assert ada

    forged = {**bearer("bob"), "cookie": f"{COOKIE}={ada.owner}; twosource_user=ada"}

    assert client.get(f"/export/{conversation}.json", headers=forged).status_code == 404


@pytest.mark.fault("window", 81)
@pytest.mark.parametrize(
    ("event", "slot"),
    [("open", "ts-history"), ("follow", "ts-transcript"), ("remove", "ts-history"), ("halt", "ts-transcript")],
)
def test_an_event_about_anothers_conversation_finds_none(client: TestClient, event: str, slot: str) -> None:
    conversation, _ = conversation_of(client, "ada")

    told = happened(client, "bob", event, {"id": conversation}, slot)

    assert QUESTION not in told
    assert "390 Ukrainian" not in told
    assert client.get(f"/export/{conversation}.json", headers=bearer("ada")).status_code == 200


@pytest.mark.fault("window", 81)
def test_nobody_renames_judges_or_goes_on_with_anothers_conversation(client: TestClient, home: Path) -> None:
    conversation, _ = conversation_of(client, "ada")
    answers = client.get(f"/export/{conversation}.json", headers=bearer("ada")).json()
    renaming = {"id": conversation, "title": "Pwned"}
    judging = {"conversation": conversation, "exchange": "x", "thumb": "up", "gold": True}

    told = happened(client, "bob", "rename", renaming, "ts-history")
    told += happened(client, "bob", "judge", judging)
    told += happened(client, "bob", "ask", {"question": "And then?", "conversation": conversation})

    assert QUESTION not in told
    assert client.get(f"/export/{conversation}.json", headers=bearer("ada")).json() == answers
    assert "Pwned" not in happened(client, "ada", "open", {"id": conversation}, "ts-history")
    assert not (home / "gold.jsonl").exists()


@pytest.mark.fault("window", 81)
def test_a_running_answer_is_read_by_nobody_else(client: TestClient) -> None:
    session = os.urandom(6).hex()
    event = join(client, "ada", session, "ask", {"question": QUESTION}).json()["event_id"]

    ways = [
        client.get(f"/gradio_api/queue/data?session_hash={session}", headers=bearer("bob")),
        client.get(f"/gradio_api/call/ask/{session}", headers=bearer("bob")),
        client.get(f"/gradio_api/call/ask/{event}", headers=bearer("bob")),
        client.get(f"/gradio_api/call/v2/ask/{event}", headers=bearer("bob")),
        client.get(f"/gradio_api/heartbeat/{session}", headers=bearer("bob")),
        client.post(
            "/gradio_api/cancel",
            json={"session_hash": session, "event_id": event, "fn_index": 1},
            headers=bearer("bob"),
        ),
        client.post(
            "/gradio_api/cancel", json={"session_hash": "x", "event_id": event, "fn_index": 1}, headers=bearer("bob")
        ),
        join(client, "bob", session, "ask", {"question": "Who?"}),
    ]
    mine = client.get(f"/gradio_api/queue/data?session_hash={session}", headers=bearer("ada")).text

    assert [way.status_code for way in ways] == [404] * len(ways)
    assert "390" in mine


@pytest.mark.fault("window", 81)
@pytest.mark.parametrize("kind", [None, "application/vnd.x+json", "text/plain", "APPLICATION/JSON"])
def test_a_body_of_another_kind_names_no_more(client: TestClient, kind: str | None) -> None:
    session = os.urandom(6).hex()
    join(client, "ada", session, "ask", {"question": QUESTION})
    stealing = json.dumps({"session_hash": session, "event_id": "x", "fn_index": 1})

    headers = {**bearer("bob"), **({"content-type": kind} if kind else {})}
    told = client.post("/gradio_api/cancel", content=stealing, headers=headers)

    assert told.status_code == 404


@pytest.mark.fault("window", 81)
def test_a_call_of_a_program_is_read_by_nobody_else(client: TestClient) -> None:
    event = client.post("/gradio_api/call/ask", json={"data": CALL}, headers=bearer("ada")).json()["event_id"]

    stolen = client.get(f"/gradio_api/call/ask/{event}", headers=bearer("bob"))
    mine = client.get(f"/gradio_api/call/ask/{event}", headers=bearer("ada"))

    assert stolen.status_code == 404
    assert "390" in mine.text


# Programs.


@pytest.mark.parametrize("by", [basic("ada", f"{PASSWORD} ada"), bearer("ada")])
def test_a_program_asks_with_a_password_or_a_token(client: TestClient, by: dict[str, str]) -> None:
    told = client.post("/gradio_api/run/ask", json={"data": CALL}, headers=by)

    assert "390" in json.loads(told.json()["data"][0])["text"]


def test_the_gradio_client_logs_in_as_it_always_does(address: str) -> None:
    client = Client(address, auth=("ada", f"{PASSWORD} ada"), verbose=False, analytics_enabled=False)

    assert "390" in json.loads(client.predict(QUESTION, api_name="/ask"))["text"]


def test_the_gradio_client_is_told_that_its_password_is_wrong(address: str) -> None:
    with pytest.raises(AuthenticationError, match="Invalid credentials"):
        Client(address, auth=("ada", "wrong"), verbose=False, analytics_enabled=False)


@pytest.mark.skipif(find_spec("mcp") is None, reason="the package mcp is not installed")
def test_a_tool_is_called_over_mcp_with_a_token(client: TestClient) -> None:
    call = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "ask", "arguments": {"question": QUESTION}},
    }
    accepted = {"accept": "application/json, text/event-stream"}

    told = client.post("/gradio_api/mcp/", json=call, headers={**accepted, **bearer("ada")}).text

    assert "390" in told
    assert client.post("/gradio_api/mcp/", json=call, headers=accepted).status_code == 401


# The command line.


@pytest.mark.threat("T11")
def test_a_host_that_others_reach_leaves_with_2_and_the_way_out(tmp_path: Path) -> None:
    options = ["twosource", "--host", "0.0.0.0", "--no-browser"]
    code = f"import sys; sys.argv = {options!r}; from assistant.shell import main; main()"
    environment = {**os.environ, "TWOSOURCE_HOME": str(tmp_path)}

    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120)

    assert run.returncode == 2
    assert "'0.0.0.0' can be reached from other machines" in run.stderr
    assert "TWOSOURCE_PASSWORD" in run.stderr
    assert "Traceback" not in run.stderr


def users_command(home: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    code = f"import sys; sys.argv = {['twosource', *arguments]!r}; from ui.access.shell import app; app()"
    environment = {**os.environ, "TWOSOURCE_HOME": str(home)}
    return subprocess.run([sys.executable, "-c", code], env=environment, input=typed, capture_output=True, text=True)


def test_users_are_added_with_a_token_listed_and_removed(tmp_path: Path) -> None:
    added = users_command(tmp_path, "add", "ada", typed=f"{PASSWORD}\n")
    token = users_command(tmp_path, "token", "ada").stdout.strip()
    listed = users_command(tmp_path, "list").stdout
    users = Users(tmp_path / FILE)
    known = users.check("ada", PASSWORD), users.bearing(token)
    removed = users_command(tmp_path, "remove", "ada")

    assert (added.stdout, listed, removed.stdout) == ("added ada\n", "ada  (has a token)\n", "removed ada\n")
    assert known == (known[1], known[0])
    assert known[0]
    assert users.all() == ()


def test_a_user_who_is_not_there_is_told(tmp_path: Path) -> None:
    assert "there is no user 'bob'" in users_command(tmp_path, "remove", "bob").stderr


# The page.


@pytest.fixture
def door(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    wrong = list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    assert wrong == []


@pytest.mark.browser
def test_the_keyboard_alone_logs_in_asks_and_logs_out(door: Page) -> None:
    expect(door.get_by_role("textbox", name="Name")).to_be_focused()
    door.keyboard.type("ada")
    door.keyboard.press("Tab")
    door.keyboard.type("not this")
    door.keyboard.press("Enter")
    expect(door.get_by_role("alert")).to_have_text("This name and password do not go together.")
    door.get_by_label("Password").fill(f"{PASSWORD} ada")
    door.keyboard.press("Enter")
    expect(door.locator(".ts-hero h2")).to_be_visible()
    ask(door, QUESTION)
    expect(door.locator(".ts-line").first).to_be_visible()

    door.get_by_role("button", name="Log out ada").click()

    expect(door.get_by_role("textbox", name="Name")).to_be_focused()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_login_page_has_no_barrier_and_fits_a_phone(door: Page, scheme: str) -> None:
    door.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    empty = violations(door)
    door.get_by_role("textbox", name="Name").fill("ada")
    door.get_by_label("Password").fill("wrong")
    door.get_by_role("button", name="Log in").click()
    expect(door.get_by_role("alert")).to_be_visible()

    ground = door.evaluate("getComputedStyle(document.body).backgroundColor")

    assert (empty, violations(door)) == ([], [])
    assert ground == {"light": "rgb(251, 250, 248)", "dark": "rgb(22, 22, 20)"}[scheme]
    assert door.evaluate("document.documentElement.scrollWidth") == 390
    assert PASSWORD not in door.content()
