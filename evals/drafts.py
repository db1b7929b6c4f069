"""A draft that was checked, in the form of an answer: so it is scored, kept and shown like one.

What is supported stands as its sentences; what is not is told with the finding. Checks nothing itself.
"""

from collections.abc import Sequence

from assistant.answer import Answer, Citation, Evidence, Quote, Removed, Sentence, Verdict


def checked_draft(draft: str, verdicts: Sequence[Verdict]) -> Answer:
    """The verdicts on a draft as an answer; its citations are what proves and what contradicts."""
    cited = {one.label: one for verdict in verdicts for one in (*verdict.citations, *verdict.against)}
    supported = [one for one in verdicts if one.finding == "supported"]
    return Answer(
        question=draft,
        query=draft,
        text="\n".join(_told(one) for one in verdicts),
        sentences=tuple(Sentence(text=one.text, citations=one.citations) for one in supported),
        evidence=tuple(_evidence(one) for _, one in sorted(cited.items())),
        citations=tuple(one for _, one in sorted(cited.items())),
        removed=tuple(Removed(text=one.text, reason=one.finding) for one in verdicts if one.finding != "supported"),
        engine="quotes",
    )


def findings(answer: Answer) -> dict[str, str]:
    """Each sentence of a checked draft with what was found."""
    return {one.text: "supported" for one in answer.sentences} | {one.text: one.reason for one in answer.removed}


def _told(verdict: Verdict) -> str:
    labels = "".join(f"[{one.label}]" for one in verdict.citations)
    against = "".join(f"[{one.label}]" for one in verdict.against)
    more = f"{' ' if labels else ''}{labels}{f' against: {against}' if against else ''}"
    return f"{verdict.finding.replace('_', ' ')}: {verdict.text}{more}"


def _evidence(one: Citation) -> Evidence:
    quote = Quote(article_id=one.article.id, start=one.start, end=one.end, text=one.quote)
    return Evidence(label=one.label, quote=quote, article=one.article, attribution=one.attribution, relevance=1.0)
