"""The assistant as llama-index sees it: a retriever and a query engine over the same code.

Knows nothing of how an answer is made. llama-index takes seconds to import, so its classes are extended
inside the two functions.
"""

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from assistant.answer import Answer, Citation
from index import Article, Retrieval

if TYPE_CHECKING:
    from llama_index.core.base.base_query_engine import BaseQueryEngine
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.schema import NodeWithScore


class Asked(Protocol):
    """What the adapters need of an assistant."""

    def ask(self, question: str) -> Answer:
        """The answer to `question`."""

    def retrieve(self, query: str, k: int = 10) -> Retrieval:
        """The `k` best passages for `query`."""

    def article(self, article_id: str) -> Article:
        """The article of an id."""


def as_retriever(assistant: Asked, k: int = 10) -> "BaseRetriever":
    """A llama-index retriever: the `k` best passages as nodes, best first, each with its article and offsets."""
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.schema import QueryBundle

    class ArticleRetriever(BaseRetriever):
        """Passages of an assistant's library."""

        def _retrieve(self, query_bundle: QueryBundle) -> "list[NodeWithScore]":
            hits = assistant.retrieve(query_bundle.query_str, k).hits
            return [
                _node(
                    hit.chunk.id,
                    hit.chunk.text,
                    article=assistant.article(hit.chunk.article_id),
                    start=hit.chunk.start,
                    score=hit.score,
                )
                for hit in hits
            ]

        async def _aretrieve(self, query_bundle: QueryBundle) -> "list[NodeWithScore]":
            return await asyncio.to_thread(self._retrieve, query_bundle)

    return ArticleRetriever()


def as_query_engine(assistant: Asked) -> "BaseQueryEngine":
    """A llama-index query engine: `str(response)` is the answer with its labels, `source_nodes` the quotes it cites.

    `response.metadata["answer"]` is the whole answer as JSON, disagreements included.
    """
    from llama_index.core.base.base_query_engine import BaseQueryEngine
    from llama_index.core.base.response.schema import Response
    from llama_index.core.prompts.mixin import PromptMixinType
    from llama_index.core.schema import QueryBundle

    class ArticleQueryEngine(BaseQueryEngine):
        """Cited answers of an assistant."""

        def _query(self, query_bundle: QueryBundle) -> Response:
            answer = assistant.ask(query_bundle.query_str)
            return Response(
                response=answer.text,
                source_nodes=_quotes(answer.citations),
                metadata={"answer": answer.model_dump(mode="json")},
            )

        async def _aquery(self, query_bundle: QueryBundle) -> Response:
            return await asyncio.to_thread(self._query, query_bundle)

        def _get_prompt_modules(self) -> PromptMixinType:
            return {}

    return ArticleQueryEngine(callback_manager=None)


def _quotes(citations: Iterable[Citation]) -> "list[NodeWithScore]":
    """Each cited span once, in order of appearance."""
    spans = {(one.article.id, one.start, one.end): one for one in citations}
    return [
        _node(f"{article_id}:{start}-{end}", one.quote, article=one.article, start=start, score=None)
        for (article_id, start, end), one in spans.items()
    ]


def _node(node_id: str, text: str, *, article: Article, start: int, score: float | None) -> "NodeWithScore":
    from llama_index.core.schema import NodeWithScore, TextNode

    metadata = {
        "article_id": article.id,
        "key": article.key,
        "title": article.title,
        "publisher": article.publisher,
        "published": str(article.published) if article.published else None,
        "start": start,
        "end": start + len(text),
    }
    # Offsets and ids are for programs; a model that reads the node needs the rest.
    hidden = ["article_id", "key", "start", "end"]
    node = TextNode(
        id_=node_id,
        text=text,
        metadata=metadata,
        excluded_llm_metadata_keys=hidden,
        excluded_embed_metadata_keys=list(metadata),
    )
    return NodeWithScore(node=node, score=score)
