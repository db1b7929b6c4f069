"""A chat model made of any llama-index LLM. llama-index is imported here and in the adapters only.

Knows nothing of evidence or prompts, and never shows an LLM's repr or error text: they hold its key.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from assistant.errors import ModelCutError, ModelError, ModelUnavailableError, SettingsError
from assistant.writing.chat import ChatModel, Message, Piece
from assistant.writing.deadline import DeadlinePassed, pieces_until

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatMessage, ChatResponse
    from llama_index.core.llms import LLM


def as_chat_model(llm: "LLM | ChatModel", *, deadline_s: float = 60.0) -> ChatModel:
    """`llm` itself if it is a ChatModel; a ChatModel around it if it is a llama-index LLM.

    Raises SettingsError for anything else.
    """
    from llama_index.core.llms import LLM

    if isinstance(llm, LLM):
        return LlamaIndexChat(llm, deadline_s=deadline_s)
    if callable(getattr(llm, "stream", None)) and isinstance(getattr(llm, "name", None), str):
        return llm
    raise SettingsError(f"llm is a {type(llm).__name__}: hand in a llama-index LLM or a ChatModel")


class LlamaIndexChat:
    """A ChatModel around a llama-index LLM."""

    def __init__(self, llm: "LLM", *, deadline_s: float = 60.0) -> None:
        self.name = _name(llm)
        self._llm = llm
        self._deadline_s = deadline_s

    def __repr__(self) -> str:
        return f"LlamaIndexChat({self.name!r})"

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[Piece]:
        """See ChatModel.stream. The limit of tokens is the LLM's own: llama-index has no common name for it."""
        deadline = time.monotonic() + self._deadline_s
        try:
            yield from pieces_until(deadline, partial(self._produce, messages), stop=lambda: None)
        except DeadlinePassed:
            late = f"the model {self.name!r} did not finish within {self._deadline_s:g} s (TWOSOURCE_DEADLINE_S)"
            raise ModelUnavailableError(late) from None

    def _produce(self, messages: Sequence[Message]) -> Iterator[Piece]:
        from llama_index.core.base.llms.types import ChatMessage

        failure: ModelError
        try:
            yield from self._read([ChatMessage(role=message.role, content=message.text) for message in messages])
            return
        except ModelError as error:
            failure = error
        except Exception as error:  # the errors of an integration are its own, and there are hundreds of those
            failure = ModelUnavailableError(f"the model {self.name!r} failed with {type(error).__name__}")
        failure.__context__ = None
        raise failure

    def _read(self, messages: "Sequence[ChatMessage]") -> Iterator[Piece]:
        length, finish_reason = 0, None
        for response in self._llm.stream_chat(messages):
            text = response.delta or ""
            length += len(text)
            finish_reason = _finish_reason(response) or finish_reason
            yield Piece(text=text)
        # Most integrations say nothing at their end; those that do are believed.
        if finish_reason in _CUT:
            raise ModelCutError(f"the model {self.name!r} stopped before it was done ({finish_reason})")
        if not length:
            raise ModelUnavailableError(f"the model {self.name!r} answered without text")


def _name(llm: "LLM") -> str:
    try:
        name = llm.metadata.model_name
    except ValueError:  # OpenAI's integration: a model it does not know
        name = ""
    return name if name and name != "unknown" else type(llm).__name__


def _finish_reason(response: "ChatResponse") -> str | None:
    """Why the model stopped, as the endpoint put it; None while it goes on or where nobody says."""
    raw: object = response.raw
    for name in ("choices", 0):
        raw = _part(raw, name) or raw
    reasons = (_part(raw, name) for name in ("finish_reason", "stop_reason", "done_reason"))
    return next((reason for reason in reasons if isinstance(reason, str)), None)


def _part(whole: object, name: str | int) -> object:
    if isinstance(name, int):
        return whole[name] if isinstance(whole, Sequence) and len(whole) > name else None
    if isinstance(whole, Mapping):
        part: object = whole.get(name)
        return part
    found: object = getattr(whole, name, None)
    return found


_CUT = frozenset({"length", "max_tokens", "content_filter", "MAX_TOKENS", "SAFETY"})
