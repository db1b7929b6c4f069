"""Two processes and one library: what the shell wishes is done by whoever has the library open, or waited for."""

import json
import os
import shutil
import signal
import subprocess
import sys
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from pathlib import Path

import pytest
from commands import COMMAND, ROOT, running, set_home
from fakes import WordEmbedder

from assistant import LibraryError, Settings, open_assistant
from assistant.sharing import borrow, lending
from assistant.sharing.messages import SIGN, Sign
from index import ArticleIndex, LibraryBusyError, LibraryDamagedError

pytestmark = [pytest.mark.threat("T2"), pytest.mark.fault("crash", 94)]

SEEDS = ROOT / "seeds"
FIRST_DAY = "How many Ukrainians came home on the first day?"
SHIP = "The ship left the harbour of Odesa on Monday, port officials said."


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("samples")
    open_assistant(SEEDS, Settings(home=home)).close()
    return home


@pytest.fixture
def home(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(samples, tmp_path / "home")
    set_home(tmp_path / "home", monkeypatch)
    return tmp_path / "home"


def run(*words: str, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    variables = {"PYTHONPATH": str(ROOT), **variables}
    return subprocess.run(
        [*COMMAND, *words], capture_output=True, text=True, cwd=cwd, env=os.environ | variables, timeout=120
    )


def same(told: str) -> dict[str, object]:
    """An answer without what differs from one time to the next."""
    answer: dict[str, object] = json.loads(told)
    return answer | {"elapsed_ms": None}


def test_every_command_works_while_the_window_is_open(home: Path, tmp_path: Path) -> None:
    alone = run("ask", "--json", FIRST_DAY), run("ask", FIRST_DAY), run("articles"), run("articles", "--json")
    (tmp_path / "ship.txt").write_text(SHIP)
    (tmp_path / "bad.txt").write_bytes(b"")

    with running("--no-browser", "--port", "0") as (window, out):
        assert "ready" in out.readline()
        beside = run("ask", "--json", FIRST_DAY), run("ask", FIRST_DAY), run("articles"), run("articles", "--json")
        added = run("add", "ship.txt", "bad.txt", cwd=tmp_path)
        asked = run("ask", "Who said that the ship left the harbour?")
        removed = run("remove", str(tmp_path / "ship.txt"))
        unknown = run("remove", "nothing.txt")
        synced = run("sync", str(SEEDS))
        rebuilt = run("rebuild")
        checked = run("check")
        backed_up = run("backup", str(tmp_path / "backup"))
        restored = run("restore", str(tmp_path / "backup"), "--replace")
        window.send_signal(signal.SIGTERM)
        assert window.wait(60) == 0

    assert [ran.returncode for ran in (*alone, *beside)] == [0] * 8
    assert same(beside[0].stdout) == same(alone[0].stdout)
    assert [(ran.stdout, ran.stderr) for ran in beside[1:]] == [(ran.stdout, ran.stderr) for ran in alone[1:]]
    assert (added.returncode, added.stdout) == (1, "1 added, 1 failed; the library holds 6 articles.\n")
    assert "bad.txt: the file is empty" in added.stderr
    assert (asked.returncode, "ship.txt" in asked.stdout) == (0, True)
    assert removed.stdout.startswith("Removed “The ship left")
    assert (unknown.returncode, unknown.stdout, "'nothing.txt'" in unknown.stderr) == (2, "", True)
    assert (synced.returncode, synced.stdout) == (0, "5 unchanged; the library holds 5 articles.\n")
    assert rebuilt.stdout == "Rebuilt: 5 articles split and embedded anew.\n"
    assert (checked.returncode, checked.stdout.startswith("The library is whole: 5 articles")) == (0, True)
    assert (backed_up.returncode, restored.returncode) == (0, 3)
    assert f"in use by process {window.pid}" in restored.stderr
    assert not (home / SIGN).exists()
    with open_assistant(settings=Settings(home=home)) as desk:
        assert desk.count() == 5


@pytest.fixture
def words(tmp_path: Path) -> Settings:
    """Of a library of one article, made by a quick embedder."""
    settings = Settings(home=tmp_path / "words", wait_s=0)
    (tmp_path / "ship.txt").write_text(SHIP)
    with open_assistant(settings=settings, embedder=WordEmbedder()) as desk:
        desk.add(tmp_path / "ship.txt")
    return settings


def test_a_long_add_beside_the_window_shows_progress_and_ends_with_what_is_done(
    words: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOSOURCE_HOME", str(words.home))
    (tmp_path / "news").mkdir()
    for number in range(2_000):
        (tmp_path / "news" / f"{number:04}.txt").write_text(f"Story {number} of the harbour of Sorne and its ferries.")

    with (
        open_assistant(settings=words, embedder=WordEmbedder()) as desk,
        lending(desk),
        running("add", str(tmp_path / "news")) as (adding, _),
    ):
        count = desk.count()
        while desk.count() == count:
            assert adding.poll() is None
        adding.send_signal(signal.SIGINT)
        out, err = adding.communicate(timeout=60)
        kept = desk.count() - count

    assert adding.returncode == 130
    assert out.startswith(f"{kept:,}".replace(",", "") + " added")
    assert "the same command again goes on from here" in out
    assert "stopping after the articles at hand" in err


def test_a_process_that_is_killed_leaves_no_door_that_leads_elsewhere(words: Settings) -> None:
    with open_assistant(settings=words, embedder=WordEmbedder()) as desk:
        with lending(desk):
            sign = (words.home / SIGN).read_bytes()
            assert borrow(words) is not None
            # Whoever listens now on the port of one that was killed is somebody else.
            other = Sign.model_validate_json(sign).model_copy(update={"process": os.getpid() + 1})
            (words.home / SIGN).write_text(other.model_dump_json())
            assert borrow(words) is None
        assert borrow(words) is None
        (words.home / SIGN).write_bytes(sign)

        assert borrow(words) is None


def test_only_who_can_read_the_folder_may_borrow(words: Settings) -> None:
    with open_assistant(settings=words, embedder=WordEmbedder()) as desk, lending(desk):
        sign = Sign.model_validate_json((words.home / SIGN).read_bytes())
        mode = (words.home / SIGN).stat().st_mode & 0o777

        with pytest.raises(AuthenticationError):
            Client(("127.0.0.1", sign.port), authkey=b"guessed")
        silent = Client(("127.0.0.1", sign.port))
        borrowed = borrow(words)

        assert mode == 0o600
        assert borrowed is not None
        assert borrowed.count() == 1
        borrowed.close()
        silent.close()


def test_a_holder_that_is_reading_articles_lets_others_read_and_says_that_it_changes(words: Settings) -> None:
    with open_assistant(settings=words, embedder=WordEmbedder()) as desk, lending(desk, changes=False):
        borrowed = borrow(words)
        assert borrowed is not None

        assert [article.text for article in borrowed.articles()] == [SHIP]
        assert borrowed.ask("Who said that the ship left?").text == desk.ask("Who said that the ship left?").text
        with pytest.raises(LibraryBusyError, match=str(os.getpid())):
            borrowed.remove(desk.articles()[0].id)
        borrowed.close()


def test_an_error_of_the_holder_is_the_borrowers(words: Settings) -> None:
    with open_assistant(settings=words, embedder=WordEmbedder()) as desk, lending(desk):
        borrowed = borrow(words)
        assert borrowed is not None
        desk._index._catalog.close()

        with pytest.raises(LibraryError, match=r"catalog\.sqlite3") as raised:
            borrowed.count()

        assert not isinstance(raised.value, LibraryDamagedError)
        borrowed.close()


def test_a_holder_that_ends_meanwhile_is_told_in_one_line(words: Settings) -> None:
    with open_assistant(settings=words, embedder=WordEmbedder()) as desk:
        with lending(desk):
            borrowed = borrow(words)
            assert borrowed is not None

        with pytest.raises(LibraryError, match=r"has ended; the same command again goes on"):
            borrowed.count()
        borrowed.close()


def test_a_command_waits_for_another_one_and_says_for_whom(words: Settings, tmp_path: Path) -> None:
    (tmp_path / "late.txt").write_text("A late ferry reached the island on Sunday.")
    held = open_assistant(settings=words, embedder=WordEmbedder())
    with subprocess.Popen(
        [*COMMAND, "articles"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"TWOSOURCE_HOME": str(words.home), "TWOSOURCE_WAIT_S": "60"},
    ) as waiting:
        assert waiting.stderr is not None
        told = waiting.stderr.readline()

        held.close()
        out, err = waiting.communicate(timeout=60)

    assert told.startswith("twosource: waiting at most 60 s: ")
    assert f"in use by process {os.getpid()}" in told
    assert (waiting.returncode, out.count("ship.txt"), err) == (0, 1, "")


def test_a_command_that_waited_long_enough_says_who_holds_the_library(words: Settings) -> None:
    variables = {"TWOSOURCE_HOME": str(words.home), "TWOSOURCE_WAIT_S": "0.3"}
    with open_assistant(settings=words, embedder=WordEmbedder()):
        ran = run("ask", "--json", "Who left?", **variables)

    assert ran.returncode == 3
    assert json.loads(ran.stdout)["exit_code"] == 3
    assert f"in use by process {os.getpid()}" in ran.stderr.splitlines()[-1]


def test_settings_that_are_not_the_holders_are_told(home: Path) -> None:
    with open_assistant(settings=Settings(home=home)) as desk, lending(desk):
        ran = run("ask", FIRST_DAY, TWOSOURCE_EVIDENCE="3")

    assert ran.returncode == 0
    assert ran.stderr == f"twosource: done by process {os.getpid()}, which has the library open, with its settings " + (
        "and not yours\n"
    )


@pytest.mark.fault("crash", 95)
def test_a_lock_that_a_killed_process_left_is_no_lock(words: Settings) -> None:
    script = "import os, sys, signal; from pathlib import Path; from index.storing.lock import LibraryLock\n"
    script += "LibraryLock.acquire(Path(sys.argv[1])); os.kill(os.getpid(), signal.SIGKILL)"
    killed = subprocess.run([sys.executable, "-c", script, str(words.home)], cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    assert (words.home / "LOCK").read_text().isdecimal()

    with ArticleIndex.open(words.home, embedder=WordEmbedder()) as library:
        assert library.count() == 1
