"""No bytes whatever break a reader: they become articles with exact spans, or one error of ours, in time."""

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from fuzz import SEEDS, Case, cases, finding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Failure
from index.errors import ArticleError
from index.reading import Limits, Parser, article_from_text, read_new
from index.reading.cleaning import cleaned
from index.reading.decoding import decoded
from index.reading.manifest import Beside
from index.splitting import sentences, split

FOUND = sorted((Path(__file__).parent / "found").iterdir())
EACH = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser(Limits(cpu_s=5)) as one:
        yield one


@pytest.mark.threat("T8")
@pytest.mark.parametrize("file", FOUND, ids=[file.name for file in FOUND])
def test_what_once_broke_a_reader_does_so_no_more(parser: Parser, tmp_path: Path, file: Path) -> None:
    assert finding(parser, tmp_path, Case(f"a{file.suffix}", file.read_bytes())) is None


@pytest.mark.threat("T8")
@pytest.mark.parametrize("suffix", sorted({Path(name).suffix for name in SEEDS}))
@given(raw=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)))
@EACH
def test_any_bytes_of_any_format_are_articles_or_an_error(
    parser: Parser, tmp_path: Path, suffix: str, raw: bytes
) -> None:
    assert finding(parser, tmp_path, Case(f"a{suffix}", raw)) is None


@pytest.mark.threat("T8")
def test_mutated_files_of_any_format_are_articles_or_an_error(parser: Parser, tmp_path: Path) -> None:
    some = islice(cases(random.Random(20261127)), 600)

    found = [told for case in some if (told := finding(parser, tmp_path, case))]

    assert found == []


TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("“”\"'.!?()[]©—\n\r \u2028\x85\x1c\u202eAaß1大")), max_size=400
)


@given(text=TEXTS)
@settings(max_examples=300, deadline=None)
def test_the_sentences_of_any_text_are_disjoint_spans_that_leave_no_word_out(text: str) -> None:
    spans = sentences(text)

    assert all(one.start < one.end for one in spans)
    ends, starts = [0, *(one.end for one in spans)], [*(one.start for one in spans), len(text)]
    between = [(end, start) for end, start in zip(ends, starts, strict=True)]
    assert all(end <= start for end, start in between)
    assert not "".join(text[end:start] for end, start in between).strip()


@given(text=TEXTS, most=st.integers(3, 20))
@settings(max_examples=200, deadline=None)
def test_any_text_is_refused_or_in_chunks_that_are_spans_of_it(text: str, most: int) -> None:
    try:
        article = article_from_text(cleaned(text).text, key="a")
    except ArticleError:
        return

    chunks = split(article, max_tokens=most, count_tokens=lambda texts: [len(one) // 3 + 2 for one in texts])

    assert all(article.text[chunk.start : chunk.end] == chunk.text for chunk in chunks)
    assert "".join("".join(chunk.text for chunk in chunks).split()) == "".join(article.text.split())


@given(text=TEXTS)
@settings(max_examples=200, deadline=None)
def test_cleaning_twice_is_cleaning_once_or_finds_what_the_first_time_put_together(text: str) -> None:
    first = cleaned(text)

    assert len(first.text) + first.left_out == len(text)
    assert not [char for char in first.text if char in "\0\x07\x1b\x7f\x9b\u202e\u2066"]


@given(
    raw=st.binary(max_size=300), declared=st.sampled_from([None, "utf-8", "koi8-r", "idna", "hex", "undefined", "x"])
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_decoded_or_refused(raw: bytes, declared: str | None) -> None:
    try:
        text = decoded(raw, "a", declared=declared).text
    except ArticleError:
        return
    assert isinstance(text, str)


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=8,
)
FIELDS = st.dictionaries(
    st.one_of(
        st.sampled_from(["_id", "id", "key", "title", "source", "author", "published", "date", "url"]), st.text()
    ),
    VALUES,
    max_size=5,
)


@pytest.mark.fault("ingest", 26)
@given(fields=FIELDS, text=st.one_of(st.just("Both sides met."), VALUES))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_record_is_an_article_or_told_by_its_line(tmp_path: Path, fields: dict[str, object], text: object) -> None:
    import json

    (tmp_path / "a.jsonl").write_text(json.dumps({**fields, "text": text}))

    (found,) = read_new(tmp_path / "a.jsonl", Beside(), {})

    if isinstance(found, Failure):
        assert found.reason.startswith(f"{tmp_path / 'a.jsonl'}:1: ")
    else:
        assert found.article is not None
        assert found.article.model_validate_json(found.article.model_dump_json()).text == found.article.text
