"""`twosource bench` as its user meets it, on sizes too small to time anything; no figure here is a claim."""

import gzip
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from assistant import Filters, Settings, open_assistant
from evals.errors import BenchError
from evals.speed.marks import marks
from evals.speed.page import markdown
from evals.speed.records import ColdStart, Ingest, Machine, Resync, Search, SpeedReport
from evals.speed.shell import run_speed
from evals.speed.sides.filling import Watched, article_of, copy_of
from evals.speed.sides.side import Side
from evals.speed.sources import Source, made_up, sources

EVALS = Path(__file__).parent.parent / "evals"
MACHINE = Machine(cores=2, load=0.5, python="3.11.7", sgemm_gflops=150)


def ingest(arm: str, seconds: float) -> Ingest:
    return Ingest.model_validate(
        {
            "arm": arm,
            "articles": 100,
            "chunks": 600,
            "seconds": (seconds,),
            "cpu_s": 2 * seconds,
            "embedding_s": None,
            "disk_mb": 1,
            "peak_mb": 300,
        }
    )


def search(chunks: int, median_ms: float, p95_ms: float, peak_mb: float = 500) -> Search:
    return Search(
        arm="twosource float32",
        chunks=chunks,
        queries=10,
        median_ms=median_ms,
        p95_ms=p95_ms,
        cpu_ms=median_ms,
        disk_mb=1,
        peak_mb=peak_mb,
    )


def report(**changes: object) -> SpeedReport:
    empty = SpeedReport(
        version="0",
        texts="3 texts",
        machine=MACHINE,
        ingest=(),
        resync=(),
        embedding=(),
        search=(),
        cold=(),
        defaults=None,
        missing=None,
    )
    return empty.model_copy(update=changes)


def test_a_made_up_text_is_the_same_every_time_and_shares_no_sentence_with_another() -> None:
    sentences = [set(made_up(number).text.split(". ")) for number in range(5)]

    assert made_up(3) == made_up(3)
    assert sum(map(len, sentences)) == len(set.union(*sentences))


def test_texts_are_read_from_a_folder_and_from_lines(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "one.md").write_text("# A title\n\nIts body.\n", encoding="utf-8")
    row = json.dumps({"title": "A title", "text": "Its body."}) + "\n"
    (tmp_path / "lines.jsonl").write_text(row, encoding="utf-8")
    (tmp_path / "lines.jsonl.gz").write_bytes(gzip.compress(row.encode()))

    found = [sources(tmp_path / name, 10) for name in ("folder", "lines.jsonl", "lines.jsonl.gz")]

    assert found == [[Source("A title", "Its body.")]] * 3


@pytest.mark.parametrize("written", ["", "no JSON\n"])
def test_a_file_without_texts_is_refused_by_name(tmp_path: Path, written: str) -> None:
    given = tmp_path / "given.jsonl"
    given.write_text(written, encoding="utf-8")

    with pytest.raises(BenchError, match=r"given\.jsonl"):
        sources(given, 10)


def test_a_copy_has_the_words_of_its_text_in_another_order() -> None:
    source = made_up(1)
    copy = copy_of(source, 2)

    assert sorted(copy.text.replace(".", "").split()) == sorted(source.text.replace(".", "").split())
    assert copy.text != source.text


def test_ready_vectors_are_turned_and_found_again(tmp_path: Path) -> None:
    embedder = Watched(tmp_path / "models", int8=False)
    settings = Settings(home=tmp_path / "home")
    with open_assistant(settings=settings, embedder=embedder) as desk:
        desk.add_articles([article_of(Source("The bridge", "The bridge over the river was closed on Monday."), "base")])
        embedder.ready = embedder.made[0][:1]
        desk.add_articles([article_of(Source("closed was", "bridge river the over Monday on closed"), "copy")])

        hits = desk.retrieve("The bridge over the river was closed on Monday.", filters=Filters()).hits

    assert len(hits) == 2
    assert hits[0].cosine > hits[1].cosine > 0.8


def test_a_side_that_breaks_is_told_with_its_last_words(tmp_path: Path) -> None:
    with Side("ours", folder=tmp_path) as side, pytest.raises(BenchError, match="nothing is open"):
        side.do("retrieve", queries=["Who?"])


def test_marks_are_reached_or_missed() -> None:
    told = report(
        ingest=(ingest("twosource float32", 40), ingest("twosource int8", 20), ingest("llama-index", 80)),
        resync=(
            Resync(arm="twosource float32", articles=100, changed=1, seconds=1, full_seconds=40, cpu_share=0.02),
            Resync(arm="twosource int8", articles=100, changed=1, seconds=1, full_seconds=20, cpu_share=0.02),
        ),
        search=(search(5_000, 9, 90), search(29_990, 20, 90), search(200_010, 70, 80, peak_mb=1_300)),
        cold=(ColdStart(chunks=5, ask_s=2, chromadb_s=1, ask_cpu_s=2, chromadb_cpu_s=1),),
    )

    assert [(mark.value, mark.reached) for mark in marks(told)] == [
        ("2.0 times", False),
        ("4.0 times", True),
        ("20 ms", True),
        ("4.5 times", False),
        ("70 ms", False),
        ("1.1 times", True),
        ("1,300 MB", False),
        ("2.0 times (2.00 s)", True),
        ("2.5%", True),
        ("5.0%", False),
    ]


def test_a_page_without_the_stack_says_so() -> None:
    page = markdown(report(ingest=(ingest("twosource int8", 20),), missing="no llama-index"), plot=False)

    assert "no llama-index" in page
    assert "| twosource int8 | 100 | 600 | 5.00 | 30.0 | – | – |" in page


@pytest.mark.skipif(not (EVALS / "speed.json").exists(), reason="no run is accepted")
def test_the_page_shows_the_figures_beside_it() -> None:
    told = SpeedReport.model_validate_json((EVALS / "speed.json").read_text(encoding="utf-8"))

    page = (EVALS / "SPEED.md").read_text(encoding="utf-8")

    assert page == markdown(told, plot=(EVALS / "speed.svg").exists())


def test_a_tiny_run_measures_everything_of_ours_and_names_what_is_missing(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(run_speed)
    out = tmp_path / "SPEED.md"
    sizes = [option for size in ("5", "90") for option in ("--sizes", size)]

    small = ["--quick", "--count", "10", "--rounds", "1", *sizes, "--home", str(tmp_path / "home")]

    # A Python that is there and has nothing.
    told = CliRunner().invoke(app, [*small, "--out", str(out), "--stack-python", "/bin/false"])

    assert told.exit_code == 0, told.output
    found = SpeedReport.model_validate_json((tmp_path / "speed.json").read_text(encoding="utf-8"))
    assert [(one.arm, one.articles) for one in found.ingest] == [("twosource float32", 10), ("twosource int8", 10)]
    assert [(one.changed, one.articles) for one in found.resync] == [(1, 10), (1, 10)]
    assert found.search[0].chunks == 5
    assert found.search[1].chunks >= 0.99 * 90
    assert len(found.cold) == 2
    assert found.missing
    assert found.missing in out.read_text(encoding="utf-8")
