"""A language model writes the answer, from evidence alone."""

from assistant.writing.chat import ChatModel, Message, Piece
from assistant.writing.model_engine import Draft, ModelEngine, condense_with_model
from assistant.writing.openai_chat import OpenAIChat
from assistant.writing.reply import DraftSentence

__all__ = [
    "ChatModel",
    "Draft",
    "DraftSentence",
    "Message",
    "ModelEngine",
    "OpenAIChat",
    "Piece",
    "condense_with_model",
]
