"""What a file says of an article beside its text, each thing with how it is known.

Pure data. Knows no format; what the text itself states is read by `articles.py`.
"""

from typing import NamedTuple, Self

from pydantic import JsonValue

from index.article import Published


class Stated(NamedTuple):
    """A value and how it is known."""

    value: str
    """As stated."""
    how: str
    """Where it is stated, in words."""


class Told(NamedTuple):
    """What is told of one article; empty where nothing is."""

    title: Stated | None = None
    """Its title."""
    publisher: Stated | None = None
    """The outlet."""
    author: Stated | None = None
    """Who wrote it."""
    url: Stated | None = None
    """Where it was published."""
    dates: tuple[Published, ...] = ()
    """Days of publication, the most trusted first."""
    updates: tuple[Published, ...] = ()
    """Days of later changes."""
    made: tuple[Published, ...] = ()
    """Days when the file itself was made or changed: shown, but never taken for publication."""
    encoding: str | None = None
    """How bytes became text. None: no bytes were decoded."""
    notes: tuple[str, ...] = ()
    """What a reader should know of how the text was got."""
    extra: dict[str, JsonValue] = {}  # noqa: RUF012  # never changed: every Told is built with its own
    """Fields without a meaning here."""

    def over(self, other: Self) -> Self:
        """Both together; where both speak of one thing, this one is trusted."""
        return self._replace(
            title=self.title or other.title,
            publisher=self.publisher or other.publisher,
            author=self.author or other.author,
            url=self.url or other.url,
            dates=(*self.dates, *other.dates),
            updates=(*self.updates, *other.updates),
            made=(*self.made, *other.made),
            encoding=self.encoding or other.encoding,
            notes=(*self.notes, *other.notes),
            extra={**other.extra, **self.extra},
        )


class Draft(NamedTuple):
    """A text on its way to become an article."""

    text: str
    """As it will be stored."""
    told: Told = Told()
    """What the file says of it."""
    key: str | None = None
    """The id that the file gives it. None: the file's name will do."""
    place: str | None = None
    """File and line, or file and member, safe to print. None: the file as a whole."""
