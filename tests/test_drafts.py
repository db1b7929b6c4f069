"""Drafts checked sentence by sentence, and questions asked as of a day: the API, the cases, the scorers, the shell."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from gold_answers import article
from typer.testing import CliRunner, Result

from assistant import Assistant, Filters, Settings, Verdict, open_assistant
from evals import Case, GoldError, Report, check, read_cases, run
from evals.drafts import checked_draft
from evals.making import make_draft_case
from evals.scoring import score
from evals.shell import app

STORY = Path(__file__).parent / "ferry_strike"
CASES = read_cases(STORY / "gold.jsonl")
NEXT_DAY = Filters(until=date(2024, 4, 10))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles without their gold, and a library that the commands of this file share."""
    folder = tmp_path_factory.mktemp("strike")
    (folder / "articles").mkdir()
    for path in STORY.glob("*.txt"):
        (folder / "articles" / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.fixture
def desk(place: Path) -> Iterator[Assistant]:
    with open_assistant(place / "articles", Settings(home=place / "home")) as opened:
        yield opened


@pytest.fixture(scope="module")
def report(place: Path) -> Report:
    with open_assistant(place / "articles", Settings(home=place / "home")) as opened:
        return run(CASES, opened.ask, verify=opened.verify)


def test_each_sentence_of_a_draft_is_supported_contradicted_or_not_found(desk: Assistant) -> None:
    draft = "The strike cost the company 5 million euros. The strike ended after twelve days. Tourists cheered."

    verdicts = desk.verify(draft)

    assert [one.finding for one in verdicts] == ["supported", "contradicted", "not_found"]
    assert [draft[one.start : one.end] for one in verdicts] == [one.text for one in verdicts]
    cited = [one for verdict in verdicts for one in (*verdict.citations, *verdict.against)]
    assert all(one.article.text[one.start : one.end] == one.quote for one in cited)
    assert "ten days" in verdicts[1].against[0].quote


def test_what_another_article_says_stands_beside_the_proof(desk: Assistant) -> None:
    (verdict,) = desk.verify("The strike cost the company 5 million euros.")

    assert verdict.finding == "supported"
    assert ["3 million" in one.quote for one in verdict.against] == [True]


def test_a_quote_has_one_label_in_the_whole_draft(desk: Assistant) -> None:
    verdicts = desk.verify("The strike stopped all eleven ships. The strike began on Monday.")

    places = {(one.label, one.article.id, one.start) for verdict in verdicts for one in verdict.citations}
    assert len({label for label, *_ in places}) == len(places)


@pytest.mark.parametrize("draft", ["", " \n ", "…", "It is over.", "The strike is over."])
def test_what_says_too_little_is_never_supported(desk: Assistant, draft: str) -> None:
    assert {one.finding for one in desk.verify(draft)} <= {"not_found"}


def test_what_was_only_planned_contradicts_nothing(desk: Assistant) -> None:
    (verdict,) = desk.verify("The strike on the Lorn ferries began on Monday, April 8.")

    assert verdict.against == ()


def test_a_draft_is_checked_against_what_was_known_on_a_day(desk: Assistant) -> None:
    (then,), (now,) = (
        desk.verify("Both sides agreed on a raise of 7 percent.", filters=filters) for filters in (NEXT_DAY, Filters())
    )

    assert (then.finding, now.finding) == ("not_found", "supported")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_story_is_told_rightly(report: Report, case: Case) -> None:
    outcome = next(one for one in report.outcomes if one.case.id == case.id)

    assert outcome.right, [one.explanation for one in outcome.scores if one.value is not None and one.value < 1]


def test_there_are_six_cases_of_each_kind() -> None:
    kinds = [case.kind for case in CASES]

    assert min(kinds.count("draft"), kinds.count("status_as_of")) >= 6


def test_a_case_of_a_day_is_asked_with_that_day() -> None:
    asked: list[Filters] = []

    def ask(question: str, history: object, *, filters: Filters) -> None:
        asked.append(filters)
        raise LookupError

    run([case for case in CASES if case.id == "status-01"], ask)  # type: ignore[arg-type]

    assert asked == [Filters(until=date(2024, 4, 3), asked_on=date(2024, 4, 3))]


def test_a_case_that_was_asked_on_a_day_is_asked_on_it_again_and_leaves_nothing_out() -> None:
    asked: list[Filters] = []

    def ask(question: str, history: object, *, filters: Filters) -> None:
        asked.append(filters)
        raise LookupError

    case = next(case for case in CASES if case.id == "status-01")
    plain = case.model_copy(update={"kind": "fact", "as_of": None, "asked_on": date(2024, 4, 5)})
    run([plain], ask)  # type: ignore[arg-type]

    assert asked == [Filters(asked_on=date(2024, 4, 5))]


def test_a_run_that_checks_no_drafts_says_so(desk: Assistant) -> None:
    report = run(CASES[:1], desk.ask)

    assert "nothing here checks drafts" in str(report.outcomes[0].error)
    assert not report.outcomes[0].right


def scores(case: Case, *verdicts: Verdict) -> dict[str, float | None]:
    return {one.scorer: one.value for one in score(case, checked_draft(case.question, verdicts))}


def verdict(text: str, finding: str) -> Verdict:
    return Verdict.model_validate({"text": text, "start": 0, "end": len(text), "finding": finding})


def a_draft(*findings: str) -> Case:
    fields = {"id": "d", "kind": "draft", "question": "Ships sank. Crews swam.", "findings": findings, "refuse": False}
    return Case.model_validate_json(json.dumps(fields | {"why": "Nobody says so."}))


def test_a_draft_scores_the_share_of_its_sentences_that_are_judged_rightly() -> None:
    found = (verdict("Ships sank.", "not_found"), verdict("Crews swam.", "not_found"))

    half, whole = (scores(a_draft(*wanted, "not_found"), *found) for wanted in (["supported"], ["not_found"]))

    assert (half["draft_checked"], half["right"]) == (0.5, 0)
    assert (whole["draft_checked"], whole["right"], whole["spans_exact"]) == (1, 1, 1)
    assert whole["answer_contains"] is whole["not_over_refused"] is None
    assert scores(a_draft("supported"), *found)["draft_checked"] == 0


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kind": "draft", "targets": [], "cite": []}, "a draft needs findings"),
        ({"findings": ["supported"]}, "which no other case has"),
        ({"kind": "draft", "findings": ["supported"]}, "a draft has no targets"),
        ({"kind": "status_as_of"}, "a status_as_of needs as_of"),
        ({"as_of": "yesterday"}, "as_of"),
        ({"as_of": "2024-04-03", "asked_on": "2024-04-03"}, "asked_on has no place"),
        ({"kind": "draft", "findings": ["true"], "targets": []}, "findings"),
    ],
)
def test_a_case_of_these_kinds_that_is_not_whole_is_an_error(
    tmp_path: Path, fields: dict[str, object], reason: str
) -> None:
    plain = {"id": "a", "kind": "count", "question": "How?", "targets": [["1"]], "cite": ["a.txt"], "refuse": False}
    (tmp_path / "gold.jsonl").write_text(json.dumps(plain | {"why": "It says so."} | fields), encoding="utf-8")

    with pytest.raises(GoldError, match=rf"gold\.jsonl:1: .*{reason}"):
        read_cases(tmp_path / "gold.jsonl")


def test_check_names_missing_findings_and_articles_of_a_later_day() -> None:
    draft, dated = a_draft("not_found"), CASES[6].model_copy(update={"cite": ("old.txt",), "targets": ()})

    told = check([draft, dated], [article("old.txt", "April 8.")])

    assert told == (
        "case 'd': 1 findings for a draft of 2 sentences; give one for each",
        "case 'status-01': article 'old.txt' is undated, so not known on 2024-04-03",
    )


def called(place: Path, *arguments: str) -> Result:
    given = ["--articles", str(place / "articles"), "--home", str(place / "home")]
    return CliRunner().invoke(app, [*arguments, *given])


def test_new_makes_both_kinds_of_case_and_they_run(place: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"

    made = [
        called(place, "new", str(gold), "--kind", "draft", "The strike ended after twelve days. Tourists cheered."),
        called(place, "new", str(gold), "--as-of", "2024-04-13", "How much has the strike cost the company?"),
        called(place, "new", str(gold), "--as-of", "2024-04-10", "Who is bringing food to the islands?"),
        called(place, "new", str(gold), "Who is bringing food to the islands?"),
    ]

    assert [one.exit_code for one in made] == [0, 0, 0, 0], [one.output for one in made]
    draft, then, unknown, today = read_cases(gold)
    assert (then.asked_on, unknown.asked_on) == (None, None)
    assert today.asked_on is not None
    assert (draft.id, draft.findings, draft.cite) == ("draft-01", ("contradicted", "not_found"), ("4_herald.txt",))
    assert (then.kind, then.as_of, then.cite, then.refuse) == ("status_as_of", date(2024, 4, 13), then.cite, False)
    assert (unknown.id, unknown.refuse) == ("status-as-of-02", True)
    assert called(place, "check", str(gold)).exit_code == 0
    assert called(place, "--gold", str(gold), "--fail-under", "1").exit_code == 0


def test_a_draft_about_nothing_becomes_a_case_too() -> None:
    made = make_draft_case("Ships sank.", [verdict("Ships sank.", "not_found")], [], name="draft-01")

    assert (made.cite, made.findings) == ((), ("not_found",))
