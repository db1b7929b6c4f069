"""Benchmark files, as typed rows: JSON lines and BEIR folders, plain or gzipped.

Knows no set: which fields a row has is for its model to say.
"""

import gzip
import hashlib
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
            first = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise BenchError(f"{path}:{number}: {where or 'the line'}: {first['msg']}; get the file again") from error
    if not read:
        raise BenchError(f"{path}: no rows; get the file again")
    return tuple(read)


def read_corpus(folder: Path) -> tuple[Passage, ...]:
    """The articles of a BEIR folder: its `corpus.jsonl`, gzipped or not. Raises BenchError."""
    rows = read_rows(corpus_file(folder), _Document)
    return tuple(
        Passage(name=row.name, title=row.title or None, text=row.text, published=_day(row.publish_date))
        for row in rows
        if row.text.strip()
    )


def corpus_file(folder: Path) -> Path:
    """Where the articles of a BEIR folder are, or should be."""
    packed, plain = folder / "corpus.jsonl.gz", folder / "corpus.jsonl"
    return plain if plain.exists() and not packed.exists() else packed


def read_relevance(path: Path) -> dict[str, frozenset[str]]:
    """Query to the documents judged relevant to it, from a BEIR `qrels` file. Raises BenchError."""
    relevant: dict[str, set[str]] = {}
    for number, line in enumerate(_lines(path), start=1):
        fields = line.split("\t")
        if len(fields) != 3:
            raise BenchError(f"{path}:{number}: not query, document and score parted by tabs; get the file again")
        if number > 1 and float(fields[2]) > 0:
            relevant.setdefault(fields[0], set()).add(fields[1])
    return {query: frozenset(found) for query, found in relevant.items()}


def digest(path: Path) -> str:
    """12 hexadecimal digits of a file's content. Raises BenchError where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    except OSError as error:
        raise _unreadable(path, error) from error


class _Document(Row):
    name: str = Field(alias="_id")
    title: str | None = None
    text: str
    publish_date: str | None = None


def _day(stated: str | None) -> Date | None:
    try:
        return Date.fromisoformat((stated or "")[:10].replace("/", "-"))
    except ValueError:
        return None


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
