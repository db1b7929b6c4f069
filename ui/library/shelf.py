"""The library as the window changes it: add, remove, put back.

Knows nothing of conversations or of the browser.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from assistant import Article, Change, TwosourceError
from assistant.kinds import LARGEST, MANY
from ui.chat.shapes import Drawn, View
from ui.chat.views import sentence
from ui.desk import Desk
from ui.library.catalogue import Catalogue, Found, Totals, Wanted

State = Literal["waiting", "reading", "added", "known", "refused"]


class Job(View):
    """One file on its way into the library."""

    name: str
    """The file's name."""
    state: State
    """`known`: it was there already."""
    reason: str | None = None
    """Why it was refused, or the first of its articles that was. None: nothing was."""
    articles: int = 0
    """Articles that it brought; a feed or an archive holds many."""
    refused: int = 0
    """Articles in it that could not be read."""


class Removal(View):
    """The article removed last, which can be put back."""

    id: str
    """`Article.id`."""
    title: str
    """Its title."""


class Library(Drawn):
    """What the library slot draws."""

    totals: Totals
    """What it holds."""
    first: Found
    """Its first page, unfiltered."""
    jobs: tuple[Job, ...] = ()
    """Files of the last upload."""
    working: bool = False
    """Whether files are still being read."""
    removed: Removal | None = None
    """None: nothing to put back."""
    problem: str | None = None
    """Why the last step failed. None: it did not."""
    largest: Mapping[str, int] = LARGEST
    """Most bytes of a file that can be added, by the ending of its name."""


@dataclass
class Shelf:
    """One library, shown to many owners."""

    desk: Desk
    """Where the articles are."""
    catalogue: Catalogue
    """How they are listed."""
    inbox: Path
    """Folder that uploads arrive in; nothing outside it is read."""
    _removed: dict[str, Article] = field(default_factory=dict)

    def view(self, owner: str, *, jobs: Iterable[Job] = (), problem: str | None = None) -> Library:
        """The library as it is now."""
        gone, told = self._removed.get(owner), tuple(jobs)
        return Library(
            totals=self.catalogue.totals(),
            first=self.catalogue.browse(Wanted()),
            jobs=told,
            working=any(job.state in ("waiting", "reading") for job in told),
            removed=Removal(id=gone.id, title=gone.title) if gone else None,
            problem=problem,
            largest={kind: min(most, 1_000_000 * self.desk.settings.max_upload_mb) for kind, most in LARGEST.items()},
        )

    def add(self, owner: str, uploads: Iterable[tuple[str, str]]) -> Iterator[Library]:
        """The library after each step; `uploads` are pairs of a path in the inbox and the file's own name."""
        files = [(Path(path), name) for path, name in uploads]
        jobs = [Job(name=name, state="waiting") for _, name in files]
        shown = self.view(owner, jobs=jobs)
        for place, (path, name) in enumerate(files):
            jobs[place] = Job(name=name, state="reading")
            # The list itself is drawn anew at the end only: many files would make it many times.
            yield Library(**{**dict(shown), "jobs": tuple(jobs), "working": True, "nonce": _fresh()})
            jobs[place] = self._take(path, name)
        yield self.view(owner, jobs=jobs)

    def remove(self, owner: str, article_id: str) -> Library:
        """The library without that article, which the owner can put back."""
        try:
            self._removed[owner] = self.desk.remove(article_id)
        except TwosourceError as error:
            return self.view(owner, problem=sentence(str(error)))
        return self.view(owner)

    def restore(self, owner: str) -> Library:
        """The library with the article that the owner removed last."""
        article = self._removed.pop(owner, None)
        if article is None:
            return self.view(owner)
        if article.path is not None and article.path.suffix.lower() in MANY:
            return self._put_back(owner, article)
        with tempfile.TemporaryDirectory(dir=self.inbox) as folder:
            file = article.path if article.path and article.path.is_file() else Path(folder, _name(article.key))
            if file != article.path:
                file.write_text(article.text, encoding="utf-8", newline="")
            job = self._add(file, article.title)
        return self.view(owner, problem=job.reason)

    def _put_back(self, owner: str, article: Article) -> Library:
        """The library with an article whose file holds others too, which stay as they are."""
        try:
            self.desk.add_articles([article])
        except TwosourceError as error:
            return self.view(owner, problem=sentence(str(error)))
        return self.view(owner)

    def _take(self, path: Path, name: str) -> Job:
        """Add one upload and let go of its file."""
        if not path.resolve().is_relative_to(self.inbox.resolve()) or not path.is_file():
            return Job(name=name, state="refused", reason="This file did not arrive. Add it again.")
        try:
            return self._add(path, name)
        finally:
            path.unlink(missing_ok=True)

    def _add(self, path: Path, name: str) -> Job:
        try:
            return _told(self.desk.add([path]), path, name)
        except TwosourceError as error:
            return Job(name=name, state="refused", reason=_reason(str(error), path, name))


def _fresh() -> str:
    return Drawn().nonce


def _told(change: Change, path: Path, name: str) -> Job:
    """What became of one file."""
    reason = _reason(change.failed[0].reason, path, name) if change.failed else None
    new, refused = len(change.added) + len(change.replaced), len(change.failed)
    known: State = "known" if change.unchanged else "refused"
    return Job(name=name, state="added" if new else known, reason=reason, articles=new, refused=refused)


def _reason(told: str, path: Path, name: str) -> str:
    """The reason as a sentence beside the file's name, which need not stand in it again."""
    return sentence(told.removeprefix(f"{path}: ").replace(str(path), name)) or ""


def _name(key: str) -> str:
    """A file name that reads back as `key`."""
    plain = Path(key).name or "article"
    return plain if Path(plain).suffix in (".txt", ".md") else f"{plain}.txt"
