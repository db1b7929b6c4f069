"""Answers that leave the window: Markdown, HTML, JSON and gold cases. Whatever they quote stays text."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fakes import WordEmbedder
from starlette.testclient import TestClient

from assistant import Answer, Article, Attribution, Citation, Settings, open_assistant
from assistant.desk import Assistant
from evals.reading import read_cases
from ui.chat.cost import Prices
from ui.export import gold, markdown, page
from ui.export.footnotes import leaves
from ui.export.routes import as_json
from ui.guard import COOKIE
from ui.keeping.conversation import Conversation, Exchange
from ui.rooms import Rooms
from ui.server import build_app

SEEDS = Path(__file__).parent.parent / "seeds"
COUNT = "How many Ukrainian prisoners had returned home, according to Kyiv?"
STATUS = "Was the exchange complete?"
NOWHERE = "Who won the 2022 World Cup?"
ACTIVE = "A [link](javascript:alert(1)) <img src=x onerror=a()> `b` *c* # d | e & f"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    with open_assistant(SEEDS, settings, embedder=WordEmbedder()) as assistant:
        yield assistant


def answered(desk: Assistant, *questions: str) -> Conversation:
    conversation = Conversation("Talk")
    for question in questions:
        exchange = Exchange(question)
        conversation.exchanges.append(exchange)
        exchange.answer = desk.ask(question, conversation.history(exchange))
        exchange.state = "refused" if exchange.answer.refused else "done"
    return conversation


def hostile() -> Conversation:
    article = Article(id="a" * 24, key="a.txt", title=ACTIVE, title_how="heading", publisher=ACTIVE, text=ACTIVE)
    cite = Citation(
        label=1, quote=ACTIVE, start=0, end=len(ACTIVE), check="exact", article=article, attribution=Attribution()
    )
    answer = Answer.model_validate(
        {
            "question": ACTIVE,
            "query": ACTIVE,
            "short": ACTIVE,
            "text": ACTIVE,
            "engine": "quotes",
            "sentences": [{"text": ACTIVE, "citations": [cite]}],
            "citations": [cite],
        }
    )
    return Conversation("Talk", exchanges=[Exchange(ACTIVE, state="done", answer=answer)])


def plain(marked: str) -> str:
    """Markdown's text: what a backslash guards stands for itself."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", marked)


@pytest.mark.case(21)
def test_every_footnote_of_the_markdown_is_a_quote_of_its_article(desk: Assistant) -> None:
    conversation = answered(desk, COUNT, STATUS)

    text = markdown.page(leaves(conversation, conversation.exchanges, Prices()))

    body, foot = text.split("\n[^1]: ", 1)
    notes = dict(re.findall(r"^\[\^(\d+)\]: (.*)$", f"[^1]: {foot}", re.M))
    quotes = [" ".join(article.text.split()) for article in desk.articles()]
    assert set(re.findall(r"\[\^(\d+)\]", body)) <= set(notes)
    assert len(notes) > 2
    for note in notes.values():
        quote = plain(re.search(r": “(.*)”", note)[1])  # type: ignore[index]
        assert any(quote in article for article in quotes)
        assert re.search(r"(rki.news|Unknown publisher), “.+”, (undated|\d+ \w+ 2025)", plain(note))


def test_a_quote_that_two_answers_share_has_one_footnote(desk: Assistant) -> None:
    once, twice = answered(desk, COUNT), answered(desk, COUNT, COUNT)

    notes = [markdown.page(leaves(each, each.exchanges, Prices())).count("\n[^") for each in (once, twice)]

    assert notes[0] == notes[1]


def test_a_disagreement_is_exported_with_both_sides(desk: Assistant) -> None:
    conversation = answered(desk, STATUS)
    assert conversation.exchanges[0].answer
    sides = [one.value for one in conversation.exchanges[0].answer.disagreements[0].positions]

    text = plain(markdown.page(leaves(conversation, conversation.exchanges, Prices())))

    assert "**Sources disagree: " in text
    assert [side for side in sides if f"- **{side}**" not in text] == []


def test_a_refusal_is_exported_as_one(desk: Assistant) -> None:
    conversation = answered(desk, NOWHERE)

    text = markdown.page(leaves(conversation, conversation.exchanges, Prices()))

    assert "These articles do not say." in text
    assert "Nearest, no answer" in text


@pytest.mark.threat("T5")
def test_markdown_obeys_no_mark_of_an_article() -> None:
    conversation = hostile()

    text = markdown.page(leaves(conversation, conversation.exchanges, Prices()))

    bare = re.sub(r"\\.", "", text)
    assert re.findall(r"\]\(|<|`|\*c\*", bare) == []
    assert plain(text).count(ACTIVE) == 6


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags = set[str]()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.targets += [value or "" for name, value in attrs if name not in ("class", "id", "lang", "charset", "rel")]


@pytest.mark.threat("T5")
@pytest.mark.fault("window", 74)
def test_a_web_page_runs_nothing_and_fetches_nothing(desk: Assistant) -> None:
    for conversation in (hostile(), answered(desk, COUNT, STATUS, NOWHERE)):
        seen = Tags()

        seen.feed(page.page(leaves(conversation, conversation.exchanges, Prices()), ACTIVE))

        assert seen.tags <= set("html head meta title style body article h1 p sup a div ul ol li b footer".split())
        assert [target for target in seen.targets if not target.startswith("#n")] == []


def test_the_json_of_one_answer_is_that_of_the_command_line(desk: Assistant) -> None:
    (exchange,) = answered(desk, COUNT).exchanges

    assert exchange.answer
    assert json.loads(as_json([exchange])) == json.loads(exchange.answer.model_dump_json())


@pytest.mark.parametrize(("question", "kind"), [(COUNT, "fact"), (STATUS, "disagreement"), (NOWHERE, "unanswerable")])
@pytest.mark.case(20)
def test_a_saved_answer_is_a_case_that_the_evaluation_reads(
    desk: Assistant, tmp_path: Path, question: str, kind: str
) -> None:
    conversation = answered(desk, question)

    assert gold.save(tmp_path / "gold.jsonl", conversation, conversation.exchanges[0])

    (case,) = read_cases(tmp_path / "gold.jsonl")
    assert (case.question, case.kind, case.refuse) == (question, kind, kind == "unanswerable")
    assert case.asked_on == conversation.exchanges[0].asked.astimezone().date()
    assert set(case.cite) <= {path.name for path in SEEDS.glob("*.txt")}


def test_a_saved_follow_up_keeps_its_history(desk: Assistant, tmp_path: Path) -> None:
    conversation = answered(desk, COUNT, "And how many servicemen were freed?")

    gold.save(tmp_path / "gold.jsonl", conversation, conversation.exchanges[1])

    (case,) = read_cases(tmp_path / "gold.jsonl")
    assert [turn.text for turn in case.history if turn.role == "user"] == [COUNT]


def test_an_answer_that_was_stopped_is_no_case(desk: Assistant, tmp_path: Path) -> None:
    conversation = answered(desk, COUNT)
    conversation.exchanges[0].state = "stopped"

    assert not gold.save(tmp_path / "gold.jsonl", conversation, conversation.exchanges[0])
    assert not (tmp_path / "gold.jsonl").exists()


@pytest.fixture
def kept(desk: Assistant, tmp_path: Path) -> tuple[str, str]:
    """An owner and a conversation of theirs, on disk."""
    rooms, conversation = Rooms.over(desk, tmp_path), answered(desk, COUNT)
    mine = rooms.conversations.new("a" * 32, "A / title: “x”")
    mine.exchanges += conversation.exchanges
    rooms.conversations.save(mine, mine.exchanges[0])
    rooms.close()
    return "a" * 32, mine.id


@pytest.mark.fault("window", 81)
@pytest.mark.parametrize("kind", ["md", "html", "json"])
@pytest.mark.case(28)
def test_only_the_owner_downloads_and_nothing_is_shown_on_our_address(
    desk: Assistant, kept: tuple[str, str], kind: str
) -> None:
    owner, conversation = kept
    with TestClient(build_app(desk), base_url="http://127.0.0.1") as client:
        mine = client.get(f"/export/{conversation}.{kind}", headers={"cookie": f"{COOKIE}={owner}"})
        yours = client.get(f"/export/{conversation}.{kind}", headers={"cookie": f"{COOKIE}={'b' * 32}"})
        nobody = client.get(f"/export/{conversation}.{kind}", headers={"cookie": "x=y"})

    assert mine.status_code == 200
    assert mine.headers["content-disposition"].startswith("attachment; ")
    assert (yours.status_code, nobody.status_code) == (404, 404)
