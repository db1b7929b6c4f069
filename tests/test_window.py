"""The window in a real browser: Debian's Chromium asks, reads, adds and removes as a person would."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fakes import WordEmbedder
from playwright.sync_api import Browser, Page, expect
from windows import SEEDS, Observed, ask, serving, visiting, words

from assistant import Settings, open_assistant

pytestmark = pytest.mark.browser

QUESTION = "How many Ukrainian prisoners had returned home, according to Kyiv?"
HOSTILE = (
    'A <img src=x onerror="window.pwned=1"> headline about marmots\n\n'
    "Marmots cost ${Object.assign(window,{pwned:2})} and {{constructor.constructor('window.pwned=3')()}}"
    " <script>window.pwned=4</script> `${1}` on the Zugspitze, 😀 said 77 marmots in their burrow.\n\n"
    "The marmots of the Zugspitze slept through the whole winter, as they do every year.\n"
)


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
def page(browser: Browser, address: str, desk: Observed) -> Iterator[Page]:
    with visiting(browser, address) as page:
        yield page
        desk.free.set()


@pytest.mark.case(7)
def test_a_chip_opens_its_article_at_the_quote(page: Page) -> None:
    ask(page, QUESTION)
    chip = page.locator(".ts-line .ts-marks .ts-chip").first
    chip.hover()
    quote = page.locator("#ts-card blockquote").inner_text()

    chip.click()

    marked = page.locator("#ts-side mark.ts-on")
    expect(marked.first).to_be_visible()
    expect(marked.first).to_be_in_viewport()
    assert words(" ".join(marked.all_inner_texts())) == words(quote)
    expect(chip).to_have_attribute("aria-current", "true")


def test_the_card_of_a_chip_says_who_published_it_and_when(page: Page, desk: Observed) -> None:
    ask(page, QUESTION)
    page.locator(".ts-line .ts-marks .ts-chip").first.hover()

    told = page.locator("#ts-card").inner_text()

    named = [article for article in desk.articles() if article.title in told]
    assert len(named) == 1
    assert (named[0].publisher or "Unknown publisher") in told


@pytest.mark.case(10)
def test_the_keyboard_alone_reaches_the_quote_and_comes_back(page: Page) -> None:
    ask(page, QUESTION)
    chip = page.locator(".ts-line .ts-marks .ts-chip").first
    page.get_by_role("button", name="Edit this question").focus()
    page.keyboard.press("Tab")

    expect(chip).to_be_focused()
    expect(page.locator("#ts-card")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#ts-card")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#ts-side mark.ts-on").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(chip).to_be_focused()


@pytest.mark.case(14)
def test_what_the_articles_do_not_say_is_refused_without_chips_in_the_answer(page: Page) -> None:
    ask(page, "Who won the 2022 World Cup?")

    expect(page.locator(".ts-refusal")).to_contain_text("do not say")
    expect(page.locator(".ts-nearest .ts-chip").first).to_be_visible()
    expect(page.locator(".ts-line")).to_have_count(0)


def test_a_short_answer_that_the_sources_dispute_says_so(page: Page, tmp_path: Path) -> None:
    told = {"left.txt": "built in 1968", "right.txt": "built in 1971"}
    for name, built in told.items():
        (tmp_path / name).write_text(f"A bridge in Tarnholm\n\nThe Kestrel Bridge, {built}, fell into the river.\n")
    page.set_input_files("input[type=file]", [tmp_path / name for name in told])
    expect(page.locator(".ts-job", has_text="Added")).to_have_count(2)

    ask(page, "When was the Kestrel Bridge built?")

    expect(page.locator(".ts-dispute")).to_have_count(1)
    expect(page.locator(".ts-short")).to_contain_text("Sources disagree")
    for _ in told:
        page.get_by_role("button", name="Remove A bridge").first.click()
        page.get_by_role("button", name="Remove", exact=True).click()
        expect(page.get_by_role("button", name="Remove", exact=True)).to_have_count(0)
    expect(page.locator(".ts-library > .ts-note")).to_have_text("5 articles · 5 origins")


def test_a_follow_up_carries_the_conversation(page: Page, desk: Observed) -> None:
    ask(page, QUESTION)
    ask(page, "And how many servicemen?")

    history = desk.histories[-1]
    assert [turn.role for turn in history] == ["user", "assistant"]
    assert history[0].text == QUESTION


def test_a_question_is_asked_on_the_day_it_is_typed(page: Page, desk: Observed) -> None:
    before = date.today()
    ask(page, QUESTION)

    asked_on = desk.filters[-1].asked_on
    assert asked_on is not None
    assert before <= asked_on <= date.today()


def test_a_new_conversation_forgets_and_the_old_one_can_be_reopened(page: Page, desk: Observed) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_role("heading", name="Ask your articles")).to_be_visible()
    ask(page, "Where did they meet?")

    page.locator(".ts-past", has_text=QUESTION).click()

    assert list(desk.histories[-1]) == []
    expect(page.locator(".ts-turn h2")).to_have_text([QUESTION])


@pytest.mark.fault("window", 75)
@pytest.mark.case(27)
def test_a_reload_keeps_the_conversation(page: Page) -> None:
    ask(page, QUESTION)

    page.reload()

    expect(page.locator(".ts-turn h2")).to_have_text([QUESTION])
    expect(page.locator(".ts-line .ts-marks .ts-chip").first).to_be_visible()


@pytest.mark.fault("window", 81)
@pytest.mark.case(28)
def test_another_reader_sees_no_conversation_of_mine(page: Page, browser: Browser, address: str) -> None:
    ask(page, QUESTION)

    with browser.new_context() as other:
        stranger = other.new_page()
        stranger.goto(address)

        expect(stranger.get_by_role("heading", name="Ask your articles")).to_be_visible()
        expect(stranger.locator(".ts-history")).to_have_count(0)


@pytest.mark.fault("window", 75)
@pytest.mark.case(16)
def test_an_answer_can_be_stopped_and_asked_again(page: Page, desk: Observed) -> None:
    desk.free.clear()
    page.get_by_role("textbox", name="Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Reading 5 articles")).to_be_visible()

    page.get_by_role("button", name="Stop answering").click()

    expect(page.locator(".ts-tail")).to_contain_text("Stopped.")
    desk.free.set()
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".ts-line .ts-marks .ts-chip").first).to_be_visible()
    expect(page.locator(".ts-turn")).to_have_count(1)


@pytest.mark.fault("window", 75)
@pytest.mark.case(17)
def test_a_second_question_waits_for_the_first(page: Page, desk: Observed) -> None:
    desk.free.clear()
    box = page.get_by_role("textbox", name="Your question")
    box.fill(QUESTION)
    page.keyboard.press("Enter")
    box.fill("Where did they meet?")
    page.keyboard.press("Enter")
    desk.free.set()

    expect(page.locator(".ts-line .ts-marks .ts-chip").first).to_be_visible()
    expect(page.locator(".ts-turn")).to_have_count(1)
    expect(box).to_have_value("Where did they meet?")


@pytest.mark.threat("T5")
@pytest.mark.fault("window", 74)
@pytest.mark.case(23, 32)
def test_a_hostile_article_is_shown_letter_by_letter(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "marmots.md"
    file.write_text(HOSTILE, encoding="utf-8")
    page.set_input_files("input[type=file]", file)
    expect(page.locator(".ts-job")).to_contain_text("Added")

    ask(page, "How many marmots were in their burrow on the Zugspitze?")
    chip = page.locator(".ts-line .ts-marks .ts-chip").first
    chip.hover()
    quote = page.locator("#ts-card blockquote").inner_text()
    chip.click()
    expect(page.locator("mark.ts-on").first).to_be_visible()

    shown = words(page.locator(".ts-text").inner_text())
    assert shown == words(HOSTILE)
    assert words(" ".join(page.locator("mark.ts-on").all_inner_texts())) == words(quote)
    assert page.evaluate("window.pwned") is None
    page.get_by_role("button", name="Remove A <img").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator(".ts-library > .ts-note")).to_have_text("5 articles · 5 origins")


@pytest.mark.fault("window", 78)
@pytest.mark.case(22)
def test_each_file_says_what_became_of_it(page: Page, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "program.exe").write_bytes(b"MZ")
    (tmp_path / "again.txt").write_bytes(sorted(SEEDS.glob("*.txt"))[0].read_bytes())

    page.set_input_files("input[type=file]", [tmp_path / "empty.txt", tmp_path / "program.exe", tmp_path / "again.txt"])

    expect(page.locator(".ts-job", has_text="program.exe")).to_contain_text("files can be added.")
    expect(page.locator(".ts-job", has_text="again.txt")).to_contain_text("Already in the library")
    refused = page.locator(".ts-job.ts-refused", has_text="empty.txt").locator("small")
    expect(refused).not_to_be_empty()
    assert "/" not in refused.inner_text()


@pytest.mark.case(25)
def test_an_article_is_removed_after_a_question_and_put_back(page: Page) -> None:
    total = page.locator(".ts-library > .ts-note")
    first = page.locator(".ts-bin").first
    name = first.get_attribute("aria-label") or ""
    first.click()
    page.get_by_role("button", name="Keep").click()
    expect(total).to_have_text("5 articles · 5 origins")
    page.get_by_role("button", name=name).click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(total).to_have_text("4 articles · 4 origins")

    page.get_by_role("button", name="Undo").click()

    expect(total).to_have_text("5 articles · 5 origins")
    expect(page.get_by_role("button", name=name)).to_be_visible()


def test_the_filter_says_how_many_it_leaves(page: Page) -> None:
    page.get_by_role("searchbox", name="Filter articles").fill("rki.news")

    expect(page.locator(".ts-library > .ts-note")).to_have_text("1 of 5 articles")
    expect(page.locator(".ts-rows > li")).to_have_count(1)


@pytest.mark.case(29)
def test_the_chosen_theme_outlives_a_reload(page: Page) -> None:
    page.get_by_role("button", name="Switch between light and dark").click()
    page.reload()

    expect(page.locator("body.dark")).to_be_attached()


@pytest.mark.case(33)
def test_the_engine_is_named(page: Page) -> None:
    expect(page.locator(".ts-engine")).to_have_text("Answers made of quotes: no model")


@pytest.mark.case(30)
def test_a_phone_has_no_sideways_scroll_and_opens_a_sheet(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ask(page, QUESTION)
    page.locator(".ts-line .ts-marks .ts-chip").first.click()

    expect(page.locator("mark.ts-on").first).to_be_in_viewport()
    assert page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth]") == [390, 390]
    page.get_by_role("button", name="Close article").click()
    expect(page.locator("#ts-side")).to_be_hidden()
    page.get_by_role("button", name="Conversations and library").click()
    expect(page.get_by_role("searchbox", name="Filter articles")).to_be_visible()


@pytest.mark.case(31)
def test_every_button_and_field_has_a_name(page: Page) -> None:
    ask(page, QUESTION)
    page.locator(".ts-line .ts-marks .ts-chip").first.click()
    expect(page.locator("mark.ts-on").first).to_be_visible()
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]

    controls = [
        node
        for node in tree
        if not node["ignored"] and node["role"]["value"] in ("button", "textbox", "searchbox", "link", "checkbox")
    ]

    assert len(controls) > 10
    assert [node for node in controls if not node.get("name", {}).get("value")] == []
