"""A library of an earlier version is upgraded when it is opened, and nothing in it is lost."""

import os
import pty
import sqlite3
import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from fakes import WordEmbedder

from index.article import Article, Published
from index.article_index import ArticleIndex
from index.errors import LibraryError
from index.reading import read
from index.splitting import split
from index.storing.catalog import Catalog
from index.storing.catalog.schema import UPGRADES, VERSION

VERSION_1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL, title TEXT NOT NULL,
    title_how TEXT NOT NULL, publisher TEXT, publisher_how TEXT, author TEXT, published TEXT, published_how TEXT,
    url TEXT, path TEXT, language TEXT, text TEXT NOT NULL, handed_in INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE files (
    path TEXT PRIMARY KEY, article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('sync', 'add'))
) WITHOUT ROWID;

CREATE INDEX files_by_article ON files(article_id);

CREATE TABLE chunks (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    position INTEGER NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, embedding BLOB NOT NULL
);

CREATE INDEX chunks_by_article ON chunks(article_id, position);

CREATE VIRTUAL TABLE words USING fts5(
    text, title, publisher, tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TRIGGER chunk_leaves AFTER DELETE ON chunks BEGIN DELETE FROM words WHERE rowid = old.number; END;
"""
SHIP = "Published on May 23, 2025\n\nThe ship left the harbour of Odesa on Monday, port officials said."
VOTE = "Parliament in Lisbon passed the budget by three votes after midnight."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose library, in `home` beside it, was made by version 1."""
    news, home = tmp_path / "news", tmp_path / "home"
    news.mkdir()
    home.mkdir()
    for name, text in (("ship.txt", SHIP), ("vote.txt", VOTE), ("copy.txt", VOTE)):
        (news / name).write_text(text)
    make_version_1(home / "catalog.sqlite3", news)
    return news


def make_version_1(path: Path, news: Path) -> None:
    with sqlite3.connect(path) as writer:
        writer.executescript(VERSION_1)
        meta = {"version": "1", "library": "lib", "generation": "gen", "embedder": "words", "dim": "128"}
        writer.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        for name in ("ship.txt", "vote.txt"):
            store_in_version_1(writer, read(news / name), handed_in=name == "vote.txt")
        for name, held in (("ship.txt", "ship.txt"), ("vote.txt", "vote.txt"), ("copy.txt", "vote.txt")):
            seen, source = (news / name).stat(), "add" if name == "copy.txt" else "sync"
            row = (str(news / name), read(news / held).id, seen.st_size, seen.st_mtime_ns, "ab", source)
            writer.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", row)
    writer.close()


def store_in_version_1(writer: sqlite3.Connection, article: Article, *, handed_in: bool) -> None:
    day = article.published
    writer.execute(
        "INSERT INTO articles VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(article.id, article.key, article.title, article.title_how, article.publisher, article.publisher_how),
            *(article.author, str(day) if day else None, day.how if day else None, article.url, str(article.path)),
            *(article.language, article.text, handed_in),
        ),
    )
    embedder = WordEmbedder()
    for position, chunk in enumerate(split(article, count_tokens=embedder.count_tokens)):
        vector = embedder.embed([chunk.text])[0]
        row = (chunk.id, article.id, position, chunk.start, chunk.end, vector.astype("<f4").tobytes())
        number = writer.execute("INSERT INTO chunks VALUES (NULL, ?, ?, ?, ?, ?, ?)", row).lastrowid
        words = (number, chunk.text, article.title, article.publisher or "")
        writer.execute("INSERT INTO words (rowid, text, title, publisher) VALUES (?, ?, ?, ?)", words)


def test_every_article_chunk_vector_word_and_file_is_kept(folder: Path, tmp_path: Path) -> None:
    embedder = WordEmbedder()
    ship = read(folder / "ship.txt")

    with ArticleIndex.open(tmp_path / "home", embedder=embedder) as library:
        articles = library.articles()
        found = library.search("budget votes").hits[0].chunk
        vector = library._catalog.chunks.vectors_of([ship.id]).rows[0]
        files = library._catalog.files.all()
        held = library._catalog.files.held_by()

    assert [one.text for one in articles] == [SHIP, VOTE]
    assert articles[0] == ship.model_copy(update={"encoding": None})
    assert articles[0].dates == (Published(date=date(2025, 5, 23), how="stated: 'Published on May 23, 2025'"),)
    assert found.text == VOTE
    assert np.allclose(vector, WordEmbedder().embed([SHIP])[0])
    assert {path.name: file.source for path, file in files.items()} == {
        "ship.txt": "sync",
        "vote.txt": "sync",
        "copy.txt": "add",
    }
    assert {path.name: list(keys.values()) for path, keys in held.items()} == {
        "ship.txt": ["ship.txt"],
        "vote.txt": ["vote.txt"],
        "copy.txt": ["vote.txt"],
    }
    assert embedder.embedded == ["budget votes"]


def test_a_sync_after_the_upgrade_embeds_nothing_and_lets_go_as_before(folder: Path, tmp_path: Path) -> None:
    embedder = WordEmbedder()
    with ArticleIndex.open(tmp_path / "home", embedder=embedder) as library:
        assert len(library.sync(folder).unchanged) == 3
        (folder / "ship.txt").unlink()
        (folder / "vote.txt").unlink()

        change = library.sync(folder)

        assert embedder.embedded == []
        assert [one.text for one in library.articles()] == [VOTE]
        assert len(change.removed) == 1


def test_an_upgraded_catalog_has_the_tables_of_a_new_one(folder: Path, tmp_path: Path) -> None:
    def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
        Catalog.open(path).close()
        with sqlite3.connect(path) as reader:
            names = [row[0] for row in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            columns = {name: reader.execute(f"SELECT * FROM pragma_table_info('{name}')").fetchall() for name in names}
            indexes = reader.execute("SELECT name, type FROM sqlite_master WHERE type != 'table' ORDER BY name")
            return {**columns, "others": indexes.fetchall()}

    assert tables(tmp_path / "home" / "catalog.sqlite3") == tables(tmp_path / "new.sqlite3")


@pytest.mark.fault("store", 45)
@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_library_of_every_earlier_version_is_found_whole(folder: Path, tmp_path: Path, version: int) -> None:
    with sqlite3.connect(tmp_path / "home" / "catalog.sqlite3") as writer:
        for earlier in range(1, version):
            writer.executescript(UPGRADES[earlier])
        writer.execute("UPDATE meta SET value = ? WHERE key = 'version'", (str(version),))
    writer.close()
    counts: list[tuple[int, int]] = []

    with ArticleIndex.open(
        tmp_path / "home", embedder=WordEmbedder(), upgrading=lambda done, total: counts.append((done, total))
    ) as library:
        assert [one.text for one in library.articles()] == [SHIP, VOTE]
        assert library.search("harbour ships", k=1).hits[0].chunk.text in SHIP
        assert library.check().whole
        assert library._catalog._meta.get("version") == str(VERSION)

    assert counts == [(1, 2), (2, 2)]


def test_an_upgrade_shows_a_bar_to_a_person(folder: Path, tmp_path: Path) -> None:
    above, below = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", "from assistant.shell import main; main()", "articles"],
        stdin=below,
        stdout=below,
        stderr=below,
        cwd=Path(__file__).parent.parent,
        env=os.environ | {"TERM": "xterm", "TWOSOURCE_HOME": str(tmp_path / "home")},
    )
    os.close(below)
    seen = b""
    with suppress(OSError):
        while piece := os.read(above, 65_536):
            seen += piece
    os.close(above)

    assert process.wait(60) == 0
    assert b"Bringing the library up to date" in seen
    assert b"2 articles" in seen


@pytest.mark.fault("store", 45)
def test_an_upgrade_that_breaks_off_changes_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "home" / "catalog.sqlite3"
    broken = UPGRADES | {1: UPGRADES[1] + ";\n\nSELECT 1 FROM nowhere"}
    monkeypatch.setattr("index.storing.catalog.upgrading.UPGRADES", broken)

    with pytest.raises(LibraryError, match="nowhere"):
        Catalog.open(path)

    monkeypatch.undo()
    catalog = Catalog.open(path)
    assert catalog.articles.count() == 2
    assert catalog._meta.get("version") == str(VERSION)
    catalog.close()
