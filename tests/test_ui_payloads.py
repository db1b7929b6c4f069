"""Forty hostile texts in every place of the window, in a real browser: letters, and nothing but letters."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from fakes import WordEmbedder
from gold_answers import case
from payloads import EVIL, PAYLOADS
from playwright.sync_api import Browser, Page, expect
from test_runs import kept as run_folder
from windows import ask, serving, words

from assistant import Answer, Article, Attribution, Citation, Settings, open_assistant
from assistant.desk import Assistant
from assistant.writing.chat import Message, Piece
from evals.runs.folder import PAGE
from ui.chat.cost import Prices
from ui.export import page as exported
from ui.export.footnotes import leaves
from ui.guard import COOKIE
from ui.keeping.conversation import Conversation, Exchange
from ui.rooms import Rooms

pytestmark = [pytest.mark.browser, pytest.mark.threat("T5"), pytest.mark.fault("window", 74)]

OWNER = "a" * 32
ACTIVE = (
    "script, iframe, object, embed, video, audio, base, form[action], link, style,"
    " meta[http-equiv], img, picture, svg image, svg use, math, details[ontoggle], input[type=image], [formaction],"
    " [ping], [onerror], [onload], [onfocus], [ontoggle], a[href^='javascript'], a[href^='data']"
)
"""What no text may become."""


def test_there_are_forty() -> None:
    assert len(set(PAYLOADS)) == 40


class Parrot:
    """A model that says all of them, whatever it is asked."""

    name = PAYLOADS[2]

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[Piece]:
        for payload in PAYLOADS:
            yield Piece(text=f"{payload} [1].\n")
        yield Piece(prompt_tokens=9, completion_tokens=9)


def line(payload: str) -> str:
    return " ".join(payload.split())


def article(number: int, payload: str) -> dict[str, str]:
    """An article that carries the payload wherever an article can carry something."""
    return {
        "_id": f"{number} {payload}",
        "title": f"Title {number} {payload}",
        "publisher": f"Publisher {number} {payload}",
        "author": payload,
        "url": payload if number % 2 else f"{EVIL}/{number}",
        "text": f"Marmot {number} was seen on the Zugspitze, said {payload} on that day.\n\nIt slept all winter.",
    }


def answer(number: int, payload: str, held: Article) -> Answer:
    """An answer that carries it wherever an answer can."""
    end = held.text.index("\n")
    cite = Citation(
        label=1,
        quote=held.text[:end],
        start=0,
        end=end,
        check="exact",
        article=held,
        attribution=Attribution(speaker=payload, channel=payload, via=payload),
    )
    side = {"value": f"{number} {payload}", "citations": [cite], "origins": 1}
    told = {
        "question": payload,
        "query": payload,
        "short": payload,
        "text": payload,
        "engine": "model",
        "model": payload,
        "notice": payload,
        "missing": payload,
        "refused": number % 3 == 0,
        "sentences": [{"text": f"Sentence {number} {payload}", "citations": [cite]}],
        "citations": [cite],
        "disagreements": [{"topic": payload, "kind": "number", "positions": [side, {**side, "value": payload}]}],
    }
    return Answer.model_validate(told)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def desk(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("articles")
    lines = [json.dumps(article(number, payload)) for number, payload in enumerate(PAYLOADS, 1)]
    (folder / "all.jsonl").write_text("\n".join(lines))
    for number, payload in enumerate(PAYLOADS, 1):
        name = payload.replace("/", "\u2215").replace("\n", " ")
        (folder / f"{number} {name}.txt").write_text(f"File {number}\n\nFile {number} tells of {payload}.\n")
    with open_assistant(folder, Settings(home=home), llm=Parrot(), embedder=WordEmbedder()) as assistant:
        assert not assistant.opened.failed
        yield assistant


@pytest.fixture(scope="module")
def kept(desk: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    """A conversation of forty exchanges, and forty named after them."""
    held = {each.title: each for each in desk.articles()}
    rooms = Rooms.over(desk, tmp_path_factory.mktemp("inbox"))
    for payload in PAYLOADS:
        rooms.conversations.new(OWNER, payload)
    conversation = rooms.conversations.new(OWNER, "All of them")
    for number, payload in enumerate(PAYLOADS, 1):
        its = next(each for title, each in held.items() if title.startswith(f"Title {number} "))
        made = answer(number, payload, its)
        exchange = Exchange(payload, state="refused" if made.refused else "done", answer=made)
        exchange.problem, exchange.follow_ups, exchange.note = payload, (payload,), payload
        conversation.exchanges.append(exchange)
        rooms.conversations.save(conversation, exchange)
    rooms.close()
    return conversation


@pytest.fixture(scope="module")
def address(desk: Assistant, kept: Conversation) -> Iterator[str]:
    with serving(desk) as address:
        yield address


@contextmanager
def harmless(browser: Browser, address: str) -> Iterator[Page]:
    """A page that, in the end, ran nothing, asked nobody else and was stopped by its policy at nothing."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    if address.startswith("http"):
        context.add_cookies([{"name": COOKIE, "value": OWNER, "url": address}])
    context.add_init_script(
        "window.violated = []; addEventListener('securitypolicyviolation', e => violated.push(e.blockedURI))"
    )
    page = context.new_page()
    asked, wrong = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    context.on("page", lambda other: wrong.append(f"opened {other.url}"))
    try:
        page.goto(address)
        yield page
        assert page.evaluate("[window.pwned ?? null, window.violated]") == [None, []]
        assert active(page) == []
        assert covered(page) == []
    finally:
        context.close()
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert wrong == []


def active(page: Page) -> Sequence[str]:
    """Elements in the page's slots that could act; the window's own are buttons, links and marks."""
    found: Sequence[str] = page.evaluate(
        "selector => [...document.querySelectorAll('.ts-slot, #ts-card, body > article')]"
        ".flatMap(slot => [...slot.querySelectorAll(selector)]).map(one => one.outerHTML.slice(0, 90))",
        ACTIVE,
    )
    return found


def covered(page: Page) -> Sequence[str]:
    """Elements that lie over the whole page."""
    found: Sequence[str] = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(one => getComputedStyle(one).position === 'fixed'"
        " && one.checkVisibility() && one.offsetWidth >= innerWidth && one.offsetHeight >= innerHeight)"
        ".map(one => one.outerHTML.slice(0, 90))"
    )
    return found


def missing(shown: str, among: Sequence[str] = PAYLOADS) -> Sequence[str]:
    told = words(shown)
    return [payload for payload in among if line(payload) not in told]


def test_in_questions_answers_disagreements_and_names_of_conversations(browser: Browser, address: str) -> None:
    with harmless(browser, address) as page:
        page.locator(".ts-past", has_text="All of them").click()
        expect(page.locator(".ts-turn")).to_have_count(40)
        turns = page.locator(".ts-log").inner_text()
        listed = page.locator(".ts-history").evaluate("one => one.textContent")

        assert missing(turns) == []
        assert missing(listed, [payload[:120] for payload in PAYLOADS]) == []
        page.get_by_role("button", name="Edit this question").last.focus()
        page.keyboard.press("Tab")
        expect(page.locator("#ts-card")).to_contain_text(line(PAYLOADS[-1]))


def test_in_articles_titles_publishers_addresses_and_names_of_files(
    browser: Browser, address: str, desk: Assistant
) -> None:
    with harmless(browser, address) as page:
        more = page.get_by_role("button", name="Show more")
        rows = page.locator(".ts-rows > li")
        expect(rows.first).to_be_visible()
        while more.is_visible():
            before = rows.count()
            more.click()
            expect(rows.nth(before)).to_be_attached()
        listed = words(page.locator(".ts-library").evaluate("one => one.textContent"))
        opened = {each.id: read(page, each) for each in desk.articles()}

        assert rows.count() == 80
        assert [each.title for each in desk.articles() if words(each.title) not in listed] == []
        for each in desk.articles():
            told = opened[each.id]
            known = (each.title, each.publisher, each.author, each.url, each.path.name if each.path else each.key)
            assert [part for part in (*known, each.text) if part and words(part) not in told] == []


def read(page: Page, held: Article) -> str:
    """All that the reader shows of an article."""
    page.evaluate("id => void twosource.openArticle(id)", held.id)
    side = page.locator("#ts-side")
    expect(side.get_by_role("heading", level=2)).to_have_text(held.title)
    return words(
        side.evaluate(
            "one => [...one.querySelectorAll('*')].filter(e => !e.children.length || e.matches('p'))"
            ".map(e => e.textContent).join(' ')"
        )
    )


def test_in_what_a_model_writes(browser: Browser, address: str) -> None:
    with harmless(browser, address) as page:
        ask(page, "Which marmot was seen on the Zugspitze?")

        shown = page.locator(".ts-turn").evaluate("one => one.textContent")
        assert len(missing(shown)) < 40


@pytest.mark.parametrize("payload", PAYLOADS[2:4])
def test_typed_as_a_question(browser: Browser, address: str, payload: str) -> None:
    with harmless(browser, address) as page:
        ask(page, payload)

        assert words(page.locator(".ts-turn h2").inner_text()) == line(payload)


def test_in_an_export_opened_from_disk(browser: Browser, kept: Conversation, tmp_path: Path) -> None:
    file = tmp_path / "export.html"
    file.write_text(exported.page(leaves(kept, kept.exchanges, Prices()), PAYLOADS[1]), encoding="utf-8")

    with harmless(browser, file.as_uri()) as page:
        assert missing(page.locator("body").inner_text()) == []
        assert page.evaluate("[...document.links].map(one => one.protocol)") != []
        assert page.evaluate("[...document.links].every(one => /^(https?|file):$/.test(one.protocol))")


def test_in_the_report_of_an_evaluation_opened_from_disk(browser: Browser, desk: Assistant, tmp_path: Path) -> None:
    held = desk.articles()[0]
    told = [
        (case(id=f"case-{number}", question=payload, why=payload), answer(number, payload, held))
        for number, payload in enumerate(PAYLOADS, 1)
    ]
    failed = [(case(id=f"failed-{number}"), ValueError(payload)) for number, payload in enumerate(PAYLOADS, 1)]
    run_folder(tmp_path / "run", *told, *failed)

    with harmless(browser, (tmp_path / "run" / PAGE).as_uri()) as page:
        shown = page.evaluate("document.body.textContent")
        assert missing(shown) == []
        assert page.locator("img, iframe, object, embed, video, audio, form[action], [onerror], [onload]").count() == 0


def test_the_test_sees_what_it_looks_for(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "naive.html"
    staying = [payload for payload in PAYLOADS if "http-equiv" not in payload]
    file.write_text(f"<!doctype html><body><article>{' '.join(staying)}</article>", encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    asked = list[str]()
    page.on("request", lambda request: asked.append(request.url))

    page.goto(file.as_uri())
    page.wait_for_function("window.pwned")

    assert any(url.startswith(EVIL) for url in asked)
    assert active(page) != []
    context.close()
