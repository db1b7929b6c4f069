"""The end-to-end cases of the window, and which tests show them: those with `@pytest.mark.case(number)`.

`python tests/test_ui_cases.py` prints the table. No case may be without a test.
"""

import ast
from pathlib import Path

import pytest

CASES = {
    1: "Empty: examples stand there, the question box has the focus, nothing is wrong on the console.",
    2: "An example is asked word for word, once.",
    3: "Enter sends, Shift+Enter adds a line, blank text sends nothing.",
    4: "The question stands on the page at once, while the engine is held.",
    5: "A chip and its card stay while the text grows.",
    6: "Each card shows the quote of the API.",
    7: "A chip opens its article at the quote.",
    8: "Each quote is the article's text at its place: emoji, typographic quotes, CRLF.",
    9: "A click leaves the address; a middle click opens a link to the same passage.",
    10: "With the keyboard alone: card, article, and back to the same chip.",
    11: "From one passage of an article to the next, the ends closed.",
    12: "A disagreement shows both sides verbatim; without one there is no card.",
    13: "The sources are counted as the API counts them.",
    14: "A refusal has no chip in the answer and lists what comes nearest.",
    15: "An answer that breaks off is told, kept and can be tried again.",
    16: "A stopped answer stays stopped, and can be asked again.",
    17: "A second question waits for the first.",
    18: "A follow-up is asked on click; only the last answer offers any.",
    19: "Two judgements at once are both kept; Bad clears Good.",
    20: "A gold case holds question, answer, citations and engine.",
    21: "Copy and Markdown number their sources, verbatim.",
    22: "Each uploaded file says what became of it.",
    23: "A hostile article is shown letter by letter.",
    24: "What a model writes is text; a dead number is no chip.",
    25: "Removing asks first; a chip of a removed article keeps its quote.",
    26: "Filters by text, publisher and date combine and are counted.",
    27: "A reload and a restart of the server lose neither conversation nor draft.",
    28: "A stranger who knows every id finds, changes and learns nothing, over raw HTTP too.",
    29: "The chosen scheme outlives a reload and a change of the system's; contrast in both.",
    30: "390 and 320 pixels: no sideways scroll, a sheet for the article, large targets.",
    31: "axe-core finds nothing in any state; every control has a name.",
    32: "No request and no look-up but our own; a strict policy.",
    33: "Which engine answered is told, also when the model goes away.",
    34: "Twenty at once, none waits for another's echo, none sees another's words.",
    35: "Behind fifty answers an update stays cheap and a chip opens at once.",
    36: "A number in braces inside a quote is no chip.",
    37: "No motion where none is wanted; forced colours.",
    38: "Ten reloads in a row fill every slot.",
}


def shown_by() -> dict[int, list[str]]:
    """For each case the tests that carry its mark; a mark on a whole file counts for each of its tests."""
    found: dict[int, list[str]] = {number: [] for number in CASES}
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        whole = [number for node in tree.body if isinstance(node, ast.Assign) for number in numbers(node.value)]
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for number in {*whole, *(one for each in node.decorator_list for one in numbers(each))}:
                    found.setdefault(number, []).append(f"{path.name}::{node.name}")
    return found


def numbers(node: ast.expr) -> list[int]:
    """Of every `pytest.mark.case(...)` in an expression."""
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)]
    return [
        ast.literal_eval(value) for one in calls if ast.unparse(one.func) == "pytest.mark.case" for value in one.args
    ]


@pytest.mark.parametrize("number", CASES)
def test_every_case_is_shown_by_a_test(number: int) -> None:
    assert shown_by()[number]


def test_no_test_names_a_case_that_there_is_not() -> None:
    assert sorted(shown_by()) == sorted(CASES)


if __name__ == "__main__":
    for number, names in shown_by().items():
        print(f"{number:2} {CASES[number]}", *names, sep="\n     ")  # noqa: T201 - it tells a terminal
