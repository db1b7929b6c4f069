"""What a conversation has mentioned so far, each thing once, and how it stands in the talk.

Knows the turns before. Knows no pronoun and no weight: `choosing` decides what is meant.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from assistant.question.follow_up.mentions import Mention, mentions
from assistant.question.follow_up.mentions.phrases import WORD
from assistant.question.follow_up.turns import Said
from assistant.question.follow_up.words import STOP

Traits = dict[str, float]
"""A trait by name: 1 where it holds, else 0; shares in between."""
_ASKS_WHO = re.compile(
    r"\W*(?i:who)(?!(?i: (?:did|do|does|else|are|were)\b))"
    r"(?!(?: is|'s|’s| was)(?: (?:[A-Z][\w’'.-]*|de|van|von|al|bin|el|di|da|la))+\W*$)"
)
"""As in "Who leads the union?", not "Who is Ann Doe?" or "Who did she meet?", which are about somebody else."""
_OWNER = re.compile(r"['’]s\b")
_ASKS_NAME = re.compile(r"\W*(who(?! (were|are))|whom|which|what (is|was|were|are)\b.*\bname)\b", re.I)


class Candidate(NamedTuple):
    """Something that a conversation has mentioned."""

    mention: Mention
    """Its longest form."""
    words: frozenset[str]
    """Content words of that form, in lower case."""
    traits: Traits
    """How it stands in the talk."""


class _Place(NamedTuple):
    turn: int
    order: int
    """Mentions before it in its turn."""
    mention: Mention
    nested: bool
    """It is a part of the mention before: "Lima" of "the mayor of Lima"."""


@lru_cache(maxsize=1024)
def content(text: str) -> frozenset[str]:
    """The words of `text` that carry meaning, in lower case."""
    return frozenset(word.group().lower() for word in WORD.finditer(text)) - STOP


@lru_cache(maxsize=64)
def candidates(said: tuple[Said, ...]) -> tuple[Candidate, ...]:
    """Everything that the turns have mentioned, in the order of its first mention."""
    places: dict[str, list[_Place]] = {}
    for turn, told in enumerate(said):
        reach = 0
        for order, mention in enumerate(_with_couple(told)):
            pair = mention.sort == "pair"
            place = _Place(turn, order, mention, not pair and mention.end <= reach)
            places.setdefault(mention.text if pair else mention.head, []).append(place)
            reach = reach if pair else max(reach, mention.end)
    return tuple(_candidate(found, said) for found in places.values())


def _with_couple(told: Said) -> Iterator[Mention]:
    """The mentions of a turn, and the two people it names together: "Did Ada meet Bo?" speaks of "Ada and Bo"."""
    found = mentions(told.text)
    yield from found
    people = [mention for mention in found if mention.named and mention.sort in {"person", "name"}]
    if told.by_user and len(people) == 2 and not any(mention.sort == "pair" for mention in found):
        first, second = people
        both = f"{first.text} and {second.text}"
        yield Mention(both, first.start, second.end, "pair", True, True, second.head, None)


def _candidate(found: list[_Place], said: tuple[Said, ...]) -> Candidate:
    longest = _fullest(found, said)
    words = content(longest.text)
    return Candidate(longest, words, _standing(found, said) | _make(longest, words))


def _fullest(found: list[_Place], said: tuple[Said, ...]) -> Mention:
    """The longest form of a name; of a common noun the longest that the user gave: an answer may speak of a part."""
    by_user = [place.mention for place in found if said[place.turn].by_user and not place.mention.named]
    return max(by_user or [place.mention for place in found], key=lambda mention: len(mention.text))


def _make(mention: Mention, words: frozenset[str]) -> Traits:
    return {
        "named": mention.named,
        "plural": mention.plural,
        mention.sort: 1,
        "two words": len(words) == 2,
        "many words": len(words) > 3,
    }


def _standing(found: list[_Place], said: tuple[Said, ...]) -> Traits:
    asked = [turn for turn, told in enumerate(said) if told.by_user]
    last = len(said) - 1
    by_user = [place for place in found if said[place.turn].by_user]
    turns = {place.turn for place in by_user}
    latest = next((place for place in by_user if asked and place.turn == asked[-1]), None)
    in_answer = next((place for place in found if place.turn == last and not said[last].by_user), None)
    asks_name = bool(asked) and bool(_ASKS_NAME.match(said[asked[-1]].text))
    return {
        "last question": latest is not None,
        "first in last question": latest is not None and latest.order == 0,
        "last answer": in_answer is not None,
        "asked for": in_answer is not None and asks_name and in_answer.mention.named,
        "named by the answer": bool(asked and _ASKS_WHO.match(said[asked[-1]].text)) and _first_named(found, said),
        "first question": bool(asked) and asked[0] in turns,
        "share of questions": len(turns) / len(asked) if asked else 0.0,
        "two questions": len(turns) > 1,
        "older question": bool(turns) and latest is None,
        "answers only": not turns,
        "leads a turn": any(place.order == 0 for place in found),
        "nested": all(place.nested for place in found),
        "declared": any(_declared(place.mention, said[place.turn]) for place in by_user),
        "meant before": any(place.mention.head in told.people for told in said for place in found[:1]),
    }


def _first_named(found: list[_Place], said: tuple[Said, ...]) -> bool:
    """The last answer's first person whom nobody had named: "Who is her deputy?" — "Lee named Ben Osei deputy"."""
    last = len(said) - 1
    if said[last].by_user or found[0].turn != last:
        return False
    earlier = content(_OWNER.sub("", " ".join(turn.text for turn in said[:last])))
    people = (mention for mention in mentions(said[last].text) if mention.named and mention.sort in {"person", "name"})
    first = next((mention for mention in people if not content(mention.text) & earlier), None)
    return first is not None and first.start == found[0].mention.start


def _declared(mention: Mention, told: Said) -> bool:
    """The turn was nothing but the name of a topic."""
    return mention.named and len(mention.text) + 12 > len(told.text)
