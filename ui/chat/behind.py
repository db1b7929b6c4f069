"""What stands behind the sentences of an answer, in words: articles, origins, and what is remarkable about them.

Knows nothing of the browser.
"""

from assistant import Answer, Citation, Sentence
from assistant.answer import Mark
from assistant.collation.origins import origins

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


def marks(answer: Answer) -> list[str | None]:
    """For each sentence what is remarkable about who says it; shorter where the answer still grows."""
    told = [", ".join(_MARKS[mark] for mark in each.marks) or None for each in answer.support]
    return told[: len(answer.sentences)]


def backing(citation: Citation, answer: Answer) -> str | None:
    """`"4 articles, 1 origin"` for the first sentence that cites it, where more than one article says so."""
    for line, behind in zip(answer.sentences, answer.support, strict=False):
        if _cites(line, citation):
            told = f"{count(behind.articles, 'article')}, {count(behind.origins, 'origin')}"
            return told if behind.articles > 1 else None
    return None


def independent(answer: Answer) -> int:
    """Independent origins behind its sentences, never more than articles: one that quotes three people is one."""
    labels = {each.label for each in answer.citations}
    groups = origins([each for each in answer.evidence if each.label in labels])
    return min(len(groups), len({each.article.id for each in answer.citations}))


def _cites(line: Sentence, citation: Citation) -> bool:
    return any(key(each) == key(citation) for each in line.citations)
