"""Answers as one HTML file that needs no other file and runs nothing.

Every string is escaped; the only links are those of web articles.
"""

from collections.abc import Iterable, Sequence
from html import escape

from ui.chat.shapes import Dispute
from ui.export.footnotes import Footnote, Leaf, disputed, footnotes

_STYLE = (
    "body{max-width:42rem;margin:3rem auto;padding:0 1rem;font:17px/1.6 Georgia,serif;color:#1c1b19}"
    "h1{font-size:1.4rem;line-height:1.3}.short{font-weight:600}sup a{text-decoration:none}"
    ".dispute{border:1px solid #e9c98c;border-radius:8px;padding:.2rem 1rem;margin:1rem 0}"
    ".how,footer{font-size:.85rem;color:#5c574e}li{overflow-wrap:anywhere}"
)


def page(made: Sequence[Leaf], title: str) -> str:
    """One document: every answer, then the quotes."""
    answers = "\n".join(f"<article>\n{''.join(_answer(leaf))}</article>" for leaf in made)
    notes = "\n".join(_foot(note) for note in footnotes(made))
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{_safe(title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n{answers}\n<footer><ol>\n{notes}\n</ol></footer>\n</body>\n</html>\n"
    )


def _answer(leaf: Leaf) -> Iterable[str]:
    talk = leaf.talk
    yield f"<h1>{_safe(talk.question)}</h1>\n"
    if talk.refusal:
        yield f"<p>{_safe(talk.refusal)}</p>\n"
        for place in talk.nearest:
            yield f"<p>Nearest, no answer: “{_safe(leaf.notes[place].quote)}”{_marks(leaf, [place])}</p>\n"
    elif talk.short:
        yield f'<p class="short">{_safe(talk.short)}{" (sources disagree)" if disputed(talk) else ""}</p>\n'
    if not talk.refusal:
        lines = [f"{_safe(line.text)}{_marks(leaf, line.cites)}" for line in talk.lines]
        yield f"<p>{(' ' if talk.prose else '</p><p>').join(lines)}</p>\n"
    yield from (_dispute(leaf, one) for one in talk.disputes)
    yield from (f'<p class="how">{_safe(told)}</p>\n' for told in (talk.notice, talk.made) if told)


def _dispute(leaf: Leaf, one: Dispute) -> str:
    head = "In the order of time" if one.sequence else "Sources disagree"
    sides = "".join(
        f"<li><b>{_safe(side.value)}</b>: “{_safe(leaf.notes[side.cites[0]].quote)}”{_marks(leaf, side.cites)}</li>"
        for side in one.sides
    )
    return f'<div class="dispute"><p><b>{head}</b>: {_safe(one.topic)}</p><ul>{sides}</ul></div>\n'


def _marks(leaf: Leaf, places: Iterable[int]) -> str:
    return "".join(f'<sup><a href="#n{number}">{number}</a></sup>' for number in leaf.marks(places))


def _foot(note: Footnote) -> str:
    said = f" Said by {_safe(note.said)}." if note.said else ""
    where = f' <a href="{_safe(note.url)}" rel="noopener noreferrer">{_safe(note.url)}</a>' if note.url else ""
    return f'<li id="n{note.number}">{_safe(note.source)}: “{_safe(note.quote)}”{said}{where}</li>'


def _safe(text: str | None) -> str:
    return escape(text or "")
