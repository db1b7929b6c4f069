"""Times of the window in a real browser, for ui/MEASURED.md. Not a test: a busy machine is slow and not wrong.

.venv/bin/python tests/measure_window.py
"""
# ruff: noqa: T201 - it tells its figures to a terminal

import asyncio
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gradio_client import Client
from playwright.sync_api import Page, expect
from windows import SEEDS, begin, chromium, serving, visiting

from assistant import Settings, open_assistant
from assistant.writing.chat import Message, Piece
from ui.keeping.conversation import Exchange
from ui.rooms import Rooms

QUESTION = "How many Ukrainian prisoners had returned home, according to Kyiv?"
TOKENS, PER_SECOND = 600, 60


class Talker:
    """A model that repeats the first quote, word by word, sixty words a second; a question it leaves as it is."""

    name = "talker"

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[Piece]:
        line = next((one for one in messages[-1].text.splitlines() if one.startswith("[1] ")), None)
        if line is None:  # asked to make the question stand alone
            yield Piece(text=QUESTION)
            return
        words = f"{line.split(') ', 1)[-1].rstrip('.')} [1]. ".split(" ")
        started = time.perf_counter()
        for number in range(TOKENS):
            time.sleep(max(0.0, started + number / PER_SECOND - time.perf_counter()))
            yield Piece(text=f"{words[number % len(words)]} ")


def main() -> None:
    print(f"load average at the start: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with chromium() as browser, tempfile.TemporaryDirectory() as home:
        expect.set_options(timeout=120_000)
        starting(Path(home))
        settings = Settings(home=Path(home))
        with open_assistant(SEEDS, settings, llm=Talker()) as assistant, serving(assistant) as address:
            paint(browser, address)
            with visiting(browser, address) as page:
                owner = next(one["value"] for one in page.context.cookies() if one["name"] == "twosource_owner")
                fifty(assistant, owner)
                page.reload()
                page.locator(".ts-past").first.click()
                expect(page.locator(".ts-turn")).to_have_count(50)
                streaming(page)
            readers(address)


def starting(home: Path) -> None:
    """Process start to the ready line, the second time."""
    options = ["--articles", str(SEEDS), "--port", "0", "--no-browser"]
    for _ in range(2):
        began = time.perf_counter()
        run = subprocess.Popen(
            [str(Path(sys.executable).parent / "twosource"), *options],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TWOSOURCE_HOME": str(home)},
        )
        assert run.stdout is not None
        run.stdout.readline()
        took = time.perf_counter() - began
        run.send_signal(signal.SIGTERM)
        run.wait()
    print(f"ready line, warm start: {took:.2f} s")


def paint(browser: Any, address: str) -> None:
    """First contentful paint, and until the question can be typed; the first visit, then five more."""
    painted, usable = [], []
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    for _ in range(6):
        page = context.new_page()
        began = time.perf_counter()
        page.goto(address, wait_until="commit")
        page.locator(".ts-hero button").first.wait_for()
        usable.append(time.perf_counter() - began)
        painted.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000)
        page.close()
    context.close()
    print(f"first paint: first visit {painted[0]:.2f} s, then median {statistics.median(painted[1:]):.2f} s")
    print(f"usable: first visit {usable[0]:.2f} s, then median {statistics.median(usable[1:]):.2f} s")


def fifty(assistant: Any, owner: str) -> None:
    """A conversation of fifty answers, written to the file."""
    with tempfile.TemporaryDirectory() as inbox:
        rooms = Rooms.over(assistant, Path(inbox))
        conversation = rooms.conversations.new(owner, "Fifty answers")
        answer = assistant.ask(QUESTION, engine="quotes")
        for _ in range(50):
            exchange = Exchange(QUESTION, state="done", answer=answer)
            conversation.exchanges.append(exchange)
            rooms.conversations.save(conversation, exchange)
        rooms.close()


def streaming(page: Page) -> None:
    """Sixty tokens a second behind fifty answers: how long against the ideal, and the long tasks of the page."""
    page.evaluate(
        """() => { window.long = [];
            new PerformanceObserver(list => list.getEntries().forEach(one => window.long.push(one.duration)))
                .observe({ type: "longtask" }); }"""
    )
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    before, began = metrics(session), time.perf_counter()
    begin(page, QUESTION)
    expect(page.locator(".ts-turn").last.locator(".ts-actions")).to_be_visible()
    took, after = time.perf_counter() - began, metrics(session)
    long = page.evaluate("window.long")
    print(f"600 tokens at 60/s behind 50 answers: {took:.1f} s (ideal {TOKENS / PER_SECOND:.0f} s)")
    print(f"  page: script {after['ScriptDuration'] - before['ScriptDuration']:.1f} s of it, ", end="")
    print(f"{len(long)} tasks over 50 ms, longest {max(long, default=0):.0f} ms")
    chip = page.locator(".ts-turn").nth(48).locator(".ts-line .ts-chip").first
    chip.scroll_into_view_if_needed()
    began = time.perf_counter()
    chip.click()
    page.locator("mark.ts-on").first.wait_for()
    print(f"a chip opens its article: {1000 * (time.perf_counter() - began):.0f} ms")


def metrics(session: Any) -> dict[str, float]:
    return {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}


def readers(address: str) -> None:
    """Twenty programs that ask at once, the answers made of quotes."""
    clients = [Client(address, verbose=False, analytics_enabled=False) for _ in range(20)]

    async def at_once() -> list[float]:
        async def one(client: Client) -> float:
            began = time.perf_counter()
            told = await asyncio.to_thread(client.predict, QUESTION, engine="quotes", api_name="/ask")
            assert "390" in told
            return time.perf_counter() - began

        return await asyncio.gather(*(one(client) for client in clients))

    took = sorted(asyncio.run(at_once()))
    print(f"20 readers at once: median {statistics.median(took):.2f} s, slowest {took[-1]:.2f} s, 0 errors")


if __name__ == "__main__":
    main()
