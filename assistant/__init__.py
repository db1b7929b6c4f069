"""A question and an index in, a cited answer out.

>>> from assistant import Settings, Turn, open_assistant
"""

from assistant.answer import (
    Answer,
    Attribution,
    Citation,
    Disagreement,
    Evidence,
    Position,
    Quote,
    Removed,
    Sentence,
    Turn,
    Usage,
    Verdict,
)
from assistant.desk import Assistant
from assistant.errors import ModelError, QuestionError, SettingsError, TwosourceError
from assistant.opening import open_assistant
from assistant.settings import Settings
from index import (
    Article,
    Backup,
    Change,
    Checkup,
    Copy,
    Embedder,
    Failure,
    Filters,
    LibraryError,
    MiniLM,
    NotFoundError,
    Published,
    Repeat,
    Retrieval,
    Weights,
    restore,
)

__all__ = [
    "Answer",
    "Article",
    "Assistant",
    "Attribution",
    "Backup",
    "Change",
    "Checkup",
    "Citation",
    "Copy",
    "Disagreement",
    "Embedder",
    "Evidence",
    "Failure",
    "Filters",
    "LibraryError",
    "MiniLM",
    "ModelError",
    "NotFoundError",
    "Position",
    "Published",
    "QuestionError",
    "Quote",
    "Removed",
    "Repeat",
    "Retrieval",
    "Sentence",
    "Settings",
    "SettingsError",
    "Turn",
    "TwosourceError",
    "Usage",
    "Verdict",
    "Weights",
    "open_assistant",
    "restore",
]
