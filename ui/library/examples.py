"""Questions to begin with, about the names that come up in most articles.

Knows nothing of how they are answered; a library without such names is asked about its titles.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from assistant import Article

ABOUT = "What do the articles say about {}?"

_MOST = 4
_LOOKED_AT = 60
"""Articles that are read for names; this runs with every change of the library."""
_TITLE_CHARS = 90
_RUN = re.compile(r"\b[A-ZÀ-Þ][\w-]*[^\W\d_]\b(?: [A-ZÀ-Þ][\w-]*[^\W\d_]\b)+")


def examples(articles: Iterable[Article]) -> tuple[str, ...]:
    """A few questions, the most shared name first.

    >>> examples([])
    ()
    """
    looked_at = list(islice(articles, _LOOKED_AT))
    makers = {name for article in looked_at for name in (article.publisher, article.author)}
    shared = [called(name, looked_at) for name in shared_names(looked_at) if name not in makers]
    asked = shared or [f"“{_short(article.title)}”" for article in looked_at]
    return tuple(ABOUT.format(each) for each in asked[:_MOST])


def called(name: str, articles: Iterable[Article]) -> str:
    """The name as a sentence has it: "the Environment Agency" where the articles mostly say so."""
    text = " ".join(article.text for article in articles)
    return f"the {name}" if 2 * len(re.findall(rf"\b[Tt]he {re.escape(name)}\b", text)) > text.count(name) else name


def shared_names(articles: Iterable[Article]) -> list[str]:
    """Names of two words or more that come up at least twice, those of the most articles first.

    As a title or a sentence's first word may stand before a name, "Mayor Ann Lee" counts for "Ann Lee" too.
    """
    spread, uses = Counter[str](), Counter[str]()
    for article in articles:
        found = Counter(name for run in _RUN.findall(article.text) for name in _endings(run))
        spread.update(found.keys())
        uses.update(found)
    ranked = sorted(
        (name for name in uses if uses[name] > 1), key=lambda name: (-spread[name], -uses[name], -len(name), name)
    )
    return _apart(ranked)


def names(text: str) -> list[str]:
    """The names of two words or more in a text, in order, each once.

    >>> names("There, Ann Lee met Bo Ek.")
    ['Ann Lee', 'Bo Ek']
    """
    return list(dict.fromkeys(run for run in _RUN.findall(text)))


def _endings(run: str) -> list[str]:
    words = run.split(" ")
    return [" ".join(words[start:]) for start in range(len(words) - 1)]


def _apart(names: Iterable[str]) -> list[str]:
    """The names that share no word with one before them."""
    kept: list[str] = []
    taken = set[str]()
    for name in names:
        words = set(name.split(" "))
        if not words & taken:
            kept.append(name)
            taken |= words
    return kept


def _short(title: str) -> str:
    """The title, cut at a word where it is long."""
    title = title.strip(' .“”"')
    if len(title) <= _TITLE_CHARS:
        return title
    return title[:_TITLE_CHARS].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
