"""Sentences and chunks are spans of their text, and nothing visible falls between them."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.splitting import sentences, split
from index.splitting.joints import goes_on


def pieces(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(span.kind, text[span.start : span.end]) for span in sentences(text)]


MARKS = '“ ” " ’ » — . ! ? … , 😀 e\u0301 \u2028 a.b U.S. p.m. 390 Doe said Kyiv Date: http://x.y'.split(" ")
news_like = st.lists(st.sampled_from([*MARKS, " ", "\n", "\n\n", "\r\n", "- ", "# ", "(AP) — "]), max_size=40).map(
    "".join
)


@given(st.one_of(st.text(), news_like, st.text(alphabet=st.characters())))
def test_spans_are_ordered_disjoint_stripped_and_leave_nothing_visible_out(text: str) -> None:
    spans = sentences(text)

    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert not text[end : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        end = span.end
    assert not text[end:].strip()


@pytest.mark.parametrize(
    "text",
    [
        "Former U.S. President Doe met Gov. Roe and Dr. Poe.",
        "It was No. 5 on the list of Acme Inc. in St. Louis.",
        "It begins at 9 a.m. Friday and ends at 11 p.m. ET.",
        "Sen. Ann Doe, D-N.Y., met J.D. Roe at 308 N. Second Street.",
        "“The work is not yet finished,” the source told the agency.",
        "“Could this be big???”, Doe wrote on a network.",
        "“Will it hold?” Doe asked on Friday.",
        "“No!” he said, and left.",
        "The letter said “Rep. Doe has left.”",
        "They bought the family’s E! reality show.",
        "We are bringing our people\n\nhome.",
        "It remains the only outcome of\nthe recent talks.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert pieces(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is late. He left.", ["It is late.", "He left."]),
        ("It ends at 9 p.m. The next starts then.", ["It ends at 9 p.m.", "The next starts then."]),
        ("He lives in the U.S. She does not.", ["He lives in the U.S.", "She does not."]),
        ("“It works. It will go on,” Doe wrote.", ["“It works.", "It will go on,” Doe wrote."]),
        ("Doe wrote, “We go\n\nhome.” Meanwhile, Roe left.", ["Doe wrote, “We go\n\nhome.”", "Meanwhile, Roe left."]),
        ('It was "an END." He added, "It is over."', ['It was "an END."', 'He added, "It is over."']),
        ("It broke in Ida. “Who pays?” asked Roe.", ["It broke in Ida.", "“Who pays?” asked Roe."]),
        ('Doe said so. “It is fine," he added.', ["Doe said so.", '“It is fine," he added.']),
        ("He has left.The next one came.", ["He has left.", "The next one came."]),
        ("Photo: Agency/Roe\nKyiv has won the day.", ["Photo: Agency/Roe", "Kyiv has won the day."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_the_language_decides_which_abbreviations_are_known() -> None:
    text = "Am 5. Mai kam Dr. Roe z. B. nach Bonn. Er ging."

    assert [text[span.start : span.end] for span in sentences(text, language="de")] == [text[:-9], "Er ging."]


def test_a_hard_wrapped_text_is_read_as_paragraphs() -> None:
    text = (
        "The two sides met on Friday in the old town hall, and Mr.\n"
        "Doe spoke for an hour about the plan that the European\n"
        "Union had sent to both capitals a week before. It failed."
    )

    assert pieces(text) == [text.removesuffix(" It failed."), "It failed."]


@pytest.mark.parametrize(
    "line",
    [
        "Published on May 23, 2025",
        "Document Date: Sat, Jun 20 2026 11:57:21 pm",
        "Category: ,English,International",
        "Show on website : [Click Here](#)",
        "---",
        "example.news",
        "https://example.org/a/b?c=d",
        "By Ann Doe and Bob Roe, Example News",
        "New York EXN —",
        "Updated 3:45 PM ET, Mon May 5, 2025",
        "2025-05-23T10:00:00Z",
        "© 2025 Example Media",
        "More: What to know about the swap",
        'title: "Both sides swap prisoners"',
    ],
)
def test_a_line_that_is_no_prose_is_a_field(line: str) -> None:
    assert kinds(f"{line}\n\nThe story starts here.") == [("field", line), ("sentence", "The story starts here.")]


@pytest.mark.parametrize("heading", ["## Both sides begin a swap", "What happens next"])
def test_a_title_is_a_heading(heading: str) -> None:
    assert kinds(f"{heading}\n\nThe story starts here.")[0] == ("heading", heading)


@pytest.mark.parametrize("lead", ["LONDON, May 23 (Reuters) - ", "(AP) — ", "KYIV, Ukraine — ", "- ", "• "])
def test_a_dateline_or_a_bullet_is_no_part_of_its_sentence(lead: str) -> None:
    assert kinds(f"{lead}Both sides met.") == [("field", lead.strip()), ("sentence", "Both sides met.")]


def test_a_dash_after_a_short_name_is_no_dateline() -> None:
    assert pieces("NATO — the alliance — met.") == ["NATO — the alliance — met."]


def test_a_lone_surrogate_does_not_break_the_splitter() -> None:
    assert pieces("It is \ud83d late. He left.") == ["It is \ud83d late.", "He left."]


def test_lines_without_end_are_split_in_linear_time() -> None:
    hostile = [
        "By " + "A" * 5_000,
        "1" * 5_000 + "x",
        "''' " * 2_000,
        "“" * 20_000,
        "?”" * 50_000,
        "a.B" * 20_000,
        '." ' * 20_000,
    ]

    for text in hostile:
        assert pieces(text)


def test_a_paragraph_longer_than_the_splitters_window_is_cut_as_a_short_one_is() -> None:
    sentence = "Officials in the U.S. said “it is late” at 5 p.m. on Friday."

    assert pieces(" ".join([sentence] * 2_000)) == [sentence] * 2_000


def test_an_address_goes_on_after_its_initial() -> None:
    assert goes_on("308 N. Second Street", 7)


def count_tokens(texts: Sequence[str]) -> list[int]:
    """Words and marks, with two more for the start and the end of a text."""
    return [2 + len(re.findall(r"\w{1,4}|[^\w\s]", text)) for text in texts]


def article(text: str) -> Article:
    return Article(id="0" * 24, key="a", title="A", title_how="first sentence", text=text)


@given(st.one_of(st.text(), news_like, st.text(alphabet="a\u0301\u200d😀 .\r\n", max_size=200)), st.integers(4, 20))
def test_chunks_are_spans_within_the_limit_that_leave_nothing_visible_out(text: str, max_tokens: int) -> None:
    chunks = split(article(text), max_tokens=max_tokens, count_tokens=count_tokens)

    end = 0
    for chunk in chunks:
        assert end <= chunk.start
        assert not text[end : chunk.start].strip()
        assert text[chunk.start : chunk.end] == chunk.text
        assert count_tokens([chunk.text])[0] <= max_tokens
        end = chunk.end
    assert not text[end:].strip()


def test_neighbouring_sentences_share_a_chunk_while_they_fit() -> None:
    text = "One two six. One two six. One two six. One two six."

    assert [chunk.text for chunk in split(article(text), max_tokens=10, count_tokens=count_tokens)] == [
        "One two six. One two six.",
        "One two six. One two six.",
    ]


def test_a_sentence_that_is_too_long_is_cut_at_white_space() -> None:
    text = "one two\r\nsix ten"

    assert [chunk.text for chunk in split(article(text), max_tokens=4, count_tokens=count_tokens)] == [
        "one two",
        "six ten",
    ]


def test_a_word_that_is_too_long_is_cut_but_not_between_a_letter_and_its_accent() -> None:
    chunks = split(article("e\u0301" * 50), max_tokens=12, count_tokens=count_tokens)

    assert len(chunks) > 1
    assert not [chunk.text for chunk in chunks if chunk.text.startswith("\u0301")]


def test_each_sentence_is_counted_once() -> None:
    counted: list[str] = []

    def count(texts: Sequence[str]) -> list[int]:
        counted.extend(texts)
        return count_tokens(texts)

    split(article("One two six. One two three."), count_tokens=count)

    assert counted == ["One two six.", "One two three.", ""]


def test_the_identity_of_a_chunk_is_its_article_and_span() -> None:
    twice = [split(article("It is so."), count_tokens=count_tokens)[0].id for _ in range(2)]
    other = split(article(" It is so."), count_tokens=count_tokens)[0].id

    assert twice[0] == twice[1] != other
    assert re.fullmatch("[0-9a-f]{24}", other)
