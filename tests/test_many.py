"""Files of many articles and manifests: after any change the library equals the folder, and embeds only what is new."""

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fakes import WordEmbedder
from formats import lines, rss, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article, Change
from index.article_index import ArticleIndex
from index.reading import Manifests, Parser, read_articles, readable_files

SHIP = "The ship left the harbour of Odesa on Monday, port officials said."
VOTE = "Parliament in Lisbon passed the budget by three votes after midnight."
QUAKE = "An earthquake of magnitude six woke the island before dawn."
FROST = "Frost killed half of the apricot blossom in the valley, growers said."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    news = tmp_path / "news"
    news.mkdir()
    return news


@pytest.fixture
def library(tmp_path: Path, embedder: WordEmbedder) -> Iterator[ArticleIndex]:
    with ArticleIndex.open(tmp_path / "home", embedder=embedder) as opened:
        yield opened


def write_lines(file: Path, texts: dict[str, str]) -> Path:
    file.write_bytes(lines([{"_id": key, "text": text} for key, text in texts.items()]))
    return file


def held(library: ArticleIndex) -> dict[str, str]:
    return {one.key: one.text for one in library.articles()}


def counts(change: Change) -> tuple[int, ...]:
    return tuple(len(ids) for ids in (change.added, change.replaced, change.unchanged, change.removed, change.failed))


# Sync of a file of many articles


def test_an_article_that_went_from_a_file_leaves_and_one_that_stays_is_not_embedded_again(
    library: ArticleIndex, folder: Path, embedder: WordEmbedder
) -> None:
    write_lines(folder / "a.jsonl", {"1": SHIP, "2": VOTE, "3": QUAKE})
    assert counts(library.sync(folder)) == (3, 0, 0, 0, 0)
    write_lines(folder / "a.jsonl", {"4": FROST, "1": SHIP, "3": QUAKE + " Nobody was hurt."})

    change = library.sync(folder)

    assert counts(change) == (1, 1, 1, 1, 0)
    assert held(library) == {"1": SHIP, "3": QUAKE + " Nobody was hurt.", "4": FROST}
    assert sorted(embedder.embedded) == sorted([SHIP, VOTE, QUAKE, FROST, QUAKE + " Nobody was hurt."])


def test_a_file_of_many_articles_that_did_not_change_is_not_read(
    library: ArticleIndex, folder: Path, embedder: WordEmbedder
) -> None:
    file = write_lines(folder / "a.jsonl", {"1": SHIP, "2": VOTE})
    os.utime(file, (1_700_000_000, 1_700_000_000))
    library.sync(folder)
    seen = file.stat()
    file.write_bytes(b"x" * seen.st_size)
    os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns))

    assert counts(library.sync(folder)) == (0, 0, 2, 0, 0)


def test_a_file_that_goes_takes_its_articles_along_but_for_those_held_elsewhere(
    library: ArticleIndex, folder: Path
) -> None:
    write_lines(folder / "a.jsonl", {"1": SHIP, "2": VOTE})
    write_lines(folder / "b.jsonl", {"1": SHIP, "3": QUAKE})
    library.sync(folder)
    (folder / "a.jsonl").unlink()

    change = library.sync(folder)

    assert held(library) == {"1": SHIP, "3": QUAKE}
    assert len(change.removed) == 1
    assert {one.path for one in library.articles()} == {folder / "b.jsonl"}


def test_the_same_text_twice_in_a_file_is_one_article(library: ArticleIndex, folder: Path) -> None:
    write_lines(folder / "a.jsonl", {"1": SHIP, "2": SHIP, "3": VOTE})

    assert counts(library.sync(folder)) == (2, 0, 0, 0, 0)
    (folder / "a.jsonl").touch()
    assert counts(library.sync(folder)) == (0, 0, 2, 0, 0)
    assert held(library) == {"1": SHIP, "3": VOTE}


def test_a_bad_line_is_told_at_every_sync_and_read_at_none(library: ArticleIndex, folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(lines([{"text": SHIP}, "{bad", {"text": "…"}, {"text": VOTE}]))

    first, second = library.sync(folder), library.sync(folder)

    assert counts(first) == (2, 0, 0, 0, 2)
    assert counts(second) == (0, 0, 2, 0, 2)
    assert [failure.reason.partition(": ")[0] for failure in first.failed] == [
        f"{folder / 'a.jsonl'}:2",
        f"{folder / 'a.jsonl'}:3",
    ]
    assert second.failed == first.failed


def test_a_file_that_breaks_off_keeps_what_was_read_and_is_taken_up_again(
    library: ArticleIndex, folder: Path, embedder: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_lines(folder / "a.jsonl", {"1": SHIP, "2": VOTE, "3": QUAKE})
    library.sync(folder)
    write_lines(folder / "a.jsonl", {"1": SHIP, "4": FROST, "5": "x" * 200})
    monkeypatch.setattr("index.reading.formats.json_lines.MAX_LINE_BYTES", 150)

    broken = library.sync(folder)

    assert counts(broken) == (1, 0, 1, 0, 1)
    assert held(library) == {"1": SHIP, "2": VOTE, "3": QUAKE, "4": FROST}
    monkeypatch.undo()
    assert counts(library.sync(folder)) == (1, 0, 2, 2, 0)
    assert held(library) == {"1": SHIP, "4": FROST, "5": "x" * 200}
    assert embedder.embedded.count(FROST) == 1


def test_a_removed_article_comes_back_with_its_file(library: ArticleIndex, folder: Path) -> None:
    file = write_lines(folder / "a.jsonl", {"1": SHIP, "2": VOTE})
    library.add([file])
    library.remove(next(one.id for one in library.articles() if one.key == "1"))
    assert held(library) == {"2": VOTE}

    assert counts(library.add([file])) == (1, 0, 1, 0, 0)
    assert held(library) == {"1": SHIP, "2": VOTE}


def test_new_fields_of_a_record_are_stored_without_embedding_or_a_new_generation(
    library: ArticleIndex, folder: Path, embedder: WordEmbedder
) -> None:
    write_lines(folder / "a.jsonl", {"1": SHIP})
    library.sync(folder)
    before, generation = len(embedder.embedded), library._catalog.generation
    (folder / "a.jsonl").write_bytes(lines(["", {"_id": "1", "text": SHIP, "author": "Ann Doe", "desk": "World"}]))

    assert counts(library.sync(folder)) == (0, 0, 1, 0, 0)

    (article,) = library.articles()
    assert (article.author, article.extra) == ("Ann Doe", {"desk": "World"})
    assert (len(embedder.embedded), library._catalog.generation) == (before, generation)


def test_many_articles_are_read_and_stored_in_little_memory(
    library: ArticleIndex, folder: Path, embedder: WordEmbedder
) -> None:
    write_lines(folder / "a.jsonl", {str(number): f"Story {number} of harbour w{number}." for number in range(500)})
    waiting: list[int] = []
    split = library._split

    def count(article: Article) -> object:
        waiting.append(library.count())
        return split(article)

    library._split = count  # type: ignore[method-assign, assignment]
    library.sync(folder)

    # When an article is split, all but the last few before it are on disk already.
    assert all(number - stored <= 2 * 64 for number, stored in enumerate(waiting))


# Manifests


def test_a_manifest_says_what_the_files_do_not(library: ArticleIndex, folder: Path) -> None:
    (folder / "old").mkdir()
    (folder / "ship.txt").write_text("Published on May 24, 2025\n\n" + SHIP)
    (folder / "old" / "vote.txt").write_text(VOTE)
    write_lines(folder / "a.jsonl", {"q1": QUAKE, "f1": FROST})
    (folder / "manifest.csv").write_text(
        "file,title,publisher,author,published,desk\n"
        "ship.txt,Ship leaves,The Herald,Ann Doe,2025-05-23,World\n"
        "old/vote.txt,,Lisbon Post,,,\n"
        "q1,Island shaken,,,2025-05-20,\n"
        "vote.txt,Another vote,,,,\n"
    )

    assert counts(library.sync(folder))[:4] == (4, 0, 0, 0)

    ship, vote, quake, frost = (
        next(one for one in library.articles() if text in one.text) for text in (SHIP, VOTE, QUAKE, FROST)
    )
    assert (ship.title, ship.title_how, ship.publisher) == ("Ship leaves", "manifest 'title'", "The Herald")
    assert (ship.author_how, ship.extra) == ("manifest 'author'", {"desk": "World"})
    assert [day.how for day in ship.dates] == [
        "manifest 'published': 2025-05-23",
        "stated: 'Published on May 24, 2025'",
    ]
    assert (vote.publisher, vote.title_how) == ("Lisbon Post", "first sentence")
    assert (quake.title, str(quake.published)) == ("Island shaken", "2025-05-20")
    assert (frost.title_how, frost.published) == ("first sentence", None)


def test_a_day_of_the_manifest_that_cannot_be_read_is_told_of_the_article(library: ArticleIndex, folder: Path) -> None:
    (folder / "ship.txt").write_text(SHIP)
    (folder / "manifest.csv").write_text("file,published\nship.txt,May 3rd\n")

    library.sync(folder)

    (ship,) = library.articles()
    assert ship.published is None
    assert ship.notes == ("manifest 'published' states no day that can be read (May 3rd); write it like 2025-05-23",)


def test_a_change_of_the_manifest_is_a_change_of_the_files_it_names(
    library: ArticleIndex, folder: Path, embedder: WordEmbedder
) -> None:
    for name, text in (("ship.txt", SHIP), ("vote.txt", VOTE)):
        (folder / name).write_text(text)
        os.utime(folder / name, (1_700_000_000, 1_700_000_000))
    library.sync(folder)
    before = len(embedder.embedded)

    (folder / "manifest.jsonl").write_bytes(lines([{"path": "ship.txt", "author": "Ann Doe"}]))
    assert counts(library.sync(folder)) == (0, 0, 2, 0, 0)

    assert {one.key: one.author for one in library.articles()} == {"ship.txt": "Ann Doe", "vote.txt": None}
    (folder / "manifest.jsonl").unlink()
    library.sync(folder)
    assert {one.author for one in library.articles()} == {None}
    assert len(embedder.embedded) == before


def test_the_nearest_manifest_is_trusted_first(library: ArticleIndex, folder: Path) -> None:
    (folder / "old").mkdir()
    (folder / "old" / "ship.txt").write_text(SHIP)
    (folder / "manifest.csv").write_text("file;author;title\nold/ship.txt;Far Away;Ship\n")
    (folder / "old" / "manifest.csv").write_text("file,author\nship.txt,Near By\n")

    library.sync(folder)

    (article,) = library.articles()
    assert (article.author, article.title) == ("Near By", "Ship")


def test_a_manifest_above_the_given_folder_is_not_looked_at(library: ArticleIndex, folder: Path) -> None:
    (folder / "ship.txt").write_text(SHIP)
    (folder.parent / "manifest.csv").write_text("file,author\nnews/ship.txt,Far Away\n")

    library.sync(folder)

    assert library.articles()[0].author is None


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("manifest.jsonl", b'{"file": "ship.txt", "author": "Ann Doe"}\n{bad\n', "manifest.jsonl:2: not JSON"),
        ("manifest.csv", b"file,author\nship.txt,Ann Doe\n,Nobody\n", "manifest.csv:3: names no article"),
    ],
)
def test_a_bad_row_of_a_manifest_is_named_and_the_others_count(
    library: ArticleIndex, folder: Path, name: str, raw: bytes, reason: str
) -> None:
    (folder / "ship.txt").write_text(SHIP)
    (folder / name).write_bytes(raw)

    change = library.sync(folder)

    assert library.articles()[0].author == "Ann Doe"
    assert [failure.reason.startswith(f"{folder}/{reason}") for failure in change.failed] == [True]


@pytest.mark.parametrize("raw", [bytes(range(256)), b'file,author\n"ship.txt,Ann Doe\n'])
def test_a_manifest_that_is_no_table_is_named_and_the_files_are_read(
    library: ArticleIndex, folder: Path, raw: bytes
) -> None:
    (folder / "ship.txt").write_text(SHIP)
    (folder / "manifest.csv").write_bytes(raw)

    change = library.sync(folder)

    assert counts(change) == (1, 0, 0, 0, 1)
    assert "manifest.csv" in change.failed[0].reason


ROWS = "file,author\nship.txt,Ann Doe\nshp.txt,Nobody\nq1,Joe Roe\nhttps://x.org/2,Jo Poe\nq3,Nobody\n../x.txt,Nobody\n"


def test_a_row_of_a_manifest_that_names_nothing_is_told_with_its_line(library: ArticleIndex, folder: Path) -> None:
    (folder / "ship.txt").write_text(SHIP)
    (folder.parent / "x.txt").write_text(FROST)
    write_lines(folder / "a.jsonl", {"q1": QUAKE, "https://x.org/2": VOTE})
    (folder / "manifest.csv").write_text(ROWS)

    change, again = library.sync(folder), library.sync(folder)

    assert counts(change) == (3, 0, 0, 0, 3)
    assert [one.reason for one in change.failed] == [
        f"{folder}/manifest.csv:{line}: {name!r} is no file in its folder and no article of one; correct the name or "
        "delete the row"
        for line, name in ((3, "shp.txt"), (6, "q3"), (7, "../x.txt"))
    ]
    assert again.failed == change.failed
    assert {one.author for one in library.articles()} == {"Ann Doe", "Joe Roe", "Jo Poe"}


def test_a_row_that_may_name_an_article_of_an_unread_file_is_not_told(library: ArticleIndex, folder: Path) -> None:
    (folder / "ship.txt").write_text(SHIP)
    write_lines(folder / "a.jsonl", {"q1": QUAKE})
    (folder / "manifest.csv").write_text("file,author\nship.txt,Ann Doe\nq1,Joe Roe\n")

    change = library.add([folder / "ship.txt"])

    assert counts(change) == (1, 0, 0, 0, 0)


def test_of_many_rows_that_name_nothing_the_first_are_told_and_the_others_counted(
    library: ArticleIndex, folder: Path
) -> None:
    (folder / "ship.txt").write_text(SHIP)
    (folder / "manifest.csv").write_text("file,author\n" + "".join(f"{number}.txt,Ann\n" for number in range(1_500)))

    change = library.sync(folder)

    assert len(change.failed) == 21
    assert "1,480 more rows name no file" in change.failed[-1].reason


def test_a_manifest_in_an_archive_speaks_of_its_members(library: ArticleIndex, folder: Path) -> None:
    members = {"old/ship.txt": SHIP.encode(), "manifest.csv": b"file,author\nold/ship.txt,Ann Doe\n"}
    (folder / "a.zip").write_bytes(zipped(members))

    library.sync(folder)

    assert library.articles()[0].author == "Ann Doe"


# Any edits


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser() as one:
        yield one


TEXTS = [SHIP, VOTE, QUAKE, FROST, SHIP.replace("Monday", "Friday")]
SEVERAL = st.lists(st.sampled_from(TEXTS), max_size=4)
EDIT = st.one_of(
    st.tuples(st.sampled_from(["a.txt", "b.html"]), st.lists(st.sampled_from(TEXTS), max_size=1)),
    st.tuples(st.sampled_from(["a.jsonl", "sub/b.jsonl", "c.rss", "d.zip"]), SEVERAL),
    st.tuples(st.just("manifest.jsonl"), SEVERAL),
)


@given(rounds=st.lists(st.lists(EDIT, min_size=1, max_size=4), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_after_any_edits_of_any_formats_the_library_equals_the_folder(
    parser: Parser, rounds: list[list[tuple[str, list[str]]]]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(os.path.realpath(place), "news")
        (folder / "sub").mkdir(parents=True)
        with ArticleIndex.open(Path(place, "home"), embedder=WordEmbedder(), parser=parser) as library:
            for edits in rounds:
                for name, texts in edits:
                    edit(folder / name, texts)
                change = library.sync(folder)

                assert not [one for one in change.failed if "holds no" in one.reason]
                assert_equal(library, folder)


def edit(file: Path, texts: Sequence[str]) -> None:
    file.unlink(missing_ok=True)
    if not texts:
        return
    records = [{"_id": f"{place}", "text": text} for place, text in enumerate(texts)]
    written = {
        ".txt": texts[0].encode(),
        ".html": f"<html><body><p>{texts[0]}</p></body></html>".encode(),
        ".jsonl": lines(records),
        ".rss": rss(*(f"<title>News</title><description>{text}</description>" for text in texts)),
        ".zip": zipped({"a.jsonl": lines(records), "b.txt": texts[-1].encode()}),
    }
    if file.name == "manifest.jsonl":
        rows = [{"file": name, "publisher": texts[0][:8]} for name in ("a.txt", "1", "d.zip")]
        file.write_text("\n".join(map(json.dumps, rows)))
    else:
        file.write_bytes(written[file.suffix])


def assert_equal(library: ArticleIndex, folder: Path) -> None:
    manifests = Manifests([folder])
    wanted: dict[Path, set[str]] = {}
    facts: dict[str, set[tuple[object, ...]]] = {}
    for path in readable_files(folder):
        for one in read_articles(path, manifests.beside(path)):
            assert isinstance(one, Article)
            wanted.setdefault(path, set()).add(one.id)
            facts.setdefault(one.id, set()).add((one.text, one.publisher, one.path))
    stored = {path: set(ids) for path, ids in library._catalog.files.held_by().items()}
    chunks = [chunk for one in library.articles() for chunk in library.chunks(one.id)]

    assert stored == wanted
    assert {one.id for one in library.articles()} == set(facts)
    assert all((one.text, one.publisher, one.path) in facts[one.id] for one in library.articles())
    assert all(chunk.text == library.article(chunk.article_id).text[chunk.start : chunk.end] for chunk in chunks)
    by_words = library._catalog.chunks.word_scores(" ".join(TEXTS), limit=100, within=None)
    by_vector = library._vectors.nearest(WordEmbedder().embed([SHIP])[0], 100)
    assert sorted(by_words) == sorted(number for number, _ in by_vector) == library._catalog.chunks.held()[1]
