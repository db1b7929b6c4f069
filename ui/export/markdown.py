"""Answers as Markdown with footnotes.

Whatever an article, a question or a model wrote is text: no mark in it is obeyed.
"""

import re
from collections.abc import Iterable, Sequence

from ui.chat.shapes import Dispute
from ui.export.footnotes import Footnote, Leaf, disputed, footnotes

_ACTIVE = re.compile(r"([\\`*_{}\[\]<>|~&#])")
_LIST = re.compile(r"^(\s*)([-+>]|\d+[.)])(?=\s)")


def page(made: Sequence[Leaf]) -> str:
    """One document: every answer, then the quotes."""
    parts = [part for leaf in made for part in _answer(leaf)]
    return "\n\n".join([*parts, "\n".join(_foot(note) for note in footnotes(made))]).strip() + "\n"


def plain(text: str) -> str:
    r"""`text` on one line, shown as it is.

    >>> plain("1. a *b* <img> [c](d)")
    '1\\. a \\*b\\* \\<img\\> \\[c\\](d)'
    """
    line = _ACTIVE.sub(r"\\\1", " ".join(text.split()))
    return _LIST.sub(lambda found: found[1] + _held(found[2]), line)


def _held(mark: str) -> str:
    return f"{mark[:-1]}\\{mark[-1]}"


def _answer(leaf: Leaf) -> Iterable[str]:
    talk = leaf.talk
    yield f"## {plain(talk.question)}"
    if talk.refusal:
        yield plain(talk.refusal)
        yield from (_nearest(leaf, place) for place in talk.nearest)
    elif talk.short:
        yield f"**{plain(talk.short)}**" + (" (sources disagree)" if disputed(talk) else "")
    if not talk.refusal:
        lines = [f"{plain(line.text)}{_marks(leaf, line.cites)}" for line in talk.lines]
        yield (" " if talk.prose else "\n\n").join(lines)
    yield from (_dispute(leaf, one) for one in talk.disputes)
    yield from (f"_{plain(told)}_" for told in (talk.notice, talk.made) if told)


def _nearest(leaf: Leaf, place: int) -> str:
    return f"Nearest, no answer: “{plain(leaf.notes[place].quote)}”{_marks(leaf, [place])}"


def _dispute(leaf: Leaf, one: Dispute) -> str:
    head = "In the order of time" if one.sequence else "Sources disagree"
    sides = [
        f"- **{plain(side.value)}**: “{plain(leaf.notes[side.cites[0]].quote)}”{_marks(leaf, side.cites)}"
        for side in one.sides
    ]
    return "\n".join([f"**{head}: {plain(one.topic)}**", "", *sides])


def _marks(leaf: Leaf, places: Iterable[int]) -> str:
    return "".join(f"[^{number}]" for number in leaf.marks(places))


def _foot(note: Footnote) -> str:
    said = f" Said by {plain(note.said)}." if note.said else ""
    return f"[^{note.number}]: {plain(note.source)}: “{plain(note.quote)}”{said}{f' {note.url}' if note.url else ''}"
