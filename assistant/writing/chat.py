"""What a chat model is to us: messages in, pieces of text out.

Knows no particular model, library or endpoint.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, Protocol

from index import Frozen


class Message(Frozen):
    """One message to a chat model."""

    role: Literal["system", "user", "assistant"]
    """Who speaks."""
    text: str
    """What is said."""


class Piece(Frozen):
    """A part of a reply as it comes in."""

    text: str = ""
    """The next characters of the reply; may be empty."""
    prompt_tokens: int = 0
    """Tokens of the prompt, as the endpoint counted them so far; 0 where it did not say."""
    completion_tokens: int = 0
    """Tokens of the reply, as the endpoint counted them so far; 0 where it did not say."""


class ChatModel(Protocol):
    """A language model that talks."""

    @property
    def name(self) -> str:
        """The model's name, for people."""

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[Piece]:
        """The reply, piece by piece; ends normally only if the model said that it was done.

        Raises ModelRefusedError, ModelUnavailableError or ModelCutError; pieces that came before an
        error are no complete answer. Closing the iterator stops the model.
        """
