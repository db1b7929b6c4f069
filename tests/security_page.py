"""Writes the table of SECURITY.md from the marks of the tests: what each proves, how many cases, where.

`python tests/security_page.py` (`make security-page`) writes it; a test holds it against the tests there are.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "SECURITY.md"
BEGIN, END = "<!-- Made from the tests by `make security-page`. -->\n", "<!-- End of what is made. -->\n"

THREATS = {
    "T1": "A crash loses nothing that was acknowledged, and the index is rebuilt",
    "T2": "Two processes on one library: the second waits or is told, neither loses",
    "T3": "A planted instruction is material: it steers no prompt and no answer",
    "T4": "Opening somebody else's index runs none of its code",
    "T5": "Nothing in an answer loads, runs or links but the citations",
    "T6": "A citation is a verbatim quote that supports its sentence, or there is none",
    "T7": "One text, article or outlet cannot fill what an answer is made of",
    "T8": "A hostile file costs its own failure and a line, no time, memory or other file",
    "T9": "No address of the inside is fetched for a stranger",
    "T10": "Another site in the reader's browser can neither ask nor change anything",
    "T11": "No window is open to other machines without a password",
    "T12": "The key stands nowhere but in the request that needs it",
    "T13": "Long questions, slow models and many readers meet a limit",
    "T14": "No text can raise its own score in an evaluation",
    "T15": "What was removed is found no more, and is on the disk no more",
    "T16": "Every package is pinned by its hash and audited",
}
FAULTS = {
    "ingest": ("Files that are empty, broken, huge, hostile or oddly named", range(1, 37)),
    "store": ("Kills, full disks, damaged files and second processes", range(37, 50)),
    "query": ("Questions that are empty, endless, garbled or without an answer", range(50, 59)),
    "model": ("Endpoints that refuse, stall, drip, cut, lie or talk nonsense", range(59, 74)),
    "window": ("Hostile text, double clicks, queues, uploads and errors in the window", range(74, 82)),
    "eval": ("Gold files, runs and scores that are not what they should be", range(82, 88)),
    "shell": ("Wrong words, pipes, terminals and settings", range(88, 94)),
    "crash": ("Several processes, stale locks, clocks and kills at once", range(94, 101)),
}
INJECTIONS = {
    "P1": "Every source stands inside fences of a code made for this one prompt",
    "P2": "The system message is the same bytes whatever an article says",
    "P3": "A label that stands in an article is no citation",
    "P4": "Text that no reader sees is not in the library",
    "P5": "An answer has no active element in window or export",
    "P6": "Links lead to citations and to web addresses only",
    "P7": "Template syntax reaches the prompt as it stands",
    "P8": "Neither system prompt nor key nor path comes out",
    "P9": "One article has only so much room in a prompt",
    "P10": "No invisible character in prompt or answer",
    "P11": "A sentence with a citation is supported by its quotes",
    "P12": "What a file says of itself is one short line, its address one of the web",
    "P13": "An instruction writes nothing and calls nobody",
    "P14": "No text can forge a line of a log or a terminal",
    "P15": "The special tokens of chat formats are disarmed",
    "P16": "No path of this machine is in a prompt",
    "P17": "A planted contradiction is shown as one side of two",
    "P18": "Size and time have a limit",
    "P19": "An order to the judge changes no score",
    "P20": "Honest articles about such things are answered and cited",
    "P21": "A sentence that changes a number, name, day or negation gets no citation",
}


class Marked(NamedTuple):
    """A mark at a test."""

    kind: str
    """`threat`, `fault` or `injection`."""
    names: tuple[str | int, ...]
    """What it proves: `("T3",)`, `("model", 60)`."""
    file: str
    """Name of the test file."""
    case: str
    """The test with its parameters."""


class Dump:
    """A pytest plugin that writes the marks of all collected tests into a file."""

    def __init__(self, out: Path) -> None:
        self._out = out

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        found = [
            Marked(mark.name, tuple(mark.args), item.path.name, item.nodeid)
            for item in session.items
            for mark in item.iter_markers()
            if mark.name in ("threat", "fault", "injection")
        ]
        self._out.write_text(json.dumps(found))


def collected(scratch: Path) -> list[Marked]:
    """The marks of every test of the project, read in a process of its own; `scratch` is a file to use."""
    command = [sys.executable, __file__, "--collect", str(scratch)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if ran.returncode:
        raise SystemExit(f"the tests cannot be collected:\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    return [Marked(kind, tuple(names), file, case) for kind, names, file, case in json.loads(scratch.read_text())]


def table(marks: Sequence[Marked]) -> str:
    """The made part of the page, between its two marks."""
    faults = [_fault_row(group, marks) for group in FAULTS]
    parts = [
        _section(
            "Threats", ("threat", "what holds"), [_row(one, text, "threat", marks) for one, text in THREATS.items()]
        ),
        _section("Faults", ("group", "what goes wrong", "different faults"), faults),
        _section(
            "Planted text",
            ("property", "what holds"),
            [_row(one, text, "injection", marks) for one, text in INJECTIONS.items()],
        ),
    ]
    return BEGIN + "\n".join(parts) + END


def current(page: str, made: str) -> str:
    """`page` with its made part replaced."""
    before, rest = page.split(BEGIN, 1)
    return before + made + rest.split(END, 1)[1]


def missing(marks: Sequence[Marked]) -> set[str]:
    """Threats, groups of faults and properties that no test proves."""
    proved = {name for mark in marks for name in mark.names}
    return {name for name in (*THREATS, *FAULTS, *INJECTIONS) if name not in proved}


def unknown(marks: Sequence[Marked]) -> set[str]:
    """Names in marks that stand for nothing, and rows that are none of their group."""
    wrong = set[str]()
    names = {"threat": THREATS.keys(), "fault": FAULTS.keys(), "injection": INJECTIONS.keys()}
    for mark in marks:
        groups = [name for name in mark.names if isinstance(name, str)]
        rows = {row for group in groups if group in FAULTS for row in FAULTS[group][1]}
        wrong |= {f"{mark.case}: {name}" for name in groups if name not in names[mark.kind]}
        wrong |= {f"{mark.case}: {name}" for name in mark.names if isinstance(name, int) and name not in rows}
    return wrong


def _row(name: str, text: str, kind: str, marks: Sequence[Marked]) -> tuple[str, ...]:
    found = [mark for mark in marks if mark.kind == kind and name in mark.names]
    return (name, text, *_counted(found))


def _fault_row(group: str, marks: Sequence[Marked]) -> tuple[str, ...]:
    text, rows = FAULTS[group]
    found = [mark for mark in marks if mark.kind == "fault" and group in mark.names]
    tried = {name for mark in found for name in mark.names if isinstance(name, int)} & set(rows)
    return (group, text, f"{len(tried)} of {len(rows)}", *_counted(found))


def _counted(found: Iterable[Marked]) -> tuple[str, str]:
    cases = {mark.case: mark.file for mark in found}
    return str(len(cases)), ", ".join(f"`{file}`" for file in sorted(set(cases.values()))) or "none yet"


def _section(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    heads = (*heads, "cases", "in tests/")
    lines = [heads, ["---:" if head == "cases" else "---" for head in heads], *rows]
    return f"### {title}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _collect(out: Path) -> int:
    return int(pytest.main(["--collect-only", "-qq", "-p", "no:cacheprovider", "tests"], plugins=[Dump(out)]))


def main() -> None:
    """Write the page, or, for ourselves, collect the marks."""
    if sys.argv[1:2] == ["--collect"]:
        raise SystemExit(_collect(Path(sys.argv[2])))
    scratch = PAGE.with_suffix(".json")
    try:
        marks = collected(scratch)
    finally:
        scratch.unlink(missing_ok=True)
    PAGE.write_text(current(PAGE.read_text(), table(marks)))
    sys.stdout.write(
        f"{PAGE.name}: {len(marks)} marks; without a test: {', '.join(sorted(missing(marks))) or 'none'}\n"
    )


if __name__ == "__main__":
    main()
