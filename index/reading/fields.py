"""What the fields of a record say of an article: a line of JSON, a row of a manifest.

Knows nothing of files. A field whose value makes no sense is kept as it is.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NoReturn

from pydantic import JsonValue

from index.article import Published
from index.reading.dates import day_in
from index.reading.decoding import mended
from index.reading.told import Stated, Told

KEYS = ("_id", "id", "key")
"""Fields that name an article, the most trusted first."""

MAX_PARTS = 200_000
"""Of one record: empty ones take a hundred times their size in memory."""


def record_of(line: bytes) -> dict[str, JsonValue]:
    """The record that a line is. Raises ValueError, which says what is wrong with it."""
    if line.count(b"[") + line.count(b"{") > MAX_PARTS:
        raise ValueError(f"more than {MAX_PARTS:,} lists and records in it; take that field out")
    try:
        record = json.loads(line.decode(), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 (byte 0x{line[error.start]:02x}); save the file as UTF-8") from error
    except RecursionError as error:
        raise ValueError("nested too deep; take that field out") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg}, column {error.colno}); repair the line") from error
    except ValueError as error:
        raise ValueError("a number of thousands of digits; write it as text") from error
    if not isinstance(record, dict):
        raise ValueError('not a record; write {"title": "...", "text": "..."}')
    return {mended(name): _mended(value) for name, value in record.items()} if b"\\u" in line else record


def told_by(fields: Mapping[str, JsonValue], *, how: str) -> Told:
    """What the fields say; `how` says where they stand: `"field"`, `"manifest"`.

    >>> told_by({"source": "Herald", "published_at": "2025-05-23T10:00:00Z", "desk": 7}, how="field").extra
    {'desk': 7}
    """
    left = dict(fields)

    def taken(names: tuple[str, ...]) -> Stated | None:
        for name in names:
            if value := plain(left.get(name)):
                del left[name]
                return Stated(value, f"{how} {name!r}")
        return None

    def days(names: tuple[str, ...]) -> tuple[Published, ...]:
        found = {name: day for name in names if (day := _day(left.get(name), f"{how} {name!r}"))}
        for name in found:
            del left[name]
        return tuple(found.values())

    told = Told(
        title=taken(("title",)),
        publisher=taken(("publisher", "source")),
        author=taken(("author", "authors")),
        url=taken(("url",)),
        dates=days(_PUBLISHED),
        updates=days(("updated", "updated_at", "modified")),
    )
    extra: dict[str, JsonValue] = {name: value for name, value in left.items() if value not in (None, "")}
    unread = (
        f"{how} {name!r} states no day that can be read ({str(extra[name])[:_LONGEST]}); write it like 2025-05-23"
        for name in _PUBLISHED
        if name in extra and not told.dates
    )
    return told._replace(extra=extra, notes=tuple(unread))


def plain(value: JsonValue) -> str | None:
    """A name in a field: text, a list of texts, or a record that names itself. None: none of these, or empty."""
    if isinstance(value, dict):
        return plain(value.get("name"))
    if isinstance(value, list):
        return ", ".join(filter(None, map(plain, value))) or None
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _day(value: JsonValue, how: str) -> Published | None:
    """The day of a text, or of seconds or milliseconds since 1970."""
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        day = day_in(value)
        return Published(date=day, how=f"{how}: {' '.join(value.split())[:_LONGEST]}") if day else None
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    seconds = float(value) / (1000 if float(value) > _LATEST_S else 1)
    if not _EARLIEST_S <= seconds <= _LATEST_S:
        return None
    return Published(date=datetime.fromtimestamp(seconds, UTC).date(), how=f"{how}: {value}")


def _mended(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return mended(value)
    if isinstance(value, list):
        return [_mended(one) for one in value]
    if isinstance(value, dict):
        return {mended(name): _mended(one) for name, one in value.items()}
    return value


def _refuse(name: str) -> NoReturn:
    raise json.JSONDecodeError(f"{name} is no number", "", 0)


_PUBLISHED = ("published", "publish_date", "published_at", "date")
_LONGEST = 80
_NUMBER = re.compile(r"\s*(?!(?:19|20)\d{6}\s*$)\d{8,14}(?:\.\d+)?\s*")
# 1973 to 2096: smaller numbers are no times, and zero is a missing one.
_EARLIEST_S, _LATEST_S = 1e8, 4e9
