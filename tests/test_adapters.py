"""llama-index may use the assistant: a retriever, a query engine, and any LLM the other way round."""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest

from assistant.adapters import as_query_engine, as_retriever
from assistant.answer import Answer, Attribution, Citation, Sentence
from assistant.errors import ModelCutError, ModelUnavailableError, SettingsError
from assistant.testing import ScriptedModel
from assistant.writing import Message
from assistant.writing.llama_index_chat import LlamaIndexChat, as_chat_model
from index import Article, Chunk, Hit, Published, Retrieval

TEXT = "The bridge at Lorn closed on 3 May. Repairs take two years."
ARTICLE = Article(
    id="a" * 24,
    key="lorn.txt",
    title="Bridge closed",
    title_how="heading",
    publisher="The Lorn Post",
    published=Published(date="2024-05-04", how="stated"),
    text=TEXT,
)


class OneArticle:
    """An assistant that knows one article and gives one answer."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, question: str) -> Answer:
        self.asked.append(question)
        citation = Citation(
            label=1, quote=TEXT[:35], start=0, end=35, check="exact", article=ARTICLE, attribution=Attribution()
        )
        text = "The bridge at Lorn closed on 3 May."
        sentence = Sentence(text=text, citations=(citation,))
        return Answer(
            question=question,
            query=question,
            text=f"{text} [1]",
            sentences=(sentence,),
            citations=(citation, citation),
            engine="quotes",
        )

    def retrieve(self, query: str, k: int = 10) -> Retrieval:
        chunk = Chunk(id="c" * 24, article_id=ARTICLE.id, start=36, end=59, text=TEXT[36:])
        return Retrieval(query=query, hits=(Hit(chunk=chunk, score=0.8, cosine=0.7, words=2.0),) * min(k, 1))

    def article(self, article_id: str) -> Article:
        assert article_id == ARTICLE.id
        return ARTICLE


def test_the_retriever_gives_chunks_with_their_place_in_the_article():
    [found] = as_retriever(OneArticle(), 3).retrieve("How long do repairs take?")

    assert found.node.node_id == "c" * 24
    assert found.score == 0.8
    assert found.node.metadata == {
        "article_id": ARTICLE.id,
        "key": "lorn.txt",
        "title": "Bridge closed",
        "publisher": "The Lorn Post",
        "published": "2024-05-04",
        "start": 36,
        "end": 59,
    }
    assert found.node.text == TEXT[found.node.metadata["start"] : found.node.metadata["end"]]


def test_the_query_engine_answers_with_its_quotes_as_sources():
    response = as_query_engine(OneArticle()).query("When did the bridge close?")

    assert str(response) == "The bridge at Lorn closed on 3 May. [1]"
    assert [node.node.text for node in response.source_nodes] == ["The bridge at Lorn closed on 3 May."]
    assert response.metadata["answer"]["question"] == "When did the bridge close?"


def test_both_work_asynchronously():
    assistant = OneArticle()

    async def both() -> tuple[Any, Any]:
        return await as_query_engine(assistant).aquery("When?"), await as_retriever(assistant).aretrieve("How long?")

    response, nodes = asyncio.run(both())

    assert str(response).startswith("The bridge")
    assert len(nodes) == 1


def test_importing_the_adapters_does_not_import_llama_index():
    program = "import sys, assistant.adapters; print('llama_index' in sys.modules or 'openai' in sys.modules)"

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "False"


def llm(pieces: Sequence[str | Exception], raw: object = None) -> Any:
    """A llama-index LLM that streams `pieces`."""
    from llama_index.core.base.llms.types import ChatMessage, ChatResponse
    from llama_index.core.llms import MockLLM

    class Scripted(MockLLM):
        def stream_chat(self, messages: Any, **kwargs: Any) -> Any:
            for piece in pieces:
                if isinstance(piece, Exception):
                    raise piece
                yield ChatResponse(message=ChatMessage(role="assistant", content=piece), delta=piece, raw=raw)

    return Scripted()


def said(chat: Any) -> str:
    return "".join(piece.text for piece in chat.stream([Message(role="user", text="Who?")], max_tokens=9))


def test_any_llama_index_llm_becomes_a_chat_model():
    assert said(as_chat_model(llm(["It closed", " [1]."]))) == "It closed [1]."


def test_a_chat_model_stays_what_it_is():
    model = ScriptedModel(["Yes."])

    assert as_chat_model(model) is model


def test_anything_else_is_no_model():
    with pytest.raises(SettingsError, match="llm is a str"):
        as_chat_model("gpt")  # type: ignore[arg-type]


def test_an_llm_that_fails_is_unavailable_and_keeps_its_words_to_itself():
    with pytest.raises(ModelUnavailableError) as caught:
        said(LlamaIndexChat(llm(["It", RuntimeError("key sk-secret is wrong")])))

    assert str(caught.value) == "the model 'Scripted' failed with RuntimeError"
    assert caught.value.__context__ is None


@pytest.mark.parametrize("raw", [{"choices": [{"finish_reason": "length"}]}, {"stop_reason": "max_tokens"}])
def test_an_llm_that_says_it_was_cut_is_believed(raw: object):
    with pytest.raises(ModelCutError):
        said(LlamaIndexChat(llm(["It closed"], raw)))


def test_an_llm_that_says_nothing_is_unavailable():
    with pytest.raises(ModelUnavailableError, match="without text"):
        said(LlamaIndexChat(llm([])))
