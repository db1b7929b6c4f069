"""Pictures of every state of the window at 1440 and 390 pixels, light and dark: `make screenshots`.

Not a test: the pictures are for eyes. Written to build/screenshots, or to the folder named on the command line.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from fakes import WordEmbedder
from playwright.sync_api import Browser, Page, expect
from windows import SEEDS, Observed, Reciter, ask, begin, chromium, serving, visiting

from assistant import Settings, open_assistant
from assistant.errors import ModelUnavailableError

COUNT = "How many Ukrainian prisoners had returned home, according to Kyiv?"
STATUS = "Was the exchange complete?"
SIZES = {1440: 900, 390: 844}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as bare, chromium() as browser:
        expect.set_options(timeout=60_000)
        model = Reciter()
        with open_assistant(SEEDS, Settings(home=Path(home))) as assistant, serving(assistant) as quotes:
            _each(browser, quotes, folder, _quotes)
        writing = open_assistant(SEEDS, Settings(home=Path(home)), llm=model)
        with writing as assistant, serving(Observed(assistant)) as written:
            _each(browser, written, folder, lambda page, shot: _model(page, shot, model))
        bare_one = open_assistant(None, Settings(home=Path(bare)), embedder=WordEmbedder())
        with bare_one as assistant, serving(assistant) as empty:
            _each(browser, empty, folder, lambda page, shot: shot("empty_library"))


Shot = Callable[[str], None]


def _each(browser: Browser, address: str, folder: Path, states: Callable[[Page, Shot], None]) -> None:
    """Go through `states` in every size and scheme."""
    for width, height in SIZES.items():
        for scheme in ("light", "dark"):
            with visiting(browser, address, viewport={"width": width, "height": height}, color_scheme=scheme) as page:

                def shot(name: str, page: Page = page, prefix: str = f"{width}_{scheme}") -> None:
                    page.screenshot(path=folder / f"{prefix}_{name}.png")

                states(page, shot)


def _quotes(page: Page, shot: Shot) -> None:
    shot("empty")
    ask(page, COUNT)
    expect(page.locator(".ts-follow")).to_be_visible()
    shot("answered")
    page.locator(".ts-line .ts-chip").first.hover()
    expect(page.locator("#ts-card")).to_be_visible()
    shot("card")
    page.locator(".ts-line .ts-chip").first.click()
    expect(page.locator("mark.ts-on").first).to_be_visible()
    page.locator(".ts-known summary").click()
    shot("reader")
    page.keyboard.press("Escape")
    ask(page, STATUS)
    shot("disagreement")
    page.locator(".ts-dispute .ts-chip").last.click()
    expect(page.locator("mark.ts-on").first).to_be_visible()
    shot("disagreement_reader")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Bad answer").last.click()
    page.locator(".ts-export summary").last.click()
    shot("note_and_export")
    page.keyboard.press("Escape")
    page.locator(".ts-share summary").click()
    shot("share")
    page.keyboard.press("Escape")
    ask(page, "Who won the 2022 World Cup?")
    expect(page.locator(".ts-turn").last.locator(".ts-follow")).to_be_visible()
    shot("refused")
    page.keyboard.press("Escape")
    page.locator(".ts-log").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    shot("keys")
    page.keyboard.press("Escape")
    page.locator(".ts-log").focus()
    page.keyboard.press("/")
    page.get_by_role("searchbox", name="Search conversations").fill("kyiv prisoners")
    expect(page.locator(".ts-matches li").first).to_be_visible()
    shot("search")
    page.keyboard.press("Enter")
    shot("found")
    _rail(page, shot)
    page.goto(page.url.split("?")[0] + "?c=0123456789abcdef")
    expect(page.locator(".ts-lost")).to_be_visible()
    shot("lost")


def _rail(page: Page, shot: Shot) -> None:
    if page.locator(".ts-menu").is_visible():
        page.locator(".ts-menu").click()
    page.get_by_text("Publisher and date").click()
    page.locator(".ts-bin").first.click()
    shot("library")


def _model(page: Page, shot: Shot, model: Reciter) -> None:
    model.free.clear()
    begin(page, COUNT)
    expect(page.locator(".ts-line .ts-chip").first).to_be_visible()
    shot("streaming")
    model.free.set()
    expect(page.locator(".ts-actions")).to_be_visible()
    page.locator(".ts-removed summary").click()
    shot("removed")
    model.slip = ("390", "930")
    page.get_by_role("button", name="Answer again").click()
    page.get_by_text("1 sentence put right from its quote").click()
    shot("put_right")
    model.slip = None
    model.error = ModelUnavailableError("llama3.1 at 127.0.0.1 does not answer")
    ask(page, STATUS)
    shot("fallen_back")
    model.error = None
    if page.locator(".ts-menu").is_visible():
        page.locator(".ts-menu").click()
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".ts-hero")).to_be_visible()
    model.free.clear()
    begin(page, COUNT)
    expect(page.locator(".ts-line .ts-chip").first).to_be_visible()
    page.get_by_role("button", name="Stop answering").click()
    expect(page.locator(".ts-turn").last).to_contain_text("Stopped.")
    model.free.set()
    shot("stopped")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/screenshots"))
