"""What a reader sees of an answer: its text, its proof, and where a quote stands.

Knows of a case only whether it asks for both sides; judges nothing.
"""

from assistant.answer import Answer, Citation, Position
from evals.case import Case


def shown(case: Case, answer: Answer) -> str:
    """The answer's text; in a case of disagreement also what its positions say."""
    sides = positions(answer) if case.kind == "disagreement" else []
    return "\n".join([answer.text, *(said(side) for side in sides)])


def shown_citations(case: Case, answer: Answer) -> list[Citation]:
    """What proves the answer; in a case of disagreement also what proves its positions."""
    cited = _proof(answer)
    if case.kind == "disagreement":
        cited += [citation for side in positions(answer) for citation in side.citations]
    return cited


def all_citations(answer: Answer) -> list[Citation]:
    """Every citation that the answer holds, wherever it stands."""
    sides = [citation for side in positions(answer) for citation in side.citations]
    return [*_proof(answer), *sides, *answer.nearest]


def positions(answer: Answer) -> list[Position]:
    """The sides of all its disagreements."""
    return [position for disagreement in answer.disagreements for position in disagreement.positions]


def said(position: Position) -> str:
    """A side's value and its quotes."""
    return "\n".join([position.value, *(citation.quote for citation in position.citations)])


def stands(citation: Citation) -> bool:
    """The quote is, character for character, what its article holds at its place."""
    span = citation.article.text[citation.start : citation.end]
    return 0 <= citation.start < citation.end and span == citation.quote


def place(citation: Citation) -> str:
    """Where a quote stands: `003.txt:120-240`."""
    return f"{citation.article.called}:{citation.start}-{citation.end}"


def _proof(answer: Answer) -> list[Citation]:
    """The citations of the sentences and of the answer, once each."""
    cited = [citation for sentence in answer.sentences for citation in sentence.citations]
    return cited + [citation for citation in answer.citations if citation not in cited]
