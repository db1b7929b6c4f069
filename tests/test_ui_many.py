"""The window under many: twenty readers at once, and a conversation of fifty answers that grows no heavier."""

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import httpx
import pytest
from fakes import WordEmbedder
from playwright.sync_api import Browser, Page, expect
from windows import SEEDS, Observed, begin, serving, visiting

from assistant import Settings, open_assistant
from assistant.writing.chat import Message, Piece
from ui.guard import COOKIE
from ui.keeping.conversation import Exchange
from ui.rooms import Rooms

COUNT = "How many Ukrainian prisoners had returned home, according to Kyiv?"
READERS = 20
TURNS = 50


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Observed]:
    with open_assistant(SEEDS, Settings(home=tmp_path), embedder=WordEmbedder(), llm=Talker()) as assistant:
        yield Observed(assistant)


@pytest.fixture
def address(desk: Observed) -> Iterator[str]:
    with serving(desk) as address:
        yield address
        desk.free.set()


class Talker:
    """A model that repeats the first quotes of its prompt, sixty words a second."""

    name = "talker"

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[Piece]:
        quotes = re.findall(r"^\[(\d+)\] (?:\(.*?\) )?(.*)$", messages[-1].text, re.M)[:8]
        if not quotes:  # asked to make the question stand alone
            yield Piece(text=COUNT)
        pace = Event()
        for label, quote in quotes:
            for word in f"{quote.rstrip('.')} [{label}]. ".split(" "):
                pace.wait(1 / 60)
                yield Piece(text=f"{word} ")


class Reader:
    """One of many, without a browser: asks, and reads what the page would be told."""

    def __init__(self, address: str, number: int, asking: int) -> None:
        self.question = f"{COUNT} Reader {number} asks"
        self._asking = asking
        self._session = f"session{number}"
        self._client = httpx.Client(base_url=address, timeout=120, cookies={COOKIE: f"{number:032x}"})

    def read(self, echoed: Barrier) -> str:
        """Everything the page is told; waits for the others once it was told the question."""
        body = {"fn_index": self._asking, "data": [], "event_data": {"question": self.question, "engine": "quotes"}}
        told, seen = list[str](), False
        with self._client as client:
            client.post("/gradio_api/queue/join", json={**body, "session_hash": self._session}).raise_for_status()
            with client.stream("GET", f"/gradio_api/queue/data?session_hash={self._session}") as stream:
                for line in stream.iter_lines():
                    told.append(line)
                    if not seen and self.question in line:
                        seen = True
                        echoed.wait(60)
                    if "process_completed" in line:
                        break
        return "\n".join(told)


def asking(address: str) -> int:
    """The number of the event that asks."""
    config: dict[str, Any] = httpx.get(f"{address}/config").json()
    slot = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == "ts-transcript")
    return next(int(one["id"]) for one in config["dependencies"] if [slot, "ask"] in map(list, one["targets"]))


@pytest.mark.case(34)
def test_twenty_readers_each_get_their_own_answer_and_their_echo_waits_for_none(address: str, desk: Observed) -> None:
    desk.free.clear()
    number = asking(address)
    readers = [Reader(address, each, number) for each in range(READERS)]
    # Nobody is answered before everybody's question is on their page.
    echoed = Barrier(READERS, action=desk.free.set)

    with ThreadPoolExecutor(READERS) as threads:
        seen = list(threads.map(lambda reader: reader.read(echoed), readers))

    for reader, talk in zip(readers, seen, strict=True):
        assert '\\"state\\":\\"done\\"' in talk
        assert [other.question for other in readers if other is not reader and other.question in talk] == []


def fill(desk: Observed, owner: str, inbox: Path) -> str:
    """A conversation of many answers, on disk; its id."""
    rooms = Rooms.over(desk, inbox)
    conversation = rooms.conversations.new(owner, "Fifty answers")
    answer = desk.ask(COUNT, engine="quotes")
    for _ in range(TURNS):
        exchange = Exchange(COUNT, state="done", answer=answer)
        conversation.exchanges.append(exchange)
        rooms.conversations.save(conversation, exchange)
    rooms.close()
    return conversation.id


@pytest.mark.browser
@pytest.mark.case(35)
def test_behind_fifty_answers_an_update_touches_its_own_turn_and_a_chip_opens_at_once(
    browser: Browser, address: str, desk: Observed, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with visiting(browser, address) as page:
        owner = next(one["value"] for one in page.context.cookies() if one["name"] == COOKIE)
        page.goto(f"{address}/?c={fill(desk, owner, tmp_path_factory.mktemp('inbox'))}")
        expect(page.locator(".ts-turn")).to_have_count(TURNS)
        opened_ms = min(opening_ms(page, at) for at in range(44, 50))
        page.keyboard.press("Escape")
        cost_ms, strangers = streaming(page)

    assert opened_ms < 200
    assert strangers == []
    # A processor four times as slow still draws an update in 50 ms.
    assert 4 * cost_ms < 50


def opening_ms(page: Page, at: int) -> float:
    """From the click on a chip of a turn to its marked quote."""
    return float(
        page.evaluate(
            """async at => {
                document.querySelectorAll("mark").forEach(one => one.remove());
                const began = performance.now();
                document.querySelectorAll(".ts-turn")[at].querySelector(".ts-line .ts-chip").click();
                while (!document.querySelector("mark.ts-on")) await new Promise(requestAnimationFrame);
                return performance.now() - began; }""",
            at,
        )
    )


def streaming(page: Page) -> tuple[float, list[str]]:
    """Milliseconds of script and layout for an update, and what it redrew in turns before.

    The quickest of the updates: whatever else a machine does only adds.
    """
    page.evaluate(
        """() => {
            window.costs = []; window.touched = new Set();
            const { grow } = twosource;
            const log = document.querySelector(".ts-log");
            twosource.grow = turn => {
                const began = performance.now();
                grow(turn);
                log.scrollHeight; // lays the page out
                window.costs.push(performance.now() - began); };
            const earlier = new Set(document.querySelectorAll(".ts-turn"));
            new MutationObserver(all => all.forEach(({ target }) => {
                const turn = (target.closest ? target : target.parentElement).closest(".ts-turn");
                if (earlier.has(turn)) window.touched.add(target.nodeName + target.className);
            })).observe(log, { subtree: true, childList: true, characterData: true }); }"""
    )
    begin(page, COUNT)
    expect(page.locator(".ts-turn").last.locator(".ts-actions")).to_be_visible()
    return min(page.evaluate("window.costs")), list(page.evaluate("[...window.touched]"))
