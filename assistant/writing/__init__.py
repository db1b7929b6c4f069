"""A language model writes the answer, from evidence alone."""

from assistant.writing.chat import ChatModel, Message, Piece

__all__ = ["ChatModel", "Message", "Piece"]
