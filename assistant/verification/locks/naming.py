"""Proper names in a text, and whether another text holds them.

A name is told by its capital letter, so in a language that capitalises all nouns more is a name than is one.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from assistant.figures.calendar import days_and_months
from assistant.figures.number_words import OPENERS, VAGUE, number_value
from assistant.tokens import Token, tokens
from assistant.words import bare

_TITLES = frozenset(
    """president prime minister premier chancellor secretary senator sen representative rep governor gov mayor judge
    justice king queen prince princess pope bishop lord lady sir general gen colonel col major captain lieutenant
    sergeant officer chief director chairman chairwoman chair professor prof doctor dr mr mrs ms miss spokesman
    spokeswoman spokesperson ambassador attorney minister's foreign defense defence interior vice deputy former
    then late new""".split()
)
_COMMON_ENDING = re.compile(r"(?:s|ed|ing|ly|tion|sion|ment|er|or|ity|ness|ance|ence|al|ive|ous|ist|le|ne|ry|ive)$")


@lru_cache(maxsize=4096)
def names(text: str) -> tuple[tuple[Token, ...], ...]:
    """The names of `text` in order, each as its capitalised words; titles, months and weekdays are left out.

    >>> [[token.word for token in name] for name in names("Mayor Ada Roe met Lorn's council on Friday.")]
    [['ada', 'roe'], ["lorn's"]]
    """
    return tuple(tuple(run) for run in _runs(text))


def missing_name(name: Sequence[Token], quotes: Sequence[str]) -> bool:
    """Whether a name is in none of the quotes.

    A surname alone is enough, unless another first name stands before it there. A word that may be capital
    only because it opens the sentence is a name if its form is not that of a common word.
    """
    held = [tokens(quote) for quote in quotes]
    absent = [token for token in name if not any(_holds(words, token) for words in held)]
    if not absent or _is_acronym_of(name, quotes):
        return False
    if len(name) == 1:
        return not (name[0].opens and _COMMON_ENDING.search(name[0].word))
    if absent == [name[0]] and name[0].opens and _COMMON_ENDING.search(name[0].word):
        return False
    return name[-1] in absent or any(_other_first_name(words, name) for words in held)


def same_name(one: str, other: str) -> bool:
    """Whether two words name the same: possessives and the people of a country count.

    >>> same_name("ukraine", "ukrainians"), same_name("iran", "iraq"), same_name("george", "georgia")
    (True, False, False)
    """
    one, other = bare(one), bare(other)
    return one == other or bool(_bases(one) & _people(other)) or bool(_people(one) & _bases(other))


def _runs(text: str) -> Iterator[list[Token]]:
    calendar = days_and_months(text)
    run: list[Token] = []
    for token in tokens(text):
        named = _is_name(token, calendar)
        if run and (not named or token.clause != run[-1].clause):
            yield run
            run = []
        if named:
            run.append(token)
    if run:
        yield run


def _is_name(token: Token, calendar: frozenset[str]) -> bool:
    if not token.capital or not token.topical or token.word in _TITLES or number_value(token.word) is not None:
        return False
    if token.word in OPENERS or token.word in VAGUE:
        return False
    return not any(day.startswith(token.word.rstrip("s")) for day in calendar)


def _holds(words: Sequence[Token], name: Token) -> bool:
    return any(
        name.word == token.word or name.stem == token.stem or same_name(name.word, token.word) for token in words
    )


def _other_first_name(words: Sequence[Token], name: Sequence[Token]) -> bool:
    """Whether the surname stands behind another first name in these words."""
    given = {token.word for token in name}
    return any(
        same_name(token.word, name[-1].word)
        and before.capital
        and before.clause == token.clause
        and before.topical
        and before.word not in _TITLES
        and before.word not in given
        for before, token in pairwise(words)
    )


def _is_acronym_of(name: Sequence[Token], quotes: Sequence[str]) -> bool:
    """Whether the name's initials stand in a quote, or its letters are the initials of a name there."""
    initials = "".join(token.word[0] for token in name)
    for quote in quotes:
        if len(name) > 1 and any(token.word == initials and token.capital for token in tokens(quote)):
            return True
        if len(name) == 1 and 2 <= len(name[0].word) <= 6:
            capitals = "".join(token.word[0] if token.capital else " " for token in tokens(quote))
            if name[0].word in capitals:
                return True
    return False


def _bases(word: str) -> set[str]:
    """What is left of a place's name where its people's is formed: Ukraine, Turkey, Italy."""
    return {word, re.sub(r"[aeiouy]{1,2}$", "", word), re.sub(r"(?:e|a|y|ia|ey)$", "", word)} - {""}


def _people(word: str) -> set[str]:
    """A people's name without its ending, as far as enough is left to tell it from others."""
    stems = {re.sub(rf"{ending}$", "", word) for ending in ("ians?", "eans?", "ans?", "ns?", "ish", "ese", "is?", "s")}
    return {stem for stem in stems if stem != word and len(stem) >= 4}
