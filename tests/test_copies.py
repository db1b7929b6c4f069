"""What articles have in common: copies, sentences and quotations that stand elsewhere, and origins."""

import random
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import WordEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Article, ArticleIndex, NotFoundError, Repeat
from index.origins.alignment import coverage, find
from index.origins.prints import SHORTEST, prints, runs
from index.origins.words import Words

SENTENCES = [
    "The ferry Halden left the port of Sorne shortly before noon with ninety passengers on board.",
    "A heavy swell broke the bow door open two miles off the cape, the coast guard wrote.",
    "Fishermen from three villages reached the ship within half an hour and took on the children first.",
    "“We heard the engine stop and then the water came in from below,” said Marit Lund, a nurse.",
    "The owner had been fined twice for skipping inspections of that very door.",
    "Divers will look at the hull as soon as the wind allows, which may take until Friday.",
]
STORY = "\n\n".join(SENTENCES)
OTHER = "\n\n".join(
    [
        "The council of Bergen voted on Monday to close the old tram depot and to build flats there.",
        "Two parties left the hall before the vote in protest against the price of the land.",
        "The mayor promised that every tenant of the yard would be offered a room in the new houses.",
        "Work is to begin in autumn and to last three years, with the street closed for one of them.",
    ]
)


def article(name: str, text: str, publisher: str | None = None) -> Article:
    return Article(id=name, key=name, title=name, title_how="heading", publisher=publisher, text=text)


@pytest.fixture
def library(tmp_path: Path, embedder: WordEmbedder) -> Iterator[ArticleIndex]:
    with ArticleIndex.open(tmp_path / "home", embedder=embedder) as opened:
        yield opened


def copies(library: ArticleIndex, name: str) -> list[str]:
    return [copy.article_id for copy in library.copies(name)]


def repeats(library: ArticleIndex, name: str, words: str) -> tuple[Repeat, ...]:
    """Of the passage of an article that is `words`."""
    start = library.article(name).text.index(words)
    return library.repeats(name, start, start + len(words))


def quoted(library: ArticleIndex, repeat: Repeat) -> str:
    return library.article(repeat.article_id).text[repeat.start : repeat.end]


# Copies and origins


def test_one_text_in_two_outlets_is_two_articles_of_one_origin(library: ArticleIndex) -> None:
    library.add_articles([article("a", STORY, "Sorne Post"), article("b", STORY, "Cape Herald"), article("c", OTHER)])

    assert library.count() == 3
    assert copies(library, "a") == ["b"]
    assert library.copies("b")[0].share == library.copies("b")[0].share_there == 1.0
    assert library.origins() == [("a", "b"), ("c",)]


def shuffled(text: str) -> str:
    paragraphs = text.split("\n\n")
    random.Random(1).shuffle(paragraphs)
    return "\n\n".join(paragraphs)


def edited(text: str, share: float) -> str:
    chance = random.Random(2)
    return " ".join(f"other{chance.randrange(99)}" if chance.random() < share else word for word in text.split())


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(edited(STORY, 0.05), id="a word in twenty"),
        pytest.param(edited(STORY, 0.15), id="a word in seven"),
        pytest.param("\n\n".join(SENTENCES[:3]), id="cut in half"),
        pytest.param(shuffled(STORY), id="paragraphs in another order"),
        pytest.param(f"THE CAPE HERALD\nBy our own correspondents\n\n{STORY}\n\nRead more of this.", id="a new head"),
        pytest.param(STORY.upper().replace(" ", "  "), id="other letters and spaces"),
    ],
)
def test_a_text_that_was_edited_is_a_copy_of_the_same_origin(library: ArticleIndex, changed: str) -> None:
    library.add_articles([article("a", STORY), article("c", OTHER), article("b", changed)])

    assert copies(library, "a") == ["b"]
    assert copies(library, "b") == ["a"]
    assert library.origins() == [("a", "b"), ("c",)]


def test_a_story_in_a_round_up_is_a_copy_but_the_round_up_joins_no_origins(library: ArticleIndex) -> None:
    filler = " ".join(f"word{number}" for number in range(900))

    library.add_articles([article("a", STORY), article("c", OTHER), article("all", f"{STORY}\n{filler}\n{OTHER}")])

    assert sorted(copies(library, "all")) == ["a", "c"]
    assert library.copies("all")[0].share < 0.2 < library.copies("all")[0].share_there
    assert library.origins() == [("a",), ("c",), ("all",)]


def test_a_hundred_copies_are_one_origin(library: ArticleIndex) -> None:
    library.add_articles([article(f"{number:03}", STORY, f"Outlet {number}") for number in range(100)])

    assert len(library.origins()) == 1


def test_a_quotation_in_common_makes_no_copy(library: ArticleIndex) -> None:
    library.add_articles([article("a", STORY), article("b", f"{OTHER}\n\n{SENTENCES[3]}")])

    assert copies(library, "a") == []
    assert library.origins() == [("a",), ("b",)]


@pytest.mark.parametrize("text", ["Fire.", "Fire in Sorne.", "渡船今天上午离开了港口，船上有九十名乘客。"])
def test_the_shortest_texts_and_those_without_spaces_have_copies(library: ArticleIndex, text: str) -> None:
    library.add_articles([article("a", text), article("b", text), article("c", OTHER)])

    assert library.origins() == [("a", "b"), ("c",)]


def test_an_unknown_article_is_named(library: ArticleIndex) -> None:
    with pytest.raises(NotFoundError, match="'nobody'"):
        library.copies("nobody")
    with pytest.raises(NotFoundError, match="'nobody'"):
        library.repeats("nobody", 0, 5)


# Sentences and quotations


def test_a_sentence_is_found_where_it_stands_word_for_word(library: ArticleIndex) -> None:
    library.add_articles([article("a", STORY), article("b", f"{OTHER}\n\n{SENTENCES[4]}"), article("c", OTHER)])

    (found,) = repeats(library, "a", SENTENCES[4])

    assert (found.article_id, found.share, found.quotation) == ("b", 1.0, False)
    assert quoted(library, found) == SENTENCES[4].rstrip(".")


def test_a_sentence_is_found_where_a_word_was_changed(library: ArticleIndex) -> None:
    nearly = SENTENCES[5].replace("Divers", "Experts").replace("allows", "drops")
    library.add_articles([article("a", STORY), article("b", f"{OTHER}\n\n{nearly}")])

    (found,) = repeats(library, "a", SENTENCES[5])

    assert quoted(library, found) in nearly
    assert 0.8 < found.share < 1.0


def test_a_quotation_is_found_whatever_stands_around_it(library: ArticleIndex) -> None:
    words = "We heard the engine stop and then the water came in from below"
    theirs = f'A passenger from Sorne told reporters at the quay: "{words}," and began to cry.'
    library.add_articles([article("a", STORY), article("b", f"{OTHER}\n\n{theirs}")])

    (found,) = repeats(library, "b", theirs)

    assert (found.article_id, found.quotation, found.share) == ("a", True, 1.0)
    assert quoted(library, found) == words
    assert library.article("b").text[found.of_start : found.of_end] == words


def test_a_sentence_that_stands_nowhere_else_has_no_repeat(library: ArticleIndex) -> None:
    library.add_articles([article("a", STORY), article("c", OTHER)])

    assert [repeats(library, "a", sentence) for sentence in SENTENCES] == [()] * len(SENTENCES)


def test_a_sentence_of_three_words_could_be_anybodys(library: ArticleIndex) -> None:
    library.add_articles([article("a", f"{STORY}\n\nHe said no."), article("b", f"{OTHER}\n\nHe said no.")])

    assert repeats(library, "a", "He said no.") == ()


WORDS = st.lists(st.sampled_from([f"w{number}" for number in range(400)]), max_size=30).map(" ".join)


@given(before=WORDS, common=st.lists(st.integers(0, 9_999), min_size=SHORTEST, max_size=40), after=WORDS, glue=WORDS)
@settings(max_examples=200, deadline=None)
def test_a_stretch_of_six_words_is_never_missed(before: str, common: list[int], after: str, glue: str) -> None:
    stretch = " ".join(f"c{number}" for number in common)
    one, other = Words.of(f"{before} {stretch} {glue}"), Words.of(f"{glue} {stretch} {after}")

    assert set(prints(one.codes)) & set(prints(other.codes))


@given(text=st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_the_words_of_any_text_stand_where_they_say(text: str) -> None:
    words = Words.of(text)

    assert all(text[start:end].strip() for start, end in zip(words.starts, words.ends, strict=True))
    assert list(words.starts) == sorted(words.starts)
    assert coverage(words, words) == ((1.0, 1.0) if len(words.codes) else (0.0, 0.0))
    assert len(prints(words.codes)) <= len(runs(words.codes))


@given(before=st.text(max_size=60), after=st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_a_sentence_is_found_at_its_exact_place_in_any_text(before: str, after: str) -> None:
    sentence = SENTENCES[1].rstrip(".")
    text = f"{before}. {sentence}. {after}"

    found = find(Words.of(sentence), Words.of(text))

    assert found is not None
    assert text[found.start : found.end] == sentence
    assert found.share == 1.0


# What is kept


def test_what_leaves_has_no_copies_any_more(library: ArticleIndex, tmp_path: Path) -> None:
    library.add_articles([article("a", STORY), article("b", STORY), article("c", OTHER)])

    library.remove("b")

    assert copies(library, "a") == []
    assert repeats(library, "a", SENTENCES[0]) == ()
    counts = [rows(tmp_path, f"SELECT count(*) FROM {table}") for table in ("copies", "printed")]
    assert counts == [[(0,)], [(2,)]]
    assert rows(tmp_path, "SELECT 1 FROM prints WHERE number NOT IN (SELECT number FROM printed)") == []


def test_a_text_that_changed_under_its_id_is_compared_anew(library: ArticleIndex) -> None:
    library.add_articles([article("a", STORY), article("b", STORY)])

    library.add_articles([article("b", OTHER)])

    assert library.article("b").text == OTHER
    assert copies(library, "a") == []


def rows(tmp_path: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(tmp_path / "home" / "catalog.sqlite3")
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def test_a_library_from_before_gains_what_it_lacks(tmp_path: Path, embedder: WordEmbedder) -> None:
    with ArticleIndex.open(tmp_path / "home", embedder=embedder) as library:
        library.add_articles([article("a", STORY), article("b", STORY)])
    connection = sqlite3.connect(tmp_path / "home" / "catalog.sqlite3")
    connection.executescript("DROP TRIGGER article_leaves; DROP TABLE prints; DROP TABLE printed; DROP TABLE copies")
    connection.close()

    with ArticleIndex.open(tmp_path / "home", embedder=embedder) as library:
        assert copies(library, "a") == ["b"]
        assert library.add_articles([article("c", SENTENCES[0])]).added == ("c",)
        assert "a" in copies(library, "c")


@given(
    rounds=st.lists(
        st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from([None, STORY, OTHER, SENTENCES[0]])), max_size=4),
        max_size=4,
    )
)
@settings(max_examples=10, deadline=None)
def test_after_any_changes_copies_are_those_of_a_fresh_library(rounds: list[list[tuple[str, str | None]]]) -> None:
    held: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as place:
        with ArticleIndex.open(Path(place, "one"), embedder=WordEmbedder()) as library:
            for changes in rounds:
                for name, text in changes:
                    if name in held:
                        library.remove(name)
                        del held[name]
                    if text is not None:
                        library.add_articles([article(name, text)])
                        held[name] = text
            found = {name: set(library.copies(name)) for name in held}
        with ArticleIndex.open(Path(place, "two"), embedder=WordEmbedder()) as fresh:
            fresh.add_articles([article(name, text) for name, text in held.items()])
            assert found == {name: set(fresh.copies(name)) for name in held}
