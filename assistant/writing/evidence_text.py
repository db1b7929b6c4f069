"""Evidence as it stands in a prompt: grouped by article, numbered, fenced with a code that no article can know.

Knows nothing of the model that reads it. Fences: Hines et al., "Defending Against Indirect Prompt Injection
Attacks With Spotlighting" (arXiv 2403.14720); they make an attack rarer, and verification catches the rest.
"""

from collections.abc import Sequence

from assistant.answer import Attribution, Evidence
from assistant.writing.cleaning import defused, one_line
from index import Article


def evidence_text(evidence: Sequence[Evidence], nonce: str) -> str:
    """One fenced block per article, in order of its best label; each quote on a line of its own."""
    by_article: dict[str, list[Evidence]] = {}
    for one in evidence:
        by_article.setdefault(one.article.id, []).append(one)
    return "\n\n".join(_block(group, nonce) for group in by_article.values())


def _block(group: Sequence[Evidence], nonce: str) -> str:
    lines = [f"<article {nonce}>", *_card(group[0].article), *map(_quote, group), f"</article {nonce}>"]
    return "\n".join(lines)


def _card(article: Article) -> list[str]:
    return [
        f"title: {_shown(article.title)}",
        f"publisher: {_shown(article.publisher or 'not stated')}",
        f"published: {article.published or 'undated'}",
    ]


def _quote(one: Evidence) -> str:
    speaker = _speaker(one.attribution)
    return f"[{one.label}] {f'({speaker}) ' if speaker else ''}{_shown(one.quote.text, max_chars=2_000)}"


def _speaker(attribution: Attribution) -> str:
    """Who asserts a quote: `"said by Dmitry Peskov, on X, via AFP"`; empty for the publisher's own voice."""
    told = [("said by", attribution.speaker), ("on", attribution.channel), ("via", attribution.via)]
    return ", ".join(f"{word} {_shown(name, max_chars=120)}" for word, name in told if name)


def _shown(text: str, *, max_chars: int = 200) -> str:
    return defused(one_line(text, max_chars=max_chars))
