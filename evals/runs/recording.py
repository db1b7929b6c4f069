"""Answers and settings as they are kept in a run folder.

Knows no folder.
"""

import hashlib
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.resources.abc import Traversable
from pathlib import Path

from assistant import Settings
from assistant.answer import Answer, Article, Citation, Disagreement, Evidence, Sentence
from evals.fingerprint import fingerprint
from evals.hashing import content_hash
from evals.runs.records import (
    AnswerRecord,
    CitationRecord,
    DisagreementRecord,
    QuoteRecord,
    RunRecord,
    SentenceRecord,
    SideRecord,
)

AROUND = 240
"""Characters kept on either side of a quote."""
_DECIDING = ("twosource", "chromadb", "llama-index-core", "numpy", "onnxruntime", "openai", "tokenizers")


def answer_record(answer: Answer) -> AnswerRecord:
    """An answer with its evidence, each quote with a little around it."""
    return AnswerRecord(
        query=answer.query,
        short=answer.short,
        sentences=tuple(_sentence(one) for one in answer.sentences),
        evidence=tuple(_evidence(one) for one in answer.evidence)
        or tuple(_cited(one) for one in answer.citations or answer.nearest),
        disagreements=tuple(_disagreement(one) for one in answer.disagreements),
        missing=answer.missing,
        removed=tuple(f"{one.text} ({one.reason})" for one in answer.removed),
        notice=answer.notice,
        confidence=answer.confidence,
        tokens=answer.usage.prompt_tokens + answer.usage.completion_tokens,
    )


def run_record(
    settings: Settings, *, gold: Traversable, articles: Sequence[Article], code: Iterable[Path] = ()
) -> RunRecord:
    """How a run with these settings on these cases and articles is made; `code` decides its answers, too."""
    told = settings.model_dump(mode="json", include={"precision", "model", "base_url", "max_tokens", "evidence"})
    return RunRecord(
        fingerprint=fingerprint(settings, code),
        gold=str(gold),
        gold_digest=hashlib.sha256(gold.read_bytes()).hexdigest()[:12],
        articles={article.called: content_hash(article.text) for article in articles},
        settings={name: str(value) for name, value in told.items() if value is not None},
        versions={"python": platform.python_version()} | {name: held for name in _DECIDING if (held := _version(name))},
        started=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _sentence(sentence: Sentence) -> SentenceRecord:
    cited = tuple(CitationRecord(label=one.label, check=one.check) for one in sentence.citations)
    return SentenceRecord(text=sentence.text, citations=cited)


def _disagreement(disagreement: Disagreement) -> DisagreementRecord:
    sides = tuple(
        SideRecord(value=side.value, origins=side.origins, quotes=tuple(_cited(one) for one in side.citations))
        for side in disagreement.positions
    )
    return DisagreementRecord(topic=disagreement.topic, kind=disagreement.kind, sides=sides)


def _evidence(one: Evidence) -> QuoteRecord:
    return _quote(one.article, one.quote.start, one.quote.end, one.label, one.attribution.speaker, one.relevance)


def _cited(one: Citation) -> QuoteRecord:
    return _quote(one.article, one.start, one.end, one.label, one.attribution.speaker, None)


def _quote(
    article: Article, start: int, end: int, label: int, speaker: str | None, relevance: float | None
) -> QuoteRecord:
    return QuoteRecord(
        label=label,
        article=article.called,
        title=article.title,
        publisher=article.publisher,
        published=str(article.published) if article.published else None,
        start=start,
        end=end,
        before=_before(article.text, start),
        quote=article.text[start:end],
        after=_after(article.text, end),
        speaker=speaker,
        relevance=relevance,
    )


def _before(text: str, start: int) -> str:
    """What stands before `start`, cut at a word's end."""
    told = text[max(0, start - AROUND) : start]
    return told if start <= AROUND else f"…{told.partition(' ')[2]}"


def _after(text: str, end: int) -> str:
    """What stands from `end` on, cut at a word's end."""
    told = text[end : end + AROUND]
    return told if end + AROUND >= len(text) else f"{told.rpartition(' ')[0]}…"


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
