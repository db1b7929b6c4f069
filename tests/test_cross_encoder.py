"""Pairs of texts read together: the same alone and in company, whatever their length."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.close_reading.reader import CloseReader, answers, close_reader
from assistant.close_reading.spans import answering_span, mass
from index import CrossEncoder, Read, Span, WeightsError

QUESTION = "How many ferries were cancelled on Monday?"
RIGHT = "The harbour office said on Monday that 17 ferries were cancelled because of the storm."
WRONG = "The storm is expected to move east, a spokeswoman of the weather service said."


class Counting:
    """Reads nothing, and remembers what it was asked to read."""

    def __init__(self) -> None:
        self.read_texts: list[str] = []

    def read(self, first: str, seconds: Sequence[str], beside: Sequence[str] | None = None) -> list[Read]:
        self.read_texts += seconds
        none = np.zeros(0, np.float32)
        return [Read(float(len(one)), np.zeros((0, 2), np.int64), none, none) for one in seconds]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> CloseReader:
    return close_reader(tmp_path_factory.mktemp("models"), precision="float32")


def test_a_sentence_that_answers_stands_above_one_that_does_not(reader: CloseReader) -> None:
    right, wrong = reader.read(QUESTION, [RIGHT, WRONG])

    assert answers(right) > answers(wrong) + 1


def test_the_words_that_answer_are_found(reader: CloseReader) -> None:
    (read,) = reader.read(QUESTION, [RIGHT])

    span, likelihood = answering_span(read, RIGHT)

    assert RIGHT[span.start : span.end] in ("17", "17 ferries")
    assert likelihood > 0.3
    assert mass(read, span) > mass(read, Span(start=0, end=11))


def test_a_pair_reads_the_same_alone_and_among_others(reader: CloseReader) -> None:
    (alone,) = reader.read(QUESTION, [RIGHT])
    among = CloseReader(reader._pairs).read(QUESTION, [WRONG * 9, RIGHT, "No."])[1]

    assert alone.score == pytest.approx(among.score, abs=1e-3)
    assert np.array_equal(alone.offsets, among.offsets)


def test_eight_bits_agree_with_thirty_two(reader: CloseReader, tmp_path: Path) -> None:
    fast = close_reader(tmp_path, precision="int8")
    exact, rough = (one.read(QUESTION, [RIGHT, WRONG]) for one in (reader, fast))

    assert [answers(one) for one in rough] == pytest.approx([answers(one) for one in exact], abs=0.8)


def test_what_stands_beside_a_sentence_is_read_and_holds_no_answer_of_its_own(reader: CloseReader) -> None:
    asked, said = "How old is the harbour master?", "She is 81."

    (alone,) = reader.read(asked, [said])
    (helped,) = reader.read(asked, [said], ["Harbour master Ines Prado opened the gates."])
    (misled,) = reader.read(asked, [said], ["The lighthouse was built by monks."])

    assert answers(helped) > answers(misled)
    assert np.array_equal(alone.offsets, helped.offsets)


@pytest.mark.parametrize("precision", ["float32", "int8"])
def test_an_empty_text_beside_a_sentence_is_none(tmp_path: Path, precision: Literal["float32", "int8"]) -> None:
    reader = close_reader(tmp_path, precision=precision)
    long = "Harbour master Ines Prado opened the gates. " * 20

    none, some = reader._pairs.read(QUESTION, [RIGHT, RIGHT], ["", long])

    (alone,) = reader._pairs.read(QUESTION, [RIGHT])
    assert none.score == pytest.approx(alone.score, abs=0.05 if precision == "int8" else 1e-3)
    assert len(some.first) == len(none.first)


@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=600), question=st.text(max_size=300))
def test_any_text_is_read_within_its_bounds(reader: CloseReader, text: str, question: str) -> None:
    (read,) = reader.read(question, [text])

    assert np.isfinite(read.score)
    assert len(read.offsets) == len(read.first) == len(read.last) <= 160
    assert all(0 <= start <= end <= len(text) for start, end in read.offsets.tolist())


def test_what_was_read_lately_is_not_read_again() -> None:
    pairs = Counting()
    reader = CloseReader(pairs)

    first = reader.read("Why?", ["one", "three", "one"])
    again = reader.read("Why?", ["three", "five"])

    assert pairs.read_texts == ["one", "three", "five"]
    assert [answers(read) for read in (*first, *again)] == [3, 5, 3, 5, 4]


@pytest.mark.parametrize("raw", [None, b"", b"no adapter", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_adapter_is_told(tmp_path: Path, raw: bytes | None) -> None:
    path = tmp_path / "adapter.npz"
    if raw is not None:
        path.write_bytes(raw)

    with pytest.raises(WeightsError, match=r"adapter\.npz"):
        CrossEncoder(tmp_path, path).read(QUESTION, [RIGHT])
