"""This product on its side of the benchmark: told on standard input what to do, answers on standard output.

Run by `side.Side` in a process of its own. Goes through the public interface alone.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant import Assistant, Change, Settings, open_assistant
from evals.speed.sides.channel import Figures
from evals.speed.sides.filling import Watched, article_of, copy_of
from evals.speed.sources import Source

_BASE = 400
"""Texts whose chunks are truly embedded in a library that is filled; all others are copies of them."""


class _State(NamedTuple):
    """How far a library is filled."""

    chunks: int = 0
    """In it."""
    articles: int = 0
    """In it, those made of whole texts."""
    per: float = 1.0
    """Chunks of an article, about."""


class Ours:
    """What the other process may ask for; each method's parameters are the request's fields."""

    def __init__(self) -> None:
        self._desk: Assistant | None = None
        self._embedder: Watched | None = None
        self._home = Path()

    @property
    def desk(self) -> Assistant:
        """The open library."""
        if self._desk is None:
            raise RuntimeError("nothing is open")
        return self._desk

    @property
    def embedder(self) -> Watched:
        """What it embeds with."""
        if self._embedder is None:
            raise RuntimeError("nothing is open")
        return self._embedder

    def open(self, home: str, models: str, int8: bool = False) -> Figures:
        """Open a library, and embed one text so that the model is there."""
        self.close()
        self._home = Path(home)
        self._embedder = Watched(Path(models), int8=int8)
        settings = Settings.checked(home=self._home, precision="int8" if int8 else "float32")
        self._desk = open_assistant(settings=settings, embedder=self._embedder)
        self._embedder.embed_query("ready")
        return {}

    def close(self) -> Figures:
        """Let go of it."""
        if self._desk is not None:
            self._desk.close()
        self._desk = None
        return {}

    def add(self, folder: str) -> Figures:
        """Add a folder of files."""
        return self._timed(lambda: self.desk.add(folder))

    def sync(self, folder: str) -> Figures:
        """Make the library equal a folder."""
        return self._timed(lambda: self.desk.sync(folder))

    def _timed(self, change: Callable[[], Change]) -> Figures:
        before, embedding = self.embedder.texts, self.embedder.seconds
        started, used = time.perf_counter(), time.process_time()
        done = change()
        return {
            "seconds": time.perf_counter() - started,
            "cpu_s": time.process_time() - used,
            "embedding_s": self.embedder.seconds - embedding,
            "articles": len(done.added) + len(done.replaced),
            "chunks": self.embedder.texts - before,
        }

    def fill(self, texts: str, chunks: int, most: int) -> Figures:
        """Fill the library up to so many chunks, by at most so many articles now. `texts`: a file of JSON lines."""
        with Path(texts).open(encoding="utf-8") as lines:
            base = [Source(**json.loads(line)) for line, _ in zip(lines, range(_BASE), strict=False)]
        told, vectors = self._home / "filled.json", self._home / "base.npy"
        state = _State(**json.loads(told.read_text())) if told.exists() else _State()
        self.embedder.ready, self.embedder.texts = None, state.chunks
        if chunks < len(base):
            self.desk.add_articles([article_of(_brief(one), f"brief-{at}") for at, one in enumerate(base[:chunks])])
        elif state.articles < len(base):
            self.desk.add_articles([article_of(one, f"base-{at}") for at, one in enumerate(base)])
            np.save(vectors, np.concatenate(self.embedder.made))
            # Twice as many as these have: rather two steps than one too far.
            state = _State(0, len(base), 2 * (self.embedder.texts - state.chunks) / len(base))
        else:
            self.embedder.ready = np.load(vectors)
            count = min(most, max(1, round((chunks - state.chunks) / state.per)))
            numbers = range(state.articles, state.articles + count)
            self.desk.add_articles([article_of(copy_of(base[at % len(base)], at), f"copy-{at}") for at in numbers])
            state = _State(0, state.articles + count, max(1.0, (self.embedder.texts - state.chunks) / count))
        told.write_text(json.dumps(state._replace(chunks=self.embedder.texts)._asdict()))
        self.embedder.ready = None
        return {"chunks": self.embedder.texts}

    def retrieve(self, queries: list[str], k: int = 10) -> Figures:
        """Milliseconds of each retrieval."""
        took, used = list[float](), time.process_time()
        for query in queries:
            started = time.perf_counter()
            self.desk.retrieve(query, k)
            took.append(1000 * (time.perf_counter() - started))
        return {"ms": took, "cpu_ms": 1000 * (time.process_time() - used) / len(queries)}

    def ask(self, questions: list[str]) -> Figures:
        """Milliseconds of each answer."""
        took, used = list[float](), time.process_time()
        for question in questions:
            started = time.perf_counter()
            self.desk.ask(question)
            took.append(1000 * (time.perf_counter() - started))
        return {"ms": took, "cpu_ms": 1000 * (time.process_time() - used) / len(questions)}

    def embed(self, texts: list[str]) -> Figures:
        """Seconds to embed these, and the tokens of each."""
        counts = [min(count, 256) for count in self.embedder.count_tokens(texts)]
        started, used = time.perf_counter(), time.process_time()
        self.embedder.embed(texts)
        return {
            "seconds": time.perf_counter() - started,
            "cpu_s": time.process_time() - used,
            "tokens": counts,
        }


def _brief(source: Source) -> Source:
    """The start of a text: one chunk."""
    return Source(source.title, " ".join(source.text.split()[:60]))


SIDE = Ours
