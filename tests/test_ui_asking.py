"""Asking in the browser: examples, keys, echo, failure, judgement, what outlives a restart and a change of scheme."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from fakes import WordEmbedder
from playwright.sync_api import Browser, Page, Route, expect
from windows import SEEDS, Observed, ask, begin, serving, visiting

from assistant import Answer, Settings, Turn, open_assistant

pytestmark = pytest.mark.browser

COUNT = "How many Ukrainian prisoners had returned home, according to Kyiv?"
STATUS = "Was the exchange complete?"


class Breaking(Observed):
    """A desk whose answers break off while `broken` is set."""

    broken = False

    def stream(self, question: str, history: Sequence[Turn] = (), **told: Any) -> Iterator[Answer]:
        for snapshot in super().stream(question, history, **told):
            if self.broken:
                raise RuntimeError("a part of the answer fell off")
            yield snapshot


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Breaking]:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    with open_assistant(SEEDS, settings, embedder=WordEmbedder()) as assistant:
        yield Breaking(assistant)


@pytest.fixture(scope="module")
def address(desk: Breaking) -> Iterator[str]:
    with serving(desk) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str, desk: Breaking) -> Iterator[Page]:
    with visiting(browser, address) as page:
        yield page
        desk.broken = False
        desk.free.set()


@pytest.mark.case(1, 2)
def test_an_example_is_asked_word_for_word_and_once(page: Page, desk: Breaking) -> None:
    before = len(desk.histories)
    expect(page.get_by_role("textbox", name="Your question")).to_be_focused()
    example = page.locator(".ts-hero button").first
    question = example.inner_text()

    example.dblclick()

    expect(page.locator(".ts-turn h2")).to_have_text([question])
    expect(page.locator(".ts-actions")).to_be_visible()
    assert len(desk.histories) == before + 1


@pytest.mark.case(3)
def test_enter_sends_shift_enter_adds_a_line_and_blank_text_sends_nothing(page: Page) -> None:
    box = page.get_by_role("textbox", name="Your question")
    box.press_sequentially("  ")
    box.press("Enter")
    expect(page.locator(".ts-turn")).to_have_count(0)

    box.fill("Was the exchange")
    box.press("Shift+Enter")
    box.press_sequentially("complete?")
    expect(box).to_have_value("Was the exchange\ncomplete?")
    box.press("Enter")

    expect(page.locator(".ts-turn h2")).to_have_text(["Was the exchange complete?"])
    expect(box).to_have_value("")


@pytest.mark.case(4)
def test_the_question_stands_on_the_page_before_the_server_has_it(page: Page, desk: Breaking) -> None:
    desk.free.clear()
    page.evaluate(
        """() => document.addEventListener("keydown", event => {
            const began = performance.now();
            if (event.key === "Enter") requestAnimationFrame(() => {
                window.echoed = document.querySelector(".ts-turn h2") ? performance.now() - began : null; });
        }, true)"""
    )

    begin(page, COUNT)

    assert page.evaluate("window.echoed") < 300


@pytest.mark.case(27)
def test_what_was_asked_before_the_page_was_told_of_its_articles_is_asked_once(
    browser: Browser, address: str, desk: Breaking
) -> None:
    context = browser.new_context()
    page = context.new_page()
    boot: list[Route] = []
    page.route("**/gradio_api/run/**", lambda route: boot.append(route))
    page.goto(address)
    before = len(desk.histories)
    box = page.get_by_role("textbox", name="Your question")
    box.fill(COUNT)

    desk.free.clear()
    box.press("Enter")
    expect(page.locator(".ts-turn h2")).to_have_text([COUNT])
    for held in boot:
        held.continue_()
    expect(page.locator(".ts-brand")).to_be_visible()
    desk.free.set()

    expect(page.locator(".ts-actions")).to_be_visible()
    expect(page.locator(".ts-turn h2")).to_have_text([COUNT])
    expect(box).to_have_value("")
    assert boot
    assert len(desk.histories) == before + 1
    page.goto("about:blank")
    context.close()


@pytest.mark.case(15)
def test_an_answer_that_breaks_off_says_so_keeps_the_question_and_can_be_tried_again(
    page: Page, desk: Breaking
) -> None:
    desk.broken = True
    ask(page, COUNT)

    expect(page.get_by_role("alert")).to_contain_text("The answer could not be finished. Your question is kept.")
    expect(page.get_by_role("textbox", name="Your question")).to_be_editable()
    desk.broken = False
    page.get_by_role("button", name="Try again").click()

    expect(page.locator(".ts-line .ts-marks .ts-chip").first).to_be_visible()
    expect(page.locator(".ts-turn h2")).to_have_text([COUNT])


@pytest.mark.case(19, 20)
def test_two_judgements_at_once_are_both_kept_and_the_reader_stays_open(page: Page, desk: Breaking) -> None:
    ask(page, COUNT)
    page.locator(".ts-line .ts-marks .ts-chip").first.click()
    expect(page.locator("mark.ts-on").first).to_be_visible()
    good, bad = (page.get_by_role("button", name=name) for name in ("Good answer", "Bad answer"))
    gold = page.get_by_role("button", name="Save as gold case")

    page.evaluate(
        """() => ["Good answer", "Save as gold case"].forEach(
            name => document.querySelector(`[aria-label="${name}"]`).click())"""
    )

    expect(good).to_have_attribute("aria-pressed", "true")
    expect(gold).to_have_attribute("aria-pressed", "true")
    expect(page.locator("mark.ts-on").first).to_be_visible()
    case = json.loads((desk.settings.home / "gold.jsonl").read_text().splitlines()[-1])
    assert (case["question"], case["refuse"], bool(case["cite"])) == (COUNT, False, True)
    bad.click()
    expect(bad).to_have_attribute("aria-pressed", "true")
    expect(good).to_have_attribute("aria-pressed", "false")
    expect(gold).to_have_attribute("aria-pressed", "true")


@pytest.mark.case(27)
def test_a_restart_of_the_server_costs_neither_the_conversation_nor_what_was_being_typed(
    browser: Browser, desk: Breaking
) -> None:
    context = browser.new_context()
    page = context.new_page()
    with serving(desk) as address:
        page.goto(address)
        ask(page, COUNT)
        page.get_by_role("textbox", name="Your question").press_sequentially("And the rest?")
        kept = page.url
        page.goto("about:blank")
    with serving(desk, port=int(address.rsplit(":", 1)[1])):
        page.goto(kept)

        expect(page.locator(".ts-turn h2")).to_have_text([COUNT])
        expect(page.locator(".ts-line .ts-marks .ts-chip").first).to_be_visible()
        expect(page.get_by_role("textbox", name="Your question")).to_have_value("And the rest?")
        page.goto("about:blank")
    context.close()


@pytest.mark.case(29)
def test_the_chosen_scheme_outlives_a_reload_and_a_change_of_the_systems(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("body.dark")).to_be_attached()

    page.reload()
    expect(page.locator("body.dark")).to_be_attached()
    page.emulate_media(color_scheme="dark")
    page.emulate_media(color_scheme="light")

    expect(page.locator(".ts-hero")).to_be_visible()
    expect(page.locator("body.dark")).to_be_attached()


@pytest.mark.case(37)
def test_in_forced_colours_chips_and_marks_can_be_told_from_text(page: Page) -> None:
    ask(page, COUNT)
    page.locator(".ts-line .ts-marks .ts-chip").first.click()
    expect(page.locator("mark.ts-on").first).to_be_visible()

    page.emulate_media(forced_colors="active")

    edge = page.locator(".ts-line .ts-marks .ts-chip").first.evaluate("one => getComputedStyle(one).borderTopStyle")
    fill = page.evaluate(
        "[...document.querySelectorAll('mark.ts-on, .ts-text')].map(one => getComputedStyle(one).backgroundColor)"
    )
    assert edge == "solid"
    assert len(set(fill)) == 2


@pytest.mark.case(38)
def test_ten_reloads_in_a_row_fill_every_slot(page: Page) -> None:
    ask(page, COUNT)
    slots = (".ts-top", ".ts-past", ".ts-rows > li", ".ts-turn .ts-chip", ".ts-composer", "#ts-reader .ts-slot > *")

    for _ in range(10):
        page.reload()
        for slot in slots:
            expect(page.locator(slot).first).to_be_visible()
