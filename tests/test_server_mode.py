"""A library whose vectors are on a Chroma server: killed, emptied, shared, or somebody else's."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings
from chromadb.utils.embedding_functions import DefaultEmbeddingFunction
from fakes import WordEmbedder

from index import Article, ArticleIndex, LibraryBusyError, LibraryError
from index.storing.vectors import VectorCache

COUNT = 1_200
"""Three batches."""


def story(number: int) -> Article:
    text = f"Story {number}: " + " ".join(f"w{number}x{word}" for word in range(8))
    return Article(id=f"s{number}", key=f"{number:04}", title="t", title_how="heading", text=text)


class Served:
    """`chroma run` on loopback, which can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._folder = folder
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        command = [str(Path(sys.executable).parent / "chroma"), "run", "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(
            [*command, "--path", str(self._folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "CHROMA_OPEN_TELEMETRY__ENDPOINT": ""},
        )
        ready = False
        while not ready and self._process.poll() is None:
            with socket.socket() as probe:
                ready = probe.connect_ex(("127.0.0.1", self.port)) == 0

    def end(self, number: signal.Signals) -> None:
        self._process.send_signal(number)
        self._process.wait(30)

    def client(self) -> "chromadb.api.ClientAPI":
        return chromadb.HttpClient("127.0.0.1", self.port, settings=Settings(anonymized_telemetry=False))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path / "served")
    yield server
    server.end(signal.SIGKILL)


def opened(home: Path, served: Served) -> ArticleIndex:
    return ArticleIndex.open(home, embedder=WordEmbedder(), chroma_url=served.url)


def lost(library: ArticleIndex, numbers: range) -> list[int]:
    embedder, cache = WordEmbedder(), library._vectors
    return [number for number in numbers if cache.nearest(embedder.embed([story(number).text])[0], 1)[0][1] < 0.999]


@pytest.mark.fault("store", 48)
def test_a_server_that_is_killed_in_mid_batch_loses_nothing(
    tmp_path: Path, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = VectorCache._write
    with opened(tmp_path / "home", served) as library:

        def write_and_die(cache: VectorCache, collection: chromadb.Collection, numbers: list[int]) -> list[int]:
            done = written(cache, collection, numbers)
            served.end(signal.SIGKILL)
            monkeypatch.undo()
            return done

        monkeypatch.setattr(VectorCache, "_write", write_and_die)
        assert len(library.add_articles([story(number) for number in range(COUNT)]).added) == COUNT
        with pytest.raises(LibraryError, match=r"The articles are safe") as raised:
            library.search("story")
        assert served.url in str(raised.value)
        assert raised.value.exit_code == 3
        served.start()

        assert lost(library, range(COUNT)) == []
    with opened(tmp_path / "home", served) as library:
        assert lost(library, range(0, COUNT, 50)) == []


@pytest.mark.fault("store", 49)
def test_a_collection_that_was_deleted_on_the_server_is_built_anew(tmp_path: Path, served: Served) -> None:
    with opened(tmp_path / "home", served) as library:
        library.add_articles([story(number) for number in range(20)])
        client = served.client()
        client.delete_collection(client.list_collections()[0].name)

        assert lost(library, range(20)) == []
        client.delete_collection(client.list_collections()[0].name)
        library.add_articles([story(20)])
        assert lost(library, range(21)) == []


@pytest.mark.threat("T4")
def test_a_collection_that_names_an_embedding_function_is_refused(
    tmp_path: Path, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[object] = []
    with opened(tmp_path / "home", served) as library:
        library.add_articles([story(number) for number in range(20)])
        client = served.client()
        collection = client.list_collections()[0]
        told, name = collection.metadata, collection.name
        client.delete_collection(name)
        foreign = client.create_collection(name, embedding_function=DefaultEmbeddingFunction(), metadata=told)
        foreign.add(ids=[str(one) for one in range(20)], embeddings=np.eye(20, 128, dtype=np.float32))
        monkeypatch.setattr(DefaultEmbeddingFunction, "__init__", lambda *_: built.append("built"))
        monkeypatch.setattr(DefaultEmbeddingFunction, "__call__", lambda *_: built.append("called"))

    with (
        opened(tmp_path / "home", served) as library,
        pytest.raises(LibraryError, match="embedding function of its own"),
    ):
        library.search("story")

    assert built == []


def test_libraries_share_a_server_and_each_finds_its_own(tmp_path: Path, served: Served) -> None:
    with opened(tmp_path / "one", served) as one, opened(tmp_path / "other", served) as other:
        one.add_articles([story(number) for number in range(20)])
        other.add_articles([story(number) for number in range(20, 40)])

        assert lost(one, range(20)) == lost(other, range(20, 40)) == []
        assert len(served.client().list_collections()) == 2
        assert one.check().whole


@pytest.mark.threat("T2")
def test_one_library_stays_one_processs_with_a_server_too(tmp_path: Path, served: Served) -> None:
    with opened(tmp_path / "home", served), pytest.raises(LibraryBusyError):
        opened(tmp_path / "home", served)
