"""One reader in several tabs, and a page that is loaded again while its answer is made."""

from collections.abc import Iterator

import pytest
from fakes import WordEmbedder
from playwright.sync_api import Browser, Page, expect
from windows import SEEDS, Observed, begin, serving, visiting

from assistant import Settings, open_assistant

pytestmark = [pytest.mark.browser, pytest.mark.fault("window", 75)]

COUNT = "How many Ukrainian prisoners had returned home, according to Kyiv?"
STATUS = "Was the exchange complete?"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Observed]:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    with open_assistant(SEEDS, settings, embedder=WordEmbedder()) as assistant:
        yield Observed(assistant)


@pytest.fixture
def page(browser: Browser, desk: Observed) -> Iterator[Page]:
    with serving(desk) as address, visiting(browser, address) as page:
        yield page
        desk.free.set()


def test_a_page_loaded_again_in_mid_answer_shows_that_answer_once(page: Page, desk: Observed) -> None:
    asked = len(desk.histories)
    desk.free.clear()
    begin(page, COUNT)
    expect(page.locator(".ts-past", has_text=COUNT)).to_be_visible()  # the server has it

    page.reload()
    expect(page.locator(".ts-turn h2")).to_have_text([COUNT])
    desk.free.set()

    expect(page.locator(".ts-line .ts-marks .ts-chip").first).to_be_visible()
    expect(page.locator(".ts-turn")).to_have_count(1)
    assert len(desk.histories) == asked + 1


def test_two_tabs_that_ask_at_once_get_each_its_own_answer(page: Page, desk: Observed) -> None:
    desk.free.clear()
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".ts-hero h2")).to_be_visible()
    begin(page, COUNT)
    begin(other, STATUS)
    desk.free.set()

    for tab, question in ((page, COUNT), (other, STATUS)):
        expect(tab.locator(".ts-line .ts-chip, .ts-dispute .ts-chip").first).to_be_visible()
        expect(tab.locator(".ts-turn h2")).to_have_text([question])
    assert "390" in page.locator(".ts-turn").inner_text()
    expect(other.locator(".ts-dispute")).to_have_count(1)
