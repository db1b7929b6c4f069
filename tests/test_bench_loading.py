"""Benchmark files as rows and passages; and what is said where a file cannot be used."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from bench_rows import CORPUS, ROWS, write_bench, write_lines

from evals.benchmarks.loading import read_corpus, read_relevance, read_rows
from evals.benchmarks.passages import Passage
from evals.benchmarks.sets import SETS
from evals.benchmarks.sets.answers.rtqa import Quiz
from evals.benchmarks.suite import chosen, require_files
from evals.errors import BenchError


@pytest.mark.parametrize("name", [one.name for one in SETS])
def test_every_set_reads_its_file(tmp_path: Path, name: str) -> None:
    (one,) = chosen([name])

    rows = one.read(write_bench(tmp_path))

    assert len(rows) == len(ROWS[one.file])
    assert all(row.name and row.group and row.asked for row in rows)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"rtqa\.dev\.jsonl: No such file or directory; name the folder"):
        read_rows(tmp_path / "rtqa.dev.jsonl", Quiz)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{"id": "1"}', r"x\.jsonl:2: question: Field required"),
        ("{", r"x\.jsonl:2: the line: Invalid JSON"),
    ],
)
@pytest.mark.fault("eval", 82)
def test_a_malformed_row_is_told_with_its_line(tmp_path: Path, line: str, fault: str) -> None:
    good = json.dumps(ROWS["b_qa/rtqa.dev.jsonl"][0])
    (tmp_path / "x.jsonl").write_text(f"{good}\n{line}\n", encoding="utf-8")

    with pytest.raises(BenchError, match=fault):
        read_rows(tmp_path / "x.jsonl", Quiz)


@pytest.mark.fault("eval", 82)
def test_an_empty_file_and_a_broken_archive_are_errors(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("\n", encoding="utf-8")
    (tmp_path / "corpus.jsonl.gz").write_bytes(b"no archive")

    with pytest.raises(BenchError, match="no rows"):
        read_rows(tmp_path / "x.jsonl", Quiz)
    with pytest.raises(BenchError, match=r"corpus\.jsonl\.gz"):
        read_corpus(tmp_path)


def test_a_corpus_is_read_packed_or_plain(tmp_path: Path) -> None:
    plain, packed = tmp_path / "plain", tmp_path / "packed"
    write_lines(plain / "corpus.jsonl", CORPUS)
    packed.mkdir()
    (packed / "corpus.jsonl.gz").write_bytes(gzip.compress((plain / "corpus.jsonl").read_bytes()))

    first, second = read_corpus(plain)

    assert read_corpus(packed) == (first, second)
    assert (first.key, first.title, first.published) == ("rtqa-1", "A bridge for Aske", date(2023, 1, 4))
    assert second.published is None


def test_relevance_is_read_from_a_beir_file(tmp_path: Path) -> None:
    qrels = tmp_path / "qrels.tsv"
    qrels.write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t0\nq2\td3\t2\n", encoding="utf-8")

    assert read_relevance(qrels) == {"q1": {"d1"}, "q2": {"d3"}}


def test_passages_share_a_key_where_they_differ_in_case_and_spaces_only() -> None:
    assert Passage(text="The bridge\nis open.").key == Passage(text="the bridge is open.").key
    assert Passage(text="The bridge is open.").key != Passage(text="The bridge is open.", title="Aske").key
    assert Passage(text="x", name="rtqa-1").key == "rtqa-1"


def test_a_passage_is_written_with_its_title_and_date() -> None:
    passage = Passage(text="It opened.", title="Bridge", published=date(2023, 1, 4))

    assert passage.written == "# Bridge\n\nPublished: 2023-01-04\n\nIt opened."


def test_missing_files_are_told_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"no b_qa/rtqa\.dev\.jsonl, .* and 21 more; name the folder"):
        require_files(chosen([]), tmp_path)

    require_files(chosen([]), write_bench(tmp_path))


def test_a_set_is_named_in_full_or_by_its_last_part() -> None:
    assert [one.name for one in chosen(["squad2", "b_qa/rtqa"])] == ["b_qa/rtqa", "c_abstain/squad2"]
    assert [one.name for one in chosen(["rtqa,squad2"])] == ["b_qa/rtqa", "c_abstain/squad2"]
    with pytest.raises(BenchError, match="no set riddles; there are b_qa/rtqa"):
        chosen(["riddles"])
