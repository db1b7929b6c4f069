"""An answer in the browser: how it grows, what is told of it, what a reader does with it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import WordEmbedder
from playwright.sync_api import Browser, Page, expect
from windows import SEEDS, Observed, Reciter, ask, begin, serving, visiting, words

from assistant import Settings, open_assistant
from assistant.errors import ModelUnavailableError

pytestmark = pytest.mark.browser

COUNT = "How many Ukrainian prisoners had returned home, according to Kyiv?"
STATUS = "Was the exchange complete?"
TALLY = "How many Ukrainian citizens have been freed since March 2022?"
MARKED = """quote => [...document.querySelectorAll("mark.ts-on")].map(one => one.innerText).join(" ")
    .split(/\\s+/).filter(Boolean).join(" ") === quote"""
"""Whether these words alone are marked in the open article."""
"""Answered by another sentence of the article that answers `COUNT`."""


@pytest.fixture(scope="module")
def model() -> Reciter:
    return Reciter()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, model: Reciter) -> Iterator[Observed]:
    settings = Settings(home=tmp_path_factory.mktemp("home"), prompt_price=2.0, completion_price=10.0)
    with open_assistant(SEEDS, settings, embedder=WordEmbedder(), llm=model) as assistant:
        yield Observed(assistant)


@pytest.fixture(scope="module")
def address(desk: Observed) -> Iterator[str]:
    with serving(desk) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str, desk: Observed, model: Reciter) -> Iterator[Page]:
    with visiting(browser, address, accept_downloads=True) as page:
        yield page
        model.error = model.slip = None
        model.free.set()
        desk.free.set()


def quotes_only(page: Page) -> None:
    page.get_by_role("combobox", name="Who answers").select_option("quotes")


@pytest.mark.case(5)
def test_a_chip_and_its_card_stay_while_the_text_grows(page: Page, model: Reciter) -> None:
    model.free.clear()
    begin(page, COUNT)
    chip = page.locator(".ts-line .ts-marks .ts-chip").first
    chip.hover()
    expect(page.locator("#ts-card")).to_be_visible()
    chip.evaluate("chip => { chip.kept = true; }")

    model.free.set()
    expect(page.locator(".ts-line")).to_have_count(3)

    expect(page.locator("#ts-card")).to_be_visible()
    expect(page.locator(".ts-actions")).to_be_visible()
    assert chip.evaluate("chip => chip.kept") is True


@pytest.mark.case(27)
def test_an_answer_goes_on_through_a_reload(page: Page, model: Reciter) -> None:
    model.free.clear()
    begin(page, COUNT)
    expect(page.locator(".ts-line .ts-marks .ts-chip")).to_have_count(1)

    page.reload()
    expect(page.locator(".ts-line .ts-marks .ts-chip")).to_have_count(1)
    expect(page.get_by_role("button", name="Stop answering")).to_be_visible()
    model.free.set()

    expect(page.locator(".ts-line .ts-marks .ts-chip")).to_have_count(3)
    expect(page.locator(".ts-actions")).to_be_visible()


def test_an_answer_is_finished_when_nobody_looks(page: Page, model: Reciter, address: str) -> None:
    model.free.clear()
    begin(page, COUNT)
    expect(page.locator(".ts-line .ts-marks .ts-chip")).to_have_count(1)
    page.goto("about:blank")
    model.free.set()

    page.goto(address)

    page.locator(".ts-past").first.click()
    expect(page.locator(".ts-line .ts-marks .ts-chip")).to_have_count(3)


@pytest.mark.case(16)
def test_a_stopped_answer_keeps_what_there_is(page: Page, model: Reciter) -> None:
    model.free.clear()
    begin(page, COUNT)
    expect(page.locator(".ts-line .ts-marks .ts-chip")).to_have_count(1)

    page.get_by_role("button", name="Stop answering").click()
    expect(page.locator(".ts-tail")).to_contain_text("Stopped.")
    model.free.set()
    page.reload()

    expect(page.locator(".ts-tail")).to_contain_text("Stopped.")
    expect(page.locator(".ts-line .ts-marks .ts-chip")).to_have_count(1)


def test_a_removed_sentence_is_told_and_its_reason_on_demand(page: Page) -> None:
    ask(page, COUNT)

    told = page.locator(".ts-removed")
    expect(told.locator("summary")).to_have_text("1 unsupported sentence removed")
    expect(told.locator("li")).to_be_hidden()
    told.locator("summary").click()
    expect(told.locator("li")).to_contain_text("The moon is made of cheese.")
    expect(told.locator("li")).to_contain_text("quotes it cites do not say this")


def test_a_number_put_right_is_told_with_what_the_model_wrote(page: Page, model: Reciter) -> None:
    model.slip = ("390", "930")
    ask(page, COUNT)

    expect(page.locator(".ts-line").first).to_contain_text("390 Ukrainian prisoners")
    page.get_by_text("1 sentence put right from its quote").click()
    expect(page.locator(".ts-removed del")).to_contain_text("930 Ukrainian prisoners")


@pytest.mark.case(33)
def test_who_answered_is_told_with_tokens_and_cost(page: Page) -> None:
    ask(page, COUNT)

    expect(page.locator(".ts-engine")).to_contain_text("Answers by llama3.1")
    expect(page.locator(".ts-made")).to_contain_text("Written by llama3.1")
    expect(page.locator(".ts-made")).to_contain_text("1,500 + 90 tokens, $0.0039")


def test_a_question_can_be_put_to_the_quotes_alone(page: Page, desk: Observed) -> None:
    quotes_only(page)
    ask(page, COUNT)

    expect(page.locator(".ts-made")).to_contain_text("Made of quotes, no model")
    assert desk.engines[-1] == "quotes"


@pytest.mark.case(33)
def test_a_model_that_is_down_is_told_and_quotes_answer(page: Page, model: Reciter) -> None:
    model.error = ModelUnavailableError("llama3.1 at 127.0.0.1 does not answer")
    ask(page, COUNT)

    expect(page.locator(".ts-notice")).to_contain_text("does not answer")
    expect(page.locator(".ts-engine.ts-fallen")).to_contain_text("quotes answered instead")
    expect(page.locator(".ts-line .ts-marks .ts-chip").first).to_be_visible()


def test_an_edited_question_takes_the_place_of_the_old_one(page: Page) -> None:
    quotes_only(page)
    ask(page, STATUS)
    ask(page, "Who won the 2022 World Cup?")
    page.get_by_role("button", name="Edit this question").first.click()
    box = page.get_by_role("textbox", name="Your question")
    expect(box).to_have_value(STATUS)

    box.fill(COUNT)
    page.keyboard.press("Enter")

    expect(page.locator(".ts-turn h2")).to_have_text([COUNT])
    expect(page.locator(".ts-actions")).to_be_visible()


def test_escape_leaves_a_question_as_it_was(page: Page) -> None:
    quotes_only(page)
    ask(page, STATUS)
    page.get_by_role("button", name="Edit this question").click()

    page.keyboard.press("Escape")

    expect(page.locator(".ts-editing")).to_be_hidden()
    expect(page.get_by_role("textbox", name="Your question")).to_have_value("")
    expect(page.locator(".ts-turn h2")).to_have_text([STATUS])


@pytest.mark.case(18)
def test_a_question_to_go_on_with_is_asked_on_click_and_answered(page: Page) -> None:
    quotes_only(page)
    ask(page, STATUS)
    following = page.locator(".ts-follow button").first
    question = following.inner_text()

    following.click()

    expect(page.locator(".ts-turn h2")).to_have_text([STATUS, question])
    expect(page.locator(".ts-turn").last.locator(".ts-line .ts-marks .ts-chip").first).to_be_visible()
    expect(page.locator(".ts-turn").first.locator(".ts-follow")).to_be_hidden()


def test_a_follow_up_says_how_it_was_understood_and_can_be_asked_as_typed(page: Page) -> None:
    quotes_only(page)
    ask(page, COUNT)
    ask(page, "And how many of them were civilians?")
    told = page.locator(".ts-understood")
    expect(told.first).to_be_hidden()
    expect(told.last).to_contain_text("Understood as: How many")

    told.last.get_by_role("button", name="Ask as typed, on its own").click()

    expect(page.locator(".ts-turn h2")).to_have_text(["And how many of them were civilians?"])
    expect(page.locator(".ts-below")).to_be_visible()
    expect(told).to_be_hidden()


def test_a_refusal_says_what_the_articles_do_answer(page: Page) -> None:
    quotes_only(page)
    ask(page, "Who won the 2022 World Cup?")

    expect(page.locator(".ts-follow h3")).to_have_text("Questions these articles answer")
    page.locator(".ts-follow button").first.click()
    expect(page.locator(".ts-turn").last.locator(".ts-line .ts-marks .ts-chip").first).to_be_visible()


@pytest.mark.case(20)
def test_a_judgement_with_its_note_and_a_gold_case_are_kept(page: Page, desk: Observed) -> None:
    quotes_only(page)
    ask(page, COUNT)
    page.get_by_role("button", name="Bad answer").click()
    page.get_by_role("textbox", name="Note on this answer").fill("Says it twice.")
    page.get_by_role("button", name="Save note").click()
    page.get_by_role("button", name="Save as gold case").click()
    expect(page.get_by_role("button", name="Save as gold case")).to_have_attribute("aria-pressed", "true")

    page.reload()

    expect(page.get_by_role("button", name="Bad answer")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Save as gold case")).to_have_attribute("aria-pressed", "true")
    lines = (desk.settings.home / "gold.jsonl").read_text().splitlines()
    case = json.loads(lines[-1])
    assert (case["question"], case["why"]) == (COUNT, "Says it twice.")


@pytest.mark.case(21)
def test_an_answer_leaves_as_markdown_with_footnotes(page: Page, tmp_path: Path) -> None:
    quotes_only(page)
    ask(page, COUNT)
    page.locator(".ts-export summary").click()

    with page.expect_download() as download:
        page.get_by_role("link", name="Markdown with footnotes").click()

    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.startswith("## How many Ukrainian prisoners")
    assert "[^1]: rki.news, “Ukraine, Russia begin largest Prisoner swap of the war”, 23 May 2025: “" in text


def test_a_question_that_is_too_long_is_not_sent(page: Page) -> None:
    page.get_by_role("textbox", name="Your question").fill("why " * 1200)

    expect(page.get_by_role("alert")).to_contain_text("4,800 characters; a question has at most 4,000")
    page.keyboard.press("Enter")
    expect(page.locator(".ts-turn")).to_have_count(0)


@pytest.mark.case(12)
def test_each_side_of_a_disagreement_opens_its_own_article(page: Page) -> None:
    quotes_only(page)
    ask(page, STATUS)
    sides = page.locator(".ts-dispute").first.locator(".ts-side")
    expect(sides).to_have_count(2)

    opened = []
    for side in sides.all():
        quote = words(side.locator("blockquote").inner_text())
        side.locator(".ts-chip").first.click()
        page.wait_for_function(MARKED, arg=quote)
        expect(page.locator("mark.ts-on").first).to_be_in_viewport()
        opened.append(page.locator(".ts-paper").get_attribute("aria-label"))

    assert len(set(opened)) == 2


@pytest.mark.case(11)
def test_the_next_passage_of_the_conversation_moves_the_mark(page: Page) -> None:
    quotes_only(page)
    ask(page, COUNT)
    ask(page, TALLY)
    page.locator(".ts-turn").last.locator(".ts-line .ts-marks .ts-chip").first.click()
    expect(page.locator("mark.ts-on").first).to_be_visible()
    paper = page.locator(".ts-paper").get_attribute("aria-label")
    steps = [page.get_by_role("button", name=f"{way} cited passage") for way in ("Next", "Previous")]

    step = next(one for one in steps if one.is_enabled())
    before = page.locator("mark.ts-on").first.inner_text()
    step.click()

    expect(page.locator("mark.ts-on").first).not_to_have_text(before)
    expect(page.locator("mark.ts-on").first).to_be_in_viewport()
    assert page.locator(".ts-paper").get_attribute("aria-label") == paper
    while step.is_enabled():
        before = page.locator(".ts-step span").inner_text()
        step.click()
        expect(page.locator(".ts-step span")).not_to_have_text(before)
    assert any(one.is_disabled() for one in steps)


def test_the_reader_says_how_each_thing_is_known(page: Page) -> None:
    quotes_only(page)
    ask(page, COUNT)
    page.locator(".ts-line .ts-marks .ts-chip").first.click()
    page.locator(".ts-known summary").click()

    known = page.locator(".ts-known dl").inner_text()
    assert "Publisher" in known
    assert "stated" in known
    assert ".txt" in known
