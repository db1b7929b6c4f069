"""Benchmark files, as typed rows: JSON lines and BEIR folders, plain or gzipped.

Knows no set: which fields a row has is for its model to say.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date as Date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.benchmarks.passages import Passage
from evals.errors import BenchError


class Row(BaseModel):
    """Base of all rows: immutable; a file may hold fields that nobody here reads."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


R = TypeVar("R", bound=Row)


def read_rows(path: Path, row: type[R]) -> tuple[R, ...]:
    """The rows of a file of JSON lines, in order. Raises BenchError, one line, where one cannot be used."""
    read: list[R] = []
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            read.append(row.model_validate_json(line))
        except ValidationError as error:
            raise BenchError(f"{path}:{number}: {fault(error)}; get the file again") from error
    if not read:
        raise BenchError(f"{path}: no rows; get the file again")
    return tuple(read)


def read_array(path: Path, row: type[R]) -> tuple[R, ...]:
    """The items of a file that is one JSON array, in order. Raises BenchError with the line an item starts on."""
    text = read_text(path)
    decoder, read = json.JSONDecoder(), list[R]()
    try:
        if not isinstance(json.loads(text), list):
            raise BenchError(f"{path}:1: no JSON array; get the file again")
        at = text.index("[") + 1
        while (found := _ITEM.match(text, at)) and found["starts"]:
            value, at = decoder.raw_decode(text, found.start("starts"))
            read.append(row.model_validate(value))
    except json.JSONDecodeError as error:
        raise BenchError(f"{path}:{error.lineno}: column {error.colno}: {error.msg}; get the file again") from error
    except ValidationError as error:
        line = text.count("\n", 0, found.start("starts") if found else 0) + 1
        raise BenchError(f"{path}:{line}: item {len(read) + 1}: {fault(error)}; get the file again") from error
    if not read:
        raise BenchError(f"{path}: no items; get the file again")
    return tuple(read)


def first_row(path: Path) -> frozenset[str]:
    """Names of the fields of the first line of a file of JSON lines; empty where it is no JSON object."""
    try:
        row = json.loads(next(_lines(path), ""))
    except ValueError:
        return frozenset()
    return frozenset(row) if isinstance(row, dict) else frozenset()


def fault(error: ValidationError) -> str:
    """The first thing that is wrong with a row, in words."""
    first = error.errors(include_url=False)[0]
    return f"{'.'.join(str(part) for part in first['loc']) or 'the line'}: {first['msg']}"


def read_corpus(folder: Path) -> tuple[Passage, ...]:
    """The articles of a BEIR folder: its `corpus.jsonl`, gzipped or not. Raises BenchError."""
    rows = read_rows(corpus_file(folder), _Document)
    return tuple(
        Passage(name=row.name, title=row.title or None, text=row.text, published=day(row.publish_date))
        for row in rows
        if row.text.strip()
    )


def corpus_file(folder: Path) -> Path:
    """Where the articles of a BEIR folder are, or should be."""
    return packed_or_plain(folder, "corpus.jsonl")


def packed_or_plain(folder: Path, name: str) -> Path:
    """Where a file is that may be gzipped, or should be."""
    packed, plain = folder / f"{name}.gz", folder / name
    return plain if plain.exists() and not packed.exists() else packed


def read_relevance(path: Path) -> dict[str, frozenset[str]]:
    """Query to the documents judged relevant to it, from a BEIR `qrels` file. Raises BenchError."""
    return {query: frozenset(grades) for query, grades in read_grades(path).items()}


def read_grades(path: Path) -> dict[str, dict[str, int]]:
    """Query to document to grade, those above 0, from a BEIR `qrels` file. Raises BenchError."""
    relevant: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        fields = line.split("\t")
        if len(fields) != 3:
            raise BenchError(f"{path}:{number}: not query, document and score parted by tabs; get the file again")
        try:
            grade = int(float(fields[2]))
        except ValueError as error:
            if number == 1:
                continue  # the heading
            raise BenchError(f"{path}:{number}: score {fields[2]!r} is no number; get the file again") from error
        if grade > 0:
            relevant.setdefault(fields[0], {})[fields[1]] = grade
    if not relevant:
        raise BenchError(f"{path}: no relevant documents; get the file again")
    return relevant


def digest(*paths: Path) -> str:
    """12 hexadecimal digits of the content of files. Raises BenchError where there is none."""
    told = hashlib.sha256()
    for path in paths:
        try:
            with path.open("rb") as file:
                while part := file.read(1 << 20):
                    told.update(part)
        except OSError as error:
            raise _unreadable(path, error) from error
    return told.hexdigest()[:12]


def read_text(path: Path) -> str:
    """A whole file. Raises BenchError."""
    return "\n".join(_lines(path))


def day(stated: str | None) -> Date | None:
    """The day that a text starts with; None where it does not."""
    try:
        return Date.fromisoformat((stated or "")[:10].replace("/", "-"))
    except ValueError:
        return None


class _Document(Row):
    name: str = Field(alias="_id")
    title: str | None = None
    text: str
    publish_date: str | None = None


def _lines(path: Path) -> Iterator[str]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            yield from (line.rstrip("\n") for line in lines)
    except UnicodeDecodeError as error:
        raise BenchError(f"{path}: not UTF-8; get the file again") from error
    except (OSError, EOFError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError | EOFError) -> BenchError:
    reason = getattr(error, "strerror", None) or str(error)
    return BenchError(f"{path}: {reason}; name the folder that holds the benchmark files with --bench")


_ITEM = re.compile(r"[\s,]*(?P<starts>[^\s,\]])?")
