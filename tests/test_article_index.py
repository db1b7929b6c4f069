"""The library as a whole: add, remove, sync, search, and what survives."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from fakes import WordEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article, Filters, Published
from index.article_index import ArticleIndex
from index.errors import EmbedderError, LibraryBusyError, NotFoundError
from index.reading import read, readable_files

SHIP = "The ship left the harbour of Odesa on Monday, port officials said."
VOTE = "Parliament in Lisbon passed the budget by three votes after midnight."
QUAKE = "An earthquake of magnitude six woke the island before dawn."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    news = tmp_path / "news"
    news.mkdir()
    (news / "ship.txt").write_text(SHIP)
    (news / "vote.txt").write_text(VOTE)
    return news


@pytest.fixture
def library(tmp_path: Path, embedder: WordEmbedder) -> Iterator[ArticleIndex]:
    with ArticleIndex.open(tmp_path / "home", embedder=embedder) as opened:
        yield opened


def texts(library: ArticleIndex) -> set[str]:
    return {article.text for article in library.articles()}


def first(library: ArticleIndex, query: str) -> str:
    return library.search(query).hits[0].chunk.text


# Add and remove


def test_what_is_added_is_found_and_what_is_removed_is_not(library: ArticleIndex, folder: Path) -> None:
    change = library.add([folder / "ship.txt", folder])

    assert len(change.added) == 2
    assert first(library, "ship harbour") == SHIP
    gone = library.remove(next(one.id for one in library.articles() if one.text == SHIP))
    assert gone.text == SHIP
    assert first(library, "ship harbour") == VOTE


def test_the_same_text_twice_is_one_article(library: ArticleIndex, folder: Path, embedder: WordEmbedder) -> None:
    (folder / "again.txt").write_text(SHIP)

    change = library.add([folder])

    assert library.count() == 2
    assert (len(change.added), len(change.unchanged)) == (2, 1)
    assert sorted(embedder.embedded) == sorted([SHIP, VOTE])


def test_one_bad_file_does_not_stop_the_others(library: ArticleIndex, folder: Path) -> None:
    (folder / "a_binary.txt").write_bytes(bytes(range(256)))
    (folder / "empty.txt").write_text("")
    os.mkfifo(folder / "pipe.txt")
    (folder / "dangling.txt").symlink_to(folder / "nowhere.txt")

    change = library.add([folder])

    assert len(change.added) == 2
    assert {failure.path.name for failure in change.failed} >= {"a_binary.txt", "empty.txt", "pipe.txt"}
    assert all("\n" not in failure.reason and failure.reason for failure in change.failed)


def test_a_path_that_does_not_exist_stores_nothing(library: ArticleIndex, folder: Path) -> None:
    with pytest.raises(NotFoundError, match="nowhere"):
        library.add([folder, folder / "nowhere.txt"])

    assert library.articles() == []


def test_articles_can_be_handed_in_as_text(library: ArticleIndex, folder: Path) -> None:
    handed_in = read(folder / "ship.txt").model_copy(update={"path": None})

    change = library.add_articles([handed_in])

    assert change.added == (handed_in.id,)
    assert library.article(handed_in.id) == handed_in
    assert library.add_articles([handed_in]).unchanged == (handed_in.id,)


def test_half_a_surrogate_pair_is_a_failure_not_a_crash(library: ArticleIndex) -> None:
    broken = Article(id="a", key="broken", title="t", title_how="heading", text="An unpaired \ud83d half.")
    whole = Article(id="b", key="whole", title="t", title_how="heading", text="A whole sentence.")

    change = library.add_articles([broken, whole])

    assert change.added == ("b",)
    assert [failure.path for failure in change.failed] == [Path("broken")]


def test_an_article_that_is_not_there_is_named(library: ArticleIndex) -> None:
    for ask in (library.remove, library.article, library.chunks):
        with pytest.raises(NotFoundError, match="'nobody'"):
            ask("nobody")


def test_progress_tells_only_of_files_that_are_stored(library: ArticleIndex, folder: Path) -> None:
    (folder / "empty.txt").write_text("")
    told: list[tuple[str, int, int]] = []

    def tell(path: Path, done: int, total: int) -> None:
        assert path.name == "empty.txt" or path.read_text() in texts(library)
        told.append((path.name, done, total))

    library.add([folder], progress=tell)

    assert sorted(name for name, _, _ in told) == ["empty.txt", "ship.txt", "vote.txt"]
    assert [numbers for _, *numbers in told] == [[1, 3], [2, 3], [3, 3]]


# Sync


def test_a_sync_makes_the_library_equal_the_folder(library: ArticleIndex, folder: Path) -> None:
    library.sync(folder)
    (folder / "ship.txt").write_text(QUAKE)
    (folder / "vote.txt").unlink()
    (folder / "new.md").write_text(SHIP + " It carried grain.")

    change = library.sync(folder)

    assert texts(library) == {QUAKE, SHIP + " It carried grain."}
    assert (len(change.added), len(change.replaced), len(change.removed)) == (1, 1, 1)
    assert first(library, "earthquake") == QUAKE


def test_a_second_sync_embeds_nothing(library: ArticleIndex, folder: Path, embedder: WordEmbedder) -> None:
    library.sync(folder)
    before, stamp = len(embedder.embedded), library.stamp

    change = library.sync(folder)

    assert len(change.unchanged) == 2
    assert change.added == change.replaced == change.removed == change.failed == ()
    assert len(embedder.embedded) == before
    assert library.stamp == stamp


def test_a_second_sync_of_old_files_reads_no_file(tmp_path: Path, folder: Path, embedder: WordEmbedder) -> None:
    for path in folder.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    with ArticleIndex.open(tmp_path / "home", embedder=embedder) as library:
        library.sync(folder)
    for path in folder.iterdir():
        seen = path.stat()
        path.write_text("x" * seen.st_size)
        os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))

    with ArticleIndex.open(tmp_path / "home", embedder=embedder) as library:
        assert len(library.sync(folder).unchanged) == 2


def test_a_change_of_the_same_size_within_the_same_tick_is_seen(library: ArticleIndex, folder: Path) -> None:
    library.sync(folder)
    path = folder / "ship.txt"
    seen = path.stat()
    path.write_text(SHIP.replace("Monday", "Friday"))
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))

    library.sync(folder)

    assert SHIP.replace("Monday", "Friday") in texts(library)


def test_a_new_date_on_a_file_changes_nothing(library: ArticleIndex, folder: Path, embedder: WordEmbedder) -> None:
    library.sync(folder)
    before = len(embedder.embedded)
    os.utime(folder / "ship.txt", (1_700_000_000, 1_700_000_000))

    assert len(library.sync(folder).unchanged) == 2
    assert len(embedder.embedded) == before


def test_what_was_added_otherwise_survives_a_sync(library: ArticleIndex, folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "quake.txt"
    elsewhere.write_text(QUAKE)
    library.add([elsewhere, folder / "ship.txt"])
    handed_in = Article(id="h", key="h", title="t", title_how="heading", text="A text handed in.")
    library.add_articles([handed_in])
    library.sync(folder)
    (folder / "ship.txt").unlink()

    change = library.sync(folder)

    assert change.removed == ()
    assert texts(library) == {QUAKE, SHIP, VOTE, handed_in.text}


def test_a_sync_of_another_folder_replaces_the_first(library: ArticleIndex, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "quake.txt").write_text(QUAKE)
    library.sync(folder)

    change = library.sync(other)

    assert texts(library) == {QUAKE}
    assert len(change.removed) == 2


def test_a_changed_file_that_cannot_be_read_keeps_its_old_version(library: ArticleIndex, folder: Path) -> None:
    library.sync(folder)
    (folder / "ship.txt").write_bytes(b"\xff\xfe\x00")

    change = library.sync(folder)

    assert [failure.path.name for failure in change.failed] == ["ship.txt"]
    assert texts(library) == {SHIP, VOTE}
    assert len(library.sync(folder).failed) == 1


def test_a_renamed_file_is_not_embedded_again(library: ArticleIndex, folder: Path, embedder: WordEmbedder) -> None:
    library.sync(folder)
    before = len(embedder.embedded)
    (folder / "ship.txt").rename(folder / "boat.txt")

    change = library.sync(folder)

    assert (change.added, change.removed) == ((), ())
    assert len(embedder.embedded) == before
    assert {one.key for one in library.articles()} == {"boat.txt", "vote.txt"}


def test_a_folder_that_does_not_exist_empties_nothing(library: ArticleIndex, folder: Path) -> None:
    library.sync(folder)

    with pytest.raises(NotFoundError, match="nowhere"):
        library.sync(folder / "nowhere")

    assert library.count() == 2


def test_two_spellings_of_a_folder_are_one(library: ArticleIndex, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    library.sync(folder)

    change = library.sync(tmp_path / "link")

    assert len(change.unchanged) == 2
    assert change.removed == ()


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["a.txt", "b.txt", "c.md", "d.txt"]),
        st.sampled_from([None, SHIP, VOTE, QUAKE, SHIP + "  ", SHIP.replace("Monday", "Friday"), ""]),
    ),
    min_size=1,
    max_size=5,
)


@given(rounds=st.lists(EDITS, min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_after_any_edits_the_library_equals_the_folder(rounds: list[list[tuple[str, str | None]]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "news")
        folder.mkdir()
        embedder = WordEmbedder()
        with ArticleIndex.open(Path(place, "home"), embedder=embedder) as library:
            for edits in rounds:
                for name, text in edits:
                    # An empty file keeps the old version, so the folder alone would not say what is right.
                    (folder / name).unlink(missing_ok=True) if not text else (folder / name).write_text(text)
                library.sync(folder)
                _assert_equal(library, folder, embedder)


def _assert_equal(library: ArticleIndex, folder: Path, embedder: WordEmbedder) -> None:
    wanted = {read(path).id: read(path).text.split() for path in readable_files(folder)}
    chunks = [chunk for article_id in wanted for chunk in library.chunks(article_id)]
    by_words = library._catalog.chunks.word_scores(" ".join((SHIP, VOTE, QUAKE)), limit=100, within=None)
    by_vector = library._vectors.nearest(embedder.embed([SHIP])[0], 100)

    assert {one.id: one.text.split() for one in library.articles()} == wanted
    assert set(library._catalog.files.all()) == set(readable_files(folder))
    assert all(chunk.text == library.article(chunk.article_id).text[chunk.start : chunk.end] for chunk in chunks)
    assert sorted(by_words) == sorted(number for number, _ in by_vector) == library._catalog.chunks.held()[1]
    assert len(chunks) == len(by_words)


# Search


def test_an_empty_library_and_an_empty_query_find_nothing(library: ArticleIndex, folder: Path) -> None:
    assert library.search("ship").hits == ()
    library.sync(folder)
    assert library.search("  ").hits == ()


@pytest.mark.parametrize("k", [0, -1, 1_001])
def test_a_number_of_hits_out_of_range_is_refused(library: ArticleIndex, k: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 1000"):
        library.search("ship", k=k)


def test_words_that_nobody_has_still_find_what_is_nearest_with_its_low_cosine(
    library: ArticleIndex, folder: Path
) -> None:
    library.sync(folder)

    hits = library.search("zebra").hits

    assert len(hits) == 2
    assert all(hit.words == 0.0 and hit.cosine < 0.4 for hit in hits)


def test_each_hit_has_both_scores_and_the_best_comes_first(
    library: ArticleIndex, folder: Path, embedder: WordEmbedder
) -> None:
    library.sync(folder)

    hits = library.search("the ship left the harbour").hits

    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        vectors = embedder.embed(["the ship left the harbour", hit.chunk.text])
        assert hit.cosine == pytest.approx(float(vectors[0] @ vectors[1]), abs=1e-5)
    assert hits[0].words > hits[1].words > 0


@pytest.mark.parametrize(
    "query", ['"ship" OR', "ship\x00", "ship \ud83d", "\U0001f680 ship", "NEAR(ship)", "ship" * 999]
)
def test_any_text_can_be_searched_for(library: ArticleIndex, folder: Path, query: str) -> None:
    library.sync(folder)

    found = library.search(query)

    assert found.query == query
    assert len(found.hits) == 2


def test_a_search_can_be_limited(library: ArticleIndex) -> None:
    may = Published(date=date(2025, 5, 23), how="stated")
    dated = Article(id="d", key="d", title="t", title_how="heading", publisher="Herald", published=may, text=SHIP)
    undated = Article(id="u", key="u", title="t", title_how="heading", text=SHIP + " It carried grain.")
    library.add_articles([dated, undated])

    def found(filters: Filters) -> list[str]:
        return [hit.chunk.article_id for hit in library.search("ship", filters=filters).hits]

    assert found(Filters(publisher="herald")) == ["d"]
    assert found(Filters(publisher="The Herald")) == ["d"]
    assert found(Filters(since=date(2025, 5, 1))) == ["d"]
    assert found(Filters(article_ids=frozenset({"u"}))) == ["u"]
    assert found(Filters(publisher="nobody")) == []


def test_a_question_in_a_script_that_no_article_has_finds_nothing(tmp_path: Path, folder: Path) -> None:
    class Calibrated(WordEmbedder):
        unrelated = 0.4

    with ArticleIndex.open(tmp_path / "home", embedder=Calibrated()) as library:
        library.sync(folder)

        assert library.search("Сколько пленных вернулось?").hits == ()
        assert library.search("有多少囚犯回家？").hits == ()
        assert first(library, "Кто сказал: Odesa?") == SHIP


def test_a_publisher_and_a_day_in_the_question_put_their_articles_first(library: ArticleIndex) -> None:
    def told(name: str, publisher: str, day: int) -> Article:
        published = Published(date=date(2025, 5, day), how="stated")
        return Article(
            id=name, key=name, title="Ship", title_how="heading", publisher=publisher, published=published,
            text=f"The ship left the harbour, report {name} says.",
        )  # fmt: skip

    library.add_articles([told("a", "Herald", 2), told("b", "The Post", 12), told("c", "Herald", 22)])

    def foremost(query: str, asked_on: date | None = None) -> str:
        return library.search(query, filters=Filters(asked_on=asked_on)).hits[0].chunk.article_id

    assert foremost("According to The Post, did the ship leave?") == "b"
    assert foremost("Did the ship leave on 22 May?") == "c"
    assert foremost("Did the ship leave this week?", asked_on=date(2025, 5, 13)) == "b"
    assert foremost("Did the ship leave this week?", asked_on=date(2025, 5, 3)) == "a"


def test_a_search_says_how_many_undated_articles_it_left_out(library: ArticleIndex, folder: Path) -> None:
    library.sync(folder)

    assert library.search("ship", filters=Filters(since=date(2025, 5, 1))).undated == 2
    assert library.search("ship").undated == 0


# The embedder


@pytest.mark.fault("store", 44)
def test_a_library_of_another_embedder_names_both_and_is_rebuilt_on_request(
    tmp_path: Path, folder: Path, embedder: WordEmbedder
) -> None:
    with ArticleIndex.open(tmp_path / "home", embedder=embedder) as library:
        library.sync(folder)
        library.search("ship")

    with ArticleIndex.open(tmp_path / "home", embedder=WordEmbedder("others", 64)) as library:
        for use in (lambda: library.search("ship"), lambda: library.sync(folder), lambda: library.add([folder])):
            with pytest.raises(EmbedderError, match=r"'words' \(128 .*'others' \(64\).*Assistant.rebuild"):
                use()
        assert library.count() == 2
        library.reembed()
        assert first(library, "ship") == SHIP


def test_a_rebuild_that_breaks_off_changes_nothing(tmp_path: Path, folder: Path, embedder: WordEmbedder) -> None:
    class Broken(WordEmbedder):
        def embed(self, texts):  # type: ignore[no-untyped-def]
            if SHIP in texts:
                raise EmbedderError("out of order")
            return super().embed(texts)

    with ArticleIndex.open(tmp_path / "home", embedder=embedder) as library:
        library.sync(folder)
    with (
        ArticleIndex.open(tmp_path / "home", embedder=Broken("broken", 64)) as library,
        pytest.raises(EmbedderError, match="out of order"),
    ):
        library.reembed()

    with ArticleIndex.open(tmp_path / "home", embedder=embedder) as library:
        assert first(library, "ship") == SHIP


@pytest.mark.fault("store", 47)
@pytest.mark.parametrize("fault", [np.nan, 2.0], ids=["not a number", "not of unit length"])
def test_vectors_that_cannot_be_compared_are_refused(tmp_path: Path, folder: Path, fault: float) -> None:
    class Faulty(WordEmbedder):
        def embed(self, texts):  # type: ignore[no-untyped-def]
            return super().embed(texts) * np.float32(fault)

    with ArticleIndex.open(tmp_path / "home", embedder=Faulty()) as library:
        with pytest.raises(EmbedderError, match="unit length"):
            library.add([folder])
        assert library.count() == 0


# What survives, and what it costs


@pytest.mark.threat("T2")
def test_a_library_is_open_once(tmp_path: Path, library: ArticleIndex, embedder: WordEmbedder) -> None:
    with pytest.raises(LibraryBusyError, match=str(os.getpid())):
        ArticleIndex.open(tmp_path / "home", embedder=embedder)


@pytest.mark.fault("crash", 94)
def test_threads_search_while_another_adds(library: ArticleIndex, folder: Path) -> None:
    library.sync(folder)
    stories = [
        Article(id=str(number), key="k", title="t", title_how="heading", text=f"Story {number} of w{number}.")
        for number in range(30)
    ]
    failures: list[Exception] = []

    def search() -> None:
        try:
            while library.count() < 32:
                assert library.search("ship harbour").hits
        except Exception as error:
            failures.append(error)

    readers = [threading.Thread(target=search) for _ in range(3)]
    for reader in readers:
        reader.start()
    for story in stories:
        library.add_articles([story])
    for reader in readers:
        reader.join()

    assert failures == []
    assert first(library, "w29") == stories[29].text


CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from fakes import WordEmbedder
from index.article_index import ArticleIndex
with ArticleIndex.open(Path(sys.argv[1]), embedder=WordEmbedder()) as library:
    print("open", flush=True)
    for round in range(1000):
        library.add(sorted(Path(sys.argv[2]).iterdir())[round * 5 : round * 5 + 5],
                    progress=lambda path, done, total: print(path.name, flush=True))
"""


@pytest.mark.threat("T1")
@pytest.mark.fault("store", 37)
@pytest.mark.parametrize("seed", range(3))
def test_what_was_reported_done_survives_a_kill(tmp_path: Path, embedder: WordEmbedder, seed: int) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for number in range(400):
        (news / f"{number:03}.txt").write_text(
            f"Story {number}: " + " ".join(f"w{number}x{word}" for word in range(12))
        )
    command = [sys.executable, "-c", CHILD, str(tmp_path / "home"), str(news), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        reported = [child.stdout.readline().strip() for _ in range(12 + 41 * seed)][1:]
        child.send_signal(signal.SIGKILL)
        reported += [line.strip() for line in child.stdout if line.endswith("\n")]

    with ArticleIndex.open(tmp_path / "home", embedder=embedder) as library:
        kept = {one.key for one in library.articles()}
        assert kept >= set(reported)
        for name in reported:
            number = int(name.removesuffix(".txt"))
            assert first(library, f"w{number}x0 w{number}x7").startswith(f"Story {number}:")
        assert len(library._vectors.nearest(embedder.embed(["story"])[0], 1000)) == len(
            library._catalog.chunks.held()[1]
        )


def test_a_sync_of_an_unchanged_folder_is_quick_and_imports_no_chroma(tmp_path: Path, folder: Path) -> None:
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"{number}. {QUAKE}")
    with ArticleIndex.open(tmp_path / "home", embedder=WordEmbedder()) as library:
        library.sync(folder)
    script = f"""
import sys, time
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from fakes import WordEmbedder
from index.article_index import ArticleIndex
embedder = WordEmbedder()
started = time.perf_counter()
with ArticleIndex.open(Path({str(tmp_path / "home")!r}), embedder=embedder) as library:
    opened = time.perf_counter()
    assert len(library.sync(Path({str(folder)!r})).unchanged) == 5
    synced = time.perf_counter()
assert embedder.embedded == []
assert not {{"chromadb", "onnxruntime", "gradio", "llama_index"}} & set(sys.modules)
print((opened - started) * 1000, (synced - opened) * 1000)
"""

    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    # Twice what is promised, for machines that are busy.
    opened_ms, synced_ms = map(float, printed.split())
    assert opened_ms < 200
    assert synced_ms < 100


def test_a_warm_search_takes_milliseconds(library: ArticleIndex, folder: Path) -> None:
    library.sync(folder)
    library.search("ship")

    started = time.perf_counter()
    for _ in range(10):
        library.search("the ship left the harbour")

    assert (time.perf_counter() - started) / 10 < 0.1
