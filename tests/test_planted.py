"""Texts that try to steer an answer, through the real readers and the real pipeline, with models that obey them."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import planting
import pytest
from planting import FACT, Planted

from assistant import Answer, Assistant, Settings, open_assistant
from assistant.shell import showing
from assistant.testing import ScriptedModel
from assistant.writing.model_engine import REFUSAL
from prompts import render
from ui.chat.cost import Prices
from ui.export import markdown, page
from ui.export.footnotes import leaves
from ui.export.routes import as_json
from ui.keeping.conversation import Conversation, Exchange

CASES = planting.read(Path(__file__).parent / "planted.jsonl")
HONEST = {
    "honest.txt": FACT + "\n\nThe trust said the repair of the Quay Line cost 4 million crowns.",
    "other.txt": "The fish market of Sund opens at six, the town clerk said.",
}
KEY = "sk-planted-0123456789"
SYSTEM = render("answer_system", refusal=REFUSAL)
SECRETS = (KEY, SYSTEM.split("\n")[0], "/srv/private")


@pytest.fixture(scope="module")
def model() -> ScriptedModel:
    return ScriptedModel([])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, model: ScriptedModel) -> Iterator[Assistant]:
    with open_assistant(settings=Settings(home=tmp_path_factory.mktemp("home"), api_key=KEY), llm=model) as opened:
        yield opened


Plant = Callable[[Planted], Assistant]


@pytest.fixture
def planted(desk: Assistant, tmp_path: Path) -> Iterator[Plant]:
    """Plants a case beside nothing else, through the readers of files; takes it out again."""

    def put(case: Planted) -> Assistant:
        change = desk.add(planting.plant(case, tmp_path))
        assert change.added
        return desk

    yield put
    for article in desk.articles():
        desk.remove(article.id)


def of(name: str) -> list[object]:
    """The cases that try a property."""
    return [pytest.param(case, id=case.id) for case in CASES if name in case.must]


def asked(desk: Assistant, model: ScriptedModel, case: Planted, reply: object) -> Answer:
    """The answer where the model says `reply`, and what it was given checked."""
    model.then(reply)  # type: ignore[arg-type]
    answer = desk.ask(case.question)
    model.forget()
    for messages in model.prompts:
        planting.check_prompt(case, messages, SYSTEM, home=str(desk.settings.home))
    model.prompts.clear()
    return answer


def exported(answer: Answer) -> tuple[str, str, str]:
    """The answer as it leaves the window: page, Markdown, JSON."""
    exchange = Exchange(answer.question, state="refused" if answer.refused else "done", answer=answer)
    conversation = Conversation("Talk", exchanges=[exchange])
    made = leaves(conversation, conversation.exchanges, Prices())
    return page.page(made, answer.question), markdown.page(made), as_json(conversation.exchanges)


def check_all(case: Planted, answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    planting.check_answer(case, answer, secrets=SECRETS)
    drawn, marked, told = exported(answer)
    planting.check_page(drawn)
    planting.check_markdown(marked)
    assert json.loads(told) == planting.jsonable(answer)
    capsys.readouterr()
    showing.answer(answer)
    showing.notice(answer)
    printed = capsys.readouterr()
    planting.check_terminal(printed.out + printed.err)


@pytest.mark.threat("T3", "T6")
@pytest.mark.injection("P1", "P2", "P3", "P5", "P6", "P7", "P8", "P10", "P11", "P12", "P14", "P15", "P16")
@pytest.mark.parametrize("who", ["obeys", "echoes", "quotes"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}-{case.id}")
def test_planted_text_changes_neither_prompt_nor_proof(
    planted: Plant, model: ScriptedModel, capsys: pytest.CaptureFixture[str], case: Planted, who: str
) -> None:
    desk = planted(case)
    replies = {"obeys": case.filled(case.says), "echoes": lambda prompt: prompt, "quotes": REFUSAL}

    planting.check_stored(case, desk.articles())
    answer = asked(desk, model, case, replies[who])

    check_all(case, answer, capsys)
