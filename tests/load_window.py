"""Readers who ask at once while articles come in: no error, no mixed answer, how long it takes, how memory goes.

.venv/bin/python tests/load_window.py --readers 50 --seconds 300, or `make load`. Half of the readers ask as programs
do, half as browsers do. Each is a user of its own, and each answer is checked against its question.
"""
# ruff: noqa: T201 - it tells its figures to a terminal

import argparse
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from ui.access.passwords import hashed
from ui.access.users import FILE, User, Users, token_hash

PLACES = ("Arden", "Belmoor", "Carrick", "Dunmere", "Eskdale", "Farrow", "Glenholm", "Hexley", "Inver", "Jarrow")
THINGS = ("bridge", "tower", "museum", "harbour", "library", "theatre", "market", "tunnel", "school", "garden")
Asked = tuple[str, str, str]
"""The text of an article, a question that it answers, and the figure that is the answer."""
HEAD_S = 10
"""Seconds of the start that memory is not compared with: everything is loaded in them."""


@dataclass
class Told:
    """What a run saw; threads share it."""

    took_s: list[float] = field(default_factory=list)
    """Of each answer."""
    wrong: list[str] = field(default_factory=list)
    """Errors, and answers that were not to their question."""
    refused: int = 0
    """Answers that said nothing: no error, but counted."""
    added: int = 0
    """Articles that came in meanwhile."""
    memory_mb: list[tuple[float, float]] = field(default_factory=list)
    """Seconds since the start, and the process's memory then."""

    def quantile(self, share: float) -> float:
        """Seconds that this share of the answers took at most."""
        ordered = sorted(self.took_s)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def articles(count: int, *, first: int = 0) -> list[Asked]:
    """So many; no two have the same figure."""
    told = []
    for number in range(first, first + count):
        place, thing = PLACES[number % 10], THINGS[number // 10 % 10]
        ending = "".join("abcdefghij"[int(digit)] for digit in str(number // 100))
        name, cost = f"{place}{ending} {thing}", 100_003 + 7 * number
        text = f"{name} opens\n\nThe {name} cost {cost:,} dollars, the council said. It was opened on a cold morning.\n"
        told.append((text, f"How much did the {name} cost?", f"{cost:,}"))
    return told


class Window:
    """The window in a process of its own."""

    def __init__(self, home: Path, folder: Path, readers: int) -> None:
        users = Users(home / FILE)
        password = hashed("never typed here")
        for number in range(readers + 1):
            users.keep(User(name=f"reader{number}", password=password, token=token_hash(f"token-{number}")))
        code = "import sys; sys.argv[0] = 'twosource'; from assistant.shell import main; main()"
        environment = {**os.environ, "TWOSOURCE_HOME": str(home), "TWOSOURCE_QUESTIONS_PER_MINUTE": "10000"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, "--articles", str(folder), "--port", "0", "--no-browser"],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert self.process.stdout
        self.address = next(line for line in self.process.stdout if "is ready" in line).split()[3]

    def memory_mb(self) -> float:
        """What the process holds in memory that is its own or shared."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024

    def close(self) -> int:
        """The exit code of a window that is told to end."""
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=30)
        return self.process.returncode


class Reader:
    """One user who asks."""

    def __init__(self, address: str, number: int) -> None:
        headers = {"authorization": f"Bearer token-{number}"}
        self.http = httpx.Client(base_url=address, headers=headers, timeout=120, trust_env=False)
        self._session = f"load-{number}"
        self._wired: dict[tuple[str, str], dict[str, int]] = {}

    def ask_as_program(self, question: str) -> str:
        """All that the answer says."""
        told = self.http.post("/gradio_api/run/ask", json={"data": [question, "", "", "", ""]})
        told.raise_for_status()
        return str(told.json()["data"][0])

    def ask_as_browser(self, question: str) -> str:
        """The same, by the page's own event and the export of the conversation that it begins."""
        told = self.event("ask", {"question": question})
        conversation = re.findall(r'\\"id\\":\\"([0-9a-f]{16})\\"', told)[0]
        export = self.http.get(f"/export/{conversation}.json")
        export.raise_for_status()
        return export.text

    def add(self, names: Sequence[str], texts: Sequence[str]) -> str:
        """All that the page is told while these files are taken in."""
        sent = [("files", (name, text.encode())) for name, text in zip(names, texts, strict=True)]
        came = self.http.post("/gradio_api/upload", files=sent).raise_for_status().json()
        return self.event("take", {"files": list(zip(came, names, strict=True))}, slot="ts-library")

    def event(self, name: str, about: object, *, slot: str = "ts-transcript") -> str:
        """All that the page is told of an event."""
        if (slot, name) not in self._wired:
            config = self.http.get("/config").raise_for_status().json()
            number = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == slot)
            wired = next(one["id"] for one in config["dependencies"] if [number, name] in one["targets"])
            self._wired[slot, name] = {"trigger_id": number, "fn_index": wired}
        told = {"data": [], "event_data": about, "session_hash": self._session, **self._wired[slot, name]}
        self.http.post("/gradio_api/queue/join", json=told).raise_for_status()
        return self.http.get("/gradio_api/queue/data", params={"session_hash": self._session}).text


def run(*, readers: int, seconds: float, held: int = 200, pause_s: float = 0.0, ingest: bool = True) -> Told:
    """Everything; the window is ended, and how it ended is one of the things that may be wrong."""
    told, asked = Told(), articles(held)
    with tempfile.TemporaryDirectory() as folder:
        home, shelf = Path(folder, "home"), Path(folder, "articles")
        shelf.mkdir()
        for number, (text, _, _) in enumerate(asked):
            Path(shelf, f"{number}.txt").write_text(text)
        window = Window(home, shelf, readers)
        ends = time.monotonic() + seconds
        work: list[Callable[[], None]] = [
            lambda number=number: _read(window.address, number, asked, ends=ends, pause_s=pause_s, told=told)  # type: ignore[misc]
            for number in range(readers)
        ]
        work.append(lambda: _watch(window, ends, told))
        if ingest:
            work.append(lambda: _fill(window.address, readers, ends=ends, told=told))
        threads = [threading.Thread(target=each) for each in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        code = window.close()
        if code:
            told.wrong.append(f"the window left with {code}")
    return told


def _read(address: str, number: int, asked: Sequence[Asked], *, ends: float, pause_s: float, told: Told) -> None:
    reader, dice = Reader(address, number), random.Random(number)
    with reader.http:
        while time.monotonic() < ends:
            began, (_, question, figure) = time.monotonic(), dice.choice(asked)
            try:
                answer = json.loads((reader.ask_as_browser if number % 2 else reader.ask_as_program)(question))
            except (httpx.HTTPError, ValueError, LookupError) as error:
                told.wrong.append(f"{question}: {type(error).__name__} {error}")
                continue
            told.took_s.append(time.monotonic() - began)
            if answer["question"] != question:
                told.wrong.append(f"{question}: was answered with {answer['question']}")
            elif answer["refused"]:
                told.refused += 1
            elif figure not in answer["text"]:
                told.wrong.append(f"{question}: {answer['text']}")
            time.sleep(dice.uniform(0, 2 * pause_s))


def _fill(address: str, number: int, *, ends: float, told: Told) -> None:
    """Articles added through the window, ten at a time."""
    reader = Reader(address, number)
    with reader.http:
        while time.monotonic() < ends:
            more = articles(10, first=1_000 + told.added)
            names = [f"new{told.added + at}.txt" for at in range(len(more))]
            try:
                shown = reader.add(names, [text for text, _, _ in more])
            except httpx.HTTPError as error:
                shown = f"{type(error).__name__} {error}"
            if '\\"state\\":\\"refused\\"' in shown or "process_completed" not in shown:
                told.wrong.append(f"ingest: {shown[-300:]}")
            told.added += len(more)


def _watch(window: Window, ends: float, told: Told) -> None:
    began = time.monotonic()
    while time.monotonic() < ends:
        told.memory_mb.append((time.monotonic() - began, window.memory_mb()))
        time.sleep(1)


def growth(told: Told) -> float:
    """How much more memory the last quarter of the run holds than the second, as a share of it; 0.1 is 10 %."""
    later = [mb for at, mb in told.memory_mb if at > HEAD_S] or [mb for _, mb in told.memory_mb]
    part = max(1, len(later) // 4)
    return statistics.median(later[-part:]) / statistics.median(later[part : 2 * part] or later) - 1


def draw(told: Told, path: Path) -> None:
    """Memory over time. Raises ImportError without matplotlib, of the extra `bench`."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "twosource"}):
        figure = Figure(figsize=(6, 3), layout="constrained")
        axes = figure.subplots()
        axes.plot([at for at, _ in told.memory_mb], [mb for _, mb in told.memory_mb], color="#1f5fa8")
        axes.set_ylim(bottom=0)
        axes.set_xlabel("seconds")
        axes.set_ylabel("memory of the process, MB")
        axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(path, metadata={"Date": None})


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--readers", type=int, default=50)
    options.add_argument("--seconds", type=float, default=300)
    options.add_argument("--pause", type=float, default=0, help="seconds that a reader thinks, on average")
    options.add_argument("--out", type=Path, help="where the plot goes, an SVG file")
    given = options.parse_args()
    told = run(readers=given.readers, seconds=given.seconds, pause_s=given.pause)
    print(
        f"{given.readers} readers, {given.seconds:.0f} s, load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores"
    )
    print(f"{len(told.took_s)} answers, {told.refused} of them refusals, {told.added} articles added meanwhile")
    print(f"median {told.quantile(0.5):.2f} s, p95 {told.quantile(0.95):.2f} s, slowest {max(told.took_s):.2f} s")
    print(f"memory {told.memory_mb[-1][1]:.0f} MB, {growth(told):+.1%} from the second quarter to the last")
    print(f"{len(told.wrong)} errors or mixed answers", *told.wrong[:5], sep="\n  ")
    if given.out:
        with suppress(ImportError):
            draw(told, given.out)
    sys.exit(1 if told.wrong else 0)


if __name__ == "__main__":
    main()
