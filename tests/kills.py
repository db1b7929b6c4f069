"""Kills a process at each write of the store in turn, and at random moments; looks each time at what is left.

`python tests/kills.py` does all of it, `make kills` calls that; `tests/test_kills.py` does a part. Everything is
imported once, and each attempt is a fork of that: Chroma is first used inside the fork.
"""

import argparse
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import chromadb
from fakes import WordEmbedder
from test_migration import make_version_1

from index import ArticleIndex, back_up, restore
from index.storing import vectors

ROOT = Path(__file__).parent.parent
OTHER = WordEmbedder("other words", 64)
_WRITES = {
    # SQLite, files and folders, Chroma.
    *("execute", "executemany", "commit", "rollback"),
    *("fsync", "rename", "replace", "unlink", "mkdir", "rmdir", "ftruncate", "link"),
    *("upsert", "delete", "create_collection", "delete_collection", "update_collection"),
}
_READING = {"rows", "snapshot", "prepare"}
_OLD, _NEW = range(6), range(6, 12)


def story(name: str) -> str:
    return f"Story {name} of the harbour: " + " ".join(f"w{name}x{word}" for word in range(12)) + "."


class World:
    """A folder with news, and a library of the first six."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home, self.news = folder, folder / "home", folder / "news"

    def file(self, number: int) -> Path:
        return self.news / f"{number:02}.txt"

    def ack(self, line: str) -> None:
        """Say, for good, that something was reported done."""
        with (self.folder / "acked").open("a") as file:
            file.write(f"{line}\n")
            file.flush()

    def acked(self) -> set[str]:
        path = self.folder / "acked"
        return set(path.read_text().split()) if path.exists() else set()

    def open(self, embedder: WordEmbedder | None = None, told: list[str] | None = None) -> ArticleIndex:
        tell = (told if told is not None else []).append
        return ArticleIndex.open(self.home, embedder=embedder or WordEmbedder(), tell=tell)

    def lay_out(self) -> None:
        self.news.mkdir()
        for number in (*_OLD, *_NEW):
            self.file(number).write_text(story(f"{number:02}"))
        with self.open() as library:
            library.add([self.file(number) for number in _OLD])
            library.search("story")
        back_up(self.home, self.folder / "backup")


def add(world: World) -> None:
    with world.open() as library:
        library.add([world.file(n) for n in _NEW], progress=lambda path, done, total: world.ack(path.name))


def replace(world: World) -> None:
    for number in (1, 2, 3):
        world.file(number).write_text(story(f"new{number:02}"))
    with world.open() as library:
        library.add([world.file(n) for n in (1, 2, 3)], progress=lambda path, done, total: world.ack(path.name))


def remove(world: World) -> None:
    with world.open() as library:
        for article in [article for article in library.articles() if article.key in ("01.txt", "02.txt")]:
            library.remove(article.id)
            world.ack(article.key)


def rebuild(world: World) -> None:
    with world.open(OTHER) as library:
        library.reembed()
    world.ack("rebuilt")


def purge(world: World) -> None:
    vectors.FEW = 2
    with world.open() as library:
        for article in [article for article in library.articles() if article.key == "03.txt"]:
            library.remove(article.id)
            world.ack(article.key)
        library.purge()


def migrate(world: World) -> None:
    if not (world.folder / "earlier").exists():
        shutil.rmtree(world.home)
        (world.folder / "earlier").mkdir()
        for name, number in (("ship.txt", 0), ("vote.txt", 1), ("copy.txt", 1)):
            (world.folder / "earlier" / name).write_text(story(f"{number:02}"))
        world.home.mkdir()
        make_version_1(world.home / "catalog.sqlite3", world.folder / "earlier")
        return  # The world as it was before; what is killed is the next one.
    with world.open() as library:
        library.search("story")


def bring_back(world: World) -> None:
    restore(world.folder / "backup", world.home, replace=True)
    world.ack("restored")


SCENES: dict[str, Callable[[World], None]] = {
    "add": add,
    "replace": replace,
    "remove": remove,
    "rebuild": rebuild,
    "purge": purge,
    "migrate": migrate,
    "restore": bring_back,
}


def look(scene: str, world: World) -> None:
    """Raise AssertionError unless all that was acknowledged is found, and nothing that was removed."""
    acked, told = world.acked(), list[str]()
    embedder = WordEmbedder()
    if scene == "rebuild":
        embedder = OTHER if "rebuilt" in acked else _bound_to(world)
    with world.open(embedder, told) as library:
        here = {article.text: article.key for article in library.articles()}
        for text, key in here.items():
            hits = library.search(text, k=3).hits
            assert hits, f"nothing is found for {key}"
            assert (hits[0].chunk.text, hits[0].score > 0.99) == (text, True), f"{key} is not found"
            words = " ".join(text.split()[-4:])
            assert library.search(words, k=1).hits[0].chunk.text == text, f"{key} is not found by its words"
        nearest = library._vectors.nearest(embedder.embed(["story"])[0], 100)
        assert len(nearest) == len(here), f"{len(nearest)} vectors of {len(here)}"
        checkup = library.check()
        assert (checkup.flaws, checkup.repaired) == ((), ()), str(checkup)
    _expect(scene, acked, here)
    assert len(told) <= 1, str(told)


def _bound_to(world: World) -> WordEmbedder:
    """The embedder that the library is bound to: the rebuild was done or was not, whatever was acknowledged."""
    from index.storing.catalog import Catalog

    catalog = Catalog.open(world.home / "catalog.sqlite3")
    bound = catalog.embedder
    catalog.close()
    return OTHER if bound == (OTHER.name, OTHER.dim) else WordEmbedder()


def _expect(scene: str, acked: set[str], here: dict[str, str]) -> None:
    """Compare the texts that are here, each with its key, with what was acknowledged."""
    keys = set(here.values())
    old = {f"{number:02}.txt" for number in _OLD}
    gone = acked & old if scene in ("remove", "purge") else set()
    if scene == "migrate":
        assert keys == {"ship.txt", "vote.txt"}, str(keys)
        return
    assert old - keys <= ({"01.txt", "02.txt", "03.txt"} if scene in ("remove", "purge") else set()), str(keys)
    assert not gone & keys, f"{gone & keys} came back"
    if scene == "add":
        assert acked <= keys, f"{acked - keys} are lost"
    if scene == "replace":
        fresh = {key for text, key in here.items() if text.startswith("Story new")}
        assert acked <= fresh, f"{acked - fresh} are lost"
        assert len(here) == len(old), str(here)


def forked(work: Callable[[], None]) -> int:
    """Do it in a process of its own; the signal that ended it, else 0, or 1 where it raised."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


class Fuse:
    """Counts the writes of the store, and ends the process before one of them."""

    def __init__(self, blows_at: int | None) -> None:
        self.count, self._blows_at = 0, blows_at

    def __call__(self, frame: FrameType, event: str, callee: object) -> None:
        if event != "c_call" or getattr(callee, "__name__", "") not in _WRITES:
            return
        if frame.f_code.co_name in _READING:
            return
        self.count += 1
        if self.count == self._blows_at:
            os.kill(os.getpid(), signal.SIGKILL)


def counted(scene: str, world: World) -> int:
    """How many writes it takes when nothing happens to it."""

    def work() -> None:
        fuse = Fuse(None)
        sys.setprofile(fuse)
        SCENES[scene](world)
        sys.setprofile(None)
        (world.folder / "count").write_text(str(fuse.count))

    assert forked(work) == 0
    return int((world.folder / "count").read_text())


def timed(scene: str, world: World) -> float:
    """Seconds that it takes when nothing happens to it."""

    def work() -> None:
        started = time.perf_counter()
        SCENES[scene](world)
        (world.folder / "seconds").write_text(str(time.perf_counter() - started))

    assert forked(work) == 0
    return float((world.folder / "seconds").read_text())


def again(world: World) -> World:
    """The world as it was laid out, in the same place: a library knows its files by their paths."""
    shutil.rmtree(world.folder, ignore_errors=True)
    shutil.copytree(world.folder.with_name("template"), world.folder)
    return world


def attempt(scene: str, world: World, *, write: int | None = None, after_s: float | None = None) -> str:
    """What was wrong after a kill before that write, or after so many seconds; empty: nothing."""

    def work() -> None:
        if after_s is not None:
            # What this signal does unasked is what SIGKILL does: the process is gone at once.
            signal.setitimer(signal.ITIMER_REAL, after_s)
        else:
            sys.setprofile(Fuse(write))
        SCENES[scene](world)

    again(world)
    ended = forked(work)
    if ended not in (0, signal.SIGKILL, signal.SIGALRM):
        return f"ended by {ended} instead of the kill"
    if forked(lambda: look(scene, world)):
        return "what was left is not whole"
    if forked(lambda: SCENES[scene](world)) or forked(lambda: look(scene, world)):
        return "the same again did not end it"
    return ""


def attempts(scene: str, world: World, *, most: int | None, moments: int) -> Iterator[tuple[str, str]]:
    """Each attempt by its name, with what was wrong."""
    writes, seconds = counted(scene, again(world)), timed(scene, again(world))
    step = 1 if most is None else max(1, writes // most)
    for write in range(1 + step // 2, writes + 1, step):
        yield f"{scene}, write {write} of {writes}", attempt(scene, world, write=write)
    chance = random.Random(scene)
    for _ in range(moments):
        after_s = chance.uniform(0.001, seconds)
        yield f"{scene}, after {after_s:.3f} s", attempt(scene, world, after_s=after_s)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Run the scenes; the number of attempts after which something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenes", nargs="*", default=[*SCENES], help="which; all by default")
    parser.add_argument("--most", type=int, help="writes of each scene, evenly spread; all by default")
    parser.add_argument("--moments", type=int, default=40, help="random moments of each scene")
    asked = parser.parse_args()
    assert chromadb.__version__
    wrong, done = 0, 0
    for scene in asked.scenes:
        with tempfile.TemporaryDirectory() as folder:
            world = World(Path(folder) / "world")
            world.folder.mkdir()
            assert forked(world.lay_out) == 0
            if scene == "migrate":
                assert forked(lambda world=world: migrate(world)) == 0
            shutil.copytree(world.folder, world.folder.with_name("template"))
            for name, what in attempts(scene, world, most=asked.most, moments=asked.moments):
                done += 1
                wrong += bool(what)
                if what:
                    say(f"{name}: {what}")
    say(json.dumps({"kills": done, "wrong": wrong}))
    return min(wrong, 100)


if __name__ == "__main__":
    sys.exit(main())
