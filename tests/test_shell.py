"""`twosource` as its user meets it: words in, words and an exit code out, and never a traceback."""

import errno
import json
import os
import pty
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from commands import COMMAND, ROOT, set_home

from assistant import Settings, open_assistant
from assistant.shell import main
from assistant.testing import ScriptedServer
from assistant.testing.behaviours import refuses_key

SEEDS = ROOT / "seeds"
FIRST_DAY = "How many Ukrainians came home on the first day?"
KEY = "sk-not-a-real-key-7d1e"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Ran(NamedTuple):
    """What a run left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a library that holds the five samples; closed, to be copied."""
    home = tmp_path_factory.mktemp("samples")
    open_assistant(SEEDS, Settings(home=home)).close()
    return home


@pytest.fixture
def home(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of one's own, and no other setting."""
    shutil.copytree(samples, tmp_path / "home")
    set_home(tmp_path / "home", monkeypatch)
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command inside this process."""

    def run_here(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["twosource", *words])
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        return Ran(int(left.value.code or 0), told.out, told.err)

    return run_here


def run_outside(*words: str, **variables: str) -> Ran:
    """Runs the command in a process of its own, its streams being pipes."""
    ran = subprocess.run(
        [*COMMAND, *words], capture_output=True, encoding="utf-8", env=os.environ | variables, cwd=ROOT, timeout=60
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def library(home: Path) -> list[str]:
    with open_assistant(settings=Settings(home=home)) as desk:
        return [article.id for article in desk.articles()]


def one_line(told: str) -> str:
    """The only line of `told`, without its end."""
    assert told.count("\n") == 1, told
    assert told.endswith("\n")
    assert "Traceback" not in told
    return told[:-1]


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# Ask


def test_ask_answers_with_its_proof(home: Path):
    ran = run_outside("ask", FIRST_DAY)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("390\n")
    assert "003_a1a423838f24985a.txt" in ran.out
    assert "004_74d11077c4fdfca3.txt" in ran.out


def test_json_is_one_object_alone_and_equal_to_the_answer_of_python(home: Path):
    ran = run_outside("ask", "--json", FIRST_DAY)
    with open_assistant(settings=Settings(home=home)) as desk:
        answer = desk.ask(FIRST_DAY).model_dump(mode="json")

    assert (ran.code, ran.err) == (0, "")
    assert json.loads(one_line(ran.out)) | {"elapsed_ms": 0} == answer | {"elapsed_ms": 0}


def test_ask_loads_no_window_no_evals_and_no_client(home: Path):
    names = {"dateparser", "evals", "gradio", "llama_index", "onnx", "openai", "py3langid", "ui"}
    code = f"""
import sys
from assistant.shell import main
try:
    main()
finally:
    sys.stderr.write(" ".join(sorted({names!r} & set(sys.modules))))
"""
    asking = [sys.executable, "-c", code, "ask", FIRST_DAY]
    # The first question of all builds the graph of the model that reads pairs, which takes onnx.
    subprocess.run(asking, capture_output=True, check=True, cwd=ROOT)

    ran = subprocess.run(asking, capture_output=True, text=True, cwd=ROOT)

    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.fault("query", 54)
def test_a_refusal_is_an_answer(run: Run):
    ran = run("ask", "Who won the 2022 World Cup?")

    assert (ran.code, ran.err) == (0, "")
    assert "do not say" in ran.out


def test_a_question_needs_no_quotation_marks(run: Run):
    quoted, plain = run("ask", "--json", FIRST_DAY), run("ask", "--json", *FIRST_DAY.split())

    assert json.loads(plain.out)["text"] == json.loads(quoted.out)["text"]


def test_every_label_that_is_shown_has_its_quote(run: Run):
    out = run("ask", "Was the exchange complete?").out

    assert "Sources disagree: " in out
    quoted = set(re.findall(r"^\[(\d+)\] “", out, re.MULTILINE))
    assert set(re.findall(r"\[(\d+)\]", out)) == quoted


def test_a_change_over_time_is_no_disagreement(run: Run, tmp_path: Path):
    folder = tmp_path / "articles"
    folder.mkdir()
    write(
        folder / "may.txt",
        "Tunnel work starts\n\n3 May 2025\n\nThe repair of the Sorne tunnel began on Friday, Ann Doe said.",
    )
    write(
        folder / "june.txt", "Tunnel open\n\n9 June 2025\n\nThe repair of the Sorne tunnel was completed, Ann Doe said."
    )

    out = run("ask", "--articles", str(folder), "Was the repair of the Sorne tunnel completed?").out

    assert "Sources disagree" not in out
    assert re.search(r"In the order of time: .*\n  - .*2025-05-03\)\n  - .*2025-06-09\)", out)


def test_ask_reads_a_folder_first_and_tells_what_it_skipped(run: Run, tmp_path: Path):
    folder = tmp_path / "articles"
    folder.mkdir()
    write(folder / "ferry.txt", "The ferry to Sorne sank on Tuesday. The harbour master said 41 people were saved.")
    (folder / "empty.txt").touch()

    ran = run("ask", "--articles", str(folder), "How many people were saved from the ferry?")

    assert ran.code == 1
    assert ran.out.startswith("41\n")
    assert re.fullmatch(r"skipped .*empty\.txt: the file is empty; .*", one_line(ran.err))


@pytest.mark.fault("query", 55)
def test_options_that_leave_no_article_are_no_silence_of_the_articles(run: Run):
    ran = run("ask", "--publisher", "The Sorne Post", FIRST_DAY)

    assert ran.code == 2
    assert "--publisher leaves no article" in one_line(ran.err)
    assert "manifest.csv" in one_line(ran.err)
    both = run("ask", "--publisher", "CN", "--since", "2031-01-01", FIRST_DAY).err
    assert "--publisher and --since leave no article" in one_line(both)
    assert "--publisher is empty" in one_line(run("ask", "--publisher", " ", FIRST_DAY).err)


def test_a_publisher_that_was_nearly_spelt_right_is_named(run: Run):
    assert "did you mean 'rki.news'?" in one_line(run("ask", "--publisher", "rki.nws", FIRST_DAY).err)


@pytest.mark.fault("query", 55)
def test_an_option_given_twice_is_no_half_heard_wish(run: Run):
    ran = run("ask", "--publisher", "CNN", "--publisher=rki.news", FIRST_DAY)

    assert (ran.code, ran.out) == (2, "")
    assert "--publisher is given 2 times" in one_line(ran.err)


@pytest.mark.parametrize("day", ["yesterday", "2025-05", "2025-13-01"])
def test_a_day_is_asked_for_in_the_form_it_is_read(run: Run, day: str):
    ran = run("ask", "--since", day, FIRST_DAY)

    assert ran.code == 2
    assert f"'{day}' is no day; write it like 2025-05-23" in one_line(ran.err)


def test_a_date_limits_what_is_asked(run: Run):
    told = json.loads(run("ask", "--json", "--since", "2025-05-23", "--until", "2025-05-23", FIRST_DAY).out)

    assert {one["article"]["key"][:3] for one in told["evidence"]} == {"003"}


# The library


def test_undated_articles_that_a_date_leaves_out_are_told(run: Run, tmp_path: Path):
    run("add", str(write(tmp_path / "undated.txt", "The mill at Sorne burned down. Nobody was hurt, they said.")))

    ran = run("ask", "--since", "2025-05-23", FIRST_DAY)

    assert "5 articles state no date" in one_line(ran.err)


def test_a_rebuilt_library_answers_as_before(run: Run):
    before = run("ask", FIRST_DAY).out

    ran = run("rebuild")

    assert ran.code == 0
    assert ran.out.startswith("Rebuilt: ")
    assert run("ask", FIRST_DAY).out == before


def test_articles_are_one_line_each_in_a_pipe(run: Run):
    lines = run("articles").out.splitlines()

    assert len(lines) == 5
    assert lines[3].split("\t") == [
        "137ef56735c2",
        "2025-05-23",
        "rki.news",
        "003_a1a423838f24985a.txt",
        "Ukraine, Russia begin largest Prisoner swap of the war",
    ]


def test_articles_as_json_hold_everything_but_the_text(run: Run, home: Path):
    told = json.loads(one_line(run("articles", "--json").out))

    assert [article["id"] for article in told["articles"]] == library(home)
    assert "text" not in told["articles"][0]


@pytest.mark.fault("query", 53)
def test_an_empty_library_says_how_to_fill_it(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("TWOSOURCE_HOME", str(tmp_path / "new"))

    ran = run("articles")

    assert (ran.code, ran.out) == (0, "")
    assert "twosource add" in one_line(ran.err)


@pytest.mark.parametrize("name", ["137ef5", "003_a1a423838f24985a.txt", str(SEEDS / "003_a1a423838f24985a.txt")])
def test_an_article_is_removed_by_id_or_file_and_comes_back(run: Run, home: Path, name: str):
    before = library(home)

    removed = run("remove", name, name)
    left = library(home)
    added = run("add", str(SEEDS / "003_a1a423838f24985a.txt"))

    assert (removed.code, removed.err, len(left)) == (0, "", 4)
    assert "twosource add" in one_line(removed.out)
    assert added == (0, "1 added; the library holds 5 articles.\n", "")
    assert library(home) == before


def test_a_folder_without_articles_adds_nothing_and_says_so(run: Run, tmp_path: Path):
    (tmp_path / "none").mkdir()

    ran = run("add", str(tmp_path / "none"))

    assert (ran.code, ran.err) == (0, "")
    assert re.match(
        r"No file there that can be read \(.*\.txt.*\), nothing added; the library holds 5", one_line(ran.out)
    )


# What goes wrong


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("blank.md", b" \n\n", "nothing but white space"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(32)), "binary, not text"),
        ("mixed.txt", "Sénat ".encode() + "réuni".encode("latin-1"), "not UTF-8"),
        ("page.pdf", b"%PDF-1.7", "damaged, or no PDF"),
    ],
)
def test_a_bad_file_is_named_with_its_reason_and_the_library_stays(
    run: Run, home: Path, tmp_path: Path, name: str, content: bytes, reason: str
):
    before = library(home)
    (tmp_path / name).write_bytes(content)

    ran = run("add", str(tmp_path / name))

    assert (ran.code, ran.out) == (1, "1 failed; the library holds 5 articles.\n")
    told = one_line(ran.err)
    assert f"{tmp_path / name}: {reason}" in told
    assert ";" in told
    assert library(home) == before


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["add", "no/such/folder"], 2, "no such file or folder"),
        (["add", "seeds/*.nothing"], 2, "no such file or folder"),
        (["sync", "no/such/folder"], 2, "no such folder"),
        (["ask", "--articles", "no/such/folder", FIRST_DAY], 2, "no such folder"),
        (["--articles", "no/such/folder", "--no-browser"], 2, "no such folder"),
        (["remove", "ffffffffffff"], 2, "'ffffffffffff': no article has this id or file name"),
        (["remove", "137ef5", "nothing.txt"], 2, "'nothing.txt': no article"),
        (["ask", ""], 2, "the question is empty"),
        (["ask", "why " * 2_000], 2, "ask in at most 4,000"),
        (["ask"], 2, "QUESTION"),
        (["ask", "--jsno", FIRST_DAY], 2, "--jsno"),
        (["ask", "--since", "yesterday", FIRST_DAY], 2, "yesterday"),
        (["--host", "127.0.0.1", "ask", FIRST_DAY], 2, "no part of 'ask'"),
        (["asc", FIRST_DAY], 2, "asc"),
        (["--port", "many"], 2, "--port"),
        (["--port", "70000", "--no-browser"], 2, "TWOSOURCE_PORT"),
    ],
)
@pytest.mark.fault("shell", 88)
def test_wrong_use_is_told_in_one_line_and_changes_nothing(
    run: Run, home: Path, words: list[str], code: int, told: str
):
    before = library(home)

    ran = run(*words)

    assert (ran.code, ran.out) == (code, "")
    line = one_line(ran.err)
    assert line.startswith("twosource: ")
    assert told in line
    assert library(home) == before


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"MODEL": "m"}, "set TWOSOURCE_BASE_URL"),
        ({"BASE_URL": "http://127.0.0.1:9/v1"}, "set TWOSOURCE_MODEL"),
        ({"MODEL": "m", "BASE_URL": "127.0.0.1:9/v1"}, "http://"),
        ({"DEADLINE_S": "soon"}, "TWOSOURCE_DEADLINE_S"),
    ],
)
@pytest.mark.fault("shell", 91)
def test_a_wrong_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], told: str):
    for name, value in settings.items():
        monkeypatch.setenv(f"TWOSOURCE_{name}", value)

    ran = run("ask", FIRST_DAY)

    assert (ran.code, ran.out) == (2, "")
    assert told in one_line(ran.err)


@pytest.mark.parametrize("words", [["ask", FIRST_DAY], ["articles"], ["add", str(SEEDS)]])
@pytest.mark.fault("shell", 92)
def test_a_home_that_cannot_be_used_names_the_way_out(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str]
):
    """A file in the folder's place: for whoever may write everywhere, no permission is missing."""
    monkeypatch.setenv("TWOSOURCE_HOME", str(write(tmp_path / "file", "I am a file.")))

    ran = run(*words)

    assert (ran.code, ran.out) == (3, "")
    assert "TWOSOURCE_HOME" in one_line(ran.err)
    assert (tmp_path / "file").read_text() == "I am a file."


@contextmanager
def nobody() -> Iterator[None]:
    """Root may write everywhere: it acts as the user nobody meanwhile."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.parametrize("words", [["ask", FIRST_DAY], ["articles"], ["add", str(SEEDS)]])
@pytest.mark.fault("store", 40)
@pytest.mark.fault("shell", 92)
def test_a_home_without_permission_is_told(run: Run, home: Path, words: list[str]):
    run("articles")  # what is imported late is imported now: nobody may not read root's files
    home.chmod(0o500)

    with nobody():
        ran = run(*words)
    home.chmod(0o700)

    assert (ran.code, ran.out) == (3, "")
    assert one_line(ran.err).startswith(f"twosource: {home}: no permission to write there (")
    assert "a library must be writable even to be asked" in ran.err


@pytest.mark.threat("T2")
@pytest.mark.fault("crash", 94)
def test_a_busy_library_names_its_holder_and_the_way_out(home: Path):
    with open_assistant(settings=Settings(home=home)):
        ran = run_outside("ask", FIRST_DAY, TWOSOURCE_WAIT_S="0.5")

    assert (ran.code, ran.out) == (3, "")
    waiting, told = ran.err.splitlines()
    assert waiting.startswith("twosource: waiting at most 0.5 s: ")
    assert f"in use by process {os.getpid()}" in told
    assert "TWOSOURCE_HOME" in told


@pytest.mark.parametrize(
    ("words", "code"), [(["ask", "--json", "?"], 2), (["ask", "--json", "--no"], 2), (["ask", "--json"], 2)]
)
@pytest.mark.fault("shell", 93)
def test_an_error_is_json_too_where_json_is_asked_for(run: Run, words: list[str], code: int):
    ran = run(*words)

    told = json.loads(one_line(ran.out))
    assert (ran.code, told["exit_code"]) == (code, code)
    assert one_line(ran.err) == f"twosource: {told['error']}"


@pytest.mark.fault("shell", 93)
@pytest.mark.parametrize("words", [["ask", "--json", FIRST_DAY], ["articles", "--json"]])
@pytest.mark.parametrize(
    ("variables", "code"), [({"HOME": "FILE"}, 3), ({"DEADLINE_S": "soon"}, 2), ({"MODEL": "m"}, 2)]
)
def test_json_stays_json_whatever_goes_wrong(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str], variables: dict[str, str], code: int
):
    for name, value in variables.items():
        place = str(write(tmp_path / "file", "I am a file.")) if value == "FILE" else value
        monkeypatch.setenv(f"TWOSOURCE_{name}", place)

    ran = run(*words)

    told = json.loads(one_line(ran.out))
    assert (ran.code, told["exit_code"]) == (code, code)
    assert one_line(ran.err) == f"twosource: {told['error']}"


@pytest.mark.fault("shell", 89)
@pytest.mark.parametrize("words", [["articles"], ["articles", "--json"], ["ask", FIRST_DAY]])
def test_whatever_is_printed_may_be_read_by_nobody(home: Path, words: list[str]):
    running = subprocess.Popen([*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert running.stdout is not None
    running.stdout.close()
    _, err = running.communicate(timeout=60)

    assert (running.returncode, err) == (0, b"")


@pytest.mark.threat("T12")
@pytest.mark.fault("model", 60)
def test_a_wrong_key_is_told_beside_the_answer_and_never_shown(run: Run, monkeypatch: pytest.MonkeyPatch):
    with ScriptedServer([refuses_key()]) as server:
        for name, value in {"MODEL": "m", "BASE_URL": server.base_url, "API_KEY": KEY}.items():
            monkeypatch.setenv(f"TWOSOURCE_{name}", value)
        ran = run("ask", FIRST_DAY)

    assert ran.code == 0
    assert ran.out.startswith("390\n")
    assert re.fullmatch(r"twosource: .*check TWOSOURCE_API_KEY; this answer is made of quotes\.", one_line(ran.err))
    assert KEY not in ran.out + ran.err


@pytest.mark.fault("model", 65)
def test_a_dead_endpoint_is_told_beside_the_answer(run: Run, monkeypatch: pytest.MonkeyPatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
    for name, value in {"MODEL": "m", "BASE_URL": url, "DEADLINE_S": "5"}.items():
        monkeypatch.setenv(f"TWOSOURCE_{name}", value)

    ran = run("ask", "--json", FIRST_DAY)

    told = json.loads(one_line(ran.out))
    assert (ran.code, told["engine"], told["short"]) == (0, "quotes", "390")
    assert one_line(ran.err) == f"twosource: {told['notice']}"
    assert f"cannot reach {url}" in told["notice"]


@pytest.mark.parametrize("words", [["--debug", "remove", "nothing.txt"], ["remove", "nothing.txt", "--debug"]])
def test_debug_shows_the_traceback(home: Path, words: list[str]):
    ran = run_outside(*words)

    assert ran.code == 1
    assert "Traceback" in ran.err
    assert "NotFoundError: 'nothing.txt'" in ran.err


@pytest.mark.fault("shell")
def test_what_nobody_thought_of_is_one_line_too(run: Run, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("two\nlines\x1b[2J")

    monkeypatch.setattr("assistant.shell.opening.open_assistant", fail)

    ran = run("articles")

    assert ran.code == 1
    assert "unexpected RuntimeError: two lines�[2J; add --debug" in one_line(ran.err)


# The terminal


@pytest.mark.fault("shell", 89)
def test_a_reader_who_stops_is_no_error(home: Path):
    running = subprocess.Popen(
        [*COMMAND, "ask", "--json", FIRST_DAY], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )
    assert running.stdout is not None
    running.stdout.close()
    _, err = running.communicate(timeout=60)

    assert (running.returncode, err) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.fault("shell", 89)
def test_a_full_disk_is_told_in_one_line(home: Path):
    with open("/dev/full", "w") as full:
        ran = subprocess.run([*COMMAND, "articles"], stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT)

    assert ran.returncode == 3
    assert "No space left on device" in one_line(ran.stderr)


@pytest.mark.fault("shell", 89)
def test_a_full_folder_for_temporary_files_is_named_once_and_no_article_is_blamed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("py3langid.classify", fail)
    stories = [write(tmp_path / f"{name}.txt", f"{name} said on Monday that {'all is well. ' * 9}") for name in "AB"]

    ran = run("add", *map(str, stories))

    assert ran.code == 3
    assert one_line(ran.err) == (
        f"twosource: {tempfile.gettempdir()}: no temporary file can be written (No space left on device); "
        "make room there, or set TMPDIR to a folder with room"
    )


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (["eval", "bench"], "twosource eval bench"),
        (["eval", "bench", "--nonsense"], "twosource eval bench"),
        (["eval", "nonsense"], "twosource eval"),
        (["ask"], "twosource ask"),
        (["ask", "--json", "--json", "Who?"], "twosource ask"),
        (["nonsense"], "twosource"),
    ],
)
def test_wrong_use_points_to_the_help_of_the_command_that_was_meant(run: Run, words: list[str], command: str):
    ran = run(*words)

    assert ran.code == 2
    assert one_line(ran.err).endswith(f"; see `{command} --help`")


@pytest.mark.fault("shell", 90)
def test_a_narrow_terminal_without_a_language_is_enough(home: Path):
    seen = on_a_terminal("ask", FIRST_DAY, LC_ALL="C", LANG="C", COLUMNS="40")

    assert "390" in seen
    assert "003_a1a423838f24985a.txt" in seen
    assert max(map(len, seen.splitlines())) <= 40


@pytest.mark.fault("shell", 90)
def test_articles_fit_a_terminal(home: Path):
    seen = on_a_terminal("articles", COLUMNS="80")

    assert max(map(len, seen.splitlines())) <= 80
    assert "137ef56735c2 Ukraine, Russia begin largest Prisoner swap of the war" in seen
    assert "2025-05-23, rki.news, 003_a1a423838f24985a.txt" in seen


@pytest.mark.fault("shell", 90)
def test_an_encoding_that_lacks_a_character_is_no_error(home: Path):
    ran = run_outside("ask", "--json", "Was the exchange complete?", PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.isascii()
    assert "—" in json.dumps(json.loads(ran.out), ensure_ascii=False)


def on_a_terminal(*words: str, **variables: str) -> str:
    """What the command writes to a terminal, without its styles."""
    above, below = pty.openpty()
    running = subprocess.Popen(
        [*COMMAND, *words],
        stdin=below,
        stdout=below,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"TERM": "xterm"} | variables,
        cwd=ROOT,
    )
    os.close(below)
    seen = b""
    # Where the other side is closed, Linux says so with an error.
    with suppress(OSError):
        while piece := os.read(above, 65_536):
            seen += piece
    os.close(above)
    assert running.wait(60) == 0
    return re.sub(r"\x1b\[[\d;]*m", "", seen.decode())


HOSTILE = (
    "\x1b]0;owned\x1b\\The \x1b[31mferry\x1b[0m to Sorne\u202e sank\u2066 on Tuesday\x9b2J at noon.\n\n"
    "The harbour master\x1b[2J said 41 people were saved from the ferry\u200b.\n"
)


@pytest.mark.threat("T3")
@pytest.mark.injection("P10", "P14")
def test_no_escape_sequence_of_an_article_reaches_the_terminal(run: Run, tmp_path: Path):
    file = write(tmp_path / "ferry\x1b[2J.txt", HOSTILE)
    question = "How many people were saved from the ferry?"

    told = [
        run("add", str(file)),
        run("ask", question),
        run("ask", "--json", question),
        run("articles"),
        run("articles", "--json"),
        run("remove", file.name),
        run("remove", file.name),
        run("add", str(tmp_path / "no\x1b[2Jwhere")),
        run("ask", "--articles", "no\x1b[2Jwhere", question),
        run("ask", "--\x1b[2J", question),
    ]

    assert [CONTROLS.findall(ran.out + ran.err) for ran in told] == [[]] * len(told)
    assert "41 people were saved" in told[1].out
    assert json.loads(told[2].out)["citations"][0]["quote"].startswith("The harbour master said 41 people")


# Help


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ([], ["twosource add", "twosource ask", "TWOSOURCE_MODEL", "TWOSOURCE_HOME", "Exit codes", "--debug"]),
        (["ask"], ["twosource ask", "--json", "--articles FOLDER", "--publisher NAME", "--since DATE", "2025-05-23"]),
        (["add"], ["twosource add", ".txt", ".md", "exit code", "Ctrl-C", "goes on from there"]),
        (["sync"], ["twosource sync", "--watch", "exit code", "FOLDER"]),
        (["articles"], ["twosource remove", "--json", "tabs"]),
        (["remove"], ["twosource articles", "twosource add", "file name"]),
        (["bench"], ["--quick", "--articles PATH", "twosource bench --quick"]),
        (["eval"], ["--fail-under", "--gold FILE"]),
        (["eval", "bench"], ["--bench DIR The benchmark files.", "--sets NAME"]),
    ],
)
def test_help_is_all_a_newcomer_needs(run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str], told: list[str]):
    monkeypatch.setenv("COLUMNS", "80")

    ran = run(*command, "--help")

    assert (ran.code, ran.err) == (0, "")
    assert [words for words in told if words not in " ".join(ran.out.split())] == []
    assert max(map(len, ran.out.splitlines())) <= 80


def test_every_command_is_listed_with_a_whole_sentence(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "80")

    listed = run("-h").out.partition("Commands:\n")[2].split("\n\n")[0].splitlines()

    names = [line.split()[0] for line in listed]
    assert names == [
        "ask",
        "add",
        "sync",
        "articles",
        "remove",
        "rebuild",
        "backup",
        "restore",
        "check",
        "bench",
        "eval",
        "users",
    ]
    assert [line for line in listed if not line.endswith(".") or line.endswith("...")] == []


def test_the_version_is_the_projects(run: Run):
    ran = run("--version")

    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(r"twosource \d+\.\d+\.\d+\n", ran.out)
