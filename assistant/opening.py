"""`open_assistant`: settings in, a ready assistant out. The only place that turns a setting into a collaborator.

Answers nothing itself.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.adapters import as_embedder
from assistant.answering import Answering
from assistant.close_reading.opposition import Opposition
from assistant.close_reading.reader import close_reader
from assistant.desk import Assistant, Progress
from assistant.errors import SettingsError
from assistant.quoting.candidates import Mean, Meaning, SentenceCache
from assistant.settings import Settings
from assistant.verification.reading import Reading
from assistant.writing import ChatModel
from index import ArticleIndex, Change, Embedder, HybridRetriever, MiniLM, Weights

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.llms import LLM


def open_assistant(
    articles: str | Path | None = None,
    settings: Settings | None = None,
    *,
    llm: "LLM | ChatModel | None" = None,
    embedder: "Embedder | BaseEmbedding | None" = None,
    progress: Progress | None = None,
    tell: Callable[[str], None] | None = None,
    upgrading: Callable[[int, int], None] | None = None,
) -> Assistant:
    """An assistant over the library under `settings.home`, ready to be asked.

    `articles` is a folder that the library is made equal to first (see `ArticleIndex.sync`); None: the library
    as it is. `llm` is any llama-index LLM, or a ChatModel, in place of the endpoint that the settings name.
    `embedder`, any llama-index embedding model or an Embedder, replaces the default one; a library stays bound to the
    embedder it was built with until `Assistant.rebuild`.
    `tell` is called with a line where the library had to be repaired, at any time until it is closed; `upgrading`, with
    how many articles are done and how many there are, where an earlier version wrote it.
    Raises NotFoundError (no such folder), SettingsError, LibraryBusyError, LibraryError, EmbedderError.
    """
    settings = settings or Settings.checked()
    chat = _chat(settings, llm)
    embeds = as_embedder(embedder) if embedder else MiniLM(settings.home / "models", precision=settings.precision)
    index = ArticleIndex.open(
        settings.home,
        embedder=embeds,
        chroma_url=settings.chroma_url,
        tell=tell or _ignore,
        upgrading=upgrading or _ignore,
    )
    try:
        opened = index.sync(Path(articles), progress=progress) if articles is not None else Change()
    except BaseException:
        index.close()
        raise
    retriever = HybridRetriever(index)
    reader = partial(close_reader, settings.home / "models", precision=settings.precision)
    answering = Answering(
        library=index,
        retrieve=lambda query, k, filters: retriever.retrieve(query, k=k, filters=filters, weights=_PASSAGES),
        sentences=SentenceCache(embeds.embed, mean=_mean(embeds)),
        reader=reader(of="questions"),
        reading=Reading(reader(of="claims")),
        opposition=Opposition(reader(of="answers")),
        settings=settings,
        chat=chat,
    )
    return Assistant(
        index=index,
        retriever=retriever,
        answering=answering,
        settings=settings,
        opened=opened,
        model=chat.name if chat else None,
    )


def _ignore(*told: object) -> None:
    """Nobody listens."""


# An answer is made of sentences: where in an article they stand says nothing of whether they answer, and whether they
# do is judged sentence by sentence.
_PASSAGES = Weights(lead=0, strangers=True)


def _mean(embedder: Embedder) -> Mean | None:
    """Token by token where the embedder can; None: it knows whole texts only."""
    if not isinstance(embedder, MiniLM):
        return None

    def mean(texts: Sequence[str]) -> list[Meaning]:
        vectors, tokens = embedder.embed_both(texts)
        return [
            Meaning(vector, tuple(text[start:end] for start, end in one.offsets), one.vectors.astype("float16"))
            for text, vector, one in zip(texts, vectors, tokens, strict=True)
        ]

    return mean


def _chat(settings: Settings, llm: "LLM | ChatModel | None") -> ChatModel | None:
    """The model that writes answers; None: the quotes engine does."""
    if llm is not None:
        from assistant.writing.llama_index_chat import as_chat_model

        return as_chat_model(llm, deadline_s=settings.deadline_s)
    if settings.model is None and settings.base_url is None:
        return None
    if settings.model is None:
        raise SettingsError(
            "an endpoint is set (TWOSOURCE_BASE_URL) but no model: set TWOSOURCE_MODEL to the name of one that it"
            " serves, or unset TWOSOURCE_BASE_URL"
        )
    if settings.base_url is None:
        raise SettingsError(
            f"a model is set ({settings.model!r}) but no endpoint: set TWOSOURCE_BASE_URL, for instance to"
            " http://127.0.0.1:11434/v1, or unset TWOSOURCE_MODEL"
        )
    from assistant.writing import OpenAIChat

    return OpenAIChat(
        model=settings.model, base_url=settings.base_url, api_key=settings.api_key, deadline_s=settings.deadline_s
    )
