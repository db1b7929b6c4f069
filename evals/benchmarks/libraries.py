"""Passages as a library, and the product asked of it through its public interface alone.

Knows no set and no measure.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from assistant import Answer, Assistant, Filters, Settings, Turn, open_assistant
from evals.benchmarks.answer_set import Ask, Found
from evals.benchmarks.passages import SUFFIX, Passage, passage_key

Progress = Callable[[int, int], None]
"""Called with the number of passages stored and the total."""


@contextmanager
def library(
    home: Path, passages: Sequence[Passage], *, settings: Settings, stored: Progress | None = None
) -> Iterator[Ask]:
    """The library at `home`, holding at least these passages; what it holds already is not embedded again."""
    home.mkdir(parents=True, exist_ok=True)
    _share_models(home)
    with open_assistant(settings=settings.model_copy(update={"home": home})) as desk:
        _store(desk, passages, stored)
        yield _Asking(desk)


class Unasked:
    """For sets that ask no library."""

    def __call__(self, question: str, **told: object) -> Answer:
        """Raises NotImplementedError."""
        raise NotImplementedError(f"this set asks no library, and yet: {question!r}")

    def search(self, question: str, *, depth: int) -> Sequence[Found]:
        """Raises NotImplementedError."""
        raise NotImplementedError(f"this set asks no library, and yet: {question!r}")


def _store(desk: Assistant, passages: Sequence[Passage], stored: Progress | None) -> None:
    """Hand the passages that are not there to the library, as a user would: as files."""
    held = set(_ids(desk))
    new = {passage.key: passage for passage in passages if passage.key not in held}
    if not new:
        return
    with tempfile.TemporaryDirectory(prefix="twosource-bench-") as scratch:
        for key, passage in new.items():
            Path(scratch, key + SUFFIX).write_text(passage.written, encoding="utf-8")
        desk.add(scratch, progress=(lambda _, done, total: stored(done, total)) if stored else None)


class _Asking:
    """The product, asked of a library of passages."""

    def __init__(self, desk: Assistant) -> None:
        self._desk = desk
        self._ids = _ids(desk)
        self._keys = {held: key for key, held in self._ids.items()}

    def __call__(
        self,
        question: str,
        *,
        of: Sequence[Passage] | None = None,
        history: Sequence[Turn] = (),
        on: date | None = None,
    ) -> Answer:
        within = None if of is None else frozenset(self._ids[one.key] for one in of if one.key in self._ids)
        return self._desk.ask(question, history, filters=Filters(article_ids=within, asked_on=on))

    def search(self, question: str, *, depth: int) -> list[Found]:
        hits = self._desk.retrieve(question, depth).hits
        return [Found(self._keys[hit.chunk.article_id], hit.chunk.text) for hit in hits]


def _ids(desk: Assistant) -> dict[str, str]:
    """Passage key to article id."""
    return {passage_key(article): article.id for article in desk.articles()}


def _share_models(home: Path) -> None:
    """Let all libraries of one folder use one built model: building it takes longer than embedding a small set."""
    shared, own = home.parent / "models", home / "models"
    shared.mkdir(exist_ok=True)
    if not own.exists() and not own.is_symlink():
        own.symlink_to(Path("..", "models"))
