"""Plain methods beside the product: the best passage, and llama-index's CitationQueryEngine."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant import Assistant, Settings, open_assistant
from assistant.testing import ScriptedServer
from evals.plain.citation_engine import NAME, citation_engine
from evals.plain.methods import plain_methods
from evals.runs.folder import PAGE, RunFolder
from evals.shell import app

DAM = "The council of Aske said on Monday that 390 people had left the valley after the dam cracked."
MILL = "The mill at Holt makes paper. It was sold in May to a company from Lund, the owner said."
CASE = {
    "id": "left",
    "kind": "count",
    "question": "How many people had left the valley?",
    "targets": [["390"]],
    "cite": ["dam.txt"],
    "refuse": False,
    "why": "dam.txt: 390 people had left.",
}
DRAFT = {
    "id": "draft",
    "kind": "draft",
    "question": "390 people had left the valley.",
    "findings": ["supported"],
    "cite": ["dam.txt"],
    "refuse": False,
    "why": "dam.txt: 390 people had left.",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles, gold, and a library that every test of this file shares."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "articles").mkdir()
    (folder / "articles" / "dam.txt").write_text(DAM, encoding="utf-8")
    (folder / "articles" / "mill.txt").write_text(MILL, encoding="utf-8")
    (folder / "gold.jsonl").write_text(f"{json.dumps(CASE)}\n{json.dumps(DRAFT)}\n", encoding="utf-8")
    return folder


@pytest.fixture
def desk(place: Path) -> Iterator[Assistant]:
    with open_assistant(place / "articles", settings=Settings(home=place / "home")) as opened:
        yield opened


def test_the_best_passage_is_given_as_it_is(desk: Assistant) -> None:
    methods = plain_methods(desk)

    answers = {name: methods[name]("Who left the valley?", ()) for name in methods if "best passage" in name}

    assert len(answers) == 2
    assert {answer.citations[0].quote for answer in answers.values()} == {DAM}
    assert methods["BM25, best passage"]("Zebras?", ()).refused


def test_without_a_model_the_citation_engine_copies_the_sentence_with_most_words_of_the_question(
    desk: Assistant,
) -> None:
    (name, ask), *_ = citation_engine(desk).items()

    answer = ask("To whom was the mill sold in May?", ())

    assert name == f"{NAME} (scripted)"
    assert [sentence.text for sentence in answer.sentences] == [
        "It was sold in May to a company from Lund, the owner said."
    ]
    (citation,) = answer.citations
    assert (citation.quote, citation.article.key) == (MILL, "mill.txt")
    assert citation.article.text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    ("reply", "refused", "cited"),
    [
        ("About 390 people left [1].", False, ["dam.txt"]),
        ("None of the sources is helpful.", True, []),
        ("It was so [7].", True, []),
    ],
)
def test_with_a_model_its_labels_are_resolved_and_an_answer_that_cites_nothing_is_a_refusal(
    place: Path, reply: str, refused: bool, cited: list[str]
) -> None:
    with ScriptedServer([reply]) as server:
        settings = Settings(home=place / "home", model="m-1", base_url=server.base_url)
        with open_assistant(place / "articles", settings=settings) as desk:
            answer = citation_engine(desk)[f"{NAME} (m-1)"]("How many people had left the valley?", ())

    assert (answer.refused, [one.article.key for one in answer.citations], answer.model) == (refused, cited, "m-1")
    assert "Source 1:\\n" in server.requests[0].body


def evaluated(place: Path, *options: str) -> Result:
    given = ["--gold", str(place / "gold.jsonl"), "--articles", str(place / "articles"), "--home", str(place / "home")]
    return CliRunner().invoke(app, [*given, *options])


def test_one_command_puts_all_methods_in_one_table_and_on_the_page(place: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"

    told = evaluated(place, "--plain", "--run", str(run))

    assert told.exit_code == 0, told.output
    names = ("bm25-best-passage", "dense-best-passage", "llama-index-citationqueryengine-scripted")
    assert [path.name for path in sorted((run / "plain").iterdir())] == list(names)
    assert "words of an answer" in told.stdout
    page = (run / PAGE).read_text(encoding="utf-8")
    assert "<h2>What it adds</h2>" in page
    assert '<th scope="col" class="figure">llama-index CitationQueryEngine (scripted)</th>' in page
    plain = RunFolder(run / "plain" / names[0])
    assert [outcome.case.id for outcome in plain.report().outcomes] == ["left"]
    compared = CliRunner().invoke(app, ["compare", str(plain.path), str(run)])
    assert compared.exit_code == 0, compared.output


def test_plain_methods_go_on_where_they_stopped(place: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    evaluated(place, "--plain", "--run", str(run))
    answers = {path: path.read_bytes() for path in run.rglob("answers.jsonl")}

    told = evaluated(place, "--plain", "--run", str(run))

    assert told.exit_code == 0, told.output
    assert len(answers) == 4
    assert {path: path.read_bytes() for path in run.rglob("answers.jsonl")} == answers
