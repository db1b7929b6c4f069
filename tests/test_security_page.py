"""The page of what is promised and tested is what the tests say."""

import pytest
from security_page import PAGE, Marked, collected, current, missing, table, unknown


@pytest.fixture(scope="module")
def marks(tmp_path_factory: pytest.TempPathFactory) -> list[Marked]:
    return collected(tmp_path_factory.mktemp("marks") / "marks.json")


def test_the_page_is_what_the_marks_of_the_tests_say(marks: list[Marked]) -> None:
    page = PAGE.read_text()

    assert current(page, table(marks)) == page, "run `make security-page`"


def test_every_threat_group_of_faults_and_property_has_a_test(marks: list[Marked]) -> None:
    assert missing(marks) == set()


def test_a_mark_names_what_there_is(marks: list[Marked]) -> None:
    assert unknown(marks) == set()


@pytest.mark.parametrize(
    ("kind", "names"), [("threat", ("T17",)), ("fault", ("cellar",)), ("fault", ("model", 13)), ("injection", ("P0",))]
)
def test_a_mark_that_names_nothing_is_found(kind: str, names: tuple[str | int, ...]) -> None:
    assert unknown([Marked(kind, names, "test_a.py", "a case")])


def test_the_page_says_what_is_promised_what_is_not_and_how_to_report() -> None:
    text = PAGE.read_text()

    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## Promises",
        "## Limits",
        "## Reporting",
        "## What is tested",
    ]
