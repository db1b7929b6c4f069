"""Whether a sentence gives its names and numbers each other's parts: who did it to whom, how many of which.

Sees order and nearness only; where those do not tell, it says nothing.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from assistant.figures import When, compare_dates, whens
from assistant.figures.numerals import Figure, figures
from assistant.tokens import Token, tokens
from assistant.verification.locks.naming import names, same_name

_REACH = 3
_SCORE = re.compile(r"\b(\d[\d,.]*)(?:\s[^\W\d_]+)?(?:\s(?:to|against)\s|[-–])(\d[\d,.]*\d|\d)\b")
_PLACES = frozenset({"from", "to", "by", "against", "into", "over", "on"})
_JOINTS = frozenset({"and", "or", "but", "while", "whereas"})


class _Link(NamedTuple):
    """Two names with what stands between them."""

    one: str
    other: str
    between: frozenset[str]  # topical stems
    behind: frozenset[str]  # the same, up to the clause's end
    passive: bool


def names_swapped(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether two names stand round the same words in the other order, or "from" and "to" changed sides.

    "Roe sued Doe" is not "Doe sued Roe"; it is "Doe was sued by Roe".
    """
    said = [link for quote in quotes for link in _links(quote)]
    for link in _links(sentence):
        same = _nearest([other for other in said if link.between and other.between == link.between], link)
        if not any(_agree(link, other) for other in same) and any(_disagree(link, other) for other in same):
            return True
    return _sides_swapped(sentence, quotes)


def numbers_swapped(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether a number counts what in the quotes only another number counts: "64 killed and 46 hurt", "46 killed"."""
    own, theirs_to = _scores(sentence), {score for quote in quotes for score in _scores(quote)}
    if any((other, one) in theirs_to for one, other in own - theirs_to):
        return True
    said = [bound for quote in quotes for bound in _counted(quote)]
    for figure, counted in _counted(sentence):
        theirs = [words for other, words in said if figure.values & other.values]
        others = [words for other, words in said if not figure.values & other.values]
        near, far = frozenset[str]().union(*theirs), frozenset[str]().union(*others)
        # "64 passengers drowned and 46 were hurt" leaves out who the 46 are; nothing else stands with them then.
        if near - counted and counted & far - near:
            return True
    return False


def dates_swapped(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether two dates have each other's parts in the quotes: "began in June and lasts to May", "in May ... to June".

    Looks at the words before each date, up to the date before it.
    """
    own = list(_dated(sentence))
    said = [bound for quote in quotes for bound in _dated(quote)]
    return len(own) > 1 and sum(_has_part_of_another(day, told, said) for day, told in own) > 1


def _has_part_of_another(day: When, told: frozenset[str], said: Sequence[tuple[When, frozenset[str]]]) -> bool:
    theirs = frozenset[str]().union(*(words for other, words in said if compare_dates(day, other) == "compatible"))
    others = frozenset[str]().union(*(words for other, words in said if compare_dates(day, other) == "contradicting"))
    return bool(theirs - told and told & others - theirs)


def _dated(text: str) -> Iterator[tuple[When, frozenset[str]]]:
    """Each date with the stems of the words before it."""
    last = 0
    for day in whens(text, None):
        before = tokens(text[last : day.start])
        yield day, frozenset(token.stem for token in before if token.topical or token.word in _PLACES | _UNTIL)
        last = day.end


_UNTIL = frozenset({"until", "till", "since", "before", "after"})


def _scores(text: str) -> set[tuple[str, str]]:
    """Numbers set against each other, as in "19 votes to 14"."""
    return {(found[1], found[2]) for found in _SCORE.finditer(text) if found[1] != found[2]}


def _links(text: str) -> Iterator[_Link]:
    words = tokens(text)
    placed = [(words.index(name[-1]), name) for name in names(text)]
    for (start, one), (end, other) in pairwise(placed):
        inner = words[start + 1 : end - len(other) + 1]
        yield _Link(
            one[-1].word,
            other[-1].word,
            frozenset(token.stem for token in inner if token.topical and not token.word.endswith("ly")),
            frozenset(token.stem for token in words[end + 1 :] if token.topical and token.clause == words[end].clause),
            any(token.word == "by" for token in inner),
        )


def _nearest(links: Sequence[_Link], link: _Link) -> list[_Link]:
    """Those that go on as `link` does, where some do: one sentence may tell who accused whom of what twice."""
    most = max((len(one.behind & link.behind) for one in links), default=0)
    return [one for one in links if len(one.behind & link.behind) == most]


def _agree(link: _Link, other: _Link) -> bool:
    """The same order in the same voice, or the other order in the other voice."""
    return _in_order(link, other) if link.passive == other.passive else _reversed(link, other)


def _disagree(link: _Link, other: _Link) -> bool:
    return _reversed(link, other) if link.passive == other.passive else _in_order(link, other)


def _in_order(link: _Link, other: _Link) -> bool:
    return same_name(link.one, other.one) and same_name(link.other, other.other)


def _reversed(link: _Link, other: _Link) -> bool:
    return same_name(link.one, other.other) and same_name(link.other, other.one)


def _sides_swapped(sentence: str, quotes: Sequence[str]) -> bool:
    own = _sides(sentence)
    theirs = {side for quote in quotes for side in _sides(quote)}
    return any(
        one[0] != other[0] and {(one[0], other[1]), (other[0], one[1])} <= theirs
        for one in own - theirs
        for other in own - theirs
    )


def _sides(text: str) -> set[tuple[str, str]]:
    words = tokens(text)
    named = {token for name in names(text) for token in name}
    return {(before.word, token.stem) for before, token in pairwise(words) if before.word in _PLACES and token in named}


def _counted(text: str) -> Iterator[tuple[Figure, frozenset[str]]]:
    """Each number with the topical stems near it, as far as no other number and no joint stands between."""
    words = tokens(text)
    found = figures(text)
    taken = {place for figure in found for place in range(figure.place, figure.end)}
    for figure in found:
        behind = _near(words, range(figure.end, len(words)), taken)
        ahead = _near(words, range(figure.place - 1, -1, -1), taken)
        yield figure, frozenset(behind[:_REACH] + ahead[:_REACH])


def _near(words: Sequence[Token], places: range, taken: set[int]) -> list[str]:
    stems: list[str] = []
    clause = words[places.start - places.step].clause if len(places) else 0
    for place in places:
        token = words[place]
        if place in taken or token.clause != clause or token.word in _JOINTS:
            break
        if token.topical:
            stems.append(token.stem)
    return stems
