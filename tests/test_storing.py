"""The parts of storage: the lock, the catalog, the cache folder, Chroma. The library as a whole is tested elsewhere."""

import errno
import hashlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings
from chromadb.utils.embedding_functions import DefaultEmbeddingFunction
from fakes import WordEmbedder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Article, Chunk, Filters, Published
from index.errors import LibraryBusyError, LibraryDamagedError, LibraryError
from index.storing.catalog import Catalog, FileRecord
from index.storing.catalog.schema import VERSION
from index.storing.chroma.generations import Generations
from index.storing.lock import LibraryLock
from index.storing.vectors import VectorCache


def article(text: str, **told: object) -> Article:
    identity = hashlib.sha256(text.encode()).hexdigest()[:24]
    fields = {
        "id": identity,
        "key": identity,
        "title": text[:20] or "none",
        "title_how": "first sentence",
        "text": text,
    }
    return Article.model_validate(fields | told)


def chunk(of: Article, start: int = 0, end: int | None = None) -> Chunk:
    text = of.text[start:end]
    identity = hashlib.sha256(f"{of.id}\n{start}\n{start + len(text)}".encode()).hexdigest()[:24]
    return Chunk(id=identity, article_id=of.id, start=start, end=start + len(text), text=text)


def file(path: str, source: str = "sync") -> FileRecord:
    return FileRecord.model_validate(
        {"path": Path(path), "size": 1, "mtime_ns": 2, "sha256": "ab", "source": source, "flaws": ("a:7: no text",)}
    )


def store(catalog: Catalog, *articles: Article, held_by: FileRecord | None = None) -> None:
    embedder = WordEmbedder()
    catalog.bind(embedder.name, embedder.dim)
    for one in articles:
        catalog.store(one, [chunk(one)], embedder.embed([one.text]), held_by)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = Catalog.open(tmp_path / "catalog.sqlite3")
    yield opened
    opened.close()


SHIP = article("The ship left the harbour on Monday.")
VOTE = article("Parliament passed the budget by three votes.")


# The lock


@pytest.mark.threat("T2")
@pytest.mark.fault("crash", 94)
def test_a_library_in_use_names_the_process_that_holds_it(tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from index.storing.lock import LibraryLock\n"
    script += "lock = LibraryLock.acquire(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()

        with pytest.raises(LibraryBusyError, match=rf"process {holder.pid}.*TWOSOURCE_HOME"):
            LibraryLock.acquire(tmp_path)

        holder.kill()
        holder.wait()
    LibraryLock.acquire(tmp_path).close()


@pytest.mark.threat("T2")
def test_one_process_cannot_open_a_library_twice(tmp_path: Path) -> None:
    lock = LibraryLock.acquire(tmp_path)

    with pytest.raises(LibraryBusyError, match="this process"):
        LibraryLock.acquire(tmp_path)

    lock.close()
    LibraryLock.acquire(tmp_path).close()


@pytest.mark.fault("crash", 96)
def test_a_folder_whose_file_system_has_no_locks_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("index.storing.lock.fcntl.flock", refuse)

    with pytest.raises(LibraryError, match=r"No locks available.*choose a folder on a local disk") as raised:
        LibraryLock.acquire(tmp_path)

    assert not isinstance(raised.value, LibraryBusyError)


@pytest.mark.fault("store", 40)
def test_a_home_that_is_a_file_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")

    with pytest.raises(LibraryError) as raised:
        LibraryLock.acquire(tmp_path / "home")

    assert "\n" not in str(raised.value)


# The catalog: articles and files


def test_an_article_comes_back_as_it_was_stored(catalog: Catalog) -> None:
    whole = article(
        "Nul \x00, ünï \U0001f680\r\nand a second line.",
        publisher="The Herald",
        publisher_how="stated",
        author="A. B.",
        published=Published(date=date(2025, 5, 23), how="stated: 'May 23'"),
        url="https://example.org/a",
        path=Path("/news/a.txt"),
        language="en",
    )

    store(catalog, whole)

    assert catalog.articles.get(whole.id) == whole
    assert catalog.chunks.of(whole.id) == [chunk(whole)]


def test_an_article_stays_while_one_of_its_files_does(catalog: Catalog) -> None:
    store(catalog, SHIP, held_by=file("/a"))
    catalog.link(SHIP.id, file("/b"))

    assert catalog.drop_file(Path("/a")) == []
    assert catalog.drop_file(Path("/b")) == [SHIP.id]
    assert catalog.articles.all() == []


def test_an_article_handed_in_as_text_stays_without_its_file(catalog: Catalog) -> None:
    store(catalog, SHIP)
    catalog.link(SHIP.id, file("/a"))

    assert catalog.drop_file(Path("/a")) == []
    assert catalog.articles.count() == 1


def test_a_file_that_holds_another_article_lets_the_old_one_go(catalog: Catalog) -> None:
    store(catalog, SHIP, held_by=file("/a"))

    store(catalog, VOTE, held_by=file("/a"))

    assert [one.id for one in catalog.articles.all()] == [VOTE.id]
    assert catalog.chunks.word_scores("ship", limit=5, within=None) == {}


def test_a_file_added_by_hand_stays_so_when_a_sync_meets_it(catalog: Catalog) -> None:
    store(catalog, SHIP, held_by=file("/a", source="add"))

    catalog.touch([file("/a", source="sync")])

    assert catalog.files.all()[Path("/a")].source == "add"


@pytest.mark.threat("T15")
def test_a_removed_article_leaves_no_word_in_the_file(tmp_path: Path) -> None:
    catalog = Catalog.open(tmp_path / "catalog.sqlite3")
    stories = [article(f"A tale of the quokka{number:02}.") for number in range(30)]
    store(catalog, *stories)

    for gone in stories[:10]:
        catalog.remove(gone.id)
    catalog.close()

    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert [f"quokka{number:02}".encode() in stored for number in range(30)] == [False] * 10 + [True] * 20


def test_a_change_that_breaks_off_leaves_nothing(catalog: Catalog) -> None:
    before = catalog.generation

    with pytest.raises(ValueError, match="zip"):
        catalog.store(SHIP, [chunk(SHIP)], np.zeros((2, 128), dtype=np.float32), None)

    assert catalog.articles.all() == []
    assert catalog.generation == before


def test_the_stamp_depends_on_the_articles_alone(catalog: Catalog, tmp_path: Path) -> None:
    other = Catalog.open(tmp_path / "other.sqlite3")
    store(catalog, SHIP, VOTE)
    store(other, VOTE, SHIP)

    assert catalog.articles.stamp() == other.articles.stamp()
    catalog.remove(SHIP.id)
    assert catalog.articles.stamp() != other.articles.stamp()
    other.close()


def test_readers_see_a_library_that_another_thread_is_changing(catalog: Catalog) -> None:
    texts = [article(f"Story number {number} about a harbour.") for number in range(40)]
    seen: list[int] = []
    writer = threading.Thread(target=store, args=(catalog, *texts))

    writer.start()
    while writer.is_alive():
        seen.append(len(catalog.chunks.word_scores("harbour", limit=100, within=None)))
    writer.join()

    assert seen == sorted(seen)
    assert catalog.articles.count() == 40


# The catalog: words and filters


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "ship'--",
        "ship OR NOT NEAR(",
        "ship*",
        "{text}: ship",
        "-ship +^ship",
        "ship\x00",
        "\U0001f680 ship",
        "(",
        "",
    ],
)
def test_no_character_of_a_query_has_a_meaning(catalog: Catalog, query: str) -> None:
    store(catalog, SHIP, VOTE)

    scores = catalog.chunks.word_scores(query, limit=5, within=None)

    assert len(scores) == ("ship" in query)


@given(query=st.text())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_query(catalog: Catalog, query: str) -> None:
    assert len(catalog.chunks.word_scores(query, limit=5, within=None)) <= 5


def test_words_are_found_by_their_stem_in_the_text_the_title_and_the_publisher(catalog: Catalog) -> None:
    store(catalog, article("Ships sailed.", title="Storms", publisher="The Herald"), VOTE)

    for query in ("ship", "storm", "HERALD"):
        assert len(catalog.chunks.word_scores(query, limit=5, within=None)) == 1


def test_a_number_with_a_separator_is_one_term(catalog: Catalog) -> None:
    store(catalog, article("He counted 4,757 of them."), article("He counted 757 of 4 rows."), VOTE)

    assert len(catalog.chunks.word_scores("4,757", limit=5, within=None)) == 1


def test_words_are_scored_by_common_terms_too_but_found_by_rare_ones(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.storing.catalog.word_table._MAX_ROWS", 10)
    both = article("The president left by ship.")
    store(catalog, *(article(f"The president spoke, part {number}.") for number in range(20)), SHIP, both)

    scores = catalog.chunks.word_scores("president ship", limit=50, within=None)

    last = catalog.chunks.held()[1][-1]
    assert len(scores) == 2
    assert scores[last] > catalog.chunks.word_scores("ship", limit=50, within=None)[last]
    assert len(catalog.chunks.word_scores("president", limit=50, within=None)) == 21


def test_a_phrase_counts_more_than_its_words_apart(catalog: Catalog) -> None:
    apart, together = article("White sails, and the house."), article("Sails by the White House.")
    store(catalog, apart, together, VOTE)

    plain = catalog.chunks.word_scores("white house", limit=5, within=None)
    quoted = catalog.chunks.word_scores("white house", limit=5, within=None, phrases=["White House"])

    assert len(plain) == 2
    assert catalog.chunks.numbered([next(iter(quoted))]).popitem()[1].article_id == together.id


def test_a_chunk_beside_the_best_has_its_word_score_too(catalog: Catalog) -> None:
    store(catalog, article("Ship, ship, ship."), SHIP, VOTE)
    ship, vote = catalog.chunks.held()[1][1:]

    scores = catalog.chunks.word_scores("ship", limit=1, within=None, beside=[ship, vote])

    assert len(scores) == 2
    assert ship in scores


def test_words_of_a_language_are_found_by_its_stems(catalog: Catalog) -> None:
    store(
        catalog,
        article("Мэр сообщил о беспилотниках.", language="ru"),
        article("北京市は今日発表した。", language="ja"),
        article("Die Häuser brannten.", language="de"),
        article("The houses burned.", language="en"),
    )

    found = [
        len(catalog.chunks.word_scores(query, limit=5, within=None))
        for query in ("беспилотник", "発表", "Haus", "house")
    ]

    assert found == [1, 1, 1, 1]


def test_a_library_whose_words_were_no_terms_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    catalog = Catalog.open(path)
    store(catalog, SHIP, VOTE)
    catalog.close()
    connection = sqlite3.connect(path)
    connection.executescript(
        "DROP TRIGGER chunk_leaves; DROP TABLE words; DROP TABLE word_counts;"
        "CREATE VIRTUAL TABLE words USING fts5(text, title, publisher, tokenize = 'porter unicode61');"
        "CREATE TRIGGER chunk_leaves AFTER DELETE ON chunks BEGIN DELETE FROM words WHERE rowid = old.number; END;"
        "UPDATE meta SET value = '2' WHERE key = 'version'"
    )
    connection.close()

    catalog = Catalog.open(path)

    assert len(catalog.chunks.word_scores("ships", limit=5, within=None)) == 1
    catalog.remove(SHIP.id)
    assert catalog.chunks.word_scores("ship", limit=5, within=None) == {}
    catalog.close()


def test_undated_articles_that_a_filter_leaves_out_are_counted(catalog: Catalog) -> None:
    dated = article("May.", publisher="Herald", published=Published(date=date(2025, 5, 23), how="stated"))
    store(catalog, dated, article("No day.", publisher="Herald"), VOTE)

    assert catalog.articles.undated(Filters(publisher="Herald")) == 0
    assert catalog.articles.undated(Filters(since=date(2025, 5, 1))) == 2
    assert catalog.articles.undated(Filters(since=date(2025, 5, 1), publisher="herald")) == 1
    assert catalog.articles.matching(Filters(asked_on=date(2025, 5, 1))) is None


def test_filters_leave_articles_by_publisher_and_day(catalog: Catalog) -> None:
    may = article("May.", publisher="The Herald", published=Published(date=date(2025, 5, 23), how="stated"))
    june = article("June.", publisher="the herald", published=Published(date=date(2025, 6, 1), how="stated"))
    store(catalog, may, june, VOTE)

    assert catalog.articles.matching(Filters()) is None
    assert catalog.articles.matching(Filters(publisher="THE HERALD")) == [may.id, june.id]
    assert catalog.articles.matching(Filters(since=date(2025, 5, 24))) == [june.id]
    assert catalog.articles.matching(Filters(until=date(2025, 5, 23))) == [may.id]
    assert catalog.articles.matching(Filters(article_ids=frozenset({VOTE.id}), publisher="The Herald")) == []


# The catalog: a file that cannot be used


@pytest.mark.fault("store", 45)
def test_a_library_of_a_newer_version_is_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    Catalog.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE meta SET value = ? WHERE key = 'version'", (str(VERSION + 1),))
    connection.commit()
    connection.close()
    before = path.read_bytes()

    with pytest.raises(LibraryError, match="newer twosource") as raised:
        Catalog.open(path)

    assert raised.value.exit_code == 2
    assert path.read_bytes() == before


@pytest.mark.fault("store", 41)
@pytest.mark.parametrize("damage", [b"garbage" * 500, None], ids=["garbage", "cut"])
def test_a_damaged_file_says_the_way_out(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "catalog.sqlite3"
    catalog = Catalog.open(path)
    store(catalog, *(article(f"Story {number} " * 200) for number in range(20)))
    catalog.close()
    path.write_bytes(damage or path.read_bytes()[:8_000])

    with pytest.raises(LibraryDamagedError, match=r"move the folder .* away and add the articles again"):
        Catalog.open(path).articles.all()


@pytest.mark.fault("store", 39)
def test_a_full_disk_keeps_what_was_stored(catalog: Catalog) -> None:
    store(catalog, SHIP)
    catalog._database.writer.execute("PRAGMA max_page_count = 40")

    with pytest.raises(LibraryError, match="disk is full"):
        store(catalog, article("word " * 100_000))

    assert catalog.articles.all() == [SHIP]


# The cache folder


@pytest.mark.threat("T1")
@pytest.mark.fault("crash", 97)
def test_a_cache_counts_as_whole_only_once_it_is_settled(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "chroma")

    folder = generations.begin()

    assert generations.current() is None
    generations.settle(folder, generation="g", count=3)
    whole = generations.current()
    assert whole is not None
    assert (whole.folder, whole.generation, whole.count) == (folder.name, "g", 3)
    generations.soil()
    assert generations.current() is None


@pytest.mark.threat("T1")
@pytest.mark.fault("store", 42)
def test_a_cache_whose_opening_never_ended_is_not_trusted(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    generations.settle(generations.begin(), generation="g", count=0)

    generations.opening()

    assert generations.current() is None
    generations.opened()
    assert generations.current() is not None


def test_an_older_cache_is_deleted_when_a_new_one_is_whole(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    old = generations.begin()
    generations.settle(old, generation="g", count=0)

    new = generations.begin()

    assert old.exists()
    generations.settle(new, generation="h", count=0)
    assert not old.exists()


@pytest.mark.parametrize("pointer", ["", "{", '{"folder": "../elsewhere", "generation": "g", "count": 1}'])
def test_a_pointer_that_makes_no_sense_points_nowhere(tmp_path: Path, pointer: str) -> None:
    (tmp_path / "CURRENT").write_text(pointer)
    (tmp_path.parent / "elsewhere").mkdir(exist_ok=True)

    assert Generations(tmp_path).current() is None


# Chroma


def nearest(catalog: Catalog, folder: Path, query: str, url: str | None = None) -> list[str]:
    cache = VectorCache(catalog, folder, url)
    found = cache.nearest(WordEmbedder().embed([query])[0], 3)
    cache.close()
    chunks = catalog.chunks.numbered(number for number, _ in found)
    return [chunks[number].text for number, _ in found]


def chroma_of(folder: Path) -> Path:
    return next(folder.glob("vectors-*"))


def test_the_nearest_vectors_come_with_their_cosine(catalog: Catalog, tmp_path: Path) -> None:
    store(catalog, SHIP, VOTE)
    cache = VectorCache(catalog, tmp_path / "chroma")

    found = cache.nearest(WordEmbedder().embed([SHIP.text])[0], 2)

    cache.close()
    assert found[0][1] == pytest.approx(1.0, abs=1e-5)
    assert found[1][1] < 0.5


def test_near_copies_of_a_story_do_not_hide_each_other(catalog: Catalog, tmp_path: Path) -> None:
    embedder = WordEmbedder()
    copies = [article(f"Outlet {number} reports: {SHIP.text}") for number in range(100)]
    store(catalog, *copies, *(article(f"Story {number} of w{number}.") for number in range(100)))
    cache = VectorCache(catalog, tmp_path / "chroma")

    found = cache.nearest(embedder.embed([SHIP.text])[0], 100)

    cache.close()
    chunks = catalog.chunks.numbered(number for number, _ in found)
    assert sum(SHIP.text in chunks[number].text for number, _ in found) == 100


def test_an_empty_library_has_no_nearest_vectors_and_no_cache(catalog: Catalog, tmp_path: Path) -> None:
    assert nearest(catalog, tmp_path / "chroma", "ship") == []
    assert not (tmp_path / "chroma").exists()


def test_the_cache_is_kept_while_nothing_changes(catalog: Catalog, tmp_path: Path) -> None:
    store(catalog, SHIP, VOTE)
    nearest(catalog, tmp_path, "ship")
    before = chroma_of(tmp_path)

    assert nearest(catalog, tmp_path, "the budget")[0] == VOTE.text
    assert chroma_of(tmp_path) == before


def test_changes_within_a_process_are_written_into_the_same_cache(catalog: Catalog, tmp_path: Path) -> None:
    store(catalog, SHIP)
    cache = VectorCache(catalog, tmp_path)
    cache.align()
    before = chroma_of(tmp_path)

    store(catalog, VOTE)
    catalog.remove(SHIP.id)
    found = cache.nearest(WordEmbedder().embed(["ship"])[0], 3)

    cache.close()
    assert [one.text for one in catalog.chunks.numbered(number for number, _ in found).values()] == [VOTE.text]
    assert len(found) == 1
    assert chroma_of(tmp_path) == before


@pytest.mark.fault("crash", 98)
def test_a_cache_of_another_generation_is_built_anew(catalog: Catalog, tmp_path: Path) -> None:
    store(catalog, SHIP)
    nearest(catalog, tmp_path, "ship")
    before = chroma_of(tmp_path)

    store(catalog, VOTE)

    assert nearest(catalog, tmp_path, "budget")[0] == VOTE.text
    assert chroma_of(tmp_path) != before


def damage_nothing(folder: Path) -> None:
    (folder / "CURRENT").unlink()


def damage_database(folder: Path) -> None:
    (chroma_of(folder) / "chroma.sqlite3").write_bytes(b"garbage" * 1000)


def damage_by_deleting(folder: Path) -> None:
    shutil.rmtree(chroma_of(folder))


def damage_by_emptying(folder: Path) -> None:
    (chroma_of(folder) / "chroma.sqlite3").write_bytes(b"")


def damage_count(folder: Path) -> None:
    client = chromadb.PersistentClient(str(chroma_of(folder)), settings=Settings(anonymized_telemetry=False))
    client.get_collection("chunks", embedding_function=None).delete(ids=["1"])
    client.close()


def damage_with_foreign_code(folder: Path) -> None:
    client = chromadb.PersistentClient(str(chroma_of(folder)), settings=Settings(anonymized_telemetry=False))
    client.delete_collection("chunks")
    foreign = client.create_collection("chunks", embedding_function=DefaultEmbeddingFunction())
    foreign.add(ids=["1", "2"], embeddings=np.eye(2, 128, dtype=np.float32))
    client.close()


@pytest.mark.threat("T1", "T4")
@pytest.mark.fault("store", 41)
@pytest.mark.parametrize(
    "damage",
    [
        damage_nothing,
        damage_database,
        damage_by_deleting,
        damage_by_emptying,
        damage_count,
        damage_with_foreign_code,
    ],
)
def test_a_damaged_cache_is_built_anew(catalog: Catalog, tmp_path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    store(catalog, SHIP, VOTE)
    nearest(catalog, tmp_path, "ship")
    before = chroma_of(tmp_path)

    damage(tmp_path)

    assert nearest(catalog, tmp_path, SHIP.text) == [SHIP.text, VOTE.text]
    assert chroma_of(tmp_path) != before


def test_a_cache_that_breaks_while_open_is_built_anew(catalog: Catalog, tmp_path: Path) -> None:
    store(catalog, SHIP, VOTE)
    cache = VectorCache(catalog, tmp_path)
    cache.align()
    assert cache._collection is not None
    cache._home.close()

    found = cache.nearest(WordEmbedder().embed([SHIP.text])[0], 1)

    cache.close()
    assert found[0][1] == pytest.approx(1.0, abs=1e-5)


@pytest.mark.fault("store", 39, 40)
def test_a_cache_folder_that_cannot_be_made_is_an_error_in_one_line(catalog: Catalog, tmp_path: Path) -> None:
    store(catalog, SHIP)
    (tmp_path / "chroma").write_text("a file")

    with pytest.raises(LibraryError, match="The articles are safe") as raised:
        nearest(catalog, tmp_path / "chroma", "ship")

    assert "\n" not in str(raised.value)


@pytest.mark.fault("store", 48)
@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "nonsense"])
def test_a_chroma_server_that_is_not_there_is_an_error_that_names_it(
    catalog: Catalog, tmp_path: Path, url: str
) -> None:
    store(catalog, SHIP)

    with pytest.raises(LibraryError, match=url):
        nearest(catalog, tmp_path, "ship", url)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "chroma"), "run", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(
        [*command, "--path", str(tmp_path / "served")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "CHROMA_OPEN_TELEMETRY__ENDPOINT": ""},
    ) as process:
        ready = False
        while not ready and process.poll() is None:
            with socket.socket() as probe:
                ready = probe.connect_ex(("127.0.0.1", port)) == 0
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def test_a_chroma_server_holds_the_cache_as_well(catalog: Catalog, tmp_path: Path, server: str) -> None:
    store(catalog, SHIP)
    assert nearest(catalog, tmp_path, "ship", server) == [SHIP.text]

    store(catalog, VOTE)
    cache = VectorCache(catalog, tmp_path, server)
    cache.align()
    catalog.remove(SHIP.id)
    found = cache.nearest(WordEmbedder().embed(["ship"])[0], 3)

    cache.close()
    assert [one.text for one in catalog.chunks.numbered(number for number, _ in found).values()] == [VOTE.text]
    assert len(found) == 1
