"""What stands behind the sentences of an answer, in words: articles, origins, and what is remarkable about them.

Knows nothing of the browser.
"""

from collections.abc import Sequence
from typing import NamedTuple

from assistant import Answer, Citation, Sentence
from assistant.answer import Mark, Support
from assistant.collation.backing.origins import origins
from assistant.verification.citing import cite

_MARKS: dict[Mark, str] = {
    "both_sides": "both sides say so",
    "one_unnamed_source": "one unnamed source",
}


def count(n: int, one: str) -> str:
    """`"1 article"`, `"2 articles"`."""
    return f"{n:,} {one}" if n == 1 else f"{n:,} {one}s"


def key(citation: Citation) -> tuple[int, str, int, int]:
    """What tells one citation from another."""
    return citation.label, citation.article.id, citation.start, citation.end


class Remark(NamedTuple):
    """What is remarkable about who says a sentence."""

    words: str
    """`"both sides say so"`."""
    citations: tuple[Citation, ...]
    """The quotes in which it shows; none where the sentence's own citations show it."""


def marks(answer: Answer) -> list[Remark | None]:
    """For each sentence what is remarkable about who says it; shorter where the answer still grows."""
    return [_remark(each, answer) for each in answer.support[: len(answer.sentences)]]


def _remark(support: Support, answer: Answer) -> Remark | None:
    quotes = (one for one in answer.evidence if one.label in support.both_sides)
    told = ", ".join(_MARKS[mark] for mark in support.marks)
    return Remark(told, tuple(cite(one.quote.text, one) for one in quotes)) if told else None


def backing(citation: Citation, answer: Answer) -> str | None:
    """`"4 articles, 1 origin"` for the first sentence that cites it, where more than one article says so."""
    for line, behind in zip(answer.sentences, answer.support, strict=False):
        if _cites(line, citation):
            told = f"{count(behind.articles, 'article')}, {count(behind.origins, 'origin')}"
            return told if behind.articles > 1 else None
    return None


def independent(answer: Answer) -> int:
    """Independent origins behind its sentences and the sides of its disagreements, each with an article of its own.

    An article that quotes three people is one, and two outlets with the same text are one: as many origins count as
    can be told apart by articles, a maximum matching of the two (Kuhn 1955).
    """
    sides = [cited for one in answer.disagreements for position in one.positions for cited in position.citations]
    labels = {each.label for each in (*answer.citations, *sides)}
    evidence = {each.label: each.quote.article_id for each in answer.evidence if each.label in labels}
    groups = origins([each for each in answer.evidence if each.label in labels])
    told_by = [{evidence[label] for label in group} for group in groups]
    matched: dict[str, int] = {}
    return sum(_match(place, told_by, matched, set()) for place in range(len(told_by)))


def _match(place: int, told_by: Sequence[set[str]], matched: dict[str, int], tried: set[str]) -> bool:
    """Whether the origin finds an article, another one giving its own up where it has a second."""
    for article in sorted(told_by[place] - tried):
        tried.add(article)
        if article not in matched or _match(matched[article], told_by, matched, tried):
            matched[article] = place
            return True
    return False


def _cites(line: Sentence, citation: Citation) -> bool:
    return any(key(each) == key(citation) for each in line.citations)
