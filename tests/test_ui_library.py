"""A library of two thousand articles in the browser: found, filtered, read page by page, added to by drop."""

import base64
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from fakes import WordEmbedder
from playwright.sync_api import Browser, Page, expect
from windows import Observed, ask, serving, visiting, words

from assistant import Settings, open_assistant
from ui.library.catalogue import PAGE, Catalogue, Wanted
from ui.library.shelf import Shelf

TOTAL = 2_000
UNDATED = 400
SYLLABLES = [one + two for one in "bdfgklmnprstvz" for two in ("a", "el", "i", "on", "u")]
OUTLETS = ("The Harbour Post", "Northern Wire", "Valley Courier", "The Quay")
QUESTION = "How many herring did the trawler Alcyone 1234 land?"


def told(number: int) -> str:
    """A short article; every fifth states no date. No two share their words, or they would count as copies."""
    chance = Random(number)
    first, *crew = ("".join(chance.choices(SYLLABLES, k=3)) for _ in range(24))
    outlet, day = OUTLETS[number % len(OUTLETS)], date(2020, 1, 1) + timedelta(days=number % 365)
    stated = "" if number % 5 == 0 else f"Published on {day:%B} {day.day}, {day.year}\n\n"
    return (
        f"Trawler Alcyone {number} meets {first}\n\nPublisher: {outlet}\n{stated}"
        f"The trawler Alcyone {number} landed {number + 7} crates of herring.\n\nCrew: {' '.join(crew)}.\n"
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Observed]:
    folder = tmp_path_factory.mktemp("articles")
    for number in range(TOTAL):
        (folder / f"{number:04}.txt").write_text(told(number), encoding="utf-8")
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    with open_assistant(folder, settings, embedder=WordEmbedder()) as assistant:
        yield Observed(assistant)


@pytest.mark.case(26)
def test_filters_of_text_publisher_and_date_combine(desk: Observed) -> None:
    catalogue = Catalogue(desk)

    found = catalogue.browse(Wanted(text="trawler 12", publisher="The Harbour Post", since="2020-01-01"))

    hers = [number for number in range(TOTAL) if number % len(OUTLETS) == 0 and "12" in str(number)]
    assert found.matching == sum(number % 5 > 0 for number in hers)
    assert found.hidden_undated == sum(number % 5 == 0 for number in hers)
    assert {one.publisher for one in found.articles} == {"The Harbour Post"}
    assert all("12" in one.title and one.date for one in found.articles)


def test_undated_articles_can_be_seen_alone(desk: Observed) -> None:
    found = Catalogue(desk).browse(Wanted(undated=True))

    assert (found.matching, len(found.articles)) == (UNDATED, PAGE)
    assert [one.date for one in found.articles if one.date] == []


def test_pages_follow_each_other_without_gap_or_repeat(desk: Observed) -> None:
    catalogue = Catalogue(desk)

    pages = [catalogue.browse(Wanted(offset=start)) for start in range(0, TOTAL, PAGE)]

    ids = [one.id for page in pages for one in page.articles]
    assert len(ids) == len(set(ids)) == TOTAL


def test_what_a_browser_makes_up_finds_everything_and_breaks_nothing(desk: Observed) -> None:
    found = Catalogue(desk).browse(Wanted(since="soon", until="2020-02-31", offset=-3))

    assert (found.matching, found.offset) == (TOTAL, 0)


def test_a_file_of_many_tells_what_came_in_and_what_was_left_out(desk: Observed, tmp_path: Path) -> None:
    catalogue, file = Catalogue(desk), tmp_path / "many.jsonl"
    lines = [json.dumps({"title": "A seal on the quay", "text": "A seal slept on the quay of Port Merrow."}), "{broken"]
    file.write_text("\n".join(lines), encoding="utf-8")

    *_, shown = Shelf(desk, catalogue, tmp_path).add("me", [(str(file), "many.jsonl")])

    (job,) = shown.jobs
    assert (job.state, job.articles, job.refused) == ("added", 1, 1)
    assert job.reason
    assert str(tmp_path) not in job.reason
    assert shown.totals.articles == TOTAL + 1
    (seal,) = catalogue.browse(Wanted(text="seal")).articles
    desk.remove(seal.id)


def test_an_article_of_a_file_of_many_comes_back_alone(desk: Observed, tmp_path: Path) -> None:
    texts = ["A seal slept on the quay of Port Merrow.", "An otter slept in the harbour of Port Merrow."]
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(json.dumps({"text": text}) for text in texts), encoding="utf-8")
    desk.add([file])
    seal, otter = (one for text in texts for one in desk.articles() if one.text == text)
    shelf = Shelf(desk, Catalogue(desk), tmp_path)
    shelf.remove("you", otter.id)
    shelf.remove("me", seal.id)

    shelf.restore("me")

    held = {one.id: one for one in desk.articles()}
    assert held.get(seal.id) == seal
    assert otter.id not in held
    desk.remove(seal.id)


@pytest.fixture(scope="module")
def address(desk: Observed) -> Iterator[str]:
    with serving(desk) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with visiting(browser, address) as page:
        yield page


@pytest.mark.browser
@pytest.mark.case(26)
def test_thousands_of_articles_are_listed_page_by_page_and_found_by_word(page: Page) -> None:
    rows, total = page.locator(".ts-rows > li"), page.locator(".ts-library > .ts-note")
    expect(total).to_contain_text("2,000 articles · ")
    expect(rows).to_have_count(PAGE)

    page.get_by_role("button", name="Show more (1,950 left)").click()
    expect(rows).to_have_count(2 * PAGE)
    page.get_by_role("searchbox", name="Filter articles").fill("Alcyone 1234")
    expect(rows).to_have_count(1)
    expect(total).to_have_text("1 of 2,000 articles")
    page.get_by_text("Publisher and date").click()
    page.get_by_role("button", name="Clear filters").click()
    page.get_by_label("Only undated articles").check()
    expect(total).to_have_text("400 of 2,000 articles")
    page.get_by_label("Only undated articles").uncheck()
    page.get_by_label("From").fill("2020-12-01")
    expect(total).to_contain_text("400 undated left out")


@pytest.mark.browser
def test_a_quote_among_thousands_opens_at_its_place(page: Page) -> None:
    ask(page, QUESTION)
    page.locator(".ts-line .ts-marks .ts-chip").first.click()

    expect(page.locator("mark.ts-on").first).to_be_in_viewport()
    assert "1241 crates" in words(page.locator("mark.ts-on").first.inner_text())


@pytest.mark.browser
@pytest.mark.case(22)
def test_a_file_dropped_on_the_page_is_added_removed_and_put_back(page: Page, tmp_path: Path) -> None:
    total = page.locator(".ts-library > .ts-note")
    expect(total).to_contain_text("2,000 articles")
    text = base64.b64encode(b"A whale in the harbour\n\nA whale swam into the harbour of Port Merrow on Monday.\n")
    page.evaluate(
        """text => {
            const carried = new DataTransfer();
            const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
            carried.items.add(new File([bytes], "whale.txt", { type: "text/plain" }));
            carried.items.add(new File(["MZ"], "program.exe"));
            for (const kind of ["dragover", "drop"])
                document.body.dispatchEvent(
                    new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
        }""",
        text.decode(),
    )

    expect(page.locator(".ts-job", has_text="whale.txt")).to_contain_text("Added")
    expect(page.locator(".ts-job", has_text="program.exe")).to_contain_text("files can be added.")
    expect(total).to_contain_text("2,001 articles")
    page.get_by_role("searchbox", name="Filter articles").fill("whale")
    page.get_by_role("button", name="Remove A whale in the harbour").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(total).to_contain_text("0 of 2,000 articles")
    page.get_by_role("button", name="Undo").click()
    expect(total).to_contain_text("1 of 2,001 articles")
    page.get_by_role("button", name="Remove A whale in the harbour").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(total).to_contain_text("0 of 2,000 articles")
