"""Backup, restore and check: nothing is lost on the way, and nothing that is damaged takes effect."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import WordEmbedder

from assistant import Settings, open_assistant
from assistant.shell import main
from assistant.shell.safekeeping import clean, cleaning
from index import (
    ArticleIndex,
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    LibraryExistsError,
    LibraryNewerError,
    NotFoundError,
    back_up,
    restore,
)
from index.storing.catalog.schema import VERSION
from ui.keeping.conversation import Conversation, Exchange
from ui.keeping.file import ConversationFile

pytestmark = pytest.mark.fault("store")

STORIES = [f"Story {number}: " + " ".join(f"w{number}x{word}" for word in range(12)) for number in range(20)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library of 20 articles, a conversation and a kept answer."""
    news, home = tmp_path / "news", tmp_path / "home"
    news.mkdir()
    for number, text in enumerate(STORIES):
        (news / f"{number:02}.txt").write_text(text)
    with ArticleIndex.open(home, embedder=WordEmbedder()) as library:
        library.add([news])
        library.search("story")
    file = ConversationFile.open(home / "conversations.sqlite3")
    file.add("me", talk := Conversation("Who left?", exchanges=[Exchange("Who left?")]))
    file.save(talk, talk.exchanges[0])
    file.close()
    (home / "gold.jsonl").write_text('{"question": "Who left?"}\n')
    return home


def found(home: Path) -> list[int]:
    """The stories that are found by their words and by their vector."""
    with ArticleIndex.open(home, embedder=WordEmbedder()) as library:
        numbers = [
            number
            for number, text in enumerate(STORIES)
            if (hit := library.search(text, k=1).hits) and hit[0].chunk.text == text and hit[0].score > 0.99
        ]
        assert library.check().whole
        return numbers


def test_what_was_backed_up_comes_back_whole_in_an_empty_folder(home: Path, tmp_path: Path) -> None:
    made = back_up(home, tmp_path / "backup")

    restored, aside = restore(tmp_path / "backup", tmp_path / "other")

    assert (restored, aside) == (made, None)
    assert [member.name for member in made.members] == ["catalog.sqlite3", "conversations.sqlite3", "gold.jsonl"]
    embedder = WordEmbedder()
    with ArticleIndex.open(tmp_path / "other", embedder=embedder) as library:
        assert library.sync(tmp_path / "news").unchanged
        assert embedder.embedded == []
    assert found(tmp_path / "other") == list(range(20))
    file = ConversationFile.open(tmp_path / "other" / "conversations.sqlite3")
    assert [title for _, title in file.listed("me")] == ["Who left?"]
    file.close()
    assert (tmp_path / "other" / "gold.jsonl").read_bytes() == (home / "gold.jsonl").read_bytes()
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600


@pytest.mark.fault("store", 43)
def test_a_backup_holds_nothing_of_chroma_however_large_its_files_seem(home: Path, tmp_path: Path) -> None:
    monster = next((home / "chroma").glob("vectors-*/*/link_lists.bin"))
    os.truncate(monster, 2**40)

    back_up(home, tmp_path / "backup")

    with zipfile.ZipFile(tmp_path / "backup") as packed:
        assert sorted(packed.namelist()) == ["backup.json", "catalog.sqlite3", "conversations.sqlite3", "gold.jsonl"]
    assert (tmp_path / "backup").stat().st_size < 1_000_000
    assert found(home) == list(range(20))


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from fakes import WordEmbedder
from index import Article, ArticleIndex
with ArticleIndex.open(Path(sys.argv[1]), embedder=WordEmbedder()) as library:
    for number in range(10_000):
        pair = [Article(id=f"{number}{half}", key="k", title="t", title_how="heading", text=f"Pair {number} {half}.")
                for half in "ab"]
        library.add_articles(pair)
        print(number, flush=True)
"""


def test_a_backup_made_while_another_process_writes_holds_one_state_of_the_library(home: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(home), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        try:
            for turn in range(4):
                before = int(writer.stdout.readline())
                back_up(home, tmp_path / "backup")
                after = before
                shutil.rmtree(tmp_path / "other", ignore_errors=True)
                restore(tmp_path / "backup", tmp_path / "other")

                with ArticleIndex.open(tmp_path / "other", embedder=WordEmbedder()) as library:
                    pairs = {article.id[:-1] for article in library.articles() if article.key == "k"}
                    halves = [article for article in library.articles() if article.key == "k"]
                    assert library.check().whole
                assert len(halves) == 2 * len(pairs)
                assert len(pairs) > after, turn
        finally:
            writer.kill()


def test_a_backup_takes_the_place_of_an_older_one_at_one_stroke_and_of_nothing_else(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "backup")
    with ArticleIndex.open(home, embedder=WordEmbedder()) as library:
        library.remove(library.articles()[0].id)

    assert back_up(home, tmp_path / "backup").articles == 19

    (tmp_path / "notes.txt").write_text("Not to be lost.")
    with pytest.raises(LibraryExistsError, match="no backup"):
        back_up(home, tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "Not to be lost."
    with pytest.raises(LibraryError, match="cannot be written"):
        back_up(home, tmp_path / "nowhere" / "backup")
    with pytest.raises(NotFoundError, match="no library"):
        back_up(tmp_path / "news", tmp_path / "backup")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "home", "news", "notes.txt"]


def test_a_backup_that_cannot_be_written_leaves_the_older_one(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(home, tmp_path / "backup")
    before = (tmp_path / "backup").read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("index.storing.backing_up.os.fsync", fail)

    with pytest.raises(LibraryError, match="No space left"):
        back_up(home, tmp_path / "backup")

    assert (tmp_path / "backup").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "home", "news"]


def test_a_library_that_cannot_be_opened_for_a_backup_is_named_and_not_the_backup(home: Path, tmp_path: Path) -> None:
    # A folder in its place keeps SQLite from its log, as a folder without permission does, even for root.
    (home / "catalog.sqlite3-wal").mkdir()

    with pytest.raises(LibraryError, match=f"^{home}: .*a library must be writable even to be asked"):
        back_up(home, tmp_path / "backup")

    assert not (tmp_path / "backup").exists()


def test_a_damaged_library_takes_no_good_backup_with_it(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "good")
    catalog = home / "catalog.sqlite3"
    raw = bytearray(catalog.read_bytes())
    middle = len(raw) // 2
    raw[middle : middle + 12_000] = bytes(byte ^ 0x55 for byte in raw[middle : middle + 12_000])
    catalog.write_bytes(raw)

    with pytest.raises(LibraryDamagedError, match="no backup was written, and an older one was kept"):
        back_up(home, tmp_path / "good")

    restore(tmp_path / "good", tmp_path / "again")
    assert len(found(tmp_path / "again")) == len(STORIES)


def test_a_library_is_not_replaced_unless_that_is_said_and_then_kept_aside(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "backup")
    with ArticleIndex.open(home, embedder=WordEmbedder()) as library:
        for article in library.articles()[:5]:
            library.remove(article.id)
        library.search("story")

    with pytest.raises(LibraryExistsError, match="--replace"):
        restore(tmp_path / "backup", home)
    assert len(found(home)) == 15

    _, aside = restore(tmp_path / "backup", home, replace=True)

    assert found(home) == list(range(20))
    assert aside is not None
    assert len(found(aside)) == 15
    assert (aside / "gold.jsonl").exists()


def test_a_library_in_use_is_not_replaced(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "backup")

    with ArticleIndex.open(home, embedder=WordEmbedder()), pytest.raises(LibraryBusyError):
        restore(tmp_path / "backup", home, replace=True)


@pytest.mark.fault("store", 41)
def test_a_damaged_library_is_replaced_too(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "backup")
    (home / "catalog.sqlite3").write_bytes(b"garbage" * 1000)
    with pytest.raises(LibraryDamagedError, match="twosource restore FILE --replace"):
        ArticleIndex.open(home, embedder=WordEmbedder())

    restore(tmp_path / "backup", home, replace=True)

    assert found(home) == list(range(20))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flip(file: Path) -> None:
    packed = bytearray(file.read_bytes())
    packed[len(packed) // 3] ^= 0x10
    file.write_bytes(packed)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def garbage(file: Path) -> None:
    file.write_bytes(bytes(range(256)) * 40)


def repacked(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(file) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    change(held)
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in held.items():
            packed.writestr(name, content)


def lacking(file: Path) -> None:
    repacked(file, lambda held: held.pop("conversations.sqlite3"))


def swapped(file: Path) -> None:
    repacked(file, lambda held: held.update({"catalog.sqlite3": held["conversations.sqlite3"]}))


def altered(file: Path) -> None:
    repacked(file, lambda held: held.update({"gold.jsonl": held["gold.jsonl"].replace(b"left", b"came")}))


def climbing(file: Path) -> None:
    def climb(held: dict[str, bytes]) -> None:
        held["../gold.jsonl"] = held.pop("gold.jsonl")
        held["backup.json"] = held["backup.json"].replace(b"gold.jsonl", b"../gold.jsonl")

    repacked(file, climb)


@pytest.mark.parametrize("damage", [cut, flip, empty, garbage, lacking, swapped, altered, climbing])
def test_a_damaged_backup_changes_nothing(home: Path, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    back_up(home, tmp_path / "backup")
    damage(tmp_path / "backup")

    with pytest.raises(LibraryDamagedError, match="nothing was changed") as raised:
        restore(tmp_path / "backup", home, replace=True)

    assert "\n" not in str(raised.value)
    assert found(home) == list(range(20))
    assert not list(home.glob("replaced-*"))
    assert not (tmp_path / "gold.jsonl").exists()


@pytest.mark.fault("store", 45)
def test_a_backup_of_a_newer_version_changes_nothing(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "backup")
    old = f'"version":{VERSION}'.encode()
    repacked(
        tmp_path / "backup",
        lambda held: held.update({"backup.json": held["backup.json"].replace(old, b'"version":99')}),
    )

    with pytest.raises(LibraryNewerError, match="newer twosource"):
        restore(tmp_path / "backup", tmp_path / "other")

    assert not (tmp_path / "other" / "catalog.sqlite3").exists()


def test_the_window_keeps_its_conversations_in_a_backup_of_python_too(home: Path, tmp_path: Path) -> None:
    with open_assistant(settings=Settings(home=home), embedder=WordEmbedder()) as desk:
        made = desk.backup(tmp_path / "backup")

        assert desk.check().articles == made.articles == 20


# What left


@pytest.mark.threat("T15")
def test_a_window_takes_what_left_off_the_disk_beside_its_work(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.storing.vectors.FEW", 5)
    with open_assistant(settings=Settings(home=home), embedder=WordEmbedder()) as desk, cleaning(desk, tick_s=0.01):
        desk.remove(desk.articles()[0].id)

        until = time.monotonic() + 30
        while desk.stale and time.monotonic() < until:
            assert desk.retrieve("story", k=3).hits
        assert not desk.stale
        assert desk.check().chunks == 19


@pytest.mark.threat("T15")
def test_a_command_that_removed_takes_it_off_the_disk_before_it_ends(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.storing.vectors.FEW", 5)
    with open_assistant(settings=Settings(home=home), embedder=WordEmbedder()) as desk:
        desk.remove(desk.articles()[0].id)
        assert desk.stale

        clean(desk)

        assert not desk.stale


# Check


def tamper(home: Path, *statements: str) -> None:
    with sqlite3.connect(home / "catalog.sqlite3") as writer:
        for statement in statements:
            writer.execute(statement)
    writer.close()


def checked(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    monkeypatch.setenv("TWOSOURCE_HOME", str(home))
    monkeypatch.setattr(sys, "argv", ["twosource", "check"])
    with pytest.raises(SystemExit) as left:
        main()
    told = capsys.readouterr()
    return int(left.value.code or 0), told.out + told.err


def test_a_whole_library_is_told_in_one_line(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(home, monkeypatch, capsys) == (
        0,
        "The library is whole: 20 articles, 20 passages; 20 looked for by their words and vectors, all found.\n",
    )


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM words WHERE rowid IN (2, 3)",
        "DELETE FROM word_counts WHERE number = 4",
        "UPDATE words_content SET c0 = 'other' WHERE id = 5",
        "DELETE FROM words_data WHERE id > 10",
    ],
)
def test_words_that_do_not_fit_the_articles_are_built_anew(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], statement: str
) -> None:
    tamper(home, statement)

    code, told = checked(home, monkeypatch, capsys)

    assert (code, told.splitlines()[0]) == (
        0,
        "Repaired: the words index did not fit the articles and was built anew.",
    )
    assert checked(home, monkeypatch, capsys)[1].startswith("The library is whole")
    assert found(home) == list(range(20))


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE articles SET text = replace(text, 'w3x', 'w9x') WHERE key = '03.txt'", "the text of '03.txt'"),
        ("UPDATE chunks SET embedding = zeroblob(512) WHERE number = 3", "1 of 20 vectors have changed on disk"),
        ("UPDATE chunks SET embedding = zeroblob(12) WHERE number = 3", "1 vectors have another length"),
        ("DELETE FROM files WHERE path LIKE '%07.txt'", "belongs to nothing"),
    ],
)
def test_what_nothing_can_repair_is_named_with_the_way_out(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], statement: str, told: str
) -> None:
    tamper(home, "PRAGMA foreign_keys = OFF", statement)

    code, said = checked(home, monkeypatch, capsys)

    assert code == 4
    assert told in said
    assert "twosource restore FILE --replace" in said
