"""Hostile formats are read in a process with limits: what breaks it is one error, and nothing else is lost."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

import pytest
from fakes import WordEmbedder
from formats import lines, mail, pdf, rss, word, zipped

from index.article import Change
from index.article_index import ArticleIndex
from index.errors import ArticleError, LibraryError
from index.reading import Limits, Parser
from index.reading.apart.parser import _CODE
from index.reading.formats import drafts
from index.reading.told import Draft

BODY = "Both sides met on Friday, 3 May 2024, in the old town hall. Nothing was signed, officials said."
PAGE = f"<html><head><title>Talks</title></head><body><p>{BODY}</p><p hidden>Say so.</p></body></html>".encode()
DEADLINE_S = 30


@pytest.fixture
def parser() -> Iterator[Parser]:
    with Parser() as one:
        yield one


def opened(folder: Path, name: str, raw: bytes) -> IO[bytes]:
    (folder / name).write_bytes(raw)
    return (folder / name).open("rb")


def read(parser: Parser, folder: Path, name: str, raw: bytes) -> list[Draft | ArticleError]:
    with opened(folder, name, raw) as stream:
        return list(parser.drafts(stream, name=name, suffix=Path(name).suffix))


def long_pdf() -> bytes:
    """Many seconds of honest work."""
    page = "\n".join(f"The council met on Friday and nothing was signed, they said {number}." for number in range(400))
    return pdf(*[page] * 300)


def many() -> bytes:
    """An archive of more text than a pipe holds: whoever reads it is still at it when its first article arrives."""
    return zipped({f"{number}.txt": f"Story {number}. {'Words ' * 50_000}".encode() for number in range(60)})


def gone(pid: int) -> bool:
    """Whether the process ended; who has no parent left may stay as a name until somebody asks for it."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


def computed_s(pid: int) -> float:
    """Seconds that a process has computed; it takes half of one to start."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def comes_true(claim: Callable[[], bool], *, within_s: float = DEADLINE_S) -> bool:
    until = time.monotonic() + within_s
    while not claim() and time.monotonic() < until:
        os.sched_yield()
    return claim()


FILES = {
    "a.html": PAGE,
    "a.pdf": pdf("Both sides met.\nThey left.", "", info="/Title (Talks begin) /CreationDate (D:20250601100000Z)"),
    "a.docx": word("Both sides met.", hidden=" Say so.", title="Talks begin"),
    "a.eml": mail(BODY, attached="More."),
    "a.rss": rss(f"<title>Talks</title><description>{BODY}</description>", "<link>file:///etc/passwd</link>"),
    "a.zip": zipped(
        {"a.txt": BODY.encode(), "b.jsonl": lines([{"text": BODY, "n": [1, 1e9, None, {"m": True}]}, "{"])}
    ),
    "a.jsonl": lines([{"text": BODY, "desk": "World"}]),
    "a.txt": BODY.encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_what_a_process_reads_is_what_is_read_here(parser: Parser, tmp_path: Path, name: str) -> None:
    here = list(drafts(BytesIO(FILES[name]), name=name, suffix=Path(name).suffix))

    apart = read(parser, tmp_path, name, FILES[name])

    assert [one if isinstance(one, Draft) else str(one) for one in apart] == [
        one if isinstance(one, Draft) else str(one) for one in here
    ]


FULL = """
import tempfile
class Full(tempfile.SpooledTemporaryFile):
    def write(self, piece):
        raise OSError(28, "No space left on device")
tempfile.SpooledTemporaryFile = Full
"""


def test_a_full_folder_for_temporary_files_there_is_no_fault_of_the_file(
    parser: Parser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.reading.apart.parser._CODE", FULL + _CODE)

    with pytest.raises(LibraryError, match=f"^{tempfile.gettempdir()}: no temporary file can be written"):
        read(parser, tmp_path, "a.zip", zipped({"b.zip": zipped({"c.txt": BODY.encode()})}))


def test_a_file_that_is_refused_there_is_refused_here(parser: Parser, tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"a\.pdf: damaged, or no PDF"):
        read(parser, tmp_path, "a.pdf", b"%PDF-1.4 garbage")


def test_one_process_reads_many_files_and_ends_with_the_batch(tmp_path: Path) -> None:
    with Parser() as parser:
        assert parser.pid is None
        read(parser, tmp_path, "a.html", PAGE)
        first = parser.pid
        read(parser, tmp_path, "b.docx", FILES["a.docx"])

        assert first is not None
        assert parser.pid == first
        assert not gone(first)
    assert gone(first)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.jsonl"])
def test_plain_formats_start_no_process(parser: Parser, tmp_path: Path, name: str) -> None:
    read(parser, tmp_path, name, FILES["a.jsonl"])

    assert parser.pid is None


# Limits


@pytest.mark.threat("T8")
@pytest.mark.fault("ingest", 21)
@pytest.mark.parametrize(
    ("limits", "raw", "reason"),
    [
        (Limits(cpu_s=1, wall_s=60), long_pdf, "a.pdf: parser exceeded 1 s; split it or save it as text"),
        (Limits(wall_s=0.5), long_pdf, "a.pdf: parser exceeded 0.5 s; split it or save it as text"),
        (Limits(memory_bytes=30_000_000), long_pdf, "a.pdf: parser exceeded 30 MB; save it as text"),
    ],
    ids=["computing", "clock", "memory"],
)
def test_a_file_that_exceeds_a_limit_is_named_with_it_and_the_next_one_is_read(
    tmp_path: Path, limits: Limits, raw: Callable[[], bytes], reason: str
) -> None:
    with Parser(limits) as parser:
        with pytest.raises(ArticleError) as refused:
            read(parser, tmp_path, "a.pdf", raw())

        assert str(refused.value) == reason
        assert parser.pid is None
        assert isinstance(read(parser, tmp_path, "b.pdf", FILES["a.pdf"])[0], Draft)


@pytest.mark.threat("T8")
def test_each_article_of_an_archive_has_its_own_time(tmp_path: Path) -> None:
    slow = pdf(*["\n".join(["Nothing was signed in the hall that night."] * 400)] * 20)
    archive = zipped({f"{number}.pdf": slow.replace(b"night", b"n%04d" % number) for number in range(8)})

    with Parser(Limits(cpu_s=2)) as parser:
        assert len(read(parser, tmp_path, "a.zip", archive)) == 8


@pytest.mark.fault("crash", 100)
@pytest.mark.parametrize(
    ("number", "how"),
    [(signal.SIGKILL, "SIGKILL, for want of memory perhaps"), (signal.SIGSEGV, "SIGSEGV"), (signal.SIGABRT, "SIGABRT")],
)
def test_a_process_that_is_killed_fails_its_file_and_no_other(
    parser: Parser, tmp_path: Path, number: signal.Signals, how: str
) -> None:
    with opened(tmp_path, "a.zip", many()) as stream:
        reading = parser.drafts(stream, name="a.zip", suffix=".zip")
        assert isinstance(next(reading), Draft)
        assert parser.pid is not None
        os.kill(parser.pid, number)

        with pytest.raises(ArticleError) as refused:
            list(reading)

    assert str(refused.value) == f"a.zip: parser crashed ({how}); save it as text"
    assert isinstance(read(parser, tmp_path, "b.html", PAGE)[0], Draft)


def test_a_process_that_answers_no_more_is_ended_here(tmp_path: Path) -> None:
    with Parser(Limits(wall_s=0.2)) as parser, opened(tmp_path, "a.zip", many()) as stream:
        reading = parser.drafts(stream, name="a.zip", suffix=".zip")
        next(reading)
        stopped = parser.pid
        assert stopped is not None
        os.kill(stopped, signal.SIGSTOP)

        with pytest.raises(ArticleError, match=r"parser exceeded 0\.2 s"):
            list(reading)

        assert gone(stopped)


def test_a_process_that_ended_between_two_files_is_nobodys_fault(parser: Parser, tmp_path: Path) -> None:
    read(parser, tmp_path, "a.html", PAGE)
    first = parser.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert comes_true(lambda: gone(first))

    assert isinstance(read(parser, tmp_path, "b.html", PAGE)[0], Draft)


def test_a_batch_that_is_left_in_the_middle_of_a_file_leaves_no_process(parser: Parser, tmp_path: Path) -> None:
    with opened(tmp_path, "a.zip", many()) as stream:
        reading = parser.drafts(stream, name="a.zip", suffix=".zip")
        next(reading)
        left = parser.pid
        reading.close()  # type: ignore[attr-defined]  # a generator

    assert left is not None
    assert gone(left)


# The batch


@pytest.mark.threat("T8")
@pytest.mark.fault("ingest", 21)
def test_the_rest_of_a_batch_goes_on_after_a_file_that_kills_its_reader(tmp_path: Path, embedder: WordEmbedder) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "1.html").write_bytes(PAGE)
    (news / "2.pdf").write_bytes(long_pdf())
    (news / "3.html").write_bytes(PAGE.replace(b"Friday", b"Monday"))
    (news / "4.txt").write_text("They left on Sunday without a word.")

    with (
        Parser(Limits(cpu_s=1)) as parser,
        ArticleIndex.open(tmp_path / "home", embedder=embedder, parser=parser) as library,
    ):
        change = library.add([news])

        assert sorted(one.key for one in library.articles()) == ["1.html", "3.html", "4.txt"]

    assert [one.reason for one in change.failed] == [
        f"{news / '2.pdf'}: parser exceeded 1 s; split it or save it as text"
    ]


def test_a_library_reads_hostile_formats_in_a_process_that_it_ends(tmp_path: Path, embedder: WordEmbedder) -> None:
    before = children()
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "b.txt").write_text("They left on Sunday without a word.")
    during: list[set[int]] = []

    with ArticleIndex.open(tmp_path / "home", embedder=embedder) as library:
        change = library.add(
            [tmp_path / "a.html", tmp_path / "b.txt"],
            progress=lambda path, done, total: during.append(children() - before),
        )

        assert len(change.added) == 2
        assert max(len(there) for there in during) == 1
        assert children() == before


def children() -> set[int]:
    """Processes that this one started and that still run."""
    tasks = Path("/proc/self/task").iterdir()
    return {int(pid) for task in tasks for pid in (task / "children").read_text().split() if not gone(int(pid))}


# Who ends it


STARTS = """
import sys, threading
from index.reading import Limits, Parser
from index.reading.apart.parser import _CODE

def tell():
    while parser.pid is None:
        pass
    print(parser.pid, flush=True)

with Parser(Limits(cpu_s=100, wall_s=100)) as parser, open(sys.argv[1], "rb") as stream:
    threading.Thread(target=tell, daemon=True).start()
    for draft in parser.drafts(stream, name="a", suffix=sys.argv[1][-4:]):
        if sys.argv[1].endswith(".zip"):
            sys.stdin.read()
"""


@pytest.mark.threat("T8")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(("name", "raw"), [("a.pdf", long_pdf), ("a.zip", many)], ids=["busy", "waiting"])
def test_a_process_ends_with_the_one_that_started_it(
    tmp_path: Path, name: str, raw: Callable[[], bytes], number: signal.Signals
) -> None:
    (tmp_path / name).write_bytes(raw())
    command = [sys.executable, "-c", STARTS, str(tmp_path / name)]

    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert comes_true(lambda: name == "a.zip" or computed_s(pid) > 2)
        parent.send_signal(number)
        parent.wait(DEADLINE_S)

    # Far sooner than it would be done.
    assert comes_true(lambda: gone(pid), within_s=3)


@pytest.mark.threat("T12")
def test_a_parser_gets_no_key_and_no_file_of_the_library(
    parser: Parser, tmp_path: Path, embedder: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOSOURCE_API_KEY", "sk-secret")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
    (tmp_path / "a.html").write_bytes(PAGE)

    with ArticleIndex.open(tmp_path / "home", embedder=embedder, parser=parser) as library:
        added: Change = library.add([tmp_path / "a.html"])
        process = Path(f"/proc/{parser.pid}")

        assert len(added.added) == 1
        assert b"sk-" not in (process / "environ").read_bytes()
        assert not [one for one in (process / "fd").iterdir() if str(tmp_path / "home") in os.readlink(one)]
