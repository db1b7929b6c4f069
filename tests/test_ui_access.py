"""The window for everybody: axe-core in each state, names for a screen reader, keyboard, narrow pages, quiet motion."""

from collections.abc import Iterator
from importlib.resources import files

import pytest
from fakes import WordEmbedder
from playwright.sync_api import Browser, Page, expect
from windows import SEEDS, Observed, ask, serving, visiting

from assistant import Settings, open_assistant

pytestmark = pytest.mark.browser

COUNT = "How many Ukrainian prisoners had returned home, according to Kyiv?"
STATUS = "Was the exchange complete?"
NOWHERE = "Who won the 2022 World Cup?"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONTROLS = ("button", "textbox", "searchbox", "link", "checkbox", "combobox")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Observed]:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    with open_assistant(SEEDS, settings, embedder=WordEmbedder()) as assistant:
        yield Observed(assistant)


@pytest.fixture(scope="module")
def address(desk: Observed) -> Iterator[str]:
    with serving(desk) as address:
        yield address


def violations(page: Page, within: str = "html") -> list[str]:
    """What axe-core finds wrong, one line for each rule and element."""
    if not page.evaluate("'axe' in window"):
        # As a script of the page itself: its policy lets no other host's in.
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("([within, rules]) => axe.run(within, { runOnly: rules })", [within, RULES])
    return [
        f"{one['impact']} {one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]
    ]


def nameless(page: Page) -> list[str]:
    """Roles of controls that a screen reader cannot name."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    controls = [node for node in tree if not node["ignored"] and node["role"]["value"] in CONTROLS]
    assert len(controls) > 10
    return [node["role"]["value"] for node in controls if not node.get("name", {}).get("value")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.case(1, 29, 31)
def test_no_state_has_a_barrier(browser: Browser, address: str, scheme: str) -> None:
    found: dict[str, list[str]] = {}
    with visiting(browser, address, color_scheme=scheme) as page:
        found["empty"] = violations(page)
        ask(page, COUNT)
        page.get_by_text("Publisher and date").click()
        found["answered"] = violations(page) + nameless(page)
        page.locator(".ts-line .ts-marks .ts-chip").first.click()
        expect(page.locator("mark.ts-on").first).to_be_visible()
        page.locator(".ts-known summary").click()
        found["reading"] = violations(page) + nameless(page)
        ask(page, STATUS)
        page.get_by_role("button", name="Bad answer").last.click()
        found["disagreement, note"] = violations(page) + nameless(page)
        page.locator(".ts-export summary").last.click()  # its menu lies over what it was opened from, as menus do
        found["export"] = violations(page, ".ts-export[open]")
        ask(page, NOWHERE)
        page.get_by_role("button", name="Edit this question").last.click()
        found["refused, editing"] = violations(page) + nameless(page)
        page.get_by_role("textbox", name="Your question").fill("why " * 1200)
        page.get_by_role("button", name="Rename").first.click()
        found["too long, renaming"] = violations(page)

    assert {state: wrong for state, wrong in found.items() if wrong} == {}


@pytest.mark.case(30, 31)
def test_a_phone_has_no_barrier_and_large_targets(browser: Browser, address: str) -> None:
    with visiting(browser, address, viewport={"width": 390, "height": 844}, has_touch=True) as page:
        ask(page, STATUS)
        wrong = violations(page)
        page.locator(".ts-chip").first.click()
        expect(page.locator("mark.ts-on").first).to_be_in_viewport()
        wrong += violations(page)
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, summary, a, select")]
                .filter(one => one.checkVisibility() && one.getBoundingClientRect().width > 1)
                .map(one => [one.className, one.getBoundingClientRect()])
                .filter(([, box]) => Math.min(box.width, box.height) < 24).map(([name]) => name)"""
        )
        page.set_viewport_size({"width": 320, "height": 640})
        widths = page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth]")

    assert (wrong, small, widths) == ([], [], [320, 320])


@pytest.mark.case(10)
def test_the_keyboard_alone_asks_checks_a_quote_and_saves_the_answer(browser: Browser, address: str) -> None:
    with visiting(browser, address, accept_downloads=True) as page:
        expect(page.get_by_role("textbox", name="Your question")).to_be_focused()
        page.keyboard.type(COUNT)
        page.keyboard.press("Enter")
        expect(page.locator(".ts-actions")).to_be_visible()
        page.locator(".ts-log").focus()
        for key in ("Tab", "Tab", "Enter"):
            page.keyboard.press(key)
        expect(page.locator("mark.ts-on").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator(".ts-line .ts-marks .ts-chip").first).to_be_focused()
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent") == "Export":
                break
        page.keyboard.press("Enter")
        expect(page.locator(".ts-export a").first).to_be_visible()
        page.keyboard.press("Tab")
        with page.expect_download() as download:
            page.keyboard.press("Enter")

    assert download.value.suggested_filename.endswith(".md")


@pytest.mark.case(37)
def test_who_wants_no_motion_gets_none(browser: Browser, address: str, desk: Observed) -> None:
    with visiting(browser, address, reduced_motion="reduce") as page:
        desk.free.clear()
        page.get_by_role("textbox", name="Your question").fill(COUNT)
        page.keyboard.press("Enter")
        expect(page.locator(".ts-wait")).to_be_visible()

        moving = page.evaluate("document.getAnimations().filter(one => one.playState === 'running').length")
        desk.free.set()
        expect(page.locator(".ts-actions")).to_be_visible()

    assert moving == 0


def test_paper_gets_the_quotes_written_out(browser: Browser, address: str) -> None:
    with visiting(browser, address) as page:
        ask(page, COUNT)
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")

        expect(page.locator(".ts-print li").first).to_contain_text("390 Ukrainian prisoners")
        expect(page.locator("#ts-rail")).to_be_hidden()
        expect(page.locator(".ts-composer")).to_be_hidden()
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(page.locator(".ts-print")).to_have_count(0)
