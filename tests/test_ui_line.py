"""Who waits in line is told how many come first, live; who gives up makes room."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from fakes import WordEmbedder
from playwright.sync_api import Browser, expect
from windows import SEEDS, Observed, begin, serving, visiting

from assistant import Settings, open_assistant
from ui.chat.line import Line
from ui.chat.running import Run

COUNT = "How many Ukrainian prisoners had returned home, according to Kyiv?"
STATUS = "Was the exchange complete?"


def test_those_who_wait_are_called_in_the_order_they_came() -> None:
    line, told = Line(at_once=1), dict[str, list[int]]()
    places = {name: line.join(told.setdefault(name, []).append) for name in ("first", "second", "third")}

    line.leave(places["first"])
    line.leave(places["second"])

    assert told == {"first": [0], "second": [1, 0], "third": [2, 1, 0]}
    assert places["third"].called.is_set()


def test_who_gives_up_moves_the_others_and_who_is_served_cannot() -> None:
    line, told = Line(at_once=1), list[int]()
    served, leaver, last = line.join(lambda ahead: None), line.join(lambda ahead: None), line.join(told.append)

    line.give_up(leaver)
    line.give_up(served)

    assert told == [2, 1]
    assert not last.called.is_set()


def test_leaving_twice_makes_room_once() -> None:
    line = Line(at_once=1)
    place = line.join(lambda ahead: None)

    line.leave(place)
    line.leave(place)

    taken, waiting = line.join(lambda ahead: None), line.join(lambda ahead: None)
    assert (taken.called.is_set(), waiting.called.is_set()) == (True, False)


def test_no_more_runs_at_once_than_the_line_serves() -> None:
    line, lock, now, most = Line(at_once=3), threading.Lock(), [0], [0]

    def snapshots() -> Iterator[int]:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        yield from range(200)
        with lock:
            now[0] -= 1

    runs = [Run(snapshots(), lambda taken: None, lambda broke: None) for _ in range(20)]
    for run in runs:
        run.start(line)
    for run in runs:
        run.join(30)

    assert now == [0]
    assert most[0] <= 3


def test_a_run_stopped_in_the_line_ends_without_being_begun() -> None:
    line, taken, ended = Line(at_once=1), list[int](), threading.Event()
    line.join(lambda ahead: None)
    run = Run(iter([1]), taken.append, lambda broke: ended.set())
    run.start(line)

    run.stop()

    assert ended.wait(10)
    assert taken == []


def test_a_watcher_sees_each_move_of_the_line() -> None:
    async def watch() -> list[int]:
        line, ahead, seen = Line(at_once=1), [-1], list[int]()
        places = [line.join(lambda ahead: None) for _ in range(2)]
        run = Run(iter([1]), lambda taken: None, lambda broke: None)
        run.start(line, lambda n: ahead.__setitem__(0, n))
        async for _ in run.steps():
            seen.append(ahead[0])
            if places:
                line.leave(places.pop(0))
        return seen

    seen = asyncio.run(watch())

    assert seen[0] == 2
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] == 0


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Observed]:
    settings = Settings(home=tmp_path_factory.mktemp("home"), answers_at_once=1)
    with open_assistant(SEEDS, settings, embedder=WordEmbedder()) as assistant:
        yield Observed(assistant)


@pytest.fixture
def address(desk: Observed) -> Iterator[str]:
    with serving(desk) as address:
        yield address
        desk.free.set()


@pytest.mark.browser
def test_a_question_in_line_says_how_many_are_ahead_until_it_is_answered(
    browser: Browser, address: str, desk: Observed
) -> None:
    desk.free.clear()
    with visiting(browser, address) as first, visiting(browser, address) as second, visiting(browser, address) as third:
        begin(first, COUNT)
        expect(first.locator(".ts-wait")).to_have_text("Reading 5 articles")
        begin(second, COUNT)
        expect(second.locator(".ts-wait")).to_have_text("1 ahead of you")
        begin(third, STATUS)
        expect(third.locator(".ts-wait")).to_have_text("2 ahead of you")

        second.get_by_role("button", name="Stop answering").click()
        expect(second.locator(".ts-tail")).to_contain_text("Stopped.")
        expect(third.locator(".ts-wait")).to_have_text("1 ahead of you")
        third.reload()
        expect(third.locator(".ts-wait")).to_have_text("1 ahead of you")
        desk.free.set()

        for page in (first, third):
            expect(page.locator(".ts-line .ts-marks .ts-chip").first).to_be_visible()
