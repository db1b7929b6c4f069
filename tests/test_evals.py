"""Gold, scores, runs, the report and its gate, on hand-made answers."""

import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from rich.console import Console

from assistant.answer import Answer, Article, Attribution, Citation, Disagreement, Position, Sentence, Turn
from evals.baseline import compare, faults, read_baseline, write_baseline
from evals.case import Case, Outcome, Report
from evals.checking import check
from evals.errors import BaselineError, GoldError, ReportError
from evals.reading import bundled_gold, read_cases
from evals.reporting import failures, tables, write_json
from evals.running import run
from evals.scoring import SCORERS, score
from evals.scoring.wording import contains, words

SEEDS = Path(__file__).parent.parent / "seeds"
ONE = "The dam was inspected on Monday. The council said 390 people left, 120 of them children."
TWO = "The dam was inspected on Tuesday, the mayor wrote."


def article(name: str, text: str) -> Article:
    return Article(
        id=f"{name:0<24}", key=name, title=name, title_how="heading", path=Path("in") / name, text=text
    )


ARTICLES = (article("one.txt", ONE), article("two.txt", TWO))


def cited(name: str, quote: str, *, label: int = 1) -> Citation:
    source = next(held for held in ARTICLES if held.key == name)
    start = source.text.index(quote)
    end = start + len(quote)
    return Citation(
        label=label,
        quote=quote,
        start=start,
        end=end,
        check="exact",
        article=source,
        attribution=Attribution(),
    )


def answered(*sentences: tuple[str, Citation], disagreements: tuple[Disagreement, ...] = ()) -> Answer:
    return Answer(
        question="?",
        query="?",
        text=" ".join(f"{text} [{citation.label}]" for text, citation in sentences),
        sentences=tuple(Sentence(text=text, citations=(citation,)) for text, citation in sentences),
        citations=tuple(citation for _, citation in sentences),
        disagreements=disagreements,
        engine="quotes",
        fingerprint="abc",
        elapsed_ms=7,
    )


def refused() -> Answer:
    return Answer(question="?", query="?", text="The articles do not say.", refused=True, engine="quotes")


def case(**fields: object) -> Case:
    plain: dict[str, object] = {
        "id": "a",
        "kind": "count",
        "question": "How many people left?",
        "targets": [["390"]],
        "cite": ["one.txt"],
        "refuse": False,
        "why": "one.txt says 390.",
    }
    return Case.model_validate_json(json.dumps(plain | fields))


def unanswerable() -> Case:
    return case(id="b", kind="unanswerable", targets=[], cite=[], refuse=True)


def apart(**fields: object) -> Case:
    sides = {"kind": "disagreement", "targets": [["Monday"], ["Tuesday"]], "cite": ["one.txt", "two.txt"]}
    return case(**(sides | fields))


def value(scorer: str, asked: Case, answer: Answer) -> float | None:
    return SCORERS[scorer](asked, answer)[0]


def explanation(scorer: str, asked: Case, answer: Answer) -> str:
    return SCORERS[scorer](asked, answer)[1]


LEFT = (
    "The council said 390 people left.",
    cited("one.txt", "The council said 390 people left, 120 of them children."),
)
MONDAY = ("It was inspected on Monday.", cited("one.txt", "The dam was inspected on Monday."))
TUESDAY = ("It was inspected on Tuesday.", cited("two.txt", "The dam was inspected on Tuesday", label=2))
DAY = Disagreement(
    topic="the day of the inspection",
    kind="date",
    positions=(
        Position(value="Monday", citations=(MONDAY[1],), origins=1),
        Position(value="Tuesday", citations=(TUESDAY[1],), origins=1),
    ),
)


# Wording


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("a 1,000-for-1,000 swap", "1000 for 1000"),
        ("about one thousand of them", "1,000"),
        ("two hundred and seventy men", "270"),
        ("the sixty-fourth exchange", "64th"),
        ("a two-hour meeting", "two hours"),
        ("THE U.S. PRESIDENT", "US president"),
        ("Zaporizhzhia’s people", "zaporizhzhia"),
        ("1\u202f000 people", "1,000"),
        ("a 30\u2013day truce", "30-day"),
    ],
)
def test_another_spelling_of_a_target_is_contained(text: str, target: str) -> None:
    assert contains(text, target)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("1,390 people", "390"),
        ("see [390]", "390"),
        ("May 7, 200 people", "7200"),
        ("thousands left", "1000"),
    ],
)
def test_a_part_of_another_number_is_not_contained(text: str, target: str) -> None:
    assert not contains(text, target)


@given(st.text())
def test_words_are_stable_under_themselves(text: str) -> None:
    once = words(text)

    assert contains(text, text) == bool(once)


# Reading


def gold_file(folder: Path, *lines: str) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def line(**fields: object) -> str:
    return case(**fields).model_dump_json()


def test_a_gold_file_gives_its_cases_in_order(tmp_path: Path) -> None:
    path = gold_file(tmp_path, line(id="x"), "", line(id="y"))

    assert [read.id for read in read_cases(path)] == ["x", "y"]


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
def test_a_gold_file_without_cases_is_an_error(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)

    with pytest.raises(GoldError, match=reason):
        read_cases(path)


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


# The bundled gold


def seeds() -> list[Article]:
    return [article(path.name, path.read_text(encoding="utf-8")) for path in sorted(SEEDS.glob("*.txt"))]


def test_every_target_of_the_bundled_gold_stands_in_an_article_it_may_cite() -> None:
    assert check(read_cases(bundled_gold()), seeds()) == ()


def test_the_bundled_gold_tries_every_kind_and_refuses_often_enough() -> None:
    cases = read_cases(bundled_gold())

    assert len(cases) >= 70
    assert {read.kind for read in cases} == set(Case.model_fields["kind"].annotation.__args__)  # type: ignore[union-attr]
    assert sum(read.refuse is True for read in cases) >= 14


def test_no_question_of_the_bundled_gold_is_asked_twice() -> None:
    asked = [(words(read.question), read.history) for read in read_cases(bundled_gold())]

    assert len(set(asked)) == len(asked)


def test_a_target_that_stands_nowhere_and_an_article_that_is_not_there_are_told() -> None:
    cases = [case(targets=[["391"]]), case(id="c", cite=["three.txt"])]

    assert check(cases, ARTICLES) == (
        "case 'a': target '391' stands in no article that it may cite",
        "case 'c': no article 'three.txt'; add it or change the case",
    )


# Scorers


def test_an_answer_that_says_it_and_cites_it_is_right() -> None:
    scores = {told.scorer: told.value for told in score(case(), answered(LEFT))}

    applied = {
        "right",
        "answer_contains",
        "first_sentence_contains",
        "cited_right",
        "spans_exact",
        "not_over_refused",
    }
    assert {name for name, given in scores.items() if given == 1} == applied
    assert {name for name, given in scores.items() if given is None} == set(scores) - applied


def test_a_target_in_a_later_sentence_is_contained_but_not_in_the_first() -> None:
    answer = answered(MONDAY, LEFT)

    assert value("answer_contains", case(), answer) == 1
    assert value("first_sentence_contains", case(), answer) == 0


def test_a_missing_group_is_named() -> None:
    asked = case(targets=[["390"], ["a dozen", "12"]])

    assert explanation("answer_contains", asked, answered(LEFT)) == "lacks a dozen or 12"
    assert value("right", asked, answered(LEFT)) == 0


def test_citing_an_article_that_does_not_say_so_is_wrong() -> None:
    answer = answered(LEFT, TUESDAY)

    assert value("cited_right", case(), answer) == 0
    assert explanation("cited_right", case(), answer) == "cites two.txt, which does not say so"
    assert value("right", case(), answer) == 0


def test_one_of_every_group_that_must_be_cited_is_enough() -> None:
    both = {"cite": ["one.txt", "two.txt"]}

    assert value("cited_right", case(must_cite=[["one.txt", "two.txt"]], **both), answered(LEFT)) == 1
    assert value("cited_right", case(must_cite=["one.txt", "two.txt"], **both), answered(LEFT)) == 0


def test_a_quote_that_is_off_by_one_is_not_exact() -> None:
    off = LEFT[1].model_copy(update={"start": LEFT[1].start + 1})

    assert value("spans_exact", case(), answered((LEFT[0], off))) == 0


def test_a_sentence_without_a_citation_is_not_exact() -> None:
    bare = answered(LEFT).model_copy(update={"sentences": (Sentence(text="So it goes.", citations=()),)})

    assert explanation("spans_exact", case(), bare) == "sentence without a citation: 'So it goes.'"


def test_the_quotes_of_a_refusal_are_checked_too() -> None:
    off = LEFT[1].model_copy(update={"start": LEFT[1].start + 1})

    assert value("spans_exact", unanswerable(), refused()) == 1
    assert value("spans_exact", unanswerable(), refused().model_copy(update={"nearest": (off,)})) == 0


def test_a_refusal_is_right_where_the_articles_are_silent_and_wrong_where_they_are_not() -> None:
    assert (
        value("refused_rightly", unanswerable(), refused()) == value("right", unanswerable(), refused()) == 1
    )
    assert (
        value("refused_rightly", unanswerable(), answered(LEFT))
        == value("right", unanswerable(), answered(LEFT))
        == 0
    )
    assert value("not_over_refused", case(), refused()) == value("right", case(), refused()) == 0


def test_another_language_may_be_answered_or_refused_but_not_answered_wrongly() -> None:
    asked = case(kind="other_language", refuse=None)

    assert value("right", asked, refused()) == 1
    assert value("right", asked, answered(LEFT)) == 1
    assert value("right", asked, answered(MONDAY)) == 0


def test_both_sides_from_their_own_articles_show_a_disagreement() -> None:
    assert value("disagreement_shown", apart(), answered(MONDAY, TUESDAY)) == 1
    assert value("disagreement_shown", apart(), answered(MONDAY)) == 0
    assert explanation("disagreement_shown", apart(), answered(MONDAY)) == "one side is not shown: Tuesday"


def test_both_sides_from_one_quote_are_not_both_sides() -> None:
    both = ("390 people, 120 children.", LEFT[1])
    asked = apart(targets=[["390"], ["120"]])

    assert value("disagreement_shown", asked, answered(both)) == 0


def test_where_one_article_holds_both_sides_two_quotes_are_enough() -> None:
    asked = apart(targets=[["Monday"], ["390"]], cite=["one.txt"])

    assert value("disagreement_shown", asked, answered(MONDAY, LEFT)) == 1


def test_the_sides_of_a_named_disagreement_count_as_shown() -> None:
    answer = answered(MONDAY, disagreements=(DAY,))

    assert value("right", apart(), answer) == 1
    assert value("disagreement_named", apart(), answer) == 1
    assert value("disagreement_named", apart(), answered(MONDAY, TUESDAY)) == 0


def test_a_look_alike_that_is_called_a_disagreement_is_wrong() -> None:
    asked = case(kind="look_alike", targets=[["Monday", "Tuesday"]], alike=["Monday", "Tuesday"])

    assert value("right", asked, answered(MONDAY)) == 1
    assert value("right", asked, answered(MONDAY, disagreements=(DAY,))) == 0
    assert explanation("look_alike_left_alone", asked, answered(MONDAY, disagreements=(DAY,))) == (
        "calls Monday, Tuesday a disagreement"
    )


# Running


def asks(*answers: Answer | Exception) -> object:
    queue = list(answers)

    def ask(question: str, history: Sequence[Turn]) -> Answer:
        match queue.pop(0):
            case Answer() as answer:
                return answer
            case error:
                raise error

    return ask


def ran(*pairs: tuple[Case, Answer | Exception]) -> Report:
    return run([asked for asked, _ in pairs], asks(*(answer for _, answer in pairs)))  # type: ignore[arg-type]


def test_a_report_holds_means_with_their_standard_error() -> None:
    report = ran(
        (case(id="x"), answered(LEFT)), (case(id="y"), answered(MONDAY)), (unanswerable(), refused())
    )

    everything, counts, silence = (report.mean("right", kind) for kind in ("all", "count", "unanswerable"))
    assert everything is not None
    assert counts is not None
    assert silence is not None
    assert (everything.n, everything.mean) == (3, pytest.approx(2 / 3))
    assert (counts.mean, counts.standard_error, counts.n) == (0.5, 0.5, 2)
    assert (silence.mean, silence.standard_error, silence.n) == (1, None, 1)
    assert report.mean("refused_rightly", "count") is None
    assert [outcome.case.id for outcome in report.failed] == ["y"]
    assert (report.fingerprint, report.engine, report.median_elapsed_ms) == ("abc", "quotes", 7)


def test_a_case_that_raises_is_wrong_and_ends_nothing() -> None:
    report = ran((unanswerable(), ValueError("no luck")), (case(), answered(LEFT)))

    first, second = report.outcomes
    assert (first.error, first.right, second.right) == ("ValueError: no luck", False, True)
    assert first.value("refused_rightly") == first.value("spans_exact") == 0


def test_a_run_hands_over_question_and_history_and_tells_each_outcome() -> None:
    heard: list[Outcome] = []
    given: list[tuple[str, int]] = []
    history = [{"role": "user", "text": "Who left?"}, {"role": "assistant", "text": "People [1]."}]

    def ask(question: str, turns: Sequence[Turn]) -> Answer:
        given.append((question, len(turns)))
        return answered(LEFT)

    run([case(kind="follow_up", history=history)], ask, done=heard.append)

    assert given == [("How many people left?", 2)]
    assert [outcome.case.id for outcome in heard] == ["a"]


# Reporting


def printed(*parts: object) -> str:
    console = Console(file=StringIO(), width=140, color_system=None)
    console.print(*parts)
    file = console.file
    assert isinstance(file, StringIO)
    return file.getvalue()


def test_a_failed_case_is_printed_with_question_answer_and_reason() -> None:
    told = printed(failures(ran((case(question="[red]How many?[/red]"), answered(MONDAY)))))

    assert "wrong a  [red]How many?[/red]" in told
    assert "answer: It was inspected on Monday. [1]" in told
    assert "right: 0, lacks 390" in told
    assert "gold: one.txt says 390." in told


def test_a_right_case_is_printed_only_when_every_case_is_wanted() -> None:
    report = ran((case(), answered(LEFT)))

    assert printed(failures(report)).strip() == ""
    assert "right a" in printed(failures(report, verbose=True))


def test_the_tables_show_every_scorer_that_applied() -> None:
    report = ran(
        (case(id="x"), answered(LEFT)),
        (case(id="y"), answered(MONDAY)),
        (unanswerable(), refused()),
        (apart(), refused()),
    )

    told = printed(tables(report))

    assert "0.50 ±0.50" in told
    assert all(mean.scorer.split("_")[0] in told for mean in report.means)
    assert "4 cases, 2 failed; engine quotes, settings abc, median answer" in told


def test_the_report_as_json_is_read_back_whole(tmp_path: Path) -> None:
    report = ran((case(), answered(LEFT)), (unanswerable(), ValueError("no luck")))
    path = tmp_path / "report.json"

    write_json(report, path)

    assert Report.model_validate_json(path.read_text(encoding="utf-8")) == report
    assert [held.name for held in tmp_path.iterdir()] == ["report.json"]


def test_a_report_that_cannot_be_written_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="No such file"):
        write_json(ran((case(), answered(LEFT))), tmp_path / "none" / "report.json")


# The gate

GOOD = [(case(id="x"), answered(LEFT)), (case(id="y"), answered(LEFT)), (unanswerable(), refused())]
WORSE = [(case(id="x"), answered(LEFT)), (case(id="y"), answered(MONDAY)), (unanswerable(), refused())]


def accepted(report: Report, folder: Path) -> Path:
    path = folder / "baseline.json"
    write_baseline(report, path)
    return path


def test_a_case_that_was_right_and_is_wrong_now_is_named(tmp_path: Path) -> None:
    baseline = read_baseline(accepted(ran(*GOOD), tmp_path))

    comparison = compare(ran(*WORSE), baseline)

    assert (comparison.lost, comparison.gained, comparison.unknown) == (("y",), (), ())
    assert str(comparison.falls[0]) == "right fell from 1.000 to 0.667; worse: y"


def test_the_same_run_falls_nowhere(tmp_path: Path) -> None:
    baseline = read_baseline(accepted(ran(*WORSE), tmp_path))

    assert compare(ran(*WORSE), baseline).falls == ()
    assert compare(ran(*GOOD), baseline).gained == ("y",)


def test_a_drop_within_what_is_allowed_holds(tmp_path: Path) -> None:
    baseline = read_baseline(accepted(ran(*GOOD), tmp_path))

    assert [fall.scorer for fall in compare(ran(*WORSE), baseline, max_regression=0.4).falls] == [
        "answer_contains",
        "first_sentence_contains",
    ]
    assert compare(ran(*WORSE), baseline, max_regression=0.5).falls == ()


def test_only_cases_that_both_have_are_compared(tmp_path: Path) -> None:
    baseline = read_baseline(accepted(ran(GOOD[0]), tmp_path))

    comparison = compare(ran(*WORSE), baseline)

    assert (comparison.unknown, comparison.falls) == (("y", "b"), ())


def test_the_gate_names_what_fell(tmp_path: Path) -> None:
    worse = ran(*WORSE)
    comparison = compare(worse, read_baseline(accepted(ran(*GOOD), tmp_path)))

    assert faults(worse, comparison, fail_under=0.9)[:2] == (
        "right is 0.667, below 0.9",
        "right fell from 1.000 to 0.667; worse: y",
    )


def test_a_run_as_good_as_accepted_passes(tmp_path: Path) -> None:
    report = ran(*GOOD)

    assert faults(report, compare(report, read_baseline(accepted(report, tmp_path))), fail_under=1) == ()


@pytest.mark.parametrize("content", ["", "[]", '{"values": 3}'])
def test_a_file_that_is_no_baseline_is_an_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(BaselineError, match="not a baseline"):
        read_baseline(path)


def test_a_baseline_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="--baseline"):
        write_baseline(ran(*GOOD), tmp_path / "none" / "baseline.json")
