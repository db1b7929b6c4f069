"""`twosource eval new` and `check`, the pytest helper, and two runs held against each other."""

import json
from pathlib import Path

import pytest
from gold_answers import ARTICLES, DAY, LEFT, MONDAY, answered, case, ran, refused, unanswerable
from typer.testing import CliRunner, Result

from assistant import Turn
from evals import GoldError, read_cases, require_gate, require_right, write_baseline
from evals.checking import doubts, edited
from evals.hashing import content_hash
from evals.making import Given, make_case, next_name, read_answer
from evals.shell import app

DAM = "The council of Aske said on Monday that 390 people had left the valley after the dam cracked."


def given(answer: object = None, **changes: object) -> Given:
    told = (answer or answered(LEFT)).model_dump(mode="json") | changes  # type: ignore[attr-defined]
    return Given.model_validate_json(json.dumps(told))


def test_a_case_is_made_of_what_the_answer_said_and_cited() -> None:
    made = make_case(given(short="390", question="How many left?"), ARTICLES, name="fact-01")

    assert (made.kind, made.targets, made.cite, made.refuse) == ("fact", (("390",),), ("one.txt",), False)
    assert made.pinned == {"one.txt": content_hash(ARTICLES[0].text)}
    assert "one.txt: The council said 390 people left" in made.why


def test_a_disagreement_makes_a_case_of_its_sides() -> None:
    made = make_case(given(answered(MONDAY, disagreements=(DAY,))), ARTICLES, name="d")

    assert made.kind == "disagreement"
    assert made.targets == (("Monday",), ("Tuesday",))
    assert made.cite == ("one.txt", "two.txt")


def test_a_refusal_makes_an_unanswerable_case() -> None:
    made = make_case(given(refused()), ARTICLES, name="u")

    assert (made.kind, made.refuse, made.targets, made.cite) == ("unanswerable", True, (), ())


def test_a_history_makes_a_follow_up_and_targets_can_be_said() -> None:
    turns = [Turn(role="user", text="Who left?")]

    made = make_case(given(), ARTICLES, name="f", targets=["390", "120"], history=turns, why="one.txt says so.")

    assert (made.kind, made.targets, made.why) == ("follow_up", (("390",), ("120",)), "one.txt says so.")


def test_an_answer_that_makes_no_case_says_why() -> None:
    with pytest.raises(GoldError, match="a case to be answered needs targets and cite"):
        make_case(given(citations=[], short=None), ARTICLES, name="x")


def test_what_is_no_answer_is_told(tmp_path: Path) -> None:
    (tmp_path / "answer.json").write_text("[]", encoding="utf-8")

    with pytest.raises(GoldError, match="no answer; write one with"):
        read_answer(tmp_path / "answer.json")
    with pytest.raises(GoldError, match="--answer"):
        read_answer(tmp_path / "none.json")


def test_a_new_case_gets_the_first_free_name() -> None:
    assert next_name("look_alike", ["look-alike-01", "look-alike-03"]) == "look-alike-02"


def test_an_article_that_was_edited_shows() -> None:
    pinned = case(pinned={"one.txt": "000000000000", "two.txt": content_hash(ARTICLES[1].text)})

    (line,) = edited([pinned], ARTICLES)

    assert "article 'one.txt' was edited since" in line


def test_twins_and_bare_reasons_are_doubted() -> None:
    twins = [case(id="x"), case(id="y", question="how many people LEFT"), case(id="z", question="Who?", why="Yes.")]

    told = doubts(twins, ARTICLES)

    assert [line.split(";")[0] for line in told] == ["case 'y': asks what 'x' asks", "case 'z': why is 'Yes.'"]


def test_a_wrong_answer_fails_a_test_and_says_why() -> None:
    require_right(case(), answered(LEFT))
    require_right(unanswerable(), refused())

    with pytest.raises(AssertionError, match=r"a: lacks 390(.|\n)*answered: It was inspected(.|\n)*gold: one.txt says"):
        require_right(case(), answered(MONDAY))


def test_a_run_that_fell_fails_a_test_and_names_what_fell(tmp_path: Path) -> None:
    good, bad = ran((case(), answered(LEFT))), ran((case(), answered(MONDAY)))
    write_baseline(good, tmp_path / "baseline.json")

    require_gate(good, baseline=tmp_path / "baseline.json", fail_under=1)
    with pytest.raises(AssertionError, match=r"right fell from 1\.000 to 0\.000; worse: a"):
        require_gate(bad, baseline=tmp_path / "baseline.json")
    with pytest.raises(AssertionError, match=r"below 0\.5"):
        require_gate(bad, fail_under=0.5)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles, and a library that the commands of this file share."""
    folder = tmp_path_factory.mktemp("gold")
    (folder / "articles").mkdir()
    (folder / "articles" / "dam.txt").write_text(DAM, encoding="utf-8")
    return folder


def called(place: Path, *arguments: str) -> Result:
    given = ["--articles", str(place / "articles"), "--home", str(place / "home")]
    return CliRunner().invoke(app, [*arguments, *given])


def test_a_question_becomes_a_case_that_runs_and_checks(place: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"

    told = called(place, "new", str(gold), "How many people had left the valley?", "--target", "390")

    assert told.exit_code == 0, told.output
    (made,) = read_cases(gold)
    assert (made.id, made.cite, made.targets) == ("fact-01", ("dam.txt",), (("390",),))
    assert called(place, "check", str(gold)).exit_code == 0
    assert called(place, "--gold", str(gold), "--fail-under", "1").exit_code == 0


def test_check_names_what_is_wrong_and_leaves_with_1(place: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    wrong = case(cite=["dam.txt"], targets=[["391"]])
    gold.write_text(wrong.model_dump_json(exclude_defaults=True) + "\n", encoding="utf-8")

    told = called(place, "check", str(gold))

    assert told.exit_code == 1
    assert "target '391' stands in no article" in told.stderr
    assert "1 cases, 1 faults" in told.stdout


def test_new_wants_a_question_or_an_answer(place: Path, tmp_path: Path) -> None:
    assert called(place, "new", str(tmp_path / "gold.jsonl")).exit_code == 2
    assert called(place, "new", str(tmp_path / "gold.jsonl"), "Who?", "--kind", "riddle").exit_code == 2


def test_a_run_is_kept_and_two_of_them_compared(place: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    called(place, "new", str(gold), "How many people had left the valley?", "--target", "390")
    for name in "ab":
        told = called(place, "--gold", str(gold), "--run", str(tmp_path / name))
        assert told.exit_code == 0, told.output

    compared = CliRunner().invoke(app, ["compare", str(tmp_path / "a"), str(tmp_path / "b")])

    assert (tmp_path / "a" / "report.html").exists()
    assert compared.exit_code == 0, compared.output
    assert "was right, now wrong: 0" in compared.stdout
