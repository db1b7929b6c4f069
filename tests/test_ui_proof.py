"""The proof itself in the browser: what a chip shows is the API's quote, and the API's quote is the article's text."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fakes import WordEmbedder
from gradio_client import Client
from playwright.sync_api import Browser, Page, expect
from windows import SEEDS, Observed, ask, serving, visiting, words

from assistant import Settings, open_assistant
from assistant.writing.chat import Message, Piece

COUNT = "How many Ukrainian prisoners had returned home, according to Kyiv?"
STATUS = "Was the exchange complete?"
QUESTIONS = (COUNT, STATUS, "Where did the two sides meet?")
ODD = {
    "emoji.txt": "A 😀 headline about the otter\n\nThe otter Pip 🦦🦦 caught 17 “silver” trout in Lake Orrin.\n",
    "lines.txt": "The heron of Lake Orrin\r\n\r\nThe heron Sable ate 9 frogs at Lake Orrin.\r\nIt stayed.\r\n",
    "braces.txt": "A form letter from Lake Orrin\n\nThe warden of Lake Orrin wrote {3} and [2] into the 44 permits.\n",
}
ODD_QUESTIONS = (
    "How many silver trout did the otter Pip catch in Lake Orrin?",
    "How many frogs did the heron Sable eat?",
    "What did the warden of Lake Orrin write into the permits?",
)
HOSTILE = (
    "<form action=http://evil.example><input> ![x](http://evil.example/p.png) [x](javascript:alert(1)) {999} [999]"
)


class Liar:
    """A model that writes a form, a remote picture, a script's address and numbers that stand for no quote."""

    name = "liar"

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[Piece]:
        yield Piece(text=f"390 Ukrainian prisoners had returned home {HOSTILE} [1]. {HOSTILE} [1].")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Observed]:
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("odd")
    for name, text in ODD.items():
        (folder / name).write_bytes(text.encode())
    with open_assistant(SEEDS, Settings(home=home), embedder=WordEmbedder()) as assistant:
        assistant.add(sorted(folder.iterdir()))
        yield Observed(assistant)


@pytest.fixture(scope="module")
def address(desk: Observed) -> Iterator[str]:
    with serving(desk) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Client:
    return Client(address, verbose=False, analytics_enabled=False)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with visiting(browser, address) as page:
        yield page


@pytest.mark.case(8)
@pytest.mark.parametrize("question", [*QUESTIONS, *ODD_QUESTIONS])
def test_every_quote_of_the_api_is_its_articles_text_at_that_place(client: Client, question: str) -> None:
    answer = json.loads(client.predict(question, api_name="/ask"))
    sides = [side for one in answer["disagreements"] for side in one["positions"]]
    cites = [cite for each in (*answer["sentences"], *sides) for cite in each["citations"]]
    texts = {
        id_: json.loads(client.predict(id_, api_name="/read_article"))["text"]
        for id_ in {cite["article"]["id"] for cite in cites}
    }

    assert cites
    assert [one for one in cites if texts[one["article"]["id"]][one["start"] : one["end"]] != one["quote"]] == []


@pytest.mark.browser
@pytest.mark.case(6, 8, 13)
def test_each_card_shows_the_quote_of_the_api_and_the_sources_are_counted_right(page: Page, client: Client) -> None:
    for question in (COUNT, *ODD_QUESTIONS):
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator(".ts-hero")).to_be_visible()
        answer = json.loads(client.predict(question, api_name="/ask"))
        quotes = {str(one["label"]): words(one["quote"]) for one in answer["citations"]}
        ask(page, question)
        chips = page.locator(".ts-line .ts-marks .ts-chip")
        assert chips.count()

        for chip in chips.all():
            chip.focus()
            chip.hover()
            expect(page.locator("#ts-card blockquote")).to_be_visible()
            assert words(page.locator("#ts-card blockquote").inner_text()) == quotes[chip.inner_text()]
        articles = {one["article"]["id"] for one in answer["citations"]}
        counted = f"{len(articles)} article{'s' if len(articles) > 1 else ''} cited"
        expect(page.locator(".ts-sources > .ts-note")).to_contain_text(counted)
        expect(page.locator(".ts-sources > ol > li")).to_have_count(len(articles))


@pytest.mark.browser
@pytest.mark.case(12)
def test_a_disagreement_shows_both_sides_of_the_api_and_without_one_there_is_no_card(
    page: Page, client: Client
) -> None:
    (matter, *_) = json.loads(client.predict(STATUS, api_name="/ask"))["disagreements"]

    ask(page, STATUS)
    shown = [words(one) for one in page.locator(".ts-dispute").first.locator("blockquote").all_inner_texts()]
    ask(page, ODD_QUESTIONS[0])

    assert shown == [words(side["citations"][0]["quote"]) for side in matter["positions"]]
    expect(page.locator(".ts-turn").last.locator(":is(.ts-dispute, .ts-sequence)")).to_have_count(0)


@pytest.mark.browser
@pytest.mark.case(36)
def test_a_number_in_braces_or_brackets_of_a_quote_stays_text(page: Page) -> None:
    ask(page, ODD_QUESTIONS[2])

    line = page.locator(".ts-line").first
    expect(line).to_contain_text("wrote {3} and (2) into the 44 permits.")
    expect(line.locator(".ts-chip")).to_have_count(1)


@pytest.mark.browser
@pytest.mark.case(24)
def test_what_a_model_writes_is_text_and_a_dead_number_is_no_chip(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = Settings(home=tmp_path_factory.mktemp("liar"))
    with (
        open_assistant(SEEDS, settings, embedder=WordEmbedder(), llm=Liar()) as assistant,
        serving(assistant) as address,
        visiting(browser, address) as page,  # at its end: no other host was asked for anything
    ):
        ask(page, COUNT)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")

        shown = page.locator(".ts-turn").inner_text()
        assert "http://evil.example" in shown or page.locator(".ts-removed").count() == 0
        assert page.locator(".ts-turn :is(form:not(.ts-note-form), img, input)").count() == 0
        assert page.locator('.ts-turn a[href^="javascript"], .ts-turn a[href*="evil"]').count() == 0
        assert page.locator(".ts-chip", has_text="999").count() == 0


@pytest.mark.browser
@pytest.mark.case(25)
def test_a_chip_whose_article_was_removed_says_so_and_keeps_the_quote(page: Page, tmp_path: Path) -> None:
    (tmp_path / "lynx.txt").write_text("The lynx of Morven\n\nThe lynx Ember crossed the Morven road 61 times.\n")
    page.set_input_files("input[type=file]", tmp_path / "lynx.txt")
    expect(page.locator(".ts-job")).to_contain_text("Added")
    ask(page, "How many times did the lynx Ember cross the Morven road?")
    page.get_by_role("button", name="Remove The lynx of Morven").click()
    expect(page.get_by_role("button", name="Remove", exact=True)).to_be_focused()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("button", name="Remove The lynx of Morven")).to_have_count(0)

    page.locator(".ts-line .ts-marks .ts-chip").first.click()

    expect(page.locator("#ts-side")).to_contain_text("This article was removed. The quoted sentence:")
    expect(page.locator("#ts-side blockquote")).to_have_text("The lynx Ember crossed the Morven road 61 times.")
