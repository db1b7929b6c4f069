"""Follows a folder: after every change in it the library is made equal to it again.

Opens the library only for as long as that takes, so that questions can be asked in between.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

from rich.text import Text

from assistant.shell.terminal import Page, safe, show
from index import Article, Change, Failure, LibraryBusyError

TICK_MS = 1_000
"""Between two looks at whether to stop, and between two tries at a library that is in use."""
_STEP_MS = 200
"""Without a change for so long, what was changed is taken as whole: an editor writes a file in several steps."""


class Follower:
    """Keeps a library equal to a folder; `sync` does it once and gives back what changed, and the articles that came.

    `held` are the articles of the library as it is; `failed` are files that were told of already.
    """

    def __init__(
        self,
        sync: Callable[[], tuple[Change, list[Article]]],
        held: list[Article],
        *,
        failed: Sequence[Failure] = (),
    ) -> None:
        self._sync = sync
        self._names = {article.id: _name(article) for article in held}
        self._failed = frozenset(failed)
        self._waits = False

    def follow(self, folder: Path, stop: Event) -> None:
        """Follow until `stop` is set; one line for every change. Raises what a sync raises, but waits for its turn."""
        from watchfiles import watch

        # Also once at the start: for what changed since the folder was last looked at.
        due = True
        ticks = watch(
            folder,
            stop_event=stop,
            step=_STEP_MS,
            rust_timeout=TICK_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
            ignore_permission_denied=True,
        )
        for changes in ticks:
            if (changes or due) and not stop.is_set():
                due = not self._turn()

    def _turn(self) -> bool:
        """Sync and tell; False while another process has the library."""
        try:
            change, came = self._sync()
        except LibraryBusyError as error:
            if not self._waits:
                Page(stderr=True).print(Text(f"twosource: waiting: {safe(str(error))}"))
            self._waits = True
            return False
        self._waits = False
        self._tell(change, came)
        return True

    def _tell(self, change: Change, came: list[Article]) -> None:
        gone = {article_id: self._names.pop(article_id, article_id) for article_id in change.removed}
        self._names |= {article.id: _name(article) for article in came}
        for what, ids in (("added", change.added), ("replaced", change.replaced)):
            for article_id in ids:
                show(Text(f"{what} {self._names.get(article_id, article_id)}"))
        for name in gone.values():
            show(Text(f"removed {name}"))
        for failure in change.failed:
            if failure not in self._failed:
                Page(stderr=True).print(Text(f"skipped {safe(failure.reason)}", style="red"))
        self._failed = frozenset(change.failed)


def _name(article: Article) -> str:
    return safe(f"{article.key}: {article.title}")
