"""What a question says of the articles it wants: quoted words, publishers by name, days.

Costs no model. Knows no index: what it finds is for the search to weigh, never to filter by.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date as Date

from index.article import Frozen
from index.querying.days import Days, days_named
from index.querying.publishers import publishers_named


class Wishes(Frozen):
    """What a question says of the articles it wants."""

    phrases: tuple[str, ...] = ()
    """Words in quotation marks, two or more each, as they stand."""
    publishers: frozenset[str] = frozenset()
    """Publishers it names, as the library spells them."""
    days: tuple[Days, ...] = ()
    """Stretches of days it names."""


def understand(
    question: str, *, publishers: Collection[str], newest: Date | None = None, asked_on: Date | None = None
) -> Wishes:
    """What `question` says beside its topic.

    `publishers` are those of the library. `newest` is the day of its latest article, `asked_on` that of the question:
    a day without a year ("25 May") is the last such day before the earlier of them, or within a month after it. Without
    `asked_on` "this week" and "since Tuesday" name no days.
    """
    named = publishers_named(question, publishers)
    return Wishes(
        phrases=tuple(dict.fromkeys(phrase for phrase in _quoted(question) if not publishers_named(phrase, named))),
        publishers=named,
        days=days_named(question, newest=newest, asked_on=asked_on),
    )


def _quoted(question: str) -> Iterable[str]:
    for found in _QUOTED.finditer(question):
        phrase = " ".join((found["double"] or found["single"]).split()).strip(".,;:!?")
        if len(_WORD.findall(phrase)) > 1:
            yield phrase


# An apostrophe inside a word opens and closes nothing.
_QUOTED = re.compile(r"[\"“„«](?P<double>[^\"“”„«»]{3,200})[\"”“»]|(?<!\w)['‘‚](?P<single>[^'‘’]{3,200})['’](?!\w)")
_WORD = re.compile(r"\w+")
