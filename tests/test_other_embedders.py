"""Any llama-index embedding model may build a library, and a library changes its embedder by a rebuild."""

from pathlib import Path

import numpy as np
import pytest
from fakes import WordEmbedder
from llama_index.core.base.embeddings.base import BaseEmbedding

from assistant import Settings, open_assistant
from assistant.adapters import as_embedder
from index import EmbedderError
from index.embedding.embedder import embed_query, unrelated


class WordModel(BaseEmbedding):
    """Twice the vectors of the words, for a query with the words turned round: neither unit nor symmetric."""

    def _get_text_embedding(self, text: str) -> list[float]:
        if "out of order" in text:
            raise ConnectionError("nobody\nis there")
        return [2.0 * float(number) for number in WordEmbedder().embed([text])[0]]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query.removeprefix("query: "))

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    news = tmp_path / "news"
    news.mkdir()
    (news / "ship.txt").write_text("The ship left the harbour of Odesa on Monday, port officials said.")
    (news / "vote.txt").write_text("Parliament in Lisbon passed the budget by three votes after midnight.")
    return news


def test_a_llama_index_model_gives_unit_vectors_under_its_own_name() -> None:
    embedder = as_embedder(WordModel(model_name="words-1"))

    assert embedder.name == "WordModel:words-1"
    assert embedder.dim == 128
    assert np.allclose(np.linalg.norm(embedder.embed(["one two", "three"]), axis=1), 1.0)
    assert np.allclose(embed_query(embedder, "query: one two"), embedder.embed(["one two"]))
    assert embedder.count_tokens(["extraordinary", "北京 5", ""]) == [5, 5, 2]


def test_how_near_unrelated_texts_come_is_tried_out() -> None:
    assert 0.0 < unrelated(as_embedder(WordModel(model_name="words-1"))) < 0.95
    assert unrelated(WordEmbedder()) == -1.0


def test_an_embedder_is_taken_as_it_is() -> None:
    embedder = WordEmbedder()

    assert as_embedder(embedder) is embedder


def test_a_model_that_fails_is_told_in_one_line() -> None:
    with pytest.raises(EmbedderError, match=r"'WordModel:words-1' failed \(nobody is there\)"):
        as_embedder(WordModel(model_name="words-1")).embed(["out of order"])


def test_a_library_changes_its_embedder_by_a_rebuild(tmp_path: Path, folder: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    told: list[tuple[int, int]] = []
    with open_assistant(folder, settings, embedder=WordEmbedder()):
        pass

    with open_assistant(settings=settings, embedder=WordModel(model_name="words-1")) as desk:
        with pytest.raises(EmbedderError, match="twosource rebuild"):
            desk.retrieve("ship")
        desk.rebuild(progress=lambda done, total: told.append((done, total)))

        assert desk.retrieve("query: ship harbour").hits[0].chunk.text.startswith("The ship")
    assert told == [(1, 2), (2, 2)]
