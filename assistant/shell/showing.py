"""How the shell shows an answer: the words first, then where sources disagree, then the proof.

Plain text where nobody watches, colour where somebody does. Knows nothing of streams and encodings (`terminal`).
"""

from rich.text import Text

from assistant.answer import Answer, Attribution, Citation, Disagreement
from assistant.shell.terminal import Page, safe


def answer(shown: Answer) -> None:
    """Print an answer: short answer, sentences with labels, disagreements, sources, what was left out."""
    page = Page()
    if shown.short:
        disputed = any(not one.sequence for one in shown.disagreements)
        page.print(Text(safe(shown.short) + (" (sources disagree)" if disputed else ""), style="bold"))
    page.print(Text(safe(shown.text)))
    for disagreement in shown.disagreements:
        _disagreement(page, disagreement)
    _sources(page, shown)
    for removed in shown.removed:
        page.print()
        page.print(Text(f"Left out, not proved: {safe(removed.text)}\n({safe(removed.reason)})", style="dim"))


def notice(shown: Answer) -> None:
    """Print, on standard error, what the reader should know of how the answer was made."""
    if shown.notice:
        Page(stderr=True).print(Text(f"twosource: {safe(shown.notice)}", style="yellow"))


def _disagreement(page: Page, disagreement: Disagreement) -> None:
    page.print()
    head = "In the order of time" if disagreement.sequence else "Sources disagree"
    page.print(Text(f"{head}: {safe(disagreement.topic)}", style="yellow"))
    for position in disagreement.positions:
        labels = "".join(dict.fromkeys(f"[{citation.label}]" for citation in position.citations))
        origins = f"{position.origins} independent origins" if position.origins > 1 else "1 origin"
        told = f", {position.told.isoformat()}" if position.told else ""
        page.hanging("  -", Text(f"{safe(position.value)} {labels} ({origins}{told})"))


def _sources(page: Page, shown: Answer) -> None:
    cited = _cited(shown)
    if cited:
        page.print()
    if cited and shown.refused:
        page.print(Text("What comes nearest:", style="dim"))
    for citation in cited:
        page.hanging(f"[{citation.label}]", Text(f"“{safe(citation.quote)}”"), Text(_where(citation), style="dim"))


def _cited(shown: Answer) -> list[Citation]:
    """The quotes behind every label that is shown, sentences first; in a refusal what comes nearest."""
    sides = (position for disagreement in shown.disagreements for position in disagreement.positions)
    cited = (*shown.citations, *(citation for side in sides for citation in side.citations))
    labelled = {(one.label, one.start): one for one in (shown.nearest if shown.refused else cited)}
    return sorted(labelled.values(), key=lambda one: one.label)


def _where(citation: Citation) -> str:
    """Title, who says it, publisher, date and file of a quote, on one line."""
    article = citation.article
    parts = (
        _said_by(citation.attribution),
        article.publisher or "publisher not stated",
        str(article.published or "undated"),
        article.key,
    )
    return safe(f"{article.title} ({', '.join(part for part in parts if part)})")


def _said_by(attribution: Attribution) -> str:
    """Who asserts a quote; empty where it is the publisher's own voice.

    >>> _said_by(Attribution(speaker="the mayor", channel="X", via="AP"))
    'said by the mayor, on X, via AP'
    """
    parts = (("said by", attribution.speaker), ("on", attribution.channel), ("via", attribution.via))
    return ", ".join(f"{how} {who}" for how, who in parts if who)
