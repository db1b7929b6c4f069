"""Where the quotes of different articles contradict each other on what was asked.

Puts contradictions together into disagreements; never decides who is right.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType
from typing import NamedTuple

from assistant.answer import Disagreement, Evidence, Kind, Position, Quote
from assistant.collation.backing.origins import origins
from assistant.collation.backing.support import unnamed
from assistant.collation.contradicting.contradictions import Statement, contradictions
from assistant.collation.contradicting.contrasts import contrast
from assistant.collation.contradicting.rivals import Reply, rivals
from assistant.collation.contradicting.statuses import only_claimed
from assistant.collation.sequences import in_sequence, told_on
from assistant.collation.sides import Clash, Side, Stance
from assistant.question.analysis import Question
from assistant.verification.citing import cite
from index import Span

TOUCHES = 0.1
"""A quote takes part if it is at least this share as relevant as the best one."""
BESIDE = 200
"""Characters before a quote that may name what it is about."""
MOST = 3
"""Disagreements shown with one answer."""


class _Voice(NamedTuple):
    """A quote on one side, with the words by which it takes it."""

    one: Evidence
    value: str


def _told_of_others(key: str, voice: _Voice) -> bool:
    """Whether a quote takes the side of a status only as what somebody claims."""
    return key in only_claimed(voice.one.quote.text)


class _Matter:
    """One disagreement while it is put together."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.sides: dict[str, list[_Voice]] = {}

    def take(self, side: Side, one: Evidence) -> None:
        """Put a quote on a side; an article speaks once for a side, in its most relevant quote."""
        voices = self.sides.setdefault(side.key, [])
        if all(one.article.id != other.one.article.id for other in voices):
            voices.append(_Voice(one, side.value))

    def join(self, other: "_Matter") -> None:
        """Take the sides of another matter: three counts of one thing are one disagreement."""
        for key, voices in other.sides.items():
            for voice in voices:
                self.take(Side(key, voice.value), voice.one)

    def quotes(self) -> tuple[Kind, frozenset[int]]:
        """Its kind and its quotes: what two of them share is one disagreement."""
        return self.kind, frozenset(voice.one.label for voices in self.sides.values() for voice in voices)

    def settled(self) -> bool:
        """Take a quote that reads both ways off every side that has another quote; whether two sides are left."""
        labels = [voice.one.label for voices in self.sides.values() for voice in voices]
        both = {label for label in labels if labels.count(label) > 1}
        for key, voices in self.sides.items():
            sure = [voice for voice in voices if voice.one.label not in both and not _told_of_others(key, voice)]
            voices[:] = sure or voices[:1]
        return len({tuple(voice.one.label for voice in voices) for voices in self.sides.values()}) > 1


def collate(
    evidence: Sequence[Evidence],
    question: Question,
    *,
    cited: Collection[int],
    replies: Mapping[int, Reply] = MappingProxyType({}),
    stances: Mapping[int, Stance] = MappingProxyType({}),
) -> tuple[Disagreement, ...]:
    """The disagreements among the quotes that touch the question, the one with the most quotes first.

    `cited` holds the labels that the answer cites: what contradicts none of these is another matter. `replies` holds,
    by label, what a close reading of a quote says the few words are that answer; `stances` the sides that quotes take,
    where such a reading found some that contradict each other: they count where values and words show nothing. Two
    quotes of one article contradict each other only where they are two people's words.
    """
    floor = TOUCHES * max((one.relevance for one in evidence), default=0.0)
    shown = [one for one in evidence if one.label in cited]
    near = [
        one
        for one in evidence
        if one.relevance >= floor or one.label in cited or any(neighbours(one, other) for other in shown)
    ]
    matters: dict[tuple[str, ...], _Matter] = {}
    for first, second, clash in _told_apart(question, near, cited, replies) or _opposed(near, stances):
        matter = matters.setdefault(_name(clash), _Matter(clash.kind))
        matter.take(clash.first, first)
        matter.take(clash.second, second)
    settled = {matter.quotes(): matter for matter in reversed(_joined(matters)) if matter.settled()}
    found = [_disagreement(matter, question) for matter in reversed(settled.values())]
    return tuple(sorted(found, key=lambda one: -sum(len(side.citations) for side in one.positions)))[:MOST]


def _told_apart(
    question: Question, near: Sequence[Evidence], cited: Collection[int], replies: Mapping[int, Reply]
) -> list[tuple[Evidence, Evidence, Clash]]:
    """What quotes of which one is cited contradict each other in, by their values and words."""
    best = _best(near)
    return [
        (first, second, clash)
        for first, second in combinations(near, 2)
        if {first.label, second.label} & set(cited)
        for clash in _between(question, first, second, replies, best)
    ]


def _opposed(near: Sequence[Evidence], stances: Mapping[int, Stance]) -> list[tuple[Evidence, Evidence, Clash]]:
    """The quotes that take two sides."""
    taking = [(one, stances[one.label]) for one in near if one.label in stances]
    return [
        (first, second, Clash(ours.kind if ours.kind == theirs.kind else "polarity", ours.side, theirs.side))
        for (first, ours), (second, theirs) in combinations(taking, 2)
        if ours.side.key != theirs.side.key
    ]


def _best(evidence: Sequence[Evidence]) -> frozenset[int]:
    """The label of the most relevant quote of each article."""
    ranked = sorted(evidence, key=lambda one: one.relevance)
    return frozenset({one.article.id: one.label for one in ranked}.values())


def _between(
    question: Question, first: Evidence, second: Evidence, replies: Mapping[int, Reply], best: frozenset[int]
) -> list[Clash]:
    """What two quotes contradict each other in, as far as it is asked; replies are rivals in the `best` quotes only."""
    ours, theirs = replies.get(first.label), replies.get(second.label)
    found = contradictions(question, statement(first, ours), statement(second, theirs))
    if first.article.id != second.article.id:
        both = {first.label, second.label} <= best
        rival = rivals(question, ours, theirs) if ours and theirs and both and not found else None
        return [*found, rival] if rival else found
    one, other = first.attribution.speaker, second.attribution.speaker
    said = [clash for clash in found if clash.kind == "polarity" and one and other and one != other]
    beside = neighbours(first, second) and not said
    told = contrast(question, statement(first, ours), statement(second, theirs)) if beside else None
    return [*said, told] if told else said


def neighbours(first: Evidence, second: Evidence) -> bool:
    """Whether two quotes of one article stand next to each other."""
    if first.article.id != second.article.id:
        return False
    return adjoin(first.article.text, first.quote, second.quote)


def adjoin(text: str, first: Quote | Span, second: Quote | Span) -> bool:
    """Whether nothing but white space stands between two spans of a text, which share no character."""
    one, other = sorted((first, second), key=lambda span: span.start)
    return one.end <= other.start and not text[one.end : other.start].strip()


def statement(one: Evidence, reply: Reply | None = None) -> Statement:
    """A piece of evidence as what contradictions are looked for in; `reply`: how it was read as an answer."""
    beside = f"{one.article.title} {one.article.text[max(0, one.quote.start - BESIDE) : one.quote.start]}"
    said = Statement(one.quote.text, one.attribution.speaker, one.attribution.channel, beside)
    return said._replace(short=reply.short, logit=reply.logit) if reply else said


def _name(clash: Clash) -> tuple[str, ...]:
    """What a matter is known by: all broken silences, and all states of an event, are one."""
    return (clash.kind, *sorted((clash.first.key, clash.second.key)))


def _joined(matters: Mapping[tuple[str, ...], _Matter]) -> list[_Matter]:
    """The matters, those put together of which each side contradicts each other one."""
    joined: list[_Matter] = []
    for (kind, *keys), matter in matters.items():
        for one in joined:
            pairs = ((key, other) for key in keys for other in one.sides if key != other)
            if one.kind == kind and all((kind, *sorted(pair)) in matters for pair in pairs):
                one.join(matter)
                break
        else:
            joined.append(matter)
    return joined


def _disagreement(matter: _Matter, question: Question) -> Disagreement:
    positions = [_position(voices[0].value, [voice.one for voice in voices]) for voices in matter.sides.values()]
    sequence = in_sequence(matter.kind, dict(zip(matter.sides, positions, strict=True)))
    in_order = sorted(positions, key=lambda side: side.told.toordinal() if sequence and side.told else -side.origins)
    return Disagreement(
        topic=question.text.rstrip("?! "), kind=matter.kind, positions=tuple(in_order), sequence=sequence
    )


def _position(value: str, said: Sequence[Evidence]) -> Position:
    behind = len(origins(said))
    return Position(
        value=value,
        citations=tuple(cite(one.quote.text, one) for one in said),
        origins=behind,
        told=told_on(said),
        unnamed=behind == 1 and all(unnamed(one.attribution) for one in said),
    )
