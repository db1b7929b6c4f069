"""The commands `twosource eval new` and `twosource eval check`: gold written and gold looked over.

Decides nothing about what is right.
"""

from datetime import date as Date
from datetime import datetime
from pathlib import Path
from typing import Annotated, NamedTuple, get_args

import typer
from rich.console import Console
from rich.text import Text

from assistant import Article, Assistant, Filters
from evals.case import Case, CaseKind
from evals.checking import check, doubts
from evals.errors import GoldError
from evals.files import write_atomically
from evals.making import Given, kind_of, make_case, make_draft_case, next_name, read_answer
from evals.opening import opened
from evals.reading import bundled_gold, read_cases

_ARTICLES = typer.Option(metavar="FOLDER", help="What is asked.  [default: the sample articles]")
_HOME = typer.Option(metavar="FOLDER", help="Keep the library.  [default: thrown away]")


def run_check(
    gold: Annotated[
        Path | None, typer.Argument(metavar="GOLD", help="Gold cases, JSON lines.  [default: the bundled ones]")
    ] = None,
    articles: Annotated[Path | None, _ARTICLES] = None,
    home: Annotated[Path | None, _HOME] = None,
) -> None:
    """Look over a gold file.

    Every target must stand in an article that the case may cite; no two cases may ask the same; every case says why;
    an article that was edited since a case was written for it is named. Leaves with 1 where something is wrong, with
    2 where the file cannot be read.
    """
    source = gold or bundled_gold()
    cases = read_cases(source)
    with opened(articles, home) as desk:
        held = desk.articles()
    faults = (*check(cases, held), *doubts(cases, held))
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for fault in faults:
        console.print(Text(fault))
    Console(highlight=False, soft_wrap=True).print(f"{source}: {len(cases)} cases, {len(faults)} faults")
    if faults:
        raise typer.Exit(1)


def run_new(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="The file that the case is added to.")],
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="What to ask.", show_default=False)] = None,
    answer: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Make it of an answer that `twosource ask --json` printed.")
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="What a right answer says; each is a must.  [default: what this one says]"),
    ] = None,
    kind: Annotated[str | None, typer.Option(help="Of the case.  [default: as the answer looks]")] = None,
    as_of: Annotated[
        datetime | None, typer.Option(metavar="DAY", formats=["%Y-%m-%d"], help="Ask what was known on that day.")
    ] = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help="Where it stands.  [default: the quotes]")] = None,
    articles: Annotated[Path | None, _ARTICLES] = None,
    home: Annotated[Path | None, _HOME] = None,
) -> None:
    """Add a case to a gold file.

    Asks the question, or takes an answer that you kept, and writes down what was said and cited, the articles pinned
    by a hash of their text. Read the line before you trust it: it believes the answer.

    \b
      twosource eval new gold.jsonl "How many came home on the first day?"
      twosource ask --json "Who said so?" > answer.json
      twosource eval new gold.jsonl --answer answer.json --target "the mayor"
      twosource eval new gold.jsonl --as-of 2025-05-20 "Was the exchange complete?"
      twosource eval new gold.jsonl --kind draft "The exchange is complete. It freed 390 people."
    """  # noqa: D301 - a backspace keeps typer from joining the lines
    if (question is None) == (answer is None):
        raise typer.BadParameter("give a question or --answer, one of the two")
    there = read_cases(gold) if gold.exists() else ()
    day = as_of.date() if as_of else None
    # Nobody knows on which day an answer that was kept had been asked for.
    wish = _Wish(_kind(kind), target or [], why, as_of=day, asked_on=None if day or answer else Date.today())
    with opened(articles, home) as desk:
        held = desk.articles()
        if wish.kind == "draft" and question:
            case = _of_draft(desk, question, there, wish)
        else:
            case = _made(read_answer(answer) if answer else _asked(desk, str(question), wish), held, there, wish)
    misfits = check([case], held)
    if misfits:
        raise GoldError("\n".join(misfits))
    _add(gold, case)
    Console(highlight=False, soft_wrap=True).print(Text(case.model_dump_json(exclude_defaults=True)))


class _Wish(NamedTuple):
    """What the user says of the case to be made."""

    kind: CaseKind | None
    targets: list[str]
    why: str | None
    as_of: Date | None
    asked_on: Date | None

    @property
    def filters(self) -> Filters:
        """What was known on its day, or asked on it."""
        return Filters(until=self.as_of, asked_on=self.as_of or self.asked_on)


def _asked(desk: Assistant, question: str, wish: _Wish) -> Given:
    return Given.model_validate_json(desk.ask(question, filters=wish.filters).model_dump_json())


def _made(given: Given, articles: list[Article], there: tuple[Case, ...], wish: _Wish) -> Case:
    kind = wish.kind or ("status_as_of" if wish.as_of else kind_of(given))
    name = next_name(kind, (case.id for case in there))
    return make_case(
        given,
        articles,
        name=name,
        kind=kind,
        targets=wish.targets,
        why=wish.why,
        as_of=wish.as_of,
        asked_on=wish.asked_on,
    )


def _of_draft(desk: Assistant, draft: str, there: tuple[Case, ...], wish: _Wish) -> Case:
    name = next_name("draft", (case.id for case in there))
    verdicts = desk.verify(draft, filters=wish.filters)
    return make_draft_case(
        draft, verdicts, desk.articles(), name=name, why=wish.why, as_of=wish.as_of, asked_on=wish.asked_on
    )


def _kind(given: str | None) -> CaseKind | None:
    """The kind as given. Raises BadParameter (exit code 2) for one that no case can have."""
    for known in get_args(CaseKind):
        if given == known:
            return known  # type: ignore[no-any-return]
    if given is not None:
        raise typer.BadParameter(f"no kind {given}; there are {', '.join(get_args(CaseKind))}")
    return None


def _add(gold: Path, case: Case) -> None:
    """Write the file anew with the case at its end: whole or not at all."""
    try:
        before = gold.read_text(encoding="utf-8-sig").rstrip("\n") if gold.exists() else ""
        write_atomically(gold, f"{before}\n{case.model_dump_json(exclude_defaults=True)}\n".lstrip("\n"))
    except OSError as error:
        raise GoldError(f"{gold}: {error.strerror}; name a writable file") from error
