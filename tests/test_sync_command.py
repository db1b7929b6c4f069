"""`twosource add` and `twosource sync` in a process of their own: stopped, followed, watched by nobody."""

import os
import pty
import re
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from commands import COMMAND, ROOT, running, set_home

from assistant import Settings, open_assistant

SHIP = "The ship left the harbour of Odesa on Monday, port officials said."
VOTE = "Parliament in Lisbon passed the budget by three votes after midnight."
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two articles, and a library of one's own that is empty."""
    set_home(tmp_path / "home", monkeypatch)
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "ship.txt").write_text(SHIP)
    (folder / "vote.txt").write_text(VOTE)
    return folder


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, cwd=ROOT, timeout=120)


def texts() -> set[str]:
    with open_assistant(settings=Settings.checked()) as desk:
        return {article.text for article in desk.articles()}


def test_a_sync_makes_the_library_equal_the_folder_and_counts_what_it_did(news: Path) -> None:
    first = run("sync", str(news))
    (news / "ship.txt").unlink()
    (news / "vote.txt").write_text(VOTE.replace("Lisbon", "Madrid"))
    (news / "empty.txt").touch()
    second = run("sync", str(news))

    assert (first.returncode, first.stdout) == (0, "2 added; the library holds 2 articles.\n")
    assert (second.returncode, second.stdout) == (
        1,
        "1 replaced, 1 removed, 1 failed; the library holds 1 article.\n",
    )
    assert re.fullmatch(r"skipped .*empty\.txt: the file is empty; .*\n", second.stderr)
    assert texts() == {VOTE.replace("Lisbon", "Madrid")}


def test_a_folder_that_is_not_there_empties_nothing(news: Path) -> None:
    run("add", str(news))

    ran = run("sync", str(news / "nowhere"))

    assert (ran.returncode, ran.stdout) == (2, "")
    assert "no such folder" in ran.stderr
    assert len(texts()) == 2


@pytest.mark.fault("store")
def test_a_folder_that_holds_nothing_any_more_empties_nothing_unless_that_is_said(news: Path) -> None:
    run("sync", str(news))
    for file in news.iterdir():
        file.unlink()

    refused = run("sync", str(news))
    kept = texts()
    emptied = run("sync", "--empty", str(news))

    assert (refused.returncode, refused.stdout) == (2, "")
    assert "nothing was dropped; is it mounted?" in refused.stderr
    assert len(kept) == 2
    assert (emptied.returncode, texts()) == (0, set())


def test_files_of_other_kinds_are_counted_not_hidden(news: Path) -> None:
    for name in ("old.doc", "older.DOC", "photo.jpg", "NOTES", ".hidden.doc"):
        (news / name).write_text("no article")

    for verb in ("add", "sync"):
        ran = run(verb, str(news))

        assert ran.returncode == 0
        assert ran.stderr.startswith("passed over 2 .doc, 1 without an ending, 1 .jpg: not read; read are .atom")


@pytest.mark.fault("store", 38)
@pytest.mark.parametrize(("verb", "sent"), [("add", signal.SIGINT), ("sync", signal.SIGTERM)])
def test_a_signal_ends_with_the_count_and_how_to_go_on(news: Path, verb: str, sent: signal.Signals) -> None:
    for number in range(3_000):
        (news / f"{number:04}.txt").write_text(f"Story {number} of the harbour of Sorne and its ferries.")

    with running(verb, str(news)) as (process, _):
        while not list((news.parent / "home").glob("catalog.sqlite3-wal")):
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
            assert process.poll() is None
        process.send_signal(sent)
        out, err = process.communicate(timeout=120)

    done = re.search(r"^(?:([\d,]+) added|Nothing done yet); the library holds", out)
    left = re.search(r"^Stopped with ([\d,]+) files? left; the same command again goes on from here\.$", out, re.M)
    assert process.returncode == 128 + sent
    assert done is not None
    assert left is not None
    assert "stopping after the articles at hand" in err
    assert "Traceback" not in err
    count = int((done[1] or "0").replace(",", ""))
    assert count == len(texts())
    assert count + int(left[1].replace(",", "")) == 3_002


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_folder_is_followed_with_one_line_for_each_change(news: Path, number: signal.Signals) -> None:
    with running("sync", "--watch", str(news)) as (process, out):
        assert out.readline() == "2 added; the library holds 2 articles.\n"

        (news / "quake.txt").write_text("An earthquake of magnitude six woke the island before dawn.")
        assert out.readline() == "added quake.txt: An earthquake of magnitude six woke the island before dawn.\n"
        (news / "ship.txt").write_text(SHIP.replace("Monday", "Friday"))
        assert out.readline().startswith("replaced ship.txt: The ship left")
        (news / "vote.txt").unlink()
        assert out.readline().startswith("removed vote.txt: Parliament in Lisbon")
        process.send_signal(number)
        rest, err = process.communicate(timeout=60)

    assert (process.returncode, rest) == (0, "")
    assert re.fullmatch(r"Following .*; Ctrl-C ends\.\n", err)
    assert texts() == {
        SHIP.replace("Monday", "Friday"),
        "An earthquake of magnitude six woke the island before dawn.",
    }


def test_questions_can_be_asked_while_a_folder_is_followed_and_changes_wait_for_their_turn(news: Path) -> None:
    with running("sync", "--watch", str(news)) as (process, out):
        out.readline()
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Following")
        with open_assistant(settings=Settings.checked()) as desk:
            assert desk.count() == 2
            (news / "late.txt").write_text("A late ferry reached the island on Sunday.")
            assert "waiting: " in process.stderr.readline()
        assert out.readline().startswith("added late.txt")
        process.terminate()
        assert process.wait(60) == 0


def test_a_pipe_sees_no_control_character(news: Path) -> None:
    ran = run("add", str(news))

    assert (ran.stdout, ran.stderr) == ("2 added; the library holds 2 articles.\n", "")


def test_a_terminal_sees_a_bar_with_rate_and_time_left(news: Path) -> None:
    for number in range(150):
        (news / f"{number:04}.txt").write_text(f"Story {number} of the harbour of Sorne and its ferries.")
    above, below = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "add", str(news)],
        stdin=below,
        stdout=below,
        stderr=below,
        cwd=ROOT,
        env=os.environ | {"TERM": "xterm"},
    )
    os.close(below)
    seen = b""
    with suppress(OSError):
        while piece := os.read(above, 65_536):
            seen += piece
    os.close(above)

    assert process.wait(60) == 0
    plain = re.sub(r"\x1b\[[\d;]*m", "", seen.decode())
    assert re.search(r"Reading articles .*\d+/152 [\d.]+/s \d:\d\d:\d\d", plain)
    assert "152 added; the library holds 152 articles." in plain


def test_how_a_removed_article_comes_back_can_be_pasted(news: Path) -> None:
    file = news / "it's a ship.txt"
    file.write_text(SHIP)
    run("add", str(file))

    told = run("remove", file.name).stdout
    command = re.search(r"`twosource (add .*)` brings it back", told)
    assert command is not None
    subprocess.run(["sh", "-c", f'"$@" {command[1]}', "sh", *COMMAND], check=True, cwd=ROOT, capture_output=True)

    assert texts() == {SHIP}
