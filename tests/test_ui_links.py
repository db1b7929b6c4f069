"""Addresses: a link opens a conversation at a quote, the browser's Back goes back, what is not there is told."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import WordEmbedder
from playwright.sync_api import Browser, Page, expect
from windows import SEEDS, Observed, ask, serving, visiting, words

from assistant import Settings, open_assistant

pytestmark = pytest.mark.browser

COUNT = "How many Ukrainian prisoners had returned home, according to Kyiv?"
STATUS = "Was the exchange complete?"
ALLOWED = ["clipboard-read", "clipboard-write"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Observed]:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    with open_assistant(SEEDS, settings, embedder=WordEmbedder()) as assistant:
        yield Observed(assistant)


@pytest.fixture(scope="module")
def address(desk: Observed) -> Iterator[str]:
    with serving(desk) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with visiting(browser, address, permissions=ALLOWED) as page:
        yield page


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def marked(page: Page) -> str:
    expect(page.locator("mark.ts-on").first).to_be_in_viewport()
    return words(" ".join(page.locator("mark.ts-on").all_inner_texts()))


@pytest.mark.case(9)
def test_a_click_leaves_the_address_and_a_middle_click_opens_the_same_quote_elsewhere(page: Page) -> None:
    ask(page, STATUS)
    before, chip = page.url, page.locator(".ts-line .ts-marks .ts-chip").last
    chip.click()
    quote = marked(page)
    assert page.url == before

    with page.context.expect_page() as opened:
        chip.click(button="middle")

    assert marked(opened.value) == quote
    expect(opened.value.locator(".ts-turn h2")).to_have_text([STATUS])


def test_a_copied_link_opens_the_article_at_the_quote_and_closing_it_leaves_the_conversation(page: Page) -> None:
    ask(page, STATUS)
    ask(page, COUNT)
    page.locator(".ts-turn").first.locator(".ts-line .ts-marks .ts-chip").first.click()
    quote = marked(page)
    page.get_by_role("button", name="Copy link", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()

    page.goto(copied(page))

    assert marked(page) == quote
    expect(page.locator(".ts-turn h2")).to_have_text([STATUS, COUNT])
    expect(page.locator(".ts-turn h2").first).to_be_in_viewport()
    page.get_by_role("button", name="Close article").click()
    assert re.search(r"\?c=\w+$", page.url)


def test_a_quote_is_copied_with_who_said_it_where_and_when(page: Page, desk: Observed) -> None:
    ask(page, COUNT)
    page.locator(".ts-line .ts-marks .ts-chip").first.click()
    quote = marked(page)
    page.get_by_role("button", name="Copy quote").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()

    told = copied(page)
    assert told.startswith(f"“{quote}”")
    assert any(f"“{article.title}”" in told for article in desk.articles())
    assert "23 May 2025" in told or "undated" in told


@pytest.mark.case(21)
def test_an_answer_is_copied_with_numbers_and_a_line_for_each_source(page: Page) -> None:
    ask(page, COUNT)
    labels = page.locator(".ts-line .ts-marks .ts-chip").all_inner_texts()
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()

    told = copied(page)
    assert told.startswith(COUNT)
    assert all(told.count(f"[{label}]") >= 2 for label in labels)


def test_back_and_forward_go_through_conversations(page: Page, address: str) -> None:
    ask(page, COUNT)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".ts-hero")).to_be_visible()
    ask(page, STATUS)

    page.go_back()
    expect(page.locator(".ts-hero")).to_be_visible()
    assert page.url.rstrip("/") == address
    page.go_back()
    expect(page.locator(".ts-turn h2")).to_have_text([COUNT])
    page.go_forward()
    page.go_forward()
    expect(page.locator(".ts-turn h2")).to_have_text([STATUS])
    expect(page).to_have_title(f"{STATUS} · twosource")


def test_an_unknown_and_a_foreign_conversation_are_told_alike(page: Page, browser: Browser, address: str) -> None:
    ask(page, COUNT)
    mine = page.url

    with browser.new_context() as other:
        stranger = other.new_page()
        told = []
        for link in (mine, f"{address}/?c=0123456789abcdef"):
            stranger.goto(link)
            expect(stranger.locator(".ts-lost")).to_contain_text("cannot be opened")
            expect(stranger.locator(".ts-turn")).to_have_count(0)
            told.append(stranger.locator(".ts-lost").inner_text())

    assert told[0] == told[1]


@pytest.mark.parametrize(("more", "words_"), [("&turn=0123", "no longer"), ("&cite=999", "no citation 999")])
def test_a_link_into_an_answer_that_is_not_there_says_so_beside_the_conversation(
    page: Page, more: str, words_: str
) -> None:
    ask(page, COUNT)

    page.goto(page.url + more)

    expect(page.locator(".ts-lost")).to_contain_text(words_)
    expect(page.locator(".ts-turn h2")).to_have_text([COUNT])
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator(".ts-lost")).to_be_hidden()


def test_what_was_said_is_found_again_without_case_and_accents_and_opens_marked(page: Page) -> None:
    ask(page, COUNT)
    page.get_by_role("button", name="New conversation").click()
    ask(page, "Who won the 2022 World Cup?")
    field = page.get_by_role("searchbox", name="Search conversations")

    field.fill("PRISÓNERS kyiv")
    expect(page.locator(".ts-matches li")).to_have_count(1)
    expect(page.locator(".ts-matches mark").first).to_have_text(re.compile("prisoners|kyiv", re.I))
    field.press("Enter")

    expect(page.locator(".ts-turn h2")).to_have_text([COUNT])
    expect(page.locator(".ts-turn h2")).to_be_focused()
    found = page.evaluate("[...CSS.highlights.get('ts-found')].map(String)")
    assert {one.lower() for one in found} == {"prisoners", "kyiv"}
    field.fill("nobody ever said this")
    expect(page.locator(".ts-matches")).to_contain_text("No conversation holds all these words")
    field.press("Escape")
    expect(page.locator(".ts-history li")).to_have_count(2)


def test_single_keys_walk_the_citations_and_can_be_turned_off(page: Page) -> None:
    ask(page, STATUS)
    chips = page.locator(".ts-log .ts-chip")
    page.locator(".ts-log").focus()
    page.keyboard.press("j")
    expect(chips.first).to_be_focused()
    expect(page.locator("#ts-card")).to_be_visible()
    page.keyboard.press("j")
    expect(chips.nth(1)).to_be_focused()

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys and signs")).to_be_visible()
    page.get_by_label("Single keys work outside of text fields").uncheck()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator(".ts-log").focus()
    page.keyboard.press("j")

    expect(page.locator(".ts-log")).to_be_focused()


def test_the_whole_conversation_is_taken_away_from_the_top_of_the_page(page: Page) -> None:
    expect(page.locator(".ts-share")).to_be_hidden()
    ask(page, COUNT)
    ask(page, STATUS)

    page.locator(".ts-share summary").click()
    with page.expect_download() as download:
        page.locator(".ts-share").get_by_role("link", name="Markdown").click()

    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [f"## {COUNT}", f"## {STATUS}"]
