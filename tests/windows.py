"""What the browser tests share: a desk that can be held, a server, a Chromium, a reader in front of it."""

import os
import re
import shutil
import socket
import threading
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from assistant import Answer, Article, Assistant, Change, Copy, Filters, ModelError, Retrieval, Turn
from assistant.answer import Engine
from assistant.writing.chat import Message, Piece
from ui.desk import Desk
from ui.server import build_app

ANY = Filters()
SEEDS = Path(__file__).parent.parent / "seeds"
PATIENT_MS = 60_000
"""Milliseconds to wait for what must come, on a machine that does much else."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


_LEAVING = ("AbortError: signal is aborted", "Connection errored out")


class Reciter:
    """A chat model that repeats the first quotes of its prompt, and then says what no quote says.

    While `free` is unset it stops after the first sentence; with `error` set it raises that instead; `slip` is a
    word of the quotes and what it makes of it.
    """

    def __init__(self, *, name: str = "llama3.1", sentences: int = 3) -> None:
        self.name = name
        self.error: ModelError | None = None
        self.sentences = sentences
        self.slip: tuple[str, str] | None = None
        self.free = threading.Event()
        self.free.set()

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[Piece]:
        if self.error:
            raise self.error
        quotes = re.findall(r"^\[(\d+)\] (?:\(.*?\) )?(.*)$", messages[-1].text, re.M)[: self.sentences]
        for place, (label, quote) in enumerate(quotes):
            quote = quote.replace(*self.slip) if self.slip else quote
            for at, word in enumerate(f"{quote.rstrip('.')} [{label}]. ".split(" ")):
                if place and at == 3:  # that a sentence is at its end shows where the next one begins
                    self.free.wait(60)
                yield Piece(text=f"{word} ")
        yield Piece(text="The moon is made of cheese [1].")
        yield Piece(prompt_tokens=1500, completion_tokens=90)


class Observed:
    """An assistant that remembers histories and filters, and waits before answering while it is held."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.settings = assistant.settings
        self.model = assistant.model
        self.histories: list[Sequence[Turn]] = []
        self.filters: list[Filters] = []
        self.engines: list[Engine | None] = []
        self.free = threading.Event()
        self.free.set()

    @property
    def stamp(self) -> str:
        return self._assistant.stamp

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters = ANY,
        engine: Engine | None = None,
    ) -> Answer:
        return self._assistant.ask(question, history, filters=filters, engine=engine)

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        filters: Filters = ANY,
        engine: Engine | None = None,
    ) -> Iterator[Answer]:
        self.histories.append(history)
        self.filters.append(filters)
        self.engines.append(engine)
        for snapshot in self._assistant.stream(question, history, filters=filters, engine=engine):
            self.free.wait(60)
            yield snapshot

    def retrieve(self, query: str, k: int = 10) -> Retrieval:
        return self._assistant.retrieve(query, k)

    def add(self, paths: Sequence[Path]) -> Change:
        return self._assistant.add(paths)

    def add_articles(self, articles: Sequence[Article]) -> Change:
        return self._assistant.add_articles(articles)

    def remove(self, article_id: str) -> Article:
        return self._assistant.remove(article_id)

    def copies(self, article_id: str) -> tuple[Copy, ...]:
        return self._assistant.copies(article_id)

    def origins(self) -> list[tuple[str, ...]]:
        return self._assistant.origins()

    def articles(self) -> list[Article]:
        return self._assistant.articles()

    def article(self, article_id: str) -> Article:
        return self._assistant.article(article_id)


@contextmanager
def serving(desk: Desk, *, port: int = 0, **options: Any) -> Iterator[str]:
    """The address of a window over `desk`; port 0 takes a free one."""
    with socket.create_server(("127.0.0.1", port)) as listening:
        app = build_app(desk, **options)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=30).close()
            yield address
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; skips where there is none, which is a failure under CI."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        missing = "there is no Chromium; on Debian: sudo apt-get install chromium"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        browser.contexts  # noqa: B018 - fails here if it did not start
        yield browser
        browser.close()


@contextmanager
def visiting(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """The window as a newcomer sees it; afterwards: nothing asked of another host, nothing wrong on the console."""
    context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
    context.set_default_timeout(PATIENT_MS)
    page = context.new_page()
    hosts, wrong = set[str](), list[str]()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if ":" in request.url[:8] else None)
    page.on("console", lambda message: wrong.append(message.text) if _is_ours(message) else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    expect(page.locator(".ts-hero h2")).to_be_visible()
    try:
        yield page
    finally:
        context.close()
    assert {host for host in hosts if host} <= {address.split("/")[2], ""}
    assert not wrong, wrong


def _is_ours(message: ConsoleMessage) -> bool:
    """Whether it is an error; Gradio calls it one when a page that still listens is left."""
    return message.type == "error" and not any(told in message.text for told in _LEAVING)


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the end of the answer."""
    page.get_by_role("textbox", name="Your question").fill(question)
    page.keyboard.press("Enter")
    turn = page.locator(".ts-turn").last
    expect(turn.get_by_role("heading", level=2)).to_have_text(question)
    expect(turn.locator(".ts-actions:visible, .ts-failure").first).to_be_visible()
    expect(turn).not_to_have_attribute("aria-busy", "")


def begin(page: Page, question: str) -> None:
    """Ask, and do not wait."""
    page.get_by_role("textbox", name="Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".ts-turn").last.get_by_role("heading", level=2)).to_have_text(question)


def words(text: str) -> str:
    return " ".join(text.split())
