"""A batch that is stopped, killed or half bad: what was reported is there, the rest comes with the next run."""

import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import WordEmbedder

from index import ArticleIndex, Change

NAMES = [f"{number:03}.txt" for number in range(120)]
CHILD = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from fakes import WordEmbedder
from index.article_index import ArticleIndex
class Slow(WordEmbedder):
    def embed(self, texts):
        # A kill may come at any moment of the work, so most of the work must not be start-up.
        for _ in range(20):
            vectors = super().embed(texts)
        return vectors
print("open", flush=True)
with ArticleIndex.open(Path(sys.argv[1]), embedder=Slow()) as library:
    getattr(library, sys.argv[4])(*([Path(sys.argv[2])] if sys.argv[4] == "sync" else [[Path(sys.argv[2])]]),
        progress=lambda path, done, total: print(path.name, flush=True))
"""


def story(name: str) -> str:
    """Several chunks long, and like no other."""
    return "\n\n".join(
        f"Paragraph {number} of {name}: " + " ".join(f"w{name[:3]}x{number}x{word}" for word in range(110)) + "."
        for number in range(3)
    )


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_text(story(name))
    (folder / "050b.txt").write_bytes(bytes(range(256)))
    return folder


def killed(tmp_path: Path, news: Path, verb: str, lines: int) -> list[str]:
    """Run a batch in a process of its own, kill it once it has reported so many files; what it reported."""
    command = [sys.executable, "-c", CHILD, str(tmp_path / "home"), str(news), str(Path(__file__).parent), verb]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1) as child:
        assert child.stdout is not None
        reported = [line.strip() for line, _ in zip(child.stdout, range(lines + 1), strict=False)]
        child.send_signal(signal.SIGKILL)
        reported += [line.strip() for line in child.stdout if line.endswith("\n")]
    return reported[1:]


@pytest.mark.threat("T1")
@pytest.mark.fault("store", 37)
@pytest.mark.parametrize("verb", ["add", "sync"])
def test_a_kill_loses_nothing_that_was_reported_and_the_next_run_does_only_the_rest(
    tmp_path: Path, news: Path, verb: str
) -> None:
    reported: set[str] = set()
    moments = random.Random(verb)

    for _ in range(4):
        reported |= set(killed(tmp_path, news, verb, moments.randrange(0, 30)))

    embedder = WordEmbedder()
    with ArticleIndex.open(tmp_path / "home", embedder=embedder) as library:
        before = {article.key for article in library.articles()}
        assert before >= reported - {"050b.txt"}
        change = library.sync(news) if verb == "sync" else library.add([news])

        chunks = {article.key: [chunk.text for chunk in library.chunks(article.id)] for article in library.articles()}
        assert set(chunks) == set(NAMES)
        assert [failure.path.name for failure in change.failed] == ["050b.txt"]
        assert (len(change.added), len(change.unchanged)) == (len(NAMES) - len(before), len(before))
        # Nothing is embedded twice: what was there is not touched, what was not comes once.
        assert sorted(embedder.embedded) == sorted(text for key in set(chunks) - before for text in chunks[key])
        assert len(library._vectors.nearest(embedder.embed(["story"])[0], 1_000)) == len(
            library._catalog.chunks.held()[1]
        )
        assert len(library.origins()) == len(NAMES)


@pytest.mark.fault("store", 38)
@pytest.mark.parametrize("verb", ["add", "sync"])
def test_a_batch_that_is_stopped_ends_with_what_is_done_and_goes_on_later(
    tmp_path: Path, news: Path, verb: str
) -> None:
    embedder, told = WordEmbedder(), list[str]()

    def run(library: ArticleIndex, stop: Callable[[], bool]) -> Change:
        def tell(path: Path, done: int, total: int) -> None:
            told.append(path.name)

        if verb == "sync":
            return library.sync(news, progress=tell, stop=stop)
        return library.add([news], progress=tell, stop=stop)

    with ArticleIndex.open(tmp_path / "home", embedder=embedder) as library:
        first = run(library, lambda: len(told) >= 30)
        assert len(first.added) == library.count() == len(told) - len(first.failed)
        assert first.left == len(NAMES) + 1 - len(told) > 0
        second = run(library, lambda: False)

        assert (second.left, len(second.unchanged)) == (0, len(first.added))
        assert library.count() == len(NAMES)
        assert len(embedder.embedded) == len(set(embedder.embedded)) == len(library._catalog.chunks.held()[1])


def test_a_sync_that_is_stopped_removes_nothing(tmp_path: Path, news: Path) -> None:
    embedder = WordEmbedder()
    with ArticleIndex.open(tmp_path / "home", embedder=embedder) as library:
        library.sync(news)
        (news / NAMES[0]).rename(news / "zzz.txt")

        assert library.sync(news, stop=lambda: True).removed == ()
        before = len(embedder.embedded)

        assert library.sync(news).removed == ()
        assert len(embedder.embedded) == before
        assert library.count() == len(NAMES)


def test_one_article_that_breaks_the_embedder_does_not_take_its_neighbours_with_it(tmp_path: Path) -> None:
    class Fragile(WordEmbedder):
        def embed(self, texts):  # type: ignore[no-untyped-def]
            if any("quokka" in text for text in texts):
                raise RuntimeError("out of memory")
            return super().embed(texts)

    texts = ["A ship left.", "A quokka slept.", "A council voted.", "A bridge opened."]
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text)

    with ArticleIndex.open(tmp_path / "home", embedder=Fragile()) as library:
        change = library.add([tmp_path / f"{number}.txt" for number in range(4)])

        assert {article.text for article in library.articles()} == set(texts) - {texts[1]}
        assert [failure.path.name for failure in change.failed] == ["1.txt"]
        assert "out of memory" in change.failed[0].reason


# Gone


def on_disk(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


@pytest.mark.threat("T15")
def test_what_was_removed_is_nowhere_on_disk(tmp_path: Path, news: Path) -> None:
    embedder = WordEmbedder()
    home = tmp_path / "home"
    words = [f"w{name[:3]}x1x7".encode() for name in NAMES]
    with ArticleIndex.open(home, embedder=embedder) as library:
        library.add([news / name for name in NAMES[:40]])
        library.sync(news)
        library.search("paragraph")
        gone = [article for article in library.articles() if article.key == "007.txt"]
        vectors = library._catalog.chunks.vectors_of([gone[0].id]).rows
        library.remove(gone[0].id)
        (news / NAMES[60]).unlink()
        (news / NAMES[61]).write_text("Nothing of it is left.")
        library.sync(news)

        # Also while it is open: a process that is killed now must leave nothing either.
        kept = on_disk(home)
        assert [number for number, word in enumerate(words) if word not in kept] == [60, 61]
        assert library.remove(next(one.id for one in library.articles() if one.key == "007.txt")).key == "007.txt"
        kept = on_disk(home)
        assert [number for number, word in enumerate(words) if word not in kept] == [7, 60, 61]
        assert [vector.tobytes() in kept for vector in vectors] == [False] * len(vectors)
        assert all(hit.chunk.article_id != gone[0].id for hit in library.search("w007x1x7 paragraph", k=500).hits)


def test_what_was_removed_comes_back_when_its_file_is_added_again(tmp_path: Path, news: Path) -> None:
    with ArticleIndex.open(tmp_path / "home", embedder=WordEmbedder()) as library:
        library.add([news])
        gone = library.remove(library.articles()[0].id)
        assert gone.path is not None

        assert library.add([gone.path]).added == (gone.id,)
        assert library.article(gone.id) == gone
