"""The people, places, groups and things that a short text mentions."""

from assistant.question.follow_up.mentions.finding import mentions
from assistant.question.follow_up.mentions.phrases import Mention

__all__ = ["Mention", "mentions"]
