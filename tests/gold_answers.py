"""Cases, hand-made answers and runs of them, for the tests of `evals`."""

import json
from collections.abc import Sequence
from pathlib import Path

from assistant.answer import Answer, Article, Attribution, Citation, Disagreement, Position, Sentence, Turn
from evals import run
from evals.case import Case, Report
from evals.scoring import SCORERS

ONE = "The dam was inspected on Monday. The council said 390 people left, 120 of them children."
TWO = "The dam was inspected on Tuesday, the mayor wrote."


def article(name: str, text: str) -> Article:
    return Article(id=f"{name:0<24}", key=name, title=name, title_how="heading", path=Path("in") / name, text=text)


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
