"""A file becomes an article whose text is verbatim and whose metadata stand in it; a bad file, one clear error."""

import errno
import os
import tempfile
from datetime import date
from pathlib import Path

import pytest

from index.article import Article
from index.errors import ArticleError, LibraryError, NotFoundError
from index.reading import article_from_text, read, readable_files
from index.reading.temporary import room_for_temporary_files

BODY = "Both sides met on Friday, 3 May 2024, in the old town hall. Nothing was signed, officials said."


def told(*lines: str) -> Article:
    return article_from_text("\n\n".join([*lines, BODY]), key="a.txt")


def write(folder: Path, name: str, raw: bytes) -> Path:
    file = folder / name
    file.write_bytes(raw)
    return file


@pytest.mark.parametrize(
    "raw",
    [
        "Ä ‘quote’ 😀\r\nnext".encode(),
        b"\xef\xbb\xbf" + "Ä ‘quote’ 😀\r\nnext".encode(),
        b"\xff\xfe" + "Ä ‘quote’ 😀\r\nnext".encode("utf-16-le"),
        b"\xfe\xff" + "Ä ‘quote’ 😀\r\nnext".encode("utf-16-be"),
    ],
)
def test_text_is_decoded_and_otherwise_verbatim(tmp_path: Path, raw: bytes) -> None:
    article = read(write(tmp_path, "a.txt", raw))

    assert article.text == "Ä ‘quote’ 😀\r\nnext"
    assert (article.key, article.path) == ("a.txt", tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\r\n", "white space"),
        ("a.txt", "\u200b — \ufeff".encode(), "no word"),
        ("a.txt", b"PK\x03\x04\x00\x00", "binary"),
        ("a.txt", bytes(range(256)), "binary"),
        ("a.txt", "Müller kam ".encode() + "Müller".encode("latin-1"), "not UTF-8 (byte 0xfc in line 1)"),
        ("a.txt", b"\xff\xfea\x00\x00\xd8", "not UTF-16-LE"),
        ("a.doc", b"text", ".pdf or .docx"),
        ("a", b"text", ".pdf or .docx"),
        ("a\x1b[31m.txt", b"", r"a\x1b[31m.txt"),
    ],
)
def test_a_file_that_is_no_article_is_refused_in_one_safe_line(
    tmp_path: Path, name: str, raw: bytes, reason: str
) -> None:
    file = write(tmp_path, name, raw)

    with pytest.raises(ArticleError) as refused:
        read(file)

    message = str(refused.value)
    assert reason in message
    assert message.isprintable()
    assert ";" in message


def test_a_file_above_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="larger than 20 MB"):
        read(write(tmp_path, "a.txt", b"word " * 4_000_001))


def test_a_path_that_does_not_exist_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no such file"):
        read(tmp_path / "no.pdf")
    with pytest.raises(NotFoundError, match="no such file"):
        readable_files(tmp_path / "no")


def test_a_folder_and_a_pipe_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")

    for name in ("folder", "pipe.txt"):
        with pytest.raises(ArticleError, match=name):
            read(tmp_path / name)


def test_a_file_without_read_permission_says_so(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        # Root may read everything; the same branch is reached through a link that leads to itself.
        (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
        expected = "cannot be read"
    else:
        write(tmp_path, "a.txt", b"text").chmod(0)
        expected = "no permission"

    with pytest.raises(ArticleError, match=expected):
        read(tmp_path / "a.txt")


def test_a_folder_gives_its_files_sorted_without_hidden_ones_and_links_that_leave_it(tmp_path: Path) -> None:
    root = tmp_path / "articles"
    (root / "b").mkdir(parents=True)
    (root / ".hidden").mkdir()
    outside = write(tmp_path, "outside.txt", b"text")
    for name in ("b/2.MD", "c.txt", ".d.txt", "e.exe", ".hidden/f.txt", "manifest.csv", "b/manifest.jsonl"):
        write(root, name, b"text")
    (root / "link.txt").symlink_to(outside)
    (root / "inside.txt").symlink_to(root / "c.txt")

    assert [str(file.relative_to(root)) for file in readable_files(root)] == ["b/2.MD", "c.txt", "inside.txt"]
    assert readable_files(outside) == [outside]


def test_a_text_that_states_nothing_about_itself_gets_nothing_but_a_title() -> None:
    article = told()

    assert article.title == "Both sides met on Friday, 3 May 2024, in the old town hall."
    assert article.title_how == "first sentence"
    stated = (article.publisher, article.publisher_how, article.author, article.published, article.url)
    assert stated == (None, None, None, None, None)


@pytest.mark.parametrize(
    ("line", "title", "how"),
    [
        ("## Both sides *begin* talks", "Both sides *begin* talks", "heading"),
        ("Title: Both sides begin talks", "Both sides begin talks", "heading"),
        ("Both sides begin the first talks", "Both sides begin the first talks", "heading"),
        ("Ann Doe and Bob Roe, Special to Example", BODY.split(". ")[0] + ".", "first sentence"),
        ("A picture of the hall on Friday.\nPhoto: Roe/Agency", BODY.split(". ")[0] + ".", "first sentence"),
        ("It was a long and hard " * 6 + "day.", "It was a long and hard " * 3 + "It was a long…", "first sentence"),
    ],
)
def test_the_title_is_the_first_heading_else_the_start_of_the_first_sentence(line: str, title: str, how: str) -> None:
    article = told(line)

    assert (article.title, article.title_how) == (title, how)


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("example.news", "example.news"),
        ("www.Example.org", "Example.org"),
        ("Publisher: The Daily Example", "The Daily Example"),
        ("Source: Example Broadcasting", "Example Broadcasting"),
        ("By Ann Doe, BBC News", "BBC News"),
        ("By Ann Doe, diplomatic correspondent, The Example Times", "The Example Times"),
        ("By The Associated Press", "The Associated Press"),
        ("LONDON, May 23 (Reuters) - It rained.", "Reuters"),
        ("(AP) — It rained.", "AP"),
        ("New York CNN —", "CNN"),
        ("© 2025 Example Media. All rights reserved.", "Example Media"),
        ("URL: https://www.example.org/2024/a", "example.org"),
        ("Harbour Courier, 18 January 2026", "Harbour Courier"),
        ("Lorn, 18 January 2026", None),
        ("KYIV —", None),
        ("By Ann Doe and Bob Roe", None),
        ("The report (PDF) — all of it — is long.", None),
    ],
)
def test_the_publisher_is_known_only_where_a_line_states_it(line: str, publisher: str | None) -> None:
    article = told(line)

    assert article.publisher == publisher
    assert (article.publisher_how is None) == (publisher is None)


@pytest.mark.parametrize(
    ("lines", "publisher"),
    [
        (("Repair may cost more", "By Owen Pryce", "The Northern Ledger", "16 April 2025"), "The Northern Ledger"),
        (("Judge stops the count", "State Tribune", "By Aaron Feld"), "State Tribune"),
        (("State Tribune closes its doors", "By Aaron Feld"), None),
        (("Judge stops the count", "By Aaron Feld", "What the Tribune found"), None),
    ],
)
def test_an_outlet_that_stands_by_itself_beside_a_by_line_is_the_publisher(
    lines: tuple[str, ...], publisher: str | None
) -> None:
    assert told(*lines).publisher == publisher


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ann Doe and Bob Roe, BBC News", "Ann Doe and Bob Roe"),
        ("By ANN DOE | May 23, 2025", "ANN DOE"),
        ("Author: Ann Doe", "Ann Doe"),
        ("author: Ann Doe", "Ann Doe"),
        ("Von Anna Doe", "Anna Doe"),
        ("(Reporting by Ann Doe in London; Editing by Bob Roe)", "Ann Doe"),
        ("By The Associated Press", None),
        ("By Friday, the talks had failed, and both sides left.", None),
    ],
)
def test_the_author_is_the_by_line(line: str, author: str | None) -> None:
    assert told(line).author == author


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["Published on May 23, 2025", "Document Date: Sat, Jun 20 2026 11:57:21 pm"], date(2025, 5, 23)),
        (["Updated May 25, 2025", "Published: 2025-05-23"], date(2025, 5, 23)),
        (["Published 23:30 EDT, Fri 23 May 2025"], date(2025, 5, 23)),
        (["Published 2025-05-23T23:59:00Z"], date(2025, 5, 23)),
        (["Updated May 25th, 2025"], date(2025, 5, 25)),
        (["Veröffentlicht am 3. März 2025"], date(2025, 3, 3)),
        (["Publié le 5 février 2025"], date(2025, 2, 5)),
        (["May 23, 2025, 6:02 a.m. ET"], date(2025, 5, 23)),
        (["Date: 23/05/2025"], date(2025, 5, 23)),
        (["By Ann Doe | May 23, 2025"], date(2025, 5, 23)),
        (["Harbour Courier, 23 May 2025"], date(2025, 5, 23)),
        (["LONDON, May 23, 2025 (Reuters) - It rained."], date(2025, 5, 23)),
        (["Document Date: Sat, Jun 20 2026"], None),
        (["Published: 05/06/2025"], None),
        (["Published in May"], None),
        (["Published: 2025-02-31"], None),
        (["It was published on May 23, 2025, the ministry said."], None),
        (["It rained.", "May 23, 2025"], None),
    ],
)
def test_the_publication_date_is_one_that_a_line_states(lines: list[str], day: date | None) -> None:
    published = told(*lines).published

    assert (published.date if published else None) == day
    assert published is None or published.how.startswith("stated: '")


@pytest.mark.parametrize(
    "line",
    ["Source: https://example.org/a?b=c", "URL: <https://example.org/a?b=c>", "Link: [x](https://example.org/a?b=c)"],
)
def test_the_address_is_that_of_a_labelled_line(line: str) -> None:
    assert told(line).url == "https://example.org/a?b=c"


def test_the_language_is_told_from_the_text_and_not_guessed_from_a_few_words() -> None:
    assert told().language == "en"
    assert (
        article_from_text("Der Präsident sagte am Freitag, dass die Verhandlungen gescheitert seien.", key="a").language
        == "de"
    )
    assert article_from_text("Nothing was signed.", key="a").language is None


def test_where_no_folder_takes_a_temporary_file_those_that_were_tried_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(tempfile, "gettempdir", fail)
    monkeypatch.setattr("py3langid.classify", fail)

    with pytest.raises(LibraryError, match=r"found in \['/tmp'\]; make room in one, or set TMPDIR"):
        told()


def test_what_is_no_want_of_room_is_raised_as_it_is() -> None:
    with pytest.raises(PermissionError), room_for_temporary_files():
        raise PermissionError(errno.EACCES, "Permission denied")


def test_the_identity_is_that_of_the_normalised_text_and_its_origin() -> None:
    one = article_from_text("Both sides met.", key="a").id

    assert len(one) == 24
    assert article_from_text(" both  sides\nmet. ", key="b").id == one
    assert article_from_text("Both sides left.", key="a").id != one
    assert told("example.news").id != told("example.org").id


def test_a_text_that_no_utf8_file_can_hold_is_refused() -> None:
    for text in ("Both \ud83d sides", "Both \0 sides"):
        with pytest.raises(ArticleError, match="binary"):
            article_from_text(text, key="a")
