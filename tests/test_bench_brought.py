"""Sets that a user brings: BEIR, MultiHop-RAG, RGB and SQuAD 2, read as published and scored as their authors do."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.answer import Answer
from evals.benchmarks.answer_set import Found
from evals.benchmarks.brought import beir, multihop, rgb, squad
from evals.benchmarks.brought.formats import Brought, brought_set
from evals.benchmarks.page import markdown
from evals.benchmarks.ranking import ranked
from evals.benchmarks.records import BenchReport
from evals.errors import BenchError
from evals.runs.comparing import compare_runs
from evals.shell import app

BRIDGE = "The bridge of Aske opened in May, mayor Ada Lee said. It is 300 metres long."
MILL = "The paper mill at Holt was sold to a company from Lund for 40 million euros."
GOATS = "Goats graze on the hills above the harbour, and nobody counts them."


def lines(path: Path, rows: Sequence[object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


@pytest.fixture
def beir_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "towns"
    documents = [("d/1", "Bridge", BRIDGE), ("d2", "", MILL), ("d3", "Goats", GOATS), ("d4", "A title alone", "")]
    lines(folder / "corpus.jsonl", [{"_id": name, "title": title, "text": text} for name, title, text in documents])
    queries = [{"_id": "q1", "text": "Who opened the bridge of Aske?"}, {"_id": "q2", "text": "paper mill sold"}]
    lines(folder / "queries.jsonl", [*queries, {"_id": "q3", "text": "Nobody judged this."}])
    (folder / "qrels").mkdir()
    judged = "query-id\tcorpus-id\tscore\nq1\td/1\t2\nq1\td3\t0\nq2\td2\t1\nq2\td/1\t1\n"
    (folder / "qrels" / "test.tsv").write_text(judged, encoding="utf-8")
    return folder


@pytest.fixture
def multihop_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "hops"
    folder.mkdir()
    articles = [
        {"title": "Bridge", "body": BRIDGE, "source": "Aske Herald", "published_at": "2023-05-02T10:00:00+00:00"},
        {"title": "Mill", "body": MILL, "source": "Holt Post", "published_at": "2023-05-03"},
    ]
    asked = {
        "query": "Which mayor spoke when the bridge of Aske opened?",
        "answer": "Ada Lee",
        "question_type": "inference_query",
        "evidence_list": [{"fact": "The bridge of  Aske opened in May, mayor Ada Lee said."}, {"fact": "Not there."}],
    }
    silent = {"query": "Who won the regatta?", "answer": "Insufficient information.", "question_type": "null_query"}
    (folder / "corpus.json").write_text(json.dumps(articles, indent=1), encoding="utf-8")
    questions = [asked, silent | {"evidence_list": []}]
    (folder / "MultiHopRAG.json").write_text(json.dumps(questions, indent=1), encoding="utf-8")
    return folder


@pytest.fixture
def rgb_file(tmp_path: Path) -> Path:
    row = {"id": 0, "query": "How long is the bridge of Aske?", "answer": ["300 metres"], "negative": [GOATS, MILL]}
    lines(tmp_path / "en.json", [row | {"positive": [BRIDGE]}])
    return tmp_path / "en.json"


@pytest.fixture
def squad_file(tmp_path: Path) -> Path:
    asked = [
        {"id": "1", "question": "How long is the bridge?", "is_impossible": False, "answers": [{"text": "300 metres"}]},
        {"id": "2", "question": "Who painted the bridge of Lund blue?", "is_impossible": True, "answers": []},
    ]
    whole = {"version": "v2.0", "data": [{"title": "Aske", "paragraphs": [{"context": BRIDGE, "qas": asked}]}]}
    (tmp_path / "dev.json").write_text(json.dumps(whole), encoding="utf-8")
    return tmp_path / "dev.json"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shared, so that the embedding model is built once."""
    return tmp_path_factory.mktemp("home")


def measured(home: Path, *options: str | Path) -> Result:
    return CliRunner().invoke(app, ["bench", "--home", str(home), *map(str, options)])


def test_all_of_them_are_measured_by_one_command(
    home: Path, tmp_path: Path, beir_folder: Path, multihop_folder: Path, rgb_file: Path, squad_file: Path
) -> None:
    out = tmp_path / "bench.md"
    brought = ("--beir", beir_folder, "--multihop", multihop_folder, "--rgb", rgb_file, "--squad", squad_file)

    told = measured(home, *brought, "--out", out)

    assert told.exit_code == 0, told.output
    report = BenchReport.model_validate_json(out.with_suffix(".json").read_text(encoding="utf-8"))
    assert [(one.name, one.n, one.failed) for one in report.sets] == [
        ("beir/towns", 2, 0),
        ("multihop/hops", 2, 0),
        ("rgb/en", 1, 0),
        ("squad/dev", 2, 0),
    ]
    figures = {(one.name, figure.measure): figure.value for one in report.sets for figure in one.figures}
    assert figures["beir/towns", "Hit@1"] == 1
    assert figures["multihop/hops", "Hits@10"] == 1
    assert figures["multihop/hops", "MAP@10"] == 0.5
    assert figures["rgb/en", "right, noise 0.0"] == 1
    assert out.read_text(encoding="utf-8") == markdown(report)


def test_what_was_brought_is_asked_once_and_compared_by_its_measures(
    home: Path, tmp_path: Path, squad_file: Path, beir_folder: Path
) -> None:
    for _ in range(2):
        assert measured(tmp_path / "own", "--squad", squad_file, "--beir", beir_folder).exit_code == 0
    (folder,) = (tmp_path / "own" / "records").iterdir()

    told = compare_runs(folder, folder)

    assert [len(path.read_text().splitlines()) for path in sorted(folder.glob("*.jsonl"))] == [2, 2]
    assert {one.name.split(":")[0] for one in told.differences} == {"squad/dev", "beir/towns"}
    assert all(one.is_noise for one in told.differences)


def test_nothing_named_is_wrong_usage(home: Path) -> None:
    assert measured(home).exit_code == 2
    assert measured(home, "--sets", "rtqa", "--squad", "x.json").exit_code == 2


class Shelf:
    """A library that finds what it was told."""

    def __init__(self, *found: Found) -> None:
        self.found = found

    def __call__(self, question: str, **told: object) -> Answer:
        return Answer(question=question, query=question, text="", refused=True, engine="quotes")

    def search(self, question: str, *, depth: int) -> Sequence[Found]:
        return self.found[:depth]


def test_an_article_stands_at_its_best_passage_and_the_query_itself_is_left_out() -> None:
    query = beir.Query(id="q", text="?", grades={"a": 1, "x/y": 2})
    key = brought_key("x/y")
    shelf = Shelf(Found("q", "itself"), Found("b", "1"), Found("a", "1"), Found("a", "2"), Found(key, "1"))

    found = beir.examine(query, shelf)

    assert found.values == ranked(["b", "a", key], {"a": 1, key: 2})


def brought_key(name: str) -> str:
    """The key of a document whose id is no file name."""
    return beir._key(name)


def test_grades_count_in_ndcg_and_every_relevant_article_in_map() -> None:
    told = ranked(["a", "n", "b"], {"a": 1, "b": 3, "c": 1})

    assert told["nDCG@10"] == pytest.approx((1 + 3 / 2) / (3 + 1 / 1.5849625 + 1 / 2))
    assert told["MAP@100"] == pytest.approx((1 + 2 / 3) / 3)
    assert (told["Recall@4"], told["Hit@1"], told["MRR@10"]) == (pytest.approx(2 / 3), 1, 1)
    assert ranked(["n"] * 10 + ["a"], {"a": 1})["MRR@10"] == 0


def test_hops_are_scored_as_the_benchmark_does() -> None:
    facts = ["One fact.", "Another fact.", "A third."]

    told = multihop.hops(["nothing", "x One\nfact. Anotherfact. y", "One fact. again"], facts)

    assert told == {"hits_10": 1, "hits_4": 1, "map_10": pytest.approx(2 / 2 / 3), "mrr_10": 0.5}
    assert multihop.hops(["n"] * 10 + ["A third."], facts) == {
        "hits_10": 0,
        "hits_4": 0,
        "map_10": pytest.approx(1 / 11 / 3),
        "mrr_10": 0,
    }


@pytest.mark.parametrize(
    ("said", "gold", "right"),
    [("Ada Lee", "Mayor ADA", True), ("Lee.", "Ada Lee", False), ("", "Yes", False)],
)
def test_a_shared_word_is_enough_and_a_full_stop_parts_two_words(said: str, gold: str, right: bool) -> None:
    assert multihop.shares_a_word(said, gold) is right


def test_the_sources_of_hops_are_kept(multihop_folder: Path) -> None:
    first, _ = multihop.read_articles(multihop_folder)

    assert first.written.startswith("# Bridge\n\nPublished: 2023-05-02\n\nPublisher: Aske Herald\n\nThe bridge")


def noisy(**fields: object) -> rgb.Noisy:
    plain = {"id": 1, "query": "?", "answer": ["x"], "positive": ["p1", "p2", "p3"], "negative": ["n1", "n2", "n3"]}
    return rgb.Noisy.model_validate_json(json.dumps(plain | fields))


@pytest.mark.parametrize(
    ("fields", "noise", "texts"),
    [
        ({}, 0.4, ["p1", "p2", "p3", "n1", "n2"]),
        ({}, 0.0, ["p1", "p2", "p3", "n1", "n2"]),
        ({}, 0.8, ["p1", "n1", "n2", "n3"]),
        ({}, 1.0, ["n1", "n2", "n3"]),
        ({"positive": [["a1", "a2"], ["b1"]]}, 0.4, ["a1", "b1", "a2", "n1", "n2"]),
    ],
)
def test_five_passages_are_asked_with_a_share_that_tells_nothing(
    fields: dict[str, object], noise: float, texts: list[str]
) -> None:
    assert rgb.chosen(noisy(**fields), noise) == texts


def test_every_part_of_the_gold_must_stand_in_the_answer_in_one_of_its_forms() -> None:
    gold = noisy(answer=[["January 2", "2 January"], "Rome"]).answer

    assert rgb.holds_all("In ROME on 2 january.", gold)
    assert not rgb.holds_all("On 2 January.", gold)


def test_swapped_answers_are_another_task(tmp_path: Path) -> None:
    row = {"id": 1, "query": "?", "answer": "x", "fakeanswer": "y", "positive": ["x"], "negative": []}
    lines(tmp_path / "en_fact.json", [row | {"positive_wrong": ["y"]}])

    one = brought_set(Brought("rgb", tmp_path / "en_fact.json"))

    assert one.name == "rgb-fact/en_fact"
    assert len(one.read(Path())) == 1


def test_exact_match_and_f1_are_those_of_the_official_script(squad_file: Path) -> None:
    answerable, impossible = squad.read_questions(squad_file)

    told = [squad.examine(row, Shelf()).values for row in (answerable, impossible)]

    assert [(one["exact"], one["f1"]) for one in told] == [(0, 0), (1, 1)]
    assert ("exact_has" in told[0], "f1_none" in told[1]) == (True, True)


def test_a_packed_corpus_and_another_split_are_read(beir_folder: Path) -> None:
    corpus = beir_folder / "corpus.jsonl"
    (beir_folder / "corpus.jsonl.gz").write_bytes(gzip.compress(corpus.read_bytes()))
    corpus.unlink()
    (beir_folder / "qrels" / "test.tsv").rename(beir_folder / "qrels" / "dev.tsv")

    one = brought_set(Brought("beir", beir_folder))

    assert [row.name for row in one.read(Path())] == ["q1", "q2"]
    assert [passage.text for passage in one.articles(beir_folder)] == [BRIDGE, MILL, GOATS, "A title alone"]


@pytest.mark.fault("eval", 82)
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("towns/qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td2\n", r"test\.tsv:2: not query, document and score"),
        ("towns/qrels/test.tsv", "q\td\ts\nq1\td2\tgood\n", r"test\.tsv:2: score 'good' is no number"),
        ("towns/qrels/test.tsv", "q\td\ts\nq1\td2\t0\n", r"test\.tsv: no relevant documents"),
        ("towns/qrels/test.tsv", "q\td\ts\nq9\td2\t1\n", r"query 'q9' stands in no line of queries\.jsonl"),
        (
            "towns/queries.jsonl",
            '{"_id": "q1", "text": "?"}\n{"_id": "q2"}\n',
            r"queries\.jsonl:2: text: Field required",
        ),
        ("towns/corpus.jsonl", '{"_id": "d1", "text": "x"}\n{"_id"\n', r"corpus\.jsonl:2: the line: Invalid JSON"),
        ("hops/MultiHopRAG.json", "{}", r"MultiHopRAG\.json:1: no JSON array"),
        ("hops/MultiHopRAG.json", "[]", r"MultiHopRAG\.json: no items"),
        ("hops/MultiHopRAG.json", '[\n {"query": "?"\n]', r"MultiHopRAG\.json:3: column 1: Expecting"),
        ("hops/corpus.json", '[\n {"title": "a", "body": "b"},\n {"title": "c"}\n]', r"corpus\.json:3: item 2: body"),
        ("en.json", '{"id": 1}\n', r"en\.json:1: query: Field required"),
        ("en.json", '{"id": 1, "query": "?", "answer": 3, "positive": [], "negative": []}\n', r"en\.json:1: answer"),
        ("dev.json", '{"data": [{"paragraphs": [{"qas": []}]}]}', r"dev\.json: data\.0\.paragraphs\.0\.context"),
        ("dev.json", '{"data":\n [', r"dev\.json: the line: Invalid JSON: EOF .* at line 2 column 2"),
        ("dev.json", '{"data": []}', r"dev\.json: no questions"),
    ],
)
@pytest.mark.usefixtures("beir_folder", "multihop_folder", "rgb_file", "squad_file")
def test_a_malformed_file_is_told_with_its_place(
    home: Path, tmp_path: Path, name: str, content: str, reason: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    form = {"towns": "--beir", "hops": "--multihop", "en.json": "--rgb", "dev.json": "--squad"}[name.split("/")[0]]

    told = measured(home, form, tmp_path / name.split("/")[0])

    assert isinstance(told.exception, BenchError)
    with pytest.raises(BenchError, match=reason):
        raise told.exception


@pytest.mark.fault("eval", 83)
@pytest.mark.parametrize(
    ("option", "reason"),
    [
        ("--beir", r"corpus\.jsonl.*|no qrels"),
        ("--multihop", r"corpus\.json: No such file"),
        ("--rgb", "No such file"),
        ("--squad", "No such file"),
    ],
)
def test_a_missing_set_is_told_in_one_line(home: Path, tmp_path: Path, option: str, reason: str) -> None:
    told = measured(home, option, tmp_path / "none")

    assert isinstance(told.exception, BenchError)
    assert "\n" not in str(told.exception)
    with pytest.raises(BenchError, match=reason):
        raise told.exception
