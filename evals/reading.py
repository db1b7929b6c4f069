"""Gold files, JSON lines, as cases.

Tells every fault of a file at once, each with its line. Knows nothing of answers.
"""

import json
from importlib.resources import files
from importlib.resources.abc import Traversable

from pydantic import ValidationError

from evals.case import Case
from evals.errors import GoldError

BUNDLED = "seeds.jsonl"
"""Name of the gold file that comes with the product and asks of the sample articles."""


def bundled_gold() -> Traversable:
    """The gold file that comes with the product."""
    return files("evals").joinpath("gold", BUNDLED)


def read_cases(gold: Traversable) -> tuple[Case, ...]:
    """The cases of a gold file (a `Path` will do), in order; blank lines are skipped.

    Raises GoldError, one line per fault, where the file cannot be read, is empty, or a case is malformed.
    """
    cases: list[Case] = []
    faults: list[str] = []
    first_seen: dict[str, int] = {}
    # Not splitlines: a JSON string may hold U+2028, which is no end of a line of JSON lines.
    for number, line in enumerate(_text(gold).split("\n"), start=1):
        if not line.strip():
            continue
        case, wrong = _case(line)
        if case is not None and case.id in first_seen:
            wrong = [f"id {case.id!r} is taken by line {first_seen[case.id]}; give each case its own"]
        elif case is not None:
            first_seen[case.id] = number
            cases.append(case)
        faults += [f"{gold}:{number}: {fault}" for fault in wrong]
    if faults:
        raise GoldError("\n".join(faults))
    if not cases:
        raise GoldError(f"{gold}: no cases; write one JSON object a line")
    return tuple(cases)


def _text(gold: Traversable) -> str:
    try:
        return gold.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise GoldError(f"{gold}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except OSError as error:
        raise GoldError(f"{gold}: {error.strerror or error}; name a readable file of gold cases") from error


def _case(line: str) -> tuple[Case | None, list[str]]:
    """The case on a line and no faults, or None and its faults."""
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        return None, [f"not JSON at column {error.colno}: {error.msg}"]
    if not isinstance(fields, dict):
        return None, [f"a case is a JSON object, not {type(fields).__name__}"]
    try:
        return Case.model_validate_json(line), []
    except ValidationError as error:
        return None, [_told(place=fault["loc"], kind=fault["type"], message=fault["msg"]) for fault in error.errors()]


def _told(*, place: tuple[int | str, ...], kind: str, message: str) -> str:
    """A fault that pydantic found, in words."""
    where = ".".join(str(part) for part in place)
    match kind:
        case "extra_forbidden":
            return f"unknown field {where!r}; a case has {', '.join(Case.model_fields)}"
        case "missing":
            return f"field {where!r} is missing"
        case "value_error":
            reason = message.removeprefix("Value error, ")
            return f"{where}: {reason}" if where else reason
    return f"{where}: {message}"
