"""Files that were cut, flipped, emptied or deleted, disks that are full: the library opens, or says what to do."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fakes import WordEmbedder
from numpy.lib.stride_tricks import sliding_window_view

from index import Article, ArticleIndex, LibraryBusyError, LibraryDamagedError, LibraryError
from index.storing.founding import CATALOG
from index.storing.vectors import VectorCache

ROOT = Path(__file__).parent.parent
COUNT = 1_200
"""Chroma writes a graph to disk from 1,000 vectors on."""


def story(number: int) -> Article:
    text = f"Story {number}: " + " ".join(f"w{number}x{word}" for word in range(8))
    return Article(id=f"s{number}", key=f"{number:04}", title="t", title_how="heading", text=text)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of 1,200 articles whose cache is whole; to be copied."""
    home = tmp_path_factory.mktemp("whole")
    with ArticleIndex.open(home, embedder=WordEmbedder()) as library:
        library.add_articles([story(number) for number in range(COUNT)])
    assert list((home / "chroma").glob("vectors-*/*/index_metadata.pickle"))
    return home


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "home")


def lost(library: ArticleIndex) -> list[int]:
    """The stories that are not found by their own vector, and every 20th that is not by its words."""
    embedder, cache = WordEmbedder(), library._vectors
    by_vector = [
        number for number in range(COUNT) if cache.nearest(embedder.embed([story(number).text])[0], 1)[0][1] < 0.999
    ]
    by_words = [n for n in range(0, COUNT, 20) if library.search(f"w{n}x3", k=1).hits[0].chunk.article_id != f"s{n}"]
    return by_vector + by_words


def graph(home: Path, name: str) -> Path:
    return next((home / "chroma").glob(f"vectors-*/*/{name}"))


def chroma(home: Path) -> Path:
    return next((home / "chroma").glob("vectors-*/chroma.sqlite3"))


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 3)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flip(path: Path) -> None:
    held, chance = bytearray(path.read_bytes()), random.Random(path.name)
    for _ in range(200):
        held[chance.randrange(len(held))] ^= 1 << chance.randrange(8)
    path.write_bytes(held)


def scribble(path: Path) -> None:
    path.write_bytes(random.Random(path.name).randbytes(path.stat().st_size))


def swell(path: Path) -> None:
    os.truncate(path, 2**40)


@pytest.mark.threat("T1")
@pytest.mark.fault("store", 41, 42, 43)
@pytest.mark.parametrize(
    ("place", "damage"),
    [
        (lambda home: graph(home, "data_level0.bin"), cut),
        (lambda home: graph(home, "data_level0.bin"), flip),
        (lambda home: graph(home, "data_level0.bin"), scribble),
        (lambda home: graph(home, "header.bin"), flip),
        (lambda home: graph(home, "length.bin"), empty),
        (lambda home: graph(home, "link_lists.bin"), scribble),
        (lambda home: graph(home, "link_lists.bin"), swell),
        (lambda home: graph(home, "link_lists.bin"), Path.unlink),
        (lambda home: graph(home, "index_metadata.pickle"), scribble),
        (chroma, cut),
        (chroma, flip),
        (chroma, empty),
        (chroma, Path.unlink),
        (lambda home: chroma(home).parent, shutil.rmtree),
        (lambda home: home / "chroma", shutil.rmtree),
        (lambda home: home / "chroma" / "CURRENT", scribble),
    ],
)
def test_whatever_happens_to_the_cache_every_article_is_found_and_the_user_reads_one_line(
    home: Path, place: Callable[[Path], Path], damage: Callable[[Path], None]
) -> None:
    damage(place(home))
    told: list[str] = []

    with ArticleIndex.open(home, embedder=WordEmbedder(), tell=told.append) as library:
        assert lost(library) == []

    # Where no cache is left at all, there is nothing that a user could have lost.
    assert len(told) == (0 if damage is shutil.rmtree else 1)
    assert all(f"rebuilt from the articles ({COUNT:,} passages" in line for line in told)
    assert all(path.stat().st_size < 10_000_000 for path in (home / "chroma").rglob("*"))


def test_a_whole_cache_is_not_rebuilt(home: Path) -> None:
    before = chroma(home)
    told: list[str] = []

    for _ in range(2):
        with ArticleIndex.open(home, embedder=WordEmbedder(), tell=told.append) as library:
            assert lost(library) == []

    assert (told, chroma(home)) == ([], before)


@pytest.mark.fault("store", 41)
@pytest.mark.parametrize("damage", [cut, scribble, empty, Path.unlink])
def test_a_truth_that_is_damaged_is_never_taken_for_an_empty_library(
    home: Path, damage: Callable[[Path], None]
) -> None:
    damage(home / CATALOG)

    with (
        pytest.raises(LibraryDamagedError, match=r"twosource restore FILE --replace") as raised,
        ArticleIndex.open(home, embedder=WordEmbedder()) as library,
    ):
        library.articles()

    assert raised.value.exit_code == 4
    assert "\n" not in str(raised.value)


def test_a_lost_library_can_be_begun_anew_by_the_way_that_is_told(home: Path) -> None:
    (home / CATALOG).unlink()
    with pytest.raises(LibraryDamagedError, match=f"to begin anew delete {home / 'LIBRARY'}"):
        ArticleIndex.open(home, embedder=WordEmbedder())

    (home / "LIBRARY").unlink()

    with ArticleIndex.open(home, embedder=WordEmbedder()) as library:
        assert library.count() == 0
        assert library.search("story").hits == ()


@pytest.mark.fault("store", 41)
def test_a_page_of_the_truth_that_is_flipped_is_named_by_a_check(home: Path) -> None:
    with sqlite3.connect(home / CATALOG) as reader:
        page = reader.execute("PRAGMA page_size").fetchone()[0]
        root = reader.execute("SELECT rootpage FROM sqlite_master WHERE name = 'chunks_by_article'").fetchone()[0]
    reader.close()
    with (home / CATALOG).open("r+b") as file:
        file.seek((root - 1) * page)
        file.write(random.Random(1).randbytes(page))

    try:
        with ArticleIndex.open(home, embedder=WordEmbedder()) as library:
            flaws = library.check().flaws
    except LibraryDamagedError as error:
        flaws = (str(error),)

    assert flaws


# A disk that is full


LIMITED = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from fakes import WordEmbedder
from test_damage import story
from index import ArticleIndex, LibraryError
home, most = Path(sys.argv[1]), int(sys.argv[3])
with ArticleIndex.open(home, embedder=WordEmbedder()) as library:
    library.add_articles([story(number) for number in range(40)])
    library.search("story")
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        for number in range(40, 4_000, 40):
            library.add_articles([story(one) for one in range(number, number + 40)])
            print(number + 40, flush=True)
        library.search("story")
    except LibraryError as error:
        assert chr(10) not in str(error)
        print("refused", error, flush=True)
"""


@pytest.mark.fault("store", 39)
@pytest.mark.parametrize("most", [600_000, 1_400_000])
def test_a_disk_that_is_full_is_told_and_what_was_stored_stays(tmp_path: Path, most: int) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path), str(Path(__file__).parent), str(most)],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    *done, last = ran.stdout.splitlines()
    assert (ran.returncode, last.split(":")[0]) == (0, f"refused {tmp_path / CATALOG}")
    assert "free some space and retry, what was stored before is safe" in last
    stored = int(done[-1]) if done else 40

    with ArticleIndex.open(tmp_path, embedder=WordEmbedder()) as library:
        assert stored <= library.count() <= stored + 40
        assert library.check().whole
        library.add_articles([story(number) for number in range(stored + 80)])
        assert library.count() == stored + 80
        assert library.search(f"w{stored + 79}x3", k=1).hits[0].chunk.article_id == f"s{stored + 79}"


@pytest.mark.fault("store", 39)
def test_a_disk_that_is_too_full_for_the_cache_keeps_the_articles(home: Path, tmp_path: Path) -> None:
    """The cache is deleted, and cannot be made anew until there is space."""
    script = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from fakes import WordEmbedder
from index import ArticleIndex, LibraryError
with ArticleIndex.open(Path(sys.argv[1]), embedder=WordEmbedder()) as library:
    library._vectors.delete()
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    try:
        library.search("story")  # the first search needs no cache
        library.search("story")
    except LibraryError as error:
        print("refused", error)
    print(library.count())
"""
    ran = subprocess.run(
        [sys.executable, "-c", script, str(home), str(Path(__file__).parent)], capture_output=True, text=True, cwd=ROOT
    )

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[-1] == str(COUNT)
    assert "The articles are safe" in ran.stdout
    with ArticleIndex.open(home, embedder=WordEmbedder()) as library:
        assert lost(library) == []


# Spellings and clocks


@pytest.mark.threat("T2")
def test_two_spellings_of_a_home_are_one_library(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "link").symlink_to(home)
    monkeypatch.chdir(tmp_path)

    with ArticleIndex.open(home, embedder=WordEmbedder()):
        for spelling in ("link", "home", "./link/../home", f"{home}/"):
            with pytest.raises(LibraryBusyError, match="this process"):
                ArticleIndex.open(Path(spelling), embedder=WordEmbedder())


@pytest.mark.fault("crash", 99)
def test_a_clock_that_jumps_back_hides_no_change(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    ahead = 4_000_000_000
    with ArticleIndex.open(tmp_path / "home", embedder=WordEmbedder()) as library:
        for text in ("The ship left on Monday.", "The ship left on Friday."):
            (news / "ship.txt").write_text(text)
            os.utime(news / "ship.txt", (ahead, ahead))

            library.sync(news)

            assert [article.text for article in library.articles()] == [text]
        os.utime(news / "ship.txt", (0, 0))
        assert library.sync(news).unchanged == (library.articles()[0].id,)


# Gone from the disk, too


@pytest.fixture
def large(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The library counts as one whose cache is not simply made anew."""
    monkeypatch.setattr("index.storing.vectors.FEW", 100)
    return home


def in_chroma(home: Path, number: int) -> bool:
    """Whether a story's vector stands in any file of the cache: as it was given, or as the graph scales it."""
    vector = WordEmbedder().embed([story(number).text])[0]
    files = [path.read_bytes() for path in (home / "chroma").rglob("*") if path.is_file()]
    numbers = np.nan_to_num(np.frombuffer(graph(home, "data_level0.bin").read_bytes(), "<f4"), posinf=0, neginf=0)
    near = sliding_window_view(np.clip(numbers, -2, 2), len(vector)) @ vector
    return any(vector.tobytes() in held for held in files) or bool(np.any(np.abs(near - 1) < 1e-5))


@pytest.mark.threat("T15")
def test_the_vectors_of_a_removed_article_are_purged_from_a_large_library(large: Path) -> None:
    assert in_chroma(large, 7)
    told: list[str] = []
    with ArticleIndex.open(large, embedder=WordEmbedder(), tell=told.append) as library:
        library.remove("s7")
        assert library.stale
        assert all(hit.chunk.article_id != "s7" for hit in library.search(story(7).text, k=20).hits)

        assert library.purge()

        assert not library.stale
        assert not in_chroma(large, 7)
        assert in_chroma(large, 8)
        # What is found here in place of 7 is whatever comes nearest.
        assert lost(library) == [7]
    assert told == []
    assert not in_chroma(large, 7)


@pytest.mark.threat("T15")
def test_a_purge_that_is_given_up_is_taken_up_by_the_next_check(large: Path) -> None:
    with ArticleIndex.open(large, embedder=WordEmbedder()) as library:
        library.remove("s7")
        assert not library.purge(stop=lambda: True)
        assert library.search(story(9).text, k=1).hits[0].chunk.article_id == "s9"
    with ArticleIndex.open(large, embedder=WordEmbedder()) as library:
        assert library.stale

        assert library.check().whole

        assert not library.stale
    assert not in_chroma(large, 7)
    assert not list((large / "chroma").glob("draft-*"))


@pytest.mark.threat("T15")
def test_what_is_added_and_removed_during_a_purge_is_found_and_gone(large: Path) -> None:
    with ArticleIndex.open(large, embedder=WordEmbedder()) as library:
        library.remove("s7")
        late = Article(id="late", key="late", title="t", title_how="heading", text="A quokka slept on the island.")
        changes = iter([lambda: library.add_articles([late])])

        def meanwhile() -> bool:
            next(changes, lambda: None)()
            return False

        assert library.purge(stop=meanwhile)
        assert library.search("quokka", k=1).hits[0].chunk.article_id == "late"

        library.remove("s8")
        changes = iter([lambda: library.remove("s9")])
        assert not library.purge(stop=meanwhile)
        assert library.purge()
        assert not library.stale
        assert all(hit.chunk.article_id not in ("s8", "s9") for hit in library.search("story", k=1_000).hits)
    assert [in_chroma(large, number) for number in (7, 8, 9, 10)] == [False, False, False, True]


def test_what_replaces_an_article_makes_the_cache_stale_until_it_is_purged(large: Path, tmp_path: Path) -> None:
    (tmp_path / "ship.txt").write_text("The ship left on Monday.")
    with ArticleIndex.open(large, embedder=WordEmbedder()) as library:
        library.add([tmp_path / "ship.txt"])
        assert not library.stale
        (tmp_path / "ship.txt").write_text("The ship never left.")

        library.add([tmp_path / "ship.txt"])

        assert library.stale
        assert library.purge()


def test_a_library_error_of_a_purge_leaves_the_cache_in_use(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ArticleIndex.open(large, embedder=WordEmbedder()) as library:
        library.remove("s7")

        def fail(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(VectorCache, "_write", fail)
        with pytest.raises(LibraryError, match="No space left"):
            library.purge()

        assert library.stale
        assert library.search(story(9).text, k=1).hits[0].chunk.article_id == "s9"
