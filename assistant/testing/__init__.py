"""Fakes for tests, ours and those of programs that embed twosource: a scripted model, a scripted endpoint."""

from assistant.testing.scripted_model import ScriptedModel
from assistant.testing.scripted_server import ScriptedServer

__all__ = ["ScriptedModel", "ScriptedServer"]
