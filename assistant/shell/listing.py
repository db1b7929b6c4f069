"""How the shell shows the library: its articles, and what a command changed in it.

Knows nothing of answers. One article per line, its columns parted by tabs, where a program reads.
"""

import json
import shlex
from collections.abc import Iterator, Sequence

from rich.text import Text

from assistant.answer import article_card
from assistant.shell.terminal import Page, safe, show, write_json
from index import Article, Change, Checkup, Failure, readable_suffixes

_MOST_ENDINGS = 6
"""Endings of files that were passed over, told one by one."""
SHOWN_DIGITS = 12
"""Of an id; enough to tell a million articles apart."""


def articles(held: Sequence[Article]) -> None:
    """Print the library: for a person some lines per article, else one with id, day, publisher, key and title."""
    page = Page()
    if not held:
        Page(stderr=True).print("No articles yet: add some with `twosource add FOLDER`.")
    for article in held:
        name, day = article.id[:SHOWN_DIGITS], str(article.published or "undated")
        if page.is_terminal:
            known = f"{day}, {article.publisher or 'publisher not stated'}, {article.key}"
            doubts = [Text(safe(line), style="dim") for line in _doubts(article)]
            page.hanging(name, Text(safe(article.title)), Text(safe(known), style="dim"), *doubts)
        else:
            cells = (name, day, article.publisher or "", article.key, article.title)
            page.write_line("\t".join(safe(cell) for cell in cells))
    if held and page.is_terminal:
        page.print(Text(articles_counted(len(held)), style="dim"))


def articles_json(held: Sequence[Article]) -> None:
    """Print the library as one JSON object."""
    write_json(json.dumps({"articles": [article_card(article) for article in held]}, ensure_ascii=False))


def removed(article: Article) -> None:
    """Print that an article left the library, and how it comes back."""
    back = "its file is not there any more"
    if article.path is None:
        back = "it was handed in as text"
    elif article.path.exists():
        back = f"`twosource add {shlex.quote(str(article.path))}` brings it back, and so does a sync of its folder"
    show(Text(safe(f"Removed “{article.title}” ({article.key}); {back}.")))


def change(made: Change, count: int) -> None:
    """Print what a change did to a library that now holds `count` articles, and what was skipped."""
    parts = [
        f"{len(ids)} {name}"
        for name in ("added", "unchanged", "replaced", "removed", "failed")
        if (ids := getattr(made, name))
    ]
    nothing = "Nothing done yet" if made.left else f"No file there that can be read ({', '.join(readable_suffixes())})"
    what = ", ".join(parts) or (nothing if made.left else f"{nothing}, nothing added")
    show(Text(f"{what}; the library holds {articles_counted(count)}."))
    if made.left:
        show(Text(f"Stopped with {_files(made.left)} left; the same command again goes on from here."))
    failures(made.failed)
    passed_over(made)


def passed_over(made: Change) -> None:
    """Print how many files in the folders were of no format that is read, on standard error."""
    if made.passed_over:
        kinds = sorted(made.passed_over.items(), key=lambda kind: (-kind[1], kind[0]))
        named = ", ".join(f"{count:,} {safe(ending) or 'without an ending'}" for ending, count in kinds[:_MOST_ENDINGS])
        rest = sum(count for _, count in kinds[_MOST_ENDINGS:])
        more = f", {rest:,} others" if rest else ""
        Page(stderr=True).print(Text(f"passed over {named}{more}: not read; read are {', '.join(readable_suffixes())}"))


def rebuilt(count: int) -> None:
    """Print that the library was rebuilt."""
    show(Text(f"Rebuilt: {articles_counted(count)} split and embedded anew."))


def checkup(found: Checkup) -> None:
    """Print what a check found: one line where all is well, and one for each thing that was not."""
    for line in found.repaired:
        show(Text(f"Repaired: {safe(line)}."))
    for line in found.flaws:
        show(Text(f"Damaged: {safe(line)}.", style="red"))
    held = f"{articles_counted(found.articles)}, {found.chunks:,} passages"
    if found.whole:
        show(Text(f"The library is whole: {held}; {found.asked:,} looked for by their words and vectors, all found."))
    else:
        show(Text(f"{held}; what is damaged comes back with `twosource restore FILE --replace`, from a backup."))


def failures(failed: Sequence[Failure]) -> None:
    """Print the files that were skipped, each with its reason, on standard error."""
    page = Page(stderr=True)
    for failure in failed:
        page.print(Text(f"skipped {safe(failure.reason)}", style="red"))


def _files(count: int) -> str:
    return f"{count:,} file{'' if count == 1 else 's'}"


def _doubts(article: Article) -> Iterator[str]:
    """Other days that the file states of the article, and what a reader should know of how it was read."""
    days = [day for day in article.dates if article.published is None or day.date != article.published.date]
    if days:
        yield f"also dated {'; '.join(f'{day} ({day.how})' for day in days)}"
    if article.notes:
        yield "; ".join(article.notes)


def articles_counted(count: int) -> str:
    """So many articles, in words."""
    return f"{count:,} article{'' if count == 1 else 's'}"
