"""JSON lines in, an article for each line out; a bad line is named by its number and skipped.

Knows nothing of files. Read line by line: a file of any length takes the memory of its longest line.
"""

from collections.abc import Iterator
from typing import IO

from pydantic import JsonValue

from index.errors import ArticleError
from index.reading.fields import KEYS, plain, record_of, told_by
from index.reading.told import Draft

MAX_LINE_BYTES = 20_000_000
"""One line is one article."""


def read_json_lines(stream: IO[bytes], name: str) -> Iterator[Draft | ArticleError]:
    """An article for each line, or what is wrong with it. Raises ArticleError where no line can be read at all."""
    number, found = 0, False
    # Not `splitlines`: U+2028 is no end of line in JSON.
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        if number == 1:
            line = _unmarked(line, name)
        if len(line) > MAX_LINE_BYTES:
            raise ArticleError(
                f"{name}:{number}: longer than {MAX_LINE_BYTES // 1_000_000} MB; give each article its line"
            )
        if not line.isspace():
            found = True
            yield _draft(line, f"{name}:{number}")
    if not found:
        raise ArticleError(f"{name}: the file is empty; delete it or put one article on each line")


def _draft(line: bytes, place: str) -> Draft | ArticleError:
    try:
        record = record_of(line)
        text = record.pop("text", None)
        if not isinstance(text, str) or not text.strip():
            raise ValueError("no text; put the article's words into the field 'text'")
    except ValueError as error:
        return ArticleError(f"{place}: {error}")
    key, named = _key(record)
    told = told_by({name: value for name, value in record.items() if name != named}, how="field")
    key = key or (told.url.value if told.url else None) or place.rpartition("/")[2]
    return Draft(text, told._replace(encoding="utf-8"), key, place)


def _key(record: dict[str, JsonValue]) -> tuple[str | None, str | None]:
    """The article's id, and the field that holds it."""
    for name in KEYS:
        value = record.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value), name
        if key := plain(value) if isinstance(value, str) else None:
            return key, name
    return None, None


def _unmarked(line: bytes, name: str) -> bytes:
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ArticleError(f"{name}: UTF-16, JSON lines are UTF-8; save the file as UTF-8")
    return line.removeprefix(b"\xef\xbb\xbf")
