"""Gold files, and the gold that comes with the product."""

import json
from pathlib import Path

import pytest
from gold_answers import ARTICLES, article, case
from pydantic import ValidationError

from assistant.answer import Article
from evals import GoldError, bundled_gold, check, read_cases
from evals.case import KINDS
from evals.scoring.wording import words

SEEDS = Path(__file__).parent.parent / "seeds"


def gold_file(folder: Path, *lines: str) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def line(**fields: object) -> str:
    return case(**fields).model_dump_json()


def test_a_gold_file_gives_its_cases_in_order(tmp_path: Path) -> None:
    path = gold_file(tmp_path, line(id="x"), "", line(id="y"))

    assert [read.id for read in read_cases(path)] == ["x", "y"]


@pytest.mark.fault("eval", 82)
def test_every_fault_of_a_gold_file_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    stray = json.loads(line(id="z")) | {"colour": "red"}
    path = gold_file(tmp_path, line(), "{broken", line(), json.dumps(stray), "[1]", '{"id": "q"}')

    with pytest.raises(GoldError) as caught:
        read_cases(path)

    told = str(caught.value)
    assert f"{path}:2: not JSON at column 2" in told
    assert f"{path}:3: id 'a' is taken by line 1" in told
    assert f"{path}:4: unknown field 'colour'" in told
    assert f"{path}:5: a case is a JSON object, not list" in told
    assert f"{path}:6: field 'why' is missing" in told
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "no cases"), (b"\n \n", "no cases"), (b"\xff\xfe\x00", "not UTF-8 at byte 0")],
)
@pytest.mark.fault("eval", 82, 87)
def test_a_gold_file_without_cases_is_an_error(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)

    with pytest.raises(GoldError, match=reason):
        read_cases(path)


@pytest.mark.fault("eval", 82)
def test_a_gold_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="No such file"):
        read_cases(tmp_path / "none.jsonl")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"refuse": True}, "a case to be refused has no targets"),
        ({"targets": []}, "needs targets and cite"),
        ({"targets": [[]]}, "a group is empty"),
        ({"kind": "follow_up"}, "needs a history"),
        ({"kind": "disagreement"}, "a group of targets per side"),
        ({"kind": "look_alike"}, "alike belongs to look_alike"),
        ({"kind": "other_language"}, "refuse is null"),
        ({"must_cite": ["two.txt"]}, "must_cite names"),
        ({"kind": "riddle"}, "Input should be"),
    ],
)
def test_a_case_that_contradicts_itself_is_an_error(fields: dict[str, object], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        case(**fields)


def seeds() -> list[Article]:
    return [article(path.name, path.read_text(encoding="utf-8")) for path in sorted(SEEDS.glob("*.txt"))]


def test_every_target_of_the_bundled_gold_stands_in_an_article_it_may_cite() -> None:
    assert check(read_cases(bundled_gold()), seeds()) == ()


def test_the_bundled_gold_tries_every_kind_and_refuses_often_enough() -> None:
    cases = read_cases(bundled_gold())

    assert len(cases) >= 70
    assert {read.kind for read in cases} >= set(KINDS) - {"draft", "multi_turn", "status_as_of"}
    assert sum(read.refuse is True for read in cases) >= 14


def test_no_question_of_the_bundled_gold_is_asked_twice() -> None:
    asked = [(words(read.question), read.history) for read in read_cases(bundled_gold())]

    assert len(set(asked)) == len(asked)


@pytest.mark.fault("eval", 83)
def test_a_target_that_stands_nowhere_and_an_article_that_is_not_there_are_told() -> None:
    cases = [case(targets=[["391"]]), case(id="c", cite=["three.txt"])]

    assert check(cases, ARTICLES) == (
        "case 'a': target '391' stands in no article that it may cite",
        "case 'c': no article 'three.txt'; add it, change the case, or name its folder with --articles",
    )
