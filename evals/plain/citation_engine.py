"""llama-index's CitationQueryEngine over the same articles, set up as its own pages do.

VectorStoreIndex in memory, its splitter and its prompts as they come; our embedding model, so that the vectors make no
difference. The model that writes is the one of the settings; without one, a script that copies the sentence with most
words of the question. It knows no conversation, no day and no refusal but an answer that cites nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from assistant import Answer, Article, Assistant, Attribution, Citation, Filters, MiniLM, Sentence, Turn
from assistant.answer import Check
from assistant.writing import ChatModel, Message, OpenAIChat, Piece
from assistant.writing.reply import read_reply
from evals.benchmarks.judging import sentences
from evals.benchmarks.wording import content_stems
from evals.running import Ask

if TYPE_CHECKING:
    from llama_index.core.embeddings import BaseEmbedding
    from llama_index.core.llms import LLM
    from llama_index.core.query_engine import CitationQueryEngine
    from llama_index.core.schema import NodeWithScore

NAME = "llama-index CitationQueryEngine"
_ALL = Filters()
_ID = "article_id"
_PASSAGES = 3
_MAX_TOKENS, _CONTEXT = 512, 8_192


def citation_engine(desk: Assistant) -> dict[str, Ask]:
    """The engine under its name and that of its model."""
    settings = desk.settings
    chat: ChatModel = Copyist()
    if settings.model and settings.base_url:
        chat = OpenAIChat(settings.model, settings.base_url, api_key=settings.api_key, deadline_s=settings.deadline_s)
    engine: list[CitationQueryEngine] = []
    articles = {article.id: article for article in desk.articles()}

    def ask(question: str, history: Sequence[Turn], /, *, filters: Filters = _ALL) -> Answer:
        started = perf_counter()
        if not engine:
            engine.append(_engine(articles.values(), desk, chat))
        response = engine[0].query(question)
        answer = _answer(question, str(response), response.source_nodes, articles)
        elapsed_ms = round(1000 * (perf_counter() - started))
        return answer.model_copy(update={"engine": "model", "model": chat.name, "elapsed_ms": elapsed_ms})

    return {f"{NAME} ({chat.name})": ask}


class Copyist:
    """A chat model that needs none: it copies the sentence of the sources that has most words of the question."""

    name = "scripted"

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[Piece]:
        """The sentence with the number of its source."""
        prompt = messages[-1].text
        # The prompt shows an example first; the sources that count are the last ones.
        told, _, query = prompt[prompt.rindex("Source 1:") :].rpartition("Query: ")
        asked = content_stems(query)
        sources = re.split(r"^Source \d+:\n", told, flags=re.MULTILINE)[1:]
        held = [(text, label) for label, source in enumerate(sources, start=1) for text in sentences(source)]
        text, label = max(held, key=lambda each: len(content_stems(each[0]) & asked))
        yield Piece(text=f"{' '.join(text.split()).rstrip('.')} [{label}].")


def _engine(articles: Iterable[Article], desk: Assistant, chat: ChatModel) -> "CitationQueryEngine":
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.query_engine import CitationQueryEngine

    # Its own sentence splitter, nltk's, refuses to start after an installer that links files.
    whole, parts = (
        SentenceSplitter(chunk_size=tokens, chunk_overlap=overlap, chunking_tokenizer_fn=_sentence_ends)
        for tokens, overlap in ((1024, 200), (512, 20))
    )
    index = VectorStoreIndex.from_documents(
        [Document(text=article.text, metadata={_ID: article.id}) for article in articles],
        embed_model=_embedding(MiniLM(desk.settings.home / "models", precision=desk.settings.precision)),
        transformations=[whole],
    )
    retriever = index.as_retriever(similarity_top_k=_PASSAGES)
    return CitationQueryEngine.from_args(index, llm=_llm(chat), retriever=retriever, text_splitter=parts)


def _sentence_ends(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])(?=\s)", text)


def _embedding(embedder: MiniLM) -> "BaseEmbedding":
    from llama_index.core.embeddings import BaseEmbedding

    class Embedding(BaseEmbedding):
        """Our embedding model as llama-index's."""

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [[float(value) for value in vector] for vector in embedder.embed(texts)]

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    return Embedding(model_name=embedder.name)


def _llm(chat: ChatModel) -> "LLM":
    from llama_index.core.base.llms.types import CompletionResponse, CompletionResponseGen, LLMMetadata
    from llama_index.core.llms import CustomLLM

    class Talking(CustomLLM):
        """A chat model as llama-index's."""

        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(context_window=_CONTEXT, num_output=_MAX_TOKENS, model_name=chat.name)

        def complete(self, prompt: str, formatted: bool = False, **kwargs: object) -> CompletionResponse:
            messages = [Message(role="user", text=prompt)]
            return CompletionResponse(
                text="".join(piece.text for piece in chat.stream(messages, max_tokens=_MAX_TOKENS))
            )

        def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: object) -> CompletionResponseGen:
            yield self.complete(prompt)

    return Talking()


def _answer(question: str, text: str, sources: Sequence["NodeWithScore"], articles: Mapping[str, Article]) -> Answer:
    """Its response as an answer: each label resolved to the passage that it names."""
    cited = {label: _citation(label, node, articles) for label, node in enumerate(sources, start=1)}
    drafted = read_reply(text, cited.keys(), refusal="", complete=True).sentences
    told = tuple(Sentence(text=one.text, citations=tuple(cited[label] for label in one.labels)) for one in drafted)
    used = dict.fromkeys(label for one in drafted for label in one.labels)
    return Answer(
        question=question,
        query=question,
        text=text,
        sentences=told if used else (),
        citations=tuple(cited[label] for label in used),
        refused=not used,
        engine="model",
    )


def _citation(label: int, node: "NodeWithScore", articles: Mapping[str, Article]) -> Citation:
    """A source as a citation; it has no offsets, so its words are looked for in the article."""
    article = articles[node.metadata[_ID]]
    quote = node.node.get_content().partition("\n")[2].strip()
    start = max(0, article.text.find(quote))
    end = start + len(quote)
    check: Check = "exact" if article.text[start:end] == quote else "not_found"
    return Citation(
        label=label, quote=quote, start=start, end=end, check=check, article=article, attribution=Attribution()
    )
